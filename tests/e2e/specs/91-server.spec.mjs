// A server that is killed in the middle of things and comes back, and tokens that end during a call.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { in_call } from '../lib/person.mjs';
import { server_environment, test } from '../lib/runner.mjs';
import { is_over } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';
import { text, words } from '../lib/words.mjs';

const kTokenSeconds = 15;
server_environment({ SSC_TIMING: `access_token=${kTokenSeconds}` });

const both_hear = (...people) => Promise.all(people.map(({ page, name }) => media.expect_voice(page, name)));
const away = words('server_away', 'notice_server_away');

async function all_is_over(t, ...people) {
  for (const person of people) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  await until('no call to be left on the server', async () => (await t.server.request('GET', '/api/calls/active', { as: 'alice' })) === null);
}

/// The newest call in the history of alice and bob.
async function last_call(t) {
  const chat = await t.server.chat_id('alice', 'bob');
  return (await t.server.request('GET', `/api/calls/history/${chat}`, { as: 'alice' }))[0];
}

test('a server killed while it rings: the ringing goes on, and the call is accepted after it', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await t.server.kill();
  await Promise.all([alice, bob].map((person) => person.is_told(away)));
  await t.server.run();
  await Promise.all([alice, bob].map((person) => person.no_longer_sees(person.text(away), 'the bar')));
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
});

test('a server killed at the moment of the dial: the call comes about when it is back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.opens_chat('bob');
  await Promise.all([alice.press('Voice call'), t.server.kill()]);
  await t.server.run();
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
  await bob.press('End call');
  await all_is_over(t, alice, bob);
});

test('a server killed while the path is looked for: it is found when the server is back', async (t) => {
  const people = await t.people('alice', 'bob');
  const [alice, bob] = people;
  for (const person of people) {
    await person.press('Settings');
    await person.role('switch', text('hide_address')).click();
    await person.press('Close');
  }
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  const accepted = bob.page.waitForResponse((response) => response.url().includes('/api/calls/accept/'));
  await bob.press('Accept');
  await accepted;
  await t.server.kill();
  await t.server.run();
  await alice.is_in_call('bob');
  await both_hear(...people);
});

test('a call accepted while the server is away comes about when it is back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await t.server.kill();
  await bob.press('Accept');
  await t.server.run();
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
  assert.equal((await last_call(t)).status, 'accepted');
});

test('a call cancelled while the server is away rings no more when it is back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await t.server.kill();
  await alice.press('Cancel call');
  await alice.is_out_of_call();
  await t.server.run();
  await all_is_over(t, alice, bob);
  assert.equal((await last_call(t)).status, 'ended');
});

test('a call declined while the server is away is declined when it is back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await t.server.kill();
  await bob.press('Decline');
  await t.server.run();
  await all_is_over(t, alice, bob);
  assert.equal((await last_call(t)).status, 'declined');
});

test('a server killed at the moment of the accept does not lose the call', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await Promise.all([bob.press('Accept'), t.server.kill()]);
  await t.server.run();
  await alice.is_in_call('bob');
  await both_hear(alice, bob);
});

test('a call ended while the server is away is over for both when it is back, and the history is right', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  await t.server.kill();
  await both_hear(alice, bob);
  await alice.press('End call');
  await alice.is_out_of_call();
  await t.server.run();
  await all_is_over(t, alice, bob);
  const call = await last_call(t);
  assert.equal(call.status, 'ended');
  assert.ok(call.startedAt && call.endedAt, JSON.stringify(call));
});

test('a token that ends during a call is renewed unnoticed, also for a new connection to the server', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  const old = await t.server.sign_in('alice');
  await until('the token to be over', () => is_over(old.accessToken));
  await both_hear(alice, bob);
  await t.server.kill();
  await t.server.run();
  await alice.press('Minimize call');
  await alice.says('still here');
  await bob.press('Minimize call');
  await bob.opens_chat('alice');
  await bob.sees_text('still here');
  assert.equal(await alice.button(text('sign_in')).count(), 0);
  await both_hear(alice, bob);
  await alice.press('Expand call');
  await alice.press('End call');
  await all_is_over(t, alice, bob);
});
