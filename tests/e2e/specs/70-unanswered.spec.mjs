import assert from 'node:assert/strict';

import { server_environment, test } from '../lib/runner.mjs';
import { text, words } from '../lib/words.mjs';
import * as media from '../lib/media.mjs';

server_environment({ SSC_TIMING: 'ring=3' });

test('a call nobody answers ends by itself, as missed for the one and unanswered for the other', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await bob.opens_chat('alice');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.sees_text(words('ended_no_answer'));
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  await bob.sees_text(words('call_missed_voice'));
  await alice.sees_text(words('call_unanswered_voice'));
  await bob.sees_button(text('call_back'));
});

test('two who dial each other at the same moment are in one call, without another click', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  const dials = [];
  const both_dial = new Promise((resolve) => {
    for (const { page } of [alice, bob]) void page.route('**/api/calls/initiate', async (route) => {
      dials.push(route);
      if (dials.length === 2) resolve();
      await both_dial;
      await route.continue();
    });
  });
  for (const person of [alice, bob]) await person.press('Voice call');
  await alice.is_in_call('bob');
  await bob.is_in_call('alice');
  for (const { page, name } of [alice, bob]) await media.expect_voice(page, name);
  const [hers, his] = await Promise.all(['alice', 'bob'].map((name) => t.server.request('GET', '/api/calls/active', { as: name })));
  assert.equal(hers.id ?? hers._id, his.id ?? his._id, 'it is one call');
  await alice.press('End call');
  await bob.is_out_of_call();
});
