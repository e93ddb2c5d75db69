import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { text, words } from '../lib/words.mjs';
import { Person, in_call, signed_in_script } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

/// Several tabs of one browser in which `name` is signed in.
async function tabs_of(t, name, count) {
  const machine = await t.machine({ scripts: [signed_in_script(await t.server.sign_in(name))] });
  const tabs = [];
  for (let number = 0; number < count; number += 1) {
    const page = await machine.newPage();
    await page.goto(`${t.server.origin}/?lang=en`);
    const tab = new Person(page, name);
    await tab.at_chats();
    tabs.push(tab);
  }
  return tabs;
}

const no_call_left = (t, name) => until('no call to be left on the server', async () =>
  (await t.server.request('GET', '/api/calls/active', { as: name })) === null);

/// The oscillators of the ring tone started so far.
const count_notes = `{ const start = OscillatorNode.prototype.start; window.__notes = 0;
  OscillatorNode.prototype.start = function (...when) { window.__notes += 1; return start.apply(this, when); }; }`;

test('an address that one tab is told to hide is hidden by every tab, and stays so whatever is chosen in another', async (t) => {
  const [first, second] = await tabs_of(t, 'bob', 2);
  const hides = (tab) => tab.role('switch', text('hide_address')).getAttribute('aria-checked');
  for (const tab of [first, second]) await tab.press('Settings');
  await first.role('switch', text('hide_address')).click();
  await until('the other tab to know it', async () => (await hides(second)) === 'true');
  await second.role('switch', text('low_data')).click();
  await second.page.reload();
  await second.at_chats();
  await second.press('Settings');
  assert.equal(await hides(second), 'true', 'what the other tab chose is kept');
});

test('every tab shows who calls, an answer in one silences the others, and a tab that closes changes nothing', async (t) => {
  const alice = await t.person('alice');
  const [first, second] = await tabs_of(t, 'bob', 2);
  await alice.calls('bob', 'voice');
  await first.is_rung('voice', 'alice');
  await second.is_rung('voice', 'alice');
  // While the server has not heard of the answer, only the tab itself can have told the other one.
  let let_go;
  const held = new Promise((resolve) => { let_go = resolve; });
  await first.page.route('**/api/calls/accept/**', async (route) => { await held; await route.continue(); });
  await first.press('Accept');
  await second.is_told(words('ended_answered_in_tab', 'ended_answered_elsewhere'));
  let_go();
  await first.is_in_call('alice');
  await second.page.close();
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(first.page, 'bob');
  await alice.press('End call');
  await first.is_out_of_call();
  await no_call_left(t, 'bob');
});

test('declining in one tab silences the others', async (t) => {
  const alice = await t.person('alice');
  const [first, second] = await tabs_of(t, 'bob', 2);
  await alice.calls('bob', 'voice');
  await first.is_rung('voice', 'alice');
  await second.is_rung('voice', 'alice');
  await second.press('Decline');
  await first.no_longer_sees(first.any_incoming(), 'an incoming call');
  await alice.is_out_of_call();
});

test('one tab of two plays the ring tone, and the other one when that is closed', async (t) => {
  const alice = await t.person('alice');
  const machine = await t.machine({ scripts: [signed_in_script(await t.server.sign_in('bob')), count_notes] });
  const tabs = [];
  for (let number = 0; number < 2; number += 1) {
    const page = await machine.newPage();
    await page.goto(`${t.server.origin}/?lang=en`);
    tabs.push(new Person(page, 'bob'));
    await tabs[number].at_chats();
  }
  await alice.calls('bob', 'voice');
  for (const tab of tabs) await tab.is_rung('voice', 'alice');
  const notes = () => Promise.all(tabs.map((tab) => tab.page.evaluate(() => window.__notes)));
  await until('one tab to ring', async () => (await notes()).some((count) => count > 0));
  const counts = await notes();
  const loud = counts.findIndex((count) => count > 0);
  assert.equal(counts[1 - loud], 0, 'the other tab is silent');
  await tabs[loud].page.close();
  await until('the other tab to ring', () => tabs[1 - loud].page.evaluate(() => window.__notes > 0));
  await tabs[1 - loud].is_rung('voice', 'alice');
  await alice.press('Cancel call');
});

/// The browser says late that a lock was taken away: after the taker, here the tab itself, has it.
const late_losses = `{ const request = LockManager.prototype.request;
  LockManager.prototype.request = function (...words) {
    return request.apply(this, words).catch((error) => new Promise((_, fail) => setTimeout(() => fail(error), 100))); }; }`;

test('a tab that comes to the front while it asks to be the one that rings does ring', async (t) => {
  const [alice, bob] = await Promise.all([t.person('alice'), t.person('bob', { scripts: [count_notes, late_losses] })]);
  // Away and back: to the front is what the tab comes when it is looked at again.
  await bob.page.reload();
  await bob.at_chats();
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await until('the tone to be played', () => bob.page.evaluate(() => window.__notes > 0));
  await alice.press('Cancel call');
});

test('a running call is continued in another tab, and the first one leaves without ending it', async (t) => {
  const alice = await t.person('alice');
  const [first, second] = await tabs_of(t, 'bob', 2);
  await in_call(first, alice, 'voice');
  await first.press('Mute microphone');
  const shown = await first.seconds_shown();
  await second.sees_text(words('call_in_other_tab'));
  await second.press(text('continue_here'));
  await second.is_in_call('alice');
  assert.ok((await second.seconds_shown()) >= shown, 'the duration goes on');
  await second.sees_button('Unmute microphone');
  await first.is_out_of_call();
  await media.expect_all_released(first.page, 'bob in the first tab');
  await second.press('Unmute microphone');
  await media.expect_voice(second.page, 'bob');
  await media.expect_voice(alice.page, 'alice');
  await second.press('End call');
  await alice.is_out_of_call();
  await no_call_left(t, 'alice');
});

test('a running call is continued on another device', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  const tablet = await t.person('bob');
  await tablet.sees_text(words('call_on_other_device'));
  await tablet.press(text('continue_here'));
  await tablet.is_in_call('alice');
  await bob.is_out_of_call();
  await media.expect_voice(tablet.page, 'bob on the tablet');
  await media.expect_voice(alice.page, 'alice');
  await alice.press('End call');
  await tablet.is_out_of_call();
});
