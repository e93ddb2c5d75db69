// The existing client calls ours.
import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import { settled, until } from '../../e2e/lib/until.mjs';
import { words } from '../../e2e/lib/words.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { answer_prompt, kGatedDevices, kRefusedDevices } from '../lib/gate.mjs';
import { both_hear, both_let_go, both_see, our_client, they_call } from '../lib/ours.mjs';
import { second_tab, stand_in } from '../lib/stand_in.mjs';
import { kSkippableTime, skip_time } from '../lib/time.mjs';

const pair = (t, ours = {}, theirs = {}) => Promise.all([our_client(t, 'alice', ours), stand_in(t, 'bob', theirs)]);

test('a voice call sounds both ways, and we hang up', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await alice.press('End call');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('a video call is seen and heard both ways, and they hang up', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'video');
  await both_see(alice, bob);
  await both_hear(alice, bob);
  await bob.has_state({ status: 'accepted', video_has_stream: true });
  await bob.press('end');
  await bob.shows_no_window();
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('their video call accepted with voice only is heard both ways and seen here', async (t) => {
  const [alice, bob] = await pair(t);
  await bob.calls('alice', 'video');
  await alice.is_rung('video', 'bob');
  await alice.press('Accept');
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
  await media.expect_picture(alice.page, 'alice');
  await media.expect_camera_light(alice.page, 'alice', false);
});

test('accepted before their offer came, we wait for it and make none of our own', async (t) => {
  const [alice, bob] = await pair(t, {}, { scripts: [kGatedDevices] });
  await bob.calls('alice', 'voice');
  await alice.is_rung('voice', 'bob');
  await alice.press('Accept');
  await alice.sees(alice.call_with('bob'), 'the call with bob');
  await bob.shows('accepted');
  await answer_prompt(bob.page);
  await bob.has_state({ answers_applied: 1 });
  await both_hear(alice, bob);
  assert.deepEqual(alice.wire.sent('webrtc-offer'), []);
});

test('accepted, and no offer ever comes because their microphone was refused: we give up in words', async (t) => {
  const [alice, bob] = await pair(t, { scripts: [kSkippableTime] }, { scripts: [kRefusedDevices] });
  await bob.calls('alice', 'voice');
  await alice.is_rung('voice', 'bob');
  await alice.press('Accept');
  await alice.sees(alice.call_with('bob').getByRole('status').filter({ hasText: words('status_connecting') }), 'that the call connects');
  await skip_time(alice.page, 31000);
  await alice.sees_text(words('ended_could_not_connect'));
  await bob.shows('ended');
  await media.expect_all_released(alice.page, 'alice');
});

test('an offer that overtakes the news of the call is kept for it', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  const let_go = alice.wire.hold('in', 'incomingCall');
  await bob.calls('alice', 'voice');
  await until('the offer to pass', () => alice.wire.received('webrtc-offer').length > 0);
  let_go();
  await alice.is_rung('voice', 'bob');
  await alice.press('Accept');
  await bob.has_state({ answers_applied: 1 });
  await both_hear(alice, bob);
});

test('we dial them at the same moment: the two calls become one', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  const let_go = alice.wire.hold('in', 'incomingCall');
  await alice.opens_chat('bob');
  await bob.calls('alice', 'voice');
  await alice.press('Voice call');
  await alice.is_in_call('bob');
  let_go();
  await both_hear(alice, bob);
  await settled('the call', async () => (await alice.any_incoming().count()) === 0 && (await alice.call_with('bob').count()) > 0, 900);
});

for (const kind of ['voice', 'video']) {
  test(`their change of server in a ${kind} call is answered, and the media come back`, async (t) => {
    const [alice, bob] = await pair(t);
    await they_call(bob, alice, kind);
    await both_hear(alice, bob);
    await bob.page.evaluate(() => window.__standIn.choose_server('expressturn'));
    await bob.has_state({ answers_applied: 2, signaling: 'stable' });
    await both_hear(alice, bob);
    if (kind === 'video') await both_see(alice, bob);
    await alice.is_in_call('bob');
  });
}

test('our camera in a voice call they made would not be shown there: none is opened, and we are told so', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await alice.press('Turn camera on');
  await alice.is_told(words('notice_camera_not_shown'));
  await alice.sees_button('Turn camera on');
  await media.expect_camera_light(alice.page, 'alice', false);
  await both_hear(alice, bob);
});

test('their mute is shown here, and goes when they unmute', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await bob.press('mute');
  await alice.sees_text(words('remote_muted'));
  await media.expect_silence(alice.page, 'alice');
  await bob.press('mute');
  await media.expect_voice(alice.page, 'alice');
  await alice.no_longer_sees(alice.text(words('remote_muted')), 'the word');
});

test('our mute silences them and their window takes no harm', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await alice.press('Mute microphone');
  await until('them to be told', () => bob.wire.received('call-audio-toggle').some(({ isAudioEnabled }) => !isAudioEnabled));
  await media.expect_silence(bob.page, 'bob');
  await bob.shows('accepted');
  await alice.press('Unmute microphone');
  await both_hear(alice, bob);
});

test('a call we decline ends on their screen, and both let go', async (t) => {
  const [alice, bob] = await pair(t);
  await bob.calls('alice', 'voice');
  await alice.is_rung('voice', 'bob');
  await alice.press('Decline');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
});

test('a caller who reloads his page stops our ringing', async (t) => {
  const [alice, bob] = await pair(t);
  await bob.calls('alice', 'voice');
  await alice.is_rung('voice', 'bob');
  await bob.press('close');
  await alice.no_longer_sees(alice.any_incoming(), 'an incoming call');
  await alice.is_out_of_call();
});

test('two of their tabs offer for the same call: it is answered once, and both of us are heard', async (t) => {
  const [alice, bob] = await pair(t);
  const tab = await second_tab(t, bob);
  await bob.calls('alice', 'voice');
  await until('both offers', () => alice.wire.received('webrtc-offer').length === 2);
  await alice.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await until('one of the tabs to be connected', async () =>
    [await bob.window(), await tab.window()].some(({ ice }) => ice === 'connected' || ice === 'completed'));
  await settled('the answers we give', () => alice.wire.sent('webrtc-answer').length, 900);
  assert.equal(alice.wire.sent('webrtc-answer').length, 1);
});
