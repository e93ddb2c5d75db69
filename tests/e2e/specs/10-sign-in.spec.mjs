import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { text, words } from '../lib/words.mjs';
import { Person } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';

const stored = (page, key) => page.evaluate((name) => localStorage.getItem(name), key);

async function signs_in(visitor, login, password) {
  await visitor.write('Username or email', login);
  await visitor.write('Password', password);
  await visitor.press('Sign in');
}

test('a right password opens the chats and a reload stays signed in', async (t) => {
  const alice = await t.visitor('alice');
  await signs_in(alice, 'alice', 'demo');
  await alice.at_chats();
  assert.equal(JSON.parse(await stored(alice.page, 'user')).username, 'alice');
  await alice.page.reload();
  await alice.at_chats();
  assert.equal(await alice.field('Password').count(), 0);
});

test('a wrong password says so in words and keeps the form', async (t) => {
  const alice = await t.visitor('alice');
  await signs_in(alice, 'alice', 'not this');
  await alice.is_told(words('trouble_wrong_password'));
  await alice.sees_button('Sign in');
  assert.equal(await stored(alice.page, 'accessToken'), null);
  await signs_in(alice, 'alice', 'demo');
  await alice.at_chats();
});

test('an unknown name is refused in the same words as a wrong password', async (t) => {
  const nobody = await t.visitor('nobody');
  await signs_in(nobody, 'nobody-here', 'demo');
  await nobody.is_told(words('trouble_wrong_password'));
});

test('Enter in the password field signs in', async (t) => {
  const bob = await t.visitor('bob');
  await bob.write('Username or email', 'bob');
  await bob.write('Password', 'demo');
  await bob.field('Password').press('Enter');
  await bob.at_chats();
});

test('signing out forgets the tokens and shows the form, also after a reload', async (t) => {
  const alice = await t.visitor('alice');
  await signs_in(alice, 'alice', 'demo');
  await alice.at_chats();
  await alice.press('Settings');
  await alice.press('Sign out');
  await alice.sees_button('Sign in');
  for (const key of ['accessToken', 'refreshToken', 'user']) assert.equal(await stored(alice.page, key), null, key);
  await alice.page.reload();
  await alice.sees_button('Sign in');
});

test('registration signs in at once, and a taken name is told', async (t) => {
  const dora = await t.visitor('dora');
  await dora.press(text('to_register'));
  await dora.write('Username', 'dora');
  await dora.write('Email', 'dora@example.org');
  await dora.write('Password', 'dora-secret');
  await dora.press('Create account');
  await until('dora to be signed in', () => stored(dora.page, 'accessToken'));
  await dora.sees_button('Settings');

  const second = await t.visitor('another dora');
  await second.press(text('to_register'));
  await second.write('Username', 'dora');
  await second.write('Email', 'dora2@example.org');
  await second.write('Password', 'dora-secret');
  await second.press('Create account');
  await second.is_told(words('trouble_name_taken'));
});

test('demo links make two tabs of one browser two users, and leave nothing in the shared storage', async (t) => {
  const machine = await t.machine({});
  const tabs = [];
  for (const name of ['alice', 'bob']) {
    const page = await machine.newPage();
    await page.goto(`${t.server.origin}/?demo=${name}&lang=en`);
    tabs.push(new Person(page, name));
  }
  const [alice, bob] = tabs;
  await alice.at_chats();
  await bob.at_chats();
  await bob.page.bringToFront();
  await bob.opens_chat('alice');
  await bob.says('from the second tab');
  await alice.page.bringToFront();
  await alice.opens_chat('bob');
  await alice.sees_text('from the second tab');
  assert.equal(await stored(alice.page, 'accessToken'), null);
  await alice.page.reload();
  await alice.at_chats();
  assert.ok(await alice.chat_row('bob').isVisible(), 'the first tab is still alice');
});

test('an expired access token is renewed without asking', async (t) => {
  const alice = await t.person('alice');
  const old = await stored(alice.page, 'accessToken');
  await alice.page.route('**/api/messages/chats', async (route) => {
    const { authorization } = await route.request().allHeaders();
    if (authorization !== `Bearer ${old}`) return route.continue();
    return route.fulfill({ status: 401, contentType: 'application/json', body: '{"message":"Token expired","expired":true,"authenticated":false}' });
  });
  await alice.page.reload();
  await alice.at_chats();
  await until('new tokens to be stored', async () => (await stored(alice.page, 'accessToken')) !== old);
});
