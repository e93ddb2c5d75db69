// Our client calls the existing one.
import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import { until } from '../../e2e/lib/until.mjs';
import { words } from '../../e2e/lib/words.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { both_hear, both_let_go, both_see, our_client, we_call } from '../lib/ours.mjs';
import { stand_in } from '../lib/stand_in.mjs';
import { kSkippableTime, skip_time } from '../lib/time.mjs';
import { candidates_in, identity_of } from '../lib/wire.mjs';

const pair = (t, options) => Promise.all([our_client(t, 'alice', options), stand_in(t, 'bob')]);
const offers_of = (person) => person.wire.sent('webrtc-offer').map(({ offer }) => offer.sdp);
// An accept that is faster than our page's first offer makes it answer theirs and never offer itself.
const our_offer_is_held = (person) => until('our offer to be held back', () => offers_of(person).length > 0);

test('a voice call sounds both ways, and they hang up', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  await bob.press('end');
  await bob.shows_no_window();
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('a video call is seen and heard both ways, without the press that the existing client asks for, and we hang up', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'video');
  await both_see(alice, bob);
  await both_hear(alice, bob);
  await bob.has_state({ status: 'accepted', video_has_stream: true });
  await alice.press('End call');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('what they lose before they accept is sent again after their answer, and the offer they store has it inside', async (t) => {
  const [alice, bob] = await pair(t);
  await alice.calls('bob', 'voice');
  await until('an offer with candidates inside', () => candidates_in(offers_of(alice).at(-1) ?? '').length > 0);
  await bob.is_rung_by('alice');
  await bob.has_state({ offers_stored: offers_of(alice).length });
  await bob.press('accept');
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
  assert.equal(new Set(offers_of(alice).map(identity_of)).size, 1, 'every offer is of the same connection');
  const answered_at = alice.wire.frames.findIndex(({ way, event }) => way === 'in' && event === 'webrtc-answer');
  const sent = alice.wire.frames
    .map((frame, place) => ({ ...frame, place }))
    .filter(({ way, event }) => way === 'out' && event === 'webrtc-ice-candidate');
  const text = ({ payload }) => payload.candidate.candidate;
  const again = new Set(sent.filter(({ place }) => place > answered_at).map(text));
  const early = sent.filter(({ place }) => place < answered_at).map(text);
  assert.ok(early.length > 0, 'candidates trickle while it rings');
  assert.deepEqual(early.filter((one) => !again.has(one)), []);
  await until('them to use what came again', async () => (await bob.window()).candidates_used >= new Set(early).size);
});

test('accepted before our offer arrived, their own offer is answered and the call is heard', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  const let_go = alice.wire.hold('out', 'webrtc-offer');
  await alice.calls('bob', 'voice');
  await bob.is_rung_by('alice');
  await our_offer_is_held(alice);
  await bob.press('accept');
  await bob.has_state({ offers_sent: 1, answers_applied: 1, signaling: 'stable' });
  let_go();
  await bob.has_state({ offer_waits: true });
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
});

test('a video call accepted before our offer arrived is seen by us and heard by both', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  const let_go = alice.wire.hold('out', 'webrtc-offer');
  await alice.calls('bob', 'video');
  await bob.is_rung_by('alice');
  await our_offer_is_held(alice);
  await bob.press('accept');
  await bob.has_state({ answers_applied: 1 });
  let_go();
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
  await both_see(alice, bob);
});

test('they dial us at the same moment: their page asks about it, and our call is answered all the same', async (t) => {
  const [alice, bob] = await Promise.all([our_client(t, 'alice'), stand_in(t, 'bob', { tap: true })]);
  const let_go = bob.wire.hold('in', 'incomingCall');
  await alice.calls('bob', 'voice');
  await Promise.all([bob.page.waitForEvent('dialog').then((asked) => asked.dismiss()), bob.press('audio:alice')]);
  let_go();
  await bob.is_rung_by('alice');
  await bob.press('accept');
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
});

test('our camera in a voice call would not be shown there: none is opened, we are told so, and both go on hearing each other', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  const before = offers_of(alice).length;
  await alice.press('Turn camera on');
  await alice.is_told(words('notice_camera_not_shown'));
  await alice.sees_button('Turn camera on');
  await media.expect_camera_light(alice.page, 'alice', false);
  await both_hear(alice, bob);
  assert.ok(!alice.wire.sent('call-video-toggle').some(({ isVideoEnabled }) => isVideoEnabled));
  assert.equal(offers_of(alice).length, before);
});

test('their change of server is answered, and the media come back on the new connection', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  await bob.page.evaluate(() => window.__standIn.choose_server('openrelay'));
  await bob.has_state({ answers_applied: 1, signaling: 'stable' });
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
});

test('their camera in a voice call shows no remote picture here, and they still hear us', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  await bob.press('camera');
  await until('the announcement', () => alice.wire.received('call-video-upgrade').length === 1);
  await media.expect_silence(alice.page, 'alice');
  await media.expect_no_picture(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
  await alice.is_in_call('bob');
});

test('a call they decline is told in words', async (t) => {
  const [alice, bob] = await pair(t);
  await alice.calls('bob', 'voice');
  await bob.is_rung_by('alice');
  await bob.press('decline');
  await alice.sees_text(words('ended_declined_there'));
  await bob.shows_no_window();
  await both_let_go(alice, bob);
});

test('a call we cancel stops their ringing', async (t) => {
  const [alice, bob] = await pair(t);
  await alice.calls('bob', 'video');
  await bob.is_rung_by('alice');
  await alice.press('Cancel call');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('behind their end screen a call rings unseen: ours gives up by itself, and the server is told', async (t) => {
  const [alice, bob] = await pair(t, { scripts: [kSkippableTime] });
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  await alice.press('End call');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await alice.press('Voice call');
  await alice.sees_text(words('status_ringing'));
  await until('the second call to reach them', async () => bob.wire.received('incomingCall').length === 2);
  assert.equal(await bob.has('accept'), false);
  await skip_time(alice.page, 46000);
  await alice.sees_text(words('ended_no_answer'));
  await both_let_go(alice, bob);
  await until('the server to know', async () => (await t.server.request('GET', '/api/calls/active', { as: 'alice' })) === null);
});
