// Puts the stand-in of the React client on a page of the server's own origin, and gives tests words for what it does.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { signed_in_script } from '../e2e/lib/person.mjs';
import { until } from '../e2e/lib/until.mjs';

const kHere = path.dirname(fileURLToPath(import.meta.url));
const read = (name) => fs.readFileSync(path.join(kHere, name), 'utf8');
const kSocketIo = '../e2e/node_modules/socket.io-client/dist/socket.io.min.js';

export class StandIn {
  /// Signed in as `name`, with its socket ready.
  static async open(t, name) {
    const scripts = [signed_in_script(await t.server.sign_in(name))];
    const machine = await t.machine({ scripts });
    const page = await machine.newPage();
    // A document of the server's own origin that is really fetched from there: the browser lets only such a page connect.
    await page.goto(`${t.server.origin}/api/health`);
    await page.setContent(`<!doctype html><title>stand-in</title><audio></audio>
      <video data-role="remote-video" width="320" height="240"></video>
      <script>${read(kSocketIo)}</script><script>${read('stand_in.js')}</script>`);
    const it = new StandIn();
    Object.assign(it, { page, name, server_: t.server });
    await it.until('be connected', (state) => state.ready);
    return it;
  }

  state() { return this.page.evaluate(() => window.standIn.state); }
  async until(what, test, patience_ms) {
    return until(`the React stand-in to ${what}`, async () => {
      const state = await this.state();
      if (test(state)) return state;
      throw new Error(JSON.stringify(state));
    }, patience_ms);
  }
  do(action, ...rest) { return this.page.evaluate(([name, values]) => window.standIn[name](...values), [action, rest]); }

  async calls(other, type) { await this.do('call', await this.server_.chat_id(this.name, other), type); }
  async is_rung() { await this.until('ring', (state) => state.window === 'call' && state.incoming && state.status === 'pending'); }
  /// The ringing window with the offer in its hands, as it is when a person answers.
  async has_offer() { await this.until('hold an offer', (state) => state.offers_seen > 0); }
  loses_next_offers(count) { return this.page.evaluate((number) => { window.standIn.state.lose_offers = number; }, count); }
}
