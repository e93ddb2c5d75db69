// What the existing site does around a running call: its pages renew their sockets, ask for clean-ups, close, and its
// server tells everybody of everybody. Our call lives through all of it and ends in one piece.
import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import { settled, until } from '../../e2e/lib/until.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { both_hear, both_let_go, our_client, they_call, we_call } from '../lib/ours.mjs';
import { second_tab, stand_in } from '../lib/stand_in.mjs';

const pair = (t, ours) => Promise.all([our_client(t, 'alice', ours), stand_in(t, 'bob')]);
const active = (t, name) => t.server.request('GET', '/api/calls/active', { as: name });

async function ends_well(t, alice, bob) {
  await alice.press('End call');
  await bob.shows('ended');
  await alice.is_out_of_call();
  await both_let_go(alice, bob);
  assert.equal(await active(t, 'alice'), null);
}

test('their next tab opens and changes chats in the call: it lives, here and on the server', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  const tab = await second_tab(t, bob);
  await tab.opens_chat('carol');
  await tab.opens_chat('alice');
  assert.equal((await tab.state()).cleanups_posted, 4);
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  assert.equal((await active(t, 'alice'))?.status, 'accepted');
  await ends_well(t, alice, bob);
});

test('our own user opens the existing site in another tab in the call, changes chats and closes it: the call lives', async (t) => {
  const [alice, bob] = await pair(t);
  await we_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  const beside = await stand_in(t, 'alice');
  await beside.opens_chat('bob');
  await beside.opens_chat('carol');
  await beside.page.close();
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  assert.equal((await active(t, 'bob'))?.status, 'accepted');
  await ends_well(t, alice, bob);
});

test('a call rings in the existing site beside ours: answered here, it stays ours when that page closes', async (t) => {
  const [alice, bob] = await pair(t);
  const beside = await stand_in(t, 'alice');
  await bob.calls('alice', 'voice');
  await beside.is_rung_by('bob');
  await alice.is_rung('voice', 'bob');
  await alice.press('Accept');
  await alice.is_in_call('bob');
  await beside.shows('accepted');
  await both_hear(alice, bob);
  await beside.page.close();
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  await ends_well(t, alice, bob);
});

test('a call answered in the existing site beside ours rings here no more', async (t) => {
  const [alice, bob] = await pair(t);
  const beside = await stand_in(t, 'alice');
  await bob.calls('alice', 'voice');
  await alice.is_rung('voice', 'bob');
  await beside.has_state({ offer_waits: true });
  await beside.press('accept');
  await alice.is_out_of_call();
  await both_hear(beside, bob);
  await media.expect_all_released(alice.page, 'alice');
});

test('their socket drops and comes back in the call: nobody is thrown out', async (t) => {
  const [alice, bob] = await pair(t);
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await bob.page.evaluate(() => window.__standIn.lose_socket());
  await until('their socket to be lost', async () => !(await bob.state()).connected);
  await until('their socket to be back', async () => (await bob.state()).connected);
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  await bob.shows('accepted');
  await ends_well(t, alice, bob);
});

test('an end of nobody in particular, as the existing server tells everybody, is not believed', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  const asked = [];
  alice.page.on('request', (request) => { if (request.url().endsWith('/api/calls/active')) asked.push(request.url()); });
  alice.wire.say_to_page('callEnded', { reason: 'user_disconnected', username: 'carol' });
  alice.wire.say_to_page('callEnded', { callId: '0123456789abcdef01234567', endedBy: { _id: '0123456789abcdef01234567', username: 'carol' }, duration: 1 });
  await both_hear(alice, bob);
  assert.deepEqual(asked, [], 'carol is no party of this call');
  alice.wire.say_to_page('callEnded', { reason: 'user_disconnected', username: 'bob' });
  await until('the server to be asked', () => asked.length === 1);
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  await ends_well(t, alice, bob);
});

test('a server that lost the call does not end it while it is heard, and is told of its end', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  await alice.page.route('**/api/calls/active', (route) => route.fulfill({ json: null }));
  alice.wire.say_to_page('callEnded', { reason: 'user_disconnected', username: 'bob' });
  await alice.page.waitForResponse('**/api/calls/active');
  await settled('the call', async () => (await alice.call_with('bob').count()) > 0, 900);
  await both_hear(alice, bob);
  await ends_well(t, alice, bob);
});

test('an offer of somebody who is no party of the call changes nothing', async (t) => {
  const [alice, bob] = await pair(t, { tap: true });
  await they_call(bob, alice, 'voice');
  await both_hear(alice, bob);
  const { callId, offer } = alice.wire.received('webrtc-offer')[0];
  const forged = offer.sdp.replace(/a=ice-ufrag:.*/g, 'a=ice-ufrag:evil').replace(/^o=- \d+/m, 'o=- 4711');
  alice.wire.say_to_page('webrtc-offer', { callId, offer: { type: 'offer', sdp: forged }, fromUserId: '0123456789abcdef01234567', fromUsername: 'mallory' });
  await both_hear(alice, bob);
  await settled('the answers we give', () => alice.wire.sent('webrtc-answer').length, 900);
  assert.equal(alice.wire.sent('webrtc-answer').length, 1);
});
