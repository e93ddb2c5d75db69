import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { official_server } from '../lib/official_server.mjs';
import { Person, signed_in_script } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import { text } from '../lib/words.mjs';

const kBlocked = `{ const Native = WebSocket;
  window.WebSocket = new Proxy(Native, { construct: () => new Native('ws://127.0.0.1:9/') }); }`;

for (const [name, transports, scripts, expected] of [
  ['over a WebSocket', ['polling', 'websocket'], [], 'websocket'],
  ['over HTTP where WebSockets are blocked', ['polling', 'websocket'], [kBlocked], 'polling'],
  ['over HTTP where the server allows nothing else', ['polling'], [], 'polling'],
]) {
  test(`our client joins the official Socket.IO server ${name}, and stays through its heartbeats`, async (t) => {
    const front = await official_server(t.server.origin, transports);
    try {
      const session = await t.server.sign_in('alice');
      const machine = await t.machine({ scripts: [signed_in_script(session), ...scripts] });
      const page = await machine.newPage();
      await page.goto(`${front.origin}/?lang=en`);
      const alice = new Person(page, 'alice');
      await alice.at_chats();
      const [first] = await until('alice to say that she is there', () => (front.said.length > 0 ? front.said : null));
      assert.equal(first.over, expected);
      assert.equal(first.token, session.accessToken);
      await until('several heartbeats to be answered', () => front.heartbeats() >= 4);
      assert.deepEqual(await front.transports(), [expected]);
      assert.equal(await alice.role('alert', text('server_away')).count(), 0);
    } finally {
      front.close();
    }
  });
}

test('our client changes from HTTP to a WebSocket on the official server and keeps its session', async (t) => {
  const front = await official_server(t.server.origin, ['polling', 'websocket']);
  const slow = `{ const Native = WebSocket; let tries = 0;
    window.WebSocket = new Proxy(Native, { construct: (_, [url]) => new Native(tries++ ? url : 'ws://127.0.0.1:9/') }); }`;
  try {
    const machine = await t.machine({ scripts: [signed_in_script(await t.server.sign_in('alice')), slow] });
    const page = await machine.newPage();
    await page.goto(`${front.origin}/?lang=en`);
    await until('alice to be there over HTTP', () => front.said.some(({ over }) => over === 'polling'));
    await until('alice to be there over a WebSocket', async () => (await front.transports()).join() === 'websocket');
    assert.equal(front.said.filter(({ event }) => event === 'user-activity').length, 1, 'she did not join anew');
  } finally {
    front.close();
  }
});
