import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { in_call } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import { words } from '../lib/words.mjs';
import * as media from '../lib/media.mjs';

const no_call_left = (t, name) => until('no call to be left on the server', async () =>
  (await t.server.request('GET', '/api/calls/active', { as: name })) === null);

for (const who of ['caller', 'callee']) {
  test(`a reload of the ${who} takes the running call up again, muted as it was and with its duration`, async (t) => {
    const [alice, bob] = await t.people('alice', 'bob');
    await in_call(alice, bob, 'voice');
    const [stays, reloads] = who === 'caller' ? [bob, alice] : [alice, bob];
    await until('the call to last a while', async () => (await reloads.seconds_shown()) >= 2);
    await reloads.press('Mute microphone');
    const { callId } = await reloads.page.evaluate(() => window.socialspaceCall.stats());
    await reloads.page.reload();
    await reloads.is_in_call(stays.name);
    assert.ok((await reloads.seconds_shown()) >= 2, 'the duration goes on');
    assert.equal((await reloads.page.evaluate(() => window.socialspaceCall.stats())).callId, callId);
    await reloads.press('Unmute microphone');
    await media.expect_voice(stays.page, stays.name);
    await media.expect_voice(reloads.page, reloads.name);
    await reloads.press('End call');
    await stays.is_out_of_call();
    await media.expect_all_released(stays.page, stays.name);
    await no_call_left(t, 'alice');
  });
}

test('a reload in a video call brings the picture back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await bob.page.reload();
  await bob.is_in_call('alice');
  await media.expect_picture(alice.page, 'alice');
  await media.expect_picture(bob.page, 'bob');
  await alice.press('End call');
});

test('an end that did not reach the server before a reload reaches it after', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  const { callId } = await bob.page.evaluate(() => window.socialspaceCall.stats());
  const is_end = (request) => request.method() === 'POST' && request.url().endsWith(`/api/calls/end/${callId}`);
  await bob.page.route('**/api/calls/end/*', (route) => route.abort());
  const tried = bob.page.waitForRequest(is_end);
  await bob.press('End call');
  await tried;
  await bob.page.unroute('**/api/calls/end/*');
  const ended = bob.page.waitForResponse((response) => is_end(response.request()));
  await bob.page.reload();
  await ended;
  await alice.is_out_of_call();
  await no_call_left(t, 'alice');
});

test('a caller who reloads while it rings rings on, and the call connects', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.page.reload();
  await alice.sees_button('Cancel call');
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
  await bob.press('End call');
  await alice.is_out_of_call();
});

test('a caller who reloads before the dial had a name rings on', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => server.send(message));
    server.onMessage((message) => { if (!String(message).includes('callInitiated')) socket.send(message); });
  });
  await alice.page.reload();
  await alice.at_chats();
  await alice.page.route('**/api/calls/initiate', async (route) => { await route.fetch(); });
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.page.reload();
  await alice.sees_button('Cancel call');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await bob.press('End call');
  await alice.is_out_of_call();
});

test('a callee who reloads before the answer to the accept came is in the call', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  let taken;
  const accepted = new Promise((resolve) => { taken = resolve; });
  await bob.page.route('**/api/calls/accept/*', async (route) => { taken(await route.fetch()); });
  await bob.press('Accept');
  await accepted;
  await bob.page.reload();
  await bob.is_in_call('alice');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
  await alice.press('End call');
  await bob.is_out_of_call();
});

test('a caller who reloads while they accept is in the call', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  let let_go;
  const held = new Promise((resolve) => { let_go = resolve; });
  const is_page = (url) => url.pathname === '/';
  await alice.page.route(is_page, async (route) => { await held; await route.continue(); });
  const reloaded = alice.page.reload();
  await bob.press('Accept');
  await until('the server to know', async () => (await t.server.request('GET', '/api/calls/active', { as: 'bob' })).status === 'accepted');
  let_go();
  await reloaded;
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
  await bob.press('End call');
  await alice.is_out_of_call();
});

test('a callee who reloads while it rings is rung again, and the call connects', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await bob.page.reload();
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await bob.is_in_call('alice');
  await media.expect_voice(alice.page, 'alice');
  await alice.press('End call');
  await bob.is_out_of_call();
});

/// `name` of the browser's `owner` never comes to an end, until the page is loaded again.
const hangs_once = (owner, name) => `if (location.protocol !== 'about:' && !sessionStorage.getItem('has-hung')) {
  sessionStorage.setItem('has-hung', 'yes');
  ${owner}.${name} = () => new Promise(() => {});
}`;

const asks_for_microphone = `navigator.permissions.query = async () => ({ state: 'prompt', addEventListener() {} });`;

test('a caller who reloads before the microphone is open has called nobody, and can call', async (t) => {
  const alice = await t.person('alice', { scripts: [asks_for_microphone, hangs_once('MediaDevices.prototype', 'getUserMedia')] });
  const bob = await t.person('bob');
  await alice.calls('bob', 'voice');
  await alice.page.reload();
  await alice.at_chats();
  assert.equal(await alice.button('Cancel call').count(), 0);
  await no_call_left(t, 'bob');
  await in_call(alice, bob, 'voice');
  await media.expect_voice(bob.page, 'bob');
});

for (const who of ['caller', 'callee']) {
  test(`a reload of the ${who} while the path is looked for takes the call up again`, async (t) => {
    const scripts = [hangs_once('RTCPeerConnection.prototype', 'setRemoteDescription')];
    const alice = await t.person('alice', who === 'caller' ? { scripts } : {});
    const bob = await t.person('bob', who === 'callee' ? { scripts } : {});
    const reloads = who === 'caller' ? alice : bob;
    await alice.calls('bob', 'voice');
    await bob.is_rung('voice', 'alice');
    await bob.press('Accept');
    await reloads.sees_text(words('status_connecting'));
    await reloads.page.reload();
    await alice.is_in_call('bob');
    await bob.is_in_call('alice');
    for (const { page, name } of [alice, bob]) await media.expect_voice(page, name);
    await alice.press('End call');
    await bob.is_out_of_call();
  });
}

test('a page that is closed in a call, and not opened again, leaves no call behind', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await alice.page.close({ runBeforeUnload: true });
  await bob.is_out_of_call();
  await media.expect_all_released(bob.page, 'bob');
  await no_call_left(t, 'bob');
});
