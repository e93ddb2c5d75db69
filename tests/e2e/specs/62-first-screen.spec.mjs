// The program comes in two pieces: the first screens do not wait for the second one, and nothing is lost without it.
import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { in_call } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

/// Keeps the second piece back from this page; the function returned lets it through.
async function hold_late_piece(person) {
  let let_go;
  let asked = 0;
  const held = new Promise((resolve) => { let_go = resolve; });
  await person.page.route('**/late.*.wasm', async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  await person.page.reload();
  return { let_go, is_asked_for: () => until('the second piece to be asked for', () => asked > 0) };
}

test('signing in and the list of chats do not wait for the second piece of the program', async (t) => {
  const alice = await t.visitor('alice');
  await alice.sees_button('Sign in');
  const late = await hold_late_piece(alice);
  await alice.sees_button('Sign in');
  await late.is_asked_for();
  await alice.write('Username or email', 'alice');
  await alice.write('Password', 'demo');
  await alice.press('Sign in');
  await alice.at_chats();
  await alice.page.reload();
  await alice.at_chats();
  late.let_go();
  await alice.opens_chat('bob');
});

test('who is faster than the second piece waits for it, and gets what was asked for', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  const late = await hold_late_piece(alice);
  await alice.at_chats();
  await late.is_asked_for();
  const opened = alice.opens_chat('bob');
  late.let_go();
  await opened;
  await in_call(alice, bob, 'voice', 'Accept');
  await media.expect_voice(alice.page, 'alice');
});

test('a second piece that does not arrive at first is fetched again', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  let refused = 0;
  await alice.page.route('**/late.*.wasm', (route) => {
    refused += 1;
    return refused === 1 ? route.abort() : route.continue();
  });
  const arrived = alice.page.waitForResponse(/\/late\..*\.wasm/);
  await alice.page.reload();
  await alice.at_chats();
  assert.equal((await arrived).status(), 200);
  await in_call(alice, bob, 'voice', 'Accept');
});
