// A small runner: spec files register named tests, each file gets a server of its own, each test machines of its own.
// A failed test leaves its pages' pictures, accessibility trees and logs behind.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { new_machine } from './browser.mjs';
import { Person, signed_in_script } from './person.mjs';
import { Server, kRepository } from './server.mjs';
import { until } from './until.mjs';

export const kArtifacts = path.join(kRepository, 'build/e2e-artifacts/failures');
const kTestLimit_ms = 120000;
const kDemoUsers = ['alice', 'bob', 'carol'];

const registered = [];

let environment = {};
let finish = async () => {};

/// Called by spec files: settings of the file's server.
export function server_environment(values) {
  environment = values;
}

/// Called by spec files: what is done after the file's last test, whatever came before.
export function afterwards(body) {
  finish = body;
}

/// Called by spec files. The name is a sentence; `body` gets a Stage. `options.limit_ms`: for more than the usual time.
export function test(name, body, options = {}) {
  registered.push({ name, body, options });
}

const evidence_folder = (name) => path.join(kArtifacts, name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));

/// What one test may use: the server, people, and bare pages.
class Stage {
  constructor(browser, server) {
    this.browser_ = browser;
    this.server = server;
    this.machines_ = [];
    this.leaving_ = [];
  }

  /// What is done when the test is over, for what is not a machine of this stage.
  leave(work) { this.leaving_.push(work); }

  /// `browser`: another one than that of the run.
  async machine({ browser = this.browser_, ...options } = {}) {
    const context = await new_machine(browser, options);
    this.machines_.push(context);
    return context;
  }

  /// A person at the page, not signed in; `origin`: where the page is had from, if not from the server itself.
  async visitor(name, { query = '', origin = this.server.origin, ...options } = {}) {
    const context = await this.machine(options);
    const page = await context.newPage();
    await page.goto(`${origin}/?lang=en${query}`);
    return new Person(page, name);
  }

  /// A person who signed in earlier on this machine and opens the page again, whatever it shows.
  async returning(name, options = {}) {
    const seed = signed_in_script(await this.server.sign_in(name));
    return this.visitor(name, { ...options, scripts: [...(options.scripts ?? []), seed] });
  }

  /// The same, at the list of chats.
  async person(name, options = {}) {
    const person = await this.returning(name, options);
    await person.at_chats();
    return person;
  }

  /// Several people at once, in the order of their names.
  people(...names) { return Promise.all(names.map((name) => this.person(name))); }

  /// The server notices only after a moment that the pages of an earlier test are gone.
  async is_offline(name) {
    const { user } = await this.server.sign_in(name);
    await until(`${name} to be offline`, async () =>
      !(await this.server.request('GET', `/api/messages/users/${user.id}/status`, { as: 'carol' })).isOnline);
  }

  pages() { return this.machines_.flatMap((context) => context.pages()); }

  async keep_evidence(name) {
    const folder = evidence_folder(name);
    fs.mkdirSync(folder, { recursive: true });
    let number = 0;
    for (const context of this.machines_) {
      for (const page of context.pages()) {
        number += 1;
        const base = path.join(folder, `page-${number}`);
        await page.screenshot({ path: `${base}.png`, timeout: 5000 }).catch(() => {});
        const tree = await page.locator('body').ariaSnapshot({ timeout: 5000 }).catch((error) => String(error));
        fs.writeFileSync(`${base}.aria.txt`, `${page.url()}\n${tree}\n`);
        const peers = await page.evaluate(() => window.__watch?.describe()).catch(() => null);
        const facts = await page.evaluate(() => window.__watch.facts()).catch((error) => ({ unknown: String(error) }));
        fs.writeFileSync(`${base}.media.json`, `${JSON.stringify(facts, null, 1)}\n`);
        fs.writeFileSync(`${base}.console.txt`, `${context.console.join('\n')}\n${JSON.stringify(peers, null, 1)}\n`);
      }
    }
    fs.writeFileSync(path.join(folder, 'server.log'), this.server.log);
    return path.relative(kRepository, folder);
  }

  async close() {
    await Promise.all(this.machines_.map((context) => context.close().catch(() => {})));
    await Promise.all(this.leaving_.map((work) => work().catch(() => {})));
    await this.server.run_again();
    // A call whose pages are gone waits for them to come back: the next test wants people who are free.
    for (const name of kDemoUsers) await this.server.end_calls(name).catch(() => {});
  }
}

function limited(promise, what, limit_ms = kTestLimit_ms) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took over ${limit_ms / 1000} s`)), limit_ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

async function run_one(browser, server, { name, body, options }) {
  fs.rmSync(evidence_folder(name), { recursive: true, force: true });
  const stage = new Stage(browser, server);
  const start = Date.now();
  let failure;
  try {
    await limited(body(stage), 'the test', options.limit_ms);
  } catch (error) {
    failure = error;
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (failure) {
    console.log(`FAIL  ${name} (${seconds} s)`);
    console.log(`      ${(failure.stack ?? String(failure)).split('\n').slice(0, 8).join('\n      ')}`);
    console.log(`      evidence: ${await stage.keep_evidence(name)}`);
  } else {
    console.log(`ok    ${name} (${seconds} s)`);
  }
  await stage.close();
  return !failure;
}

/// Runs the tests of these files whose name contains one of `filters` (all, if there are none).
export async function run_files(browser, files, filters) {
  const result = { passed: 0, failed: 0 };
  for (const file of files) {
    registered.length = 0;
    environment = {};
    finish = async () => {};
    await import(pathToFileURL(file).href);
    const subject = path.basename(file, '.spec.mjs');
    const chosen = registered.filter(({ name }) => !filters.length || filters.some((part) => `${subject}: ${name}`.includes(part)));
    if (!chosen.length) continue;
    console.log(`\n${subject}`);
    const server = await Server.start({ environment });
    try {
      for (const one of chosen) result[(await run_one(browser, server, one)) ? 'passed' : 'failed'] += 1;
    } finally {
      await finish();
      await server.stop();
    }
  }
  return result;
}
