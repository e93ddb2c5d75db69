import { test } from '../lib/runner.mjs';
import { in_call } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

/// As behind a proxy that lets no WebSocket through, until `window.__web_sockets_open` is set.
const no_web_sockets = `{ const Native = WebSocket;
  window.__web_sockets_open = false;
  window.WebSocket = new Proxy(Native, { construct(_, [url]) {
    if (window.__web_sockets_open) { window.__web_socket = new Native(url); return window.__web_socket; }
    return new Native('ws://127.0.0.1:9/'); } }); }`;

test('where WebSockets are blocked, chats and calls work over HTTP', async (t) => {
  const alice = await t.person('alice', { scripts: [no_web_sockets] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'voice');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
  await bob.press('End call');
  await alice.is_out_of_call();
});

test('a connection over HTTP becomes a WebSocket when that is possible, in the middle of a call', async (t) => {
  const alice = await t.person('alice', { scripts: [no_web_sockets] });
  const bob = await t.person('bob');
  await alice.page.evaluate(() => { window.__web_sockets_open = true; });
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await until('alice to have a WebSocket', () => alice.page.evaluate(() => window.__web_socket?.readyState === 1));
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await alice.press('End call');
  await bob.is_out_of_call();
});
