// A session that the server refuses in the middle of a call.
import * as media from '../lib/media.mjs';
import { in_call } from '../lib/person.mjs';
import { server_environment, test } from '../lib/runner.mjs';
import { is_over } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';
import { text } from '../lib/words.mjs';

server_environment({ SSC_TIMING: 'access_token=15' });

const both_hear = (...people) => Promise.all(people.map(({ page, name }) => media.expect_voice(page, name)));

test('a session that cannot be renewed finishes its call before it asks to sign in again', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.page.route('**/api/auth/refresh', (route) => route.fulfill({
    status: 403, contentType: 'application/json', body: JSON.stringify({ message: 'refused', authenticated: false }),
  }));
  await in_call(alice, bob, 'voice');
  const old = await t.server.sign_in('alice');
  await until('the token to be over', () => is_over(old.accessToken));
  await alice.press('Minimize call');
  await alice.chat_row('carol').click();
  await both_hear(alice, bob);
  await alice.press('Expand call');
  await alice.press('End call');
  await alice.sees_button(text('sign_in'));
  await bob.is_out_of_call();
  await media.expect_all_released(alice.page, 'alice');
});

test('who signs out in a call leaves it', async (t) => {
  await t.server.register('dora');  // a sign-out ends the tokens that the tests hold
  await t.server.chat_id('dora', 'bob');
  const [dora, bob] = await t.people('dora', 'bob');
  await in_call(dora, bob, 'voice');
  await dora.press('Minimize call');
  await dora.press('Settings');
  await dora.press('Sign out');
  await dora.sees_button(text('sign_in'));
  await bob.is_out_of_call();
  for (const { page, name } of [dora, bob]) await media.expect_all_released(page, name);
  await until('no call to be left on the server', async () => (await t.server.request('GET', '/api/calls/active', { as: 'bob' })) === null);
});

test('a page that the browser put to sleep in a call is in it when it wakes', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await both_hear(alice, bob);
  const tools = await bob.page.context().newCDPSession(bob.page);
  await tools.send('Page.setWebLifecycleState', { state: 'frozen' });
  const since = Date.now();
  await until('ten seconds to be over', async () => Date.now() - since >= 10000);
  await tools.send('Page.setWebLifecycleState', { state: 'active' });
  await both_hear(alice, bob);
  await alice.is_in_call('bob');
  await bob.is_in_call('alice');
  await alice.press('End call');
  await bob.is_out_of_call();
});
