// A person at the stand-in of the existing site, and the site's own little HTTP server. The stand-in lives at an origin
// the backend allows, so all its requests cross origins, as the real site's do.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { until } from '../../e2e/lib/until.mjs';
import { Wire } from './wire.mjs';

export const kOrigin = 'http://localhost:5173';
const kHere = path.dirname(fileURLToPath(import.meta.url));
const kFiles = {
  '/': ['text/html', '../stand_in/index.html'],
  '/page.js': ['text/javascript', '../stand_in/page.js'],
  '/call_window.js': ['text/javascript', '../stand_in/call_window.js'],
  '/call_view.js': ['text/javascript', '../stand_in/call_view.js'],
  '/socket.io.js': ['text/javascript', '../../e2e/node_modules/socket.io-client/dist/socket.io.min.js'],
};

function site_file(pathname) {
  const [type, file] = kFiles[pathname] ?? [];
  return type && { contentType: `${type}; charset=utf-8`, body: fs.readFileSync(path.join(kHere, file)) };
}

let site;
async function serve_site() {
  if (site) return;
  site = http.createServer((request, response) => {
    const file = site_file(new URL(request.url, kOrigin).pathname);
    response.writeHead(file ? 200 : 404, file && { 'Content-Type': file.contentType, 'Cache-Control': 'no-store' });
    response.end(file?.body);
  });
  site.listen(Number(new URL(kOrigin).port), '127.0.0.1');
  await once(site, 'listening');
  site.unref();
}

export class StandIn {
  constructor(page, name, wire) {
    this.page = page;
    this.name = name;
    this.wire = wire;
  }

  state() { return this.page.evaluate(() => window.__standIn.state()); }
  async window() { return (await this.state()).window; }
  async text() { return this.page.locator('#call [data-line]').innerText(); }
  async press(act) { await this.page.locator(`[data-act="${act}"]`).click(); }
  has(act) { return this.page.locator(`[data-act="${act}"]`).isVisible(); }

  async is_ready() { await until(`${this.name}'s page to be ready`, async () => (await this.state()).ready); }
  async opens_chat(other) {
    const { sockets_opened } = await this.state();
    await this.press(`open:${other}`);
    await until(`${this.name}'s page to change its socket`, async () => {
      const now = await this.state();
      return now.connected && now.sockets_opened === sockets_opened + 1;
    });
  }
  async calls(other, kind) {
    await this.press(`${kind === 'video' ? 'video' : 'audio'}:${other}`);
    await this.shows('pending');
  }
  async is_rung_by(other) {
    await until(`${this.name} to be rung by ${other}`, async () => {
      const { call, window } = await this.state();
      return call?.incoming && call.peer === other && window.status === 'pending';
    });
  }
  async shows(status) {
    await until(`${this.name}'s window to show "${status}"`, async () => {
      const window = await this.window();
      if (window?.status === status) return true;
      throw new Error(JSON.stringify(window));
    });
  }
  async shows_no_window() { await until(`${this.name}'s window to be gone`, async () => (await this.window()) === null); }
  /// Waits until the counters and states given have these values.
  async has_state(wanted) {
    await until(`${this.name} to be at ${JSON.stringify(wanted)}`, async () => {
      const window = await this.window();
      if (Object.entries(wanted).every(([key, value]) => window?.[key] === value)) return true;
      throw new Error(JSON.stringify(window));
    });
  }
}

/// The page of somebody who signed in earlier in this context, or signs in now with `account`.
async function open_stand_in(context, name, api, { account, tap = false } = {}) {
  const page = await context.newPage();
  const person = new StandIn(page, name, tap ? await Wire.tap(page) : Wire.watch(page));
  await page.goto(`${kOrigin}/?api=${encodeURIComponent(api)}`);
  if (account) {
    await page.fill('[name=email]', account.name);
    await page.fill('[name=password]', account.password);
    await page.click('#sign-in button');
  }
  await person.is_ready();
  return person;
}

/// A demo user at the existing site, on this machine; `tap` puts the test between page and server.
export async function stand_in_at(context, t, name, { tap } = {}) {
  await serve_site();
  return open_stand_in(context, name, t.server.origin, { account: { name, password: 'demo' }, tap });
}

/// The same, on a machine of his own.
export async function stand_in(t, name, { tap, ...machine } = {}) {
  return stand_in_at(await t.machine(machine), t, name, { tap });
}

/// The same user's next tab.
export function second_tab(t, person) {
  return open_stand_in(person.page.context(), person.name, t.server.origin);
}
