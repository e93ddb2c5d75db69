import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { text } from '../lib/words.mjs';
import { until } from '../lib/until.mjs';
import { in_call } from '../lib/person.mjs';
import { kPhone } from '../lib/browser.mjs';
import * as media from '../lib/media.mjs';

test('the keyboard alone signs in, opens a chat, places a call and ends it', async (t) => {
  const bob = await t.person('bob');
  const alice = await t.visitor('alice');
  const { keyboard } = alice.page;
  await alice.sees_button('Sign in');
  await alice.tabs_to('Username or email');
  await keyboard.type('alice');
  await alice.tabs_to('Password');
  await keyboard.type('demo');
  await keyboard.press('Enter');
  await alice.at_chats();
  await alice.tabs_to(/^bob/i);
  await keyboard.press('Enter');
  await alice.sees(alice.field('Message'), 'the message field');
  await alice.tabs_to('Voice call');
  await keyboard.press('Enter');
  await bob.is_rung('voice', 'alice');
  await bob.tabs_to('Accept');
  await bob.page.keyboard.press('Enter');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await alice.tabs_to('End call');
  await keyboard.press('Space');
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
});

test('the keyboard stays inside the dialog of an incoming call', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await bob.opens_chat('alice');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  for (let step = 0; step < 8; step += 1) {
    await bob.page.keyboard.press('Tab');
    const outside = await bob.page.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest('[role=dialog]'));
    assert.equal(outside, false, `after ${step + 1} Tabs`);
  }
  await bob.tabs_to('Decline');
  await bob.page.keyboard.press('Enter');
  await alice.is_out_of_call();
});

test('the focus goes into the settings when they open, and back when Escape closes them', async (t) => {
  const alice = await t.person('alice');
  await alice.tabs_to('Settings');
  await alice.page.keyboard.press('Enter');
  await alice.sees(alice.role('dialog', 'Settings'), 'the settings');
  await until('the focus to be in the dialog', () => alice.page.evaluate(() => document.activeElement.closest('[role=dialog]') !== null));
  await alice.page.keyboard.press('Tab');
  assert.equal(await alice.page.evaluate(() => document.activeElement.getAttribute('aria-label')), text('close'));
  await alice.page.keyboard.press('Escape');
  await until('the focus to be back', () => alice.page.evaluate((name) => document.activeElement.getAttribute('aria-label') === name, text('settings')));
});

test('nothing is drawn while nothing changes: signed out, in the chats, and in an open chat', async (t) => {
  const visitor = await t.visitor('visitor');
  await visitor.sees_button('Sign in');
  await media.expect_rest(visitor.page, 'the visitor');
  const alice = await t.person('alice');
  await media.expect_rest(alice.page, 'alice');
  await alice.opens_chat('bob');
  await alice.chat_row('bob').focus();
  await media.expect_rest(alice.page, 'alice');
});

test('a video call at rest draws only its timer', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await media.expect_picture(alice.page, 'alice');
  await media.expect_few_frames(alice.page, 'alice', 12, 2000);
});

test('a mouse click at the centre of a control presses it like its element does', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.opens_chat('bob');
  const box = await alice.button('Voice call').boundingBox();
  await alice.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await bob.is_rung('voice', 'alice');
  await bob.button('Decline').evaluate((element) => element.click());
  await alice.is_out_of_call();
});

test('on a phone one goes from list to chat to call and back', async (t) => {
  const bob = await t.person('bob');
  const alice = await t.person('alice', { viewport: kPhone, phone: true, scale: 2 });
  await alice.opens_chat('bob');
  assert.equal(await alice.chat_row('carol').isVisible(), false, 'the list gave way to the chat');
  await alice.press('Video call');
  await bob.is_rung('video', 'alice');
  await bob.press('Accept with video');
  await alice.is_in_call('bob');
  await media.expect_picture(alice.page, 'alice');
  await alice.press('End call');
  await alice.is_out_of_call();
  await alice.press(text('back'));
  await alice.sees(alice.chat_row('carol'), 'the list');
});

test('the page speaks Russian when asked to', async (t) => {
  const alice = await t.visitor('alice');
  await alice.page.goto(`${t.server.origin}/?lang=ru`);
  await alice.sees_button(text('sign_in', 'ru'));
  assert.equal(await alice.page.evaluate(() => document.documentElement.lang), 'ru');
});

test('nothing outside the own server is asked for', async (t) => {
  const machine = await t.machine({});
  const asked = new Set();
  machine.on('request', (request) => asked.add(new URL(request.url()).origin));
  const page = await machine.newPage();
  await page.goto(`${t.server.origin}/?demo=alice&lang=en`);
  await page.getByRole('button', { name: 'Settings', exact: true }).waitFor();
  const foreign = [...asked].filter((origin) => origin !== t.server.origin && !/^(blob|data|null)/.test(origin));
  assert.deepEqual(foreign, []);
});
