// A page that stands somewhere else than its backend, and a page that is told by its address to use another backend.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { test } from '../lib/runner.mjs';
import { Person, signed_in_script } from '../lib/person.mjs';
import { kSite, Server } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';

const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };

/// A host of plain files, without any policy; `configured()` is the backend that its page names.
async function page_host(configured) {
  const host = http.createServer((request, response) => {
    const name = new URL(request.url, 'http://host').pathname.slice(1) || 'index.html';
    const type = kTypes[path.extname(name)];
    if (!type || name.includes('..') || !fs.existsSync(path.join(kSite, name))) return response.writeHead(404).end();
    const content = fs.readFileSync(path.join(kSite, name));
    response.writeHead(200, { 'Content-Type': type });
    if (name !== 'index.html') return response.end(content);
    return response.end(String(content).replace('name="socialspace-api" content=""', `name="socialspace-api" content="${configured()}"`));
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  return { origin: `http://127.0.0.1:${host.address().port}`, stop: () => { host.closeAllConnections(); host.close(); } };
}

/// Two backends that a page of a third origin may use; the page names the first one.
async function with_two_backends(body) {
  let own;
  const host = await page_host(() => own?.origin ?? '');
  const environment = { SSC_ALLOW_ORIGINS: host.origin };
  const servers = await Promise.all([Server.start({ environment }), Server.start({ environment })]);
  [own] = servers;
  try {
    await body({ page_origin: host.origin, own, other: servers[1] });
  } finally {
    host.stop();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/// What went to `origin` of what may hold tokens.
function watch_secrets(page, origin) {
  const seen = [];
  page.on('request', async (request) => {
    if (!request.url().startsWith(origin)) return;
    seen.push((await request.allHeaders().catch(() => ({}))).authorization ?? '', request.postData() ?? '');
  });
  page.on('websocket', (socket) => {
    if (socket.url().includes(new URL(origin).host)) socket.on('framesent', ({ payload }) => seen.push(String(payload)));
  });
  return seen;
}

const tokens_of = (page) => page.evaluate(() => ['accessToken', 'refreshToken'].map((key) => localStorage.getItem(key)));

test('a backend named by the address never sees the tokens of the one that the page uses', async (t) => {
  await with_two_backends(async ({ page_origin, own, other }) => {
    const session = await own.sign_in('alice');
    const page = await (await t.machine({ scripts: [signed_in_script(session)] })).newPage();
    const person = new Person(page, 'the person');
    await page.goto(`${page_origin}/?lang=en`);
    await person.at_chats();
    await until('the backend to be noted beside the tokens', () =>
      page.evaluate((origin) => localStorage.getItem('ssc.backend') === origin, own.origin));
    const before = await tokens_of(page);
    const seen = watch_secrets(page, other.origin);
    await page.goto(`${page_origin}/?lang=en&api=${other.origin}`);
    await person.sees_button('Sign in');
    await person.write('Username or email', 'bob');
    await person.write('Password', 'demo');
    await person.press('Sign in');
    await person.at_chats();
    await until('a token to go out', () => seen.some((said) => said.includes('Bearer ')));
    for (const token of before) assert.ok(!seen.some((said) => said.includes(token)), 'a token of the own backend went out');
    assert.deepEqual(await tokens_of(page), before, 'the own session stays as it was');
    await page.goto(`${page_origin}/?lang=en`);
    await person.sees(person.chat_row('bob'), 'the chats of alice, not those of bob');
  });
});

test('a page whose policy forbids the backend of its address says so and what to do', async (t) => {
  const visitor = await t.visitor('visitor', { query: '&api=http://127.0.0.1:9' });
  await visitor.is_told(/may not talk to that server/);
  await visitor.is_told(/--allow-connect http:\/\/127\.0\.0\.1:9/);
});
