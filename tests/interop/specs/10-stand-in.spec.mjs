// Two stand-ins against each other: the described behaviour of the existing client, faults included, so that what the
// later specs prove about calls between the two worlds is worth something.
import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import { until } from '../../e2e/lib/until.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { answer_prompt, kGatedDevices, kRefusedDevices } from '../lib/gate.mjs';
import { second_tab, stand_in } from '../lib/stand_in.mjs';
import { candidates_in, Wire } from '../lib/wire.mjs';

const pair = (t) => Promise.all([stand_in(t, 'alice'), stand_in(t, 'bob')]);

async function ring(alice, bob, kind) {
  await alice.calls('bob', kind);
  await bob.is_rung_by('alice');
  await bob.has_state({ offer_waits: true });
}

async function talk(alice, bob, kind) {
  await ring(alice, bob, kind);
  await bob.press('accept');
  await alice.has_state({ answers_applied: 1 });
}

test('a page start opens two sockets and asks twice for a clean-up', async (t) => {
  const alice = await stand_in(t, 'alice');
  const { sockets_opened, cleanups_posted } = await alice.state();
  assert.deepEqual([sockets_opened, cleanups_posted], [2, 2]);
});

test('opening a chat opens a new socket and asks for a clean-up', async (t) => {
  const alice = await stand_in(t, 'alice');
  await alice.opens_chat('bob');
  await alice.opens_chat('carol');
  const { sockets_opened, cleanups_posted } = await alice.state();
  assert.deepEqual([sockets_opened, cleanups_posted], [4, 4]);
});

test('a voice call: the offer carries no candidates, those that trickle before the accept are lost, both hear each other', async (t) => {
  const [alice, bob] = await pair(t);
  await ring(alice, bob, 'voice');
  await until('candidates to trickle', () => alice.wire.sent('webrtc-ice-candidate').length > 0);
  const early = alice.wire.sent('webrtc-ice-candidate').length;
  await bob.press('accept');
  await alice.has_state({ answers_applied: 1, status: 'accepted' });
  await Promise.all([media.expect_voice(alice.page, 'alice'), media.expect_voice(bob.page, 'bob')]);
  assert.deepEqual(candidates_in(alice.wire.sent('webrtc-offer')[0].offer.sdp), []);
  const { candidates_lost } = await bob.window(); // one gathered only after the accept may be in time
  assert.ok(candidates_lost >= early, `${candidates_lost} lost of ${early} sent before the accept`);
  assert.match(await alice.text(), /Разговор \d\d:\d\d/);
});

test('accepting before the offer came makes the callee offer too, and neither ever hears the other', async (t) => {
  const [alice, bob] = await Promise.all([stand_in(t, 'alice', { scripts: [kGatedDevices] }), stand_in(t, 'bob')]);
  await alice.calls('bob', 'voice');
  await bob.is_rung_by('alice');
  await bob.press('accept');
  await bob.has_state({ offers_sent: 1 });
  await answer_prompt(alice.page);
  await bob.has_state({ offers_stored: 1 });
  for (const person of [alice, bob]) {
    await person.has_state({ status: 'accepted', signaling: 'have-local-offer', answers_sent: 0, last_loss: 'InvalidStateError', candidates_used: 0 });
    await media.expect_silence(person.page, person.name);
  }
});

test('a change of server makes an offer that the other side stores and never answers, and the media stops', async (t) => {
  const [alice, bob] = await pair(t);
  await talk(alice, bob, 'voice');
  await media.expect_voice(bob.page, 'bob');
  await alice.page.evaluate(() => window.__standIn.choose_server('openrelay'));
  await bob.has_state({ offers_stored: 2 });
  assert.deepEqual(alice.wire.order('out', ['webrtc-offer', 'webrtc-change-server']), ['webrtc-offer', 'webrtc-offer', 'webrtc-change-server']);
  for (const person of [alice, bob]) await media.expect_silence(person.page, person.name);
  await alice.has_state({ status: 'accepted', signaling: 'have-local-offer', built_with: 'auto' });
  await bob.has_state({ status: 'accepted', answers_sent: 1 });
});

test('turning the camera on in a voice call sends no picture and silences the sound', async (t) => {
  const [alice, bob] = await pair(t);
  await talk(alice, bob, 'voice');
  await media.expect_voice(bob.page, 'bob');
  await alice.press('camera');
  await until('the upgrade to be announced', () => bob.wire.received('call-video-upgrade').length === 1);
  await media.expect_silence(bob.page, 'bob');
  assert.equal((await media.received(bob.page)).framesDecoded, 0);
  await media.expect_voice(alice.page, 'alice');
});

test('a video call ends up as a wish for a press on both sides, and the press brings a black picture and a timer at zero', async (t) => {
  const [alice, bob] = await pair(t);
  await talk(alice, bob, 'video');
  for (const person of [alice, bob]) {
    await person.has_state({ status: 'needs-interaction', video_element: false });
    await media.expect_voice(person.page, person.name);
  }
  await until('a second of call', async () => (await alice.window()).seconds >= 1);
  await alice.press('sound');
  await alice.has_state({ status: 'accepted', seconds: 0, video_element: true, video_has_stream: false });
});

test('the mute button is told to the other side, who takes no notice', async (t) => {
  const [alice, bob] = await pair(t);
  await talk(alice, bob, 'voice');
  const text = await bob.page.locator('#call').innerText();
  await alice.press('mute');
  await until('bob to be told', () => bob.wire.received('call-audio-toggle').length === 1);
  assert.equal(bob.wire.received('call-audio-toggle')[0].isAudioEnabled, false);
  await media.expect_silence(bob.page, 'bob');
  assert.equal((await bob.page.locator('#call').innerText()).replace(/\d/g, ''), text.replace(/\d/g, ''));
});

test('who hangs up is rid of the window; the other one is left with an end screen that swallows the next call', async (t) => {
  const [alice, bob] = await pair(t);
  const carol = await stand_in(t, 'carol');
  await talk(alice, bob, 'voice');
  await alice.press('end');
  await alice.shows_no_window();
  await bob.shows('ended');
  await carol.calls('bob', 'voice');
  await until('the name in the window to change', async () => /carol.*Звонок завершен/.test(await bob.text()));
  assert.equal(await bob.has('accept'), false);
  await bob.press('close');
  await bob.is_ready();
  assert.equal(await bob.window(), null);
});

test('an end without a call closes any window, whomever it concerns', async (t) => {
  const alice = await stand_in(t, 'alice');
  const bob = await stand_in(t, 'bob', { tap: true });
  await talk(alice, bob, 'voice');
  bob.wire.say_to_page('callEnded', { reason: 'user_disconnected', username: 'carol' });
  await bob.shows_no_window();
  await media.expect_silence(alice.page, 'alice');
  await alice.shows('accepted');
});

test('a declined caller reads that the call ended', async (t) => {
  const [alice, bob] = await pair(t);
  await ring(alice, bob, 'voice');
  await bob.press('decline');
  await bob.shows_no_window();
  await alice.shows('ended');
  assert.match(await alice.text(), /Звонок завершен/);
});

test('a ringing caller has no way out but to reload the page, which stops the ringing', async (t) => {
  const [alice, bob] = await pair(t);
  await ring(alice, bob, 'voice');
  assert.equal(await alice.has('end'), false);
  await alice.press('close');
  await until('bob to ring no more', async () => (await bob.window())?.status !== 'pending');
});

test('a caller without a microphone gets a message box, and the other side goes on ringing', async (t) => {
  const [alice, bob] = await Promise.all([stand_in(t, 'alice', { scripts: [kRefusedDevices] }), stand_in(t, 'bob')]);
  const [dialog] = await Promise.all([
    alice.page.waitForEvent('dialog').then(async (shown) => { await shown.accept(); return shown; }),
    alice.calls('bob', 'voice'),
  ]);
  assert.match(dialog.message(), /^Ошибка доступа к микрофону/);
  await bob.is_rung_by('alice');
  await bob.has_state({ offer_waits: false });
});

test('every tab of the callee rings, and those that did not accept show a call without a connection', async (t) => {
  const [alice, bob] = await pair(t);
  const other_tab = await second_tab(t, bob);
  await ring(alice, bob, 'voice');
  await other_tab.is_rung_by('alice');
  await bob.press('accept');
  await other_tab.has_state({ status: 'accepted', signaling: 'none' });
});

test('every tab of the caller opens the window and sends an offer of its own', async (t) => {
  const [alice, bob] = await pair(t);
  const other_tab = await second_tab(t, alice);
  await alice.calls('bob', 'voice');
  await bob.has_state({ offers_stored: 2 });
  assert.equal((await other_tab.window()).offers_sent, 1);
});
