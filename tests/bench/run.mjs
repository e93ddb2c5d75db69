#!/usr/bin/env node
// Measures how long people wait for each other: node tests/bench/run.mjs [--site DIR] [--calls N]
// Two pages on this machine call each other, warm (the path is built while it rings), cold (it may not be), and answered
// at once. Prints p50 and p95 in milliseconds beside what is wanted; the exit code says whether it was reached.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { enter_private_network } from '../e2e/lib/namespace.mjs';

const { values } = parseArgs({ options: { site: { type: 'string' }, calls: { type: 'string', default: '30' } } });
if (values.site) process.env.SSC_SITE = path.resolve(values.site);
enter_private_network();

const { kChromium, kLoopback, launch_browser, new_machine } = await import('../e2e/lib/browser.mjs');
const { Person, signed_in_script } = await import('../e2e/lib/person.mjs');
const { Server } = await import('../e2e/lib/server.mjs');
const { until } = await import('../e2e/lib/until.mjs');
const { noise_file } = await import('./noise.mjs');

const kPage = fileURLToPath(new URL('page.js', import.meta.url));
// What is wanted, p50 and p95; nothing = only told.
const kRows = [
  ['click → incoming shown', 'ring', [100]],
  ['warm: accept → sound', 'warm_heard', [250, 500]],
  ['warm: accept → picture', 'warm_seen', [400, 800]],
  ['cold: accept → sound', 'cold_heard', [500]],
  ['cold: accept → picture', 'cold_seen', []],
  ['click → both hear, warm', 'both_warm', []],
  ['click → both hear, cold', 'both_cold', []],
];

async function machine(browser, server, name, { cold }) {
  const hide = `if (location.protocol !== 'about:') localStorage.setItem('ssc.hideAddress', '${cold ? 'on' : ''}');`;
  const context = await new_machine(browser, { viewport: { width: 900, height: 640 }, scripts: [hide, signed_in_script(await server.sign_in(name))] });
  await context.addInitScript({ path: kPage });
  const page = await context.newPage();
  await page.goto(`${server.origin}/?lang=en`);
  const person = new Person(page, name);
  await person.at_chats();
  return person;
}

const marks = (person) => person.page.evaluate(() => window.__bench.marks);
const press = (person, name) => until(`${person.name} to be offered ${name}`, () => person.page.evaluate((label) => {
  const control = window.__bench.control(label);
  control?.click();
  return Boolean(control);
}, name));

async function one_call(alice, bob, { kind, at_once }) {
  await bob.page.evaluate((answers_at_once) => window.__bench.start({ answers_at_once }), at_once);
  await alice.page.evaluate(() => window.__bench.start());
  await press(alice, kind === 'video' ? 'Video call' : 'Voice call');
  await until('bob to be rung', async () => (await marks(bob))['ring shown']);
  if (!at_once) {
    // A person needs a moment; a path that is built while it rings has it.
    const since = Date.now();
    await until('a moment to pass', async () => Date.now() - since > 1000);
    await press(bob, kind === 'video' ? 'Accept with video' : 'Accept');
  }
  await until('both to hear and see', async () => {
    const wanted = kind === 'video' ? ['heard', 'seen'] : ['heard'];
    const [a, b] = await Promise.all([marks(alice), marks(bob)]);
    return wanted.every((name) => a[name] && b[name]);
  });
  const [a, b] = await Promise.all([marks(alice), marks(bob)]);
  await press(alice, 'End call');
  for (const person of [alice, bob]) {
    await person.page.evaluate(() => window.__bench.stop());
    await until('the call to be over', () => person.page.evaluate(() => !window.__bench.control('End call') && window.__watch.open_peers().length === 0));
  }
  return { a, b };
}

async function measure(browser, server, cold, calls, found) {
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => machine(browser, server, name, { cold })));
  await alice.opens_chat('bob');
  await bob.opens_chat('alice');
  const way = cold ? 'cold' : 'warm';
  const note = (name, value) => (found[name] ??= []).push(value);
  for (let call = 0; call < calls; call += 1) {
    const { a, b } = await one_call(alice, bob, { kind: 'video', at_once: false });
    const accepted = b['press Accept with video'];
    note('ring', b['ring shown'] - a['press Video call']);
    note(`${way}_heard`, b.heard - accepted);
    note(`${way}_seen`, b.seen - accepted);
  }
  for (let call = 0; call < calls; call += 1) {
    const { a, b } = await one_call(alice, bob, { kind: 'voice', at_once: true });
    note(`both_${way}`, Math.max(a.heard, b.heard) - a['press Voice call']);
  }
  await Promise.all([alice, bob].map(({ page }) => page.context().close()));
}

const quantile = (values_, part) => values_[Math.min(values_.length - 1, Math.ceil(values_.length * part) - 1)];

function report(found) {
  let reached = true;
  console.log('                               p50    p95    calls   wanted');
  for (const [title, name, wanted] of kRows) {
    const sorted = [...(found[name] ?? [])].sort((one, other) => one - other);
    const got = [quantile(sorted, 0.5), quantile(sorted, 0.95)];
    const is_good = wanted.every((limit, index) => got[index] <= limit);
    reached &&= is_good;
    const figures = got.map((value) => value.toFixed(0).padStart(6)).join(' ');
    console.log(`${title.padEnd(27)} ${figures}   ${String(sorted.length).padStart(4)}   ${wanted.map((limit) => `≤ ${limit}`).join(', ').padEnd(13)} ${is_good ? '' : 'missed'}`);
  }
  return reached;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-bench-'));
const browser = await launch_browser(kChromium, [kLoopback, `--use-file-for-fake-audio-capture=${noise_file(folder)}`]);
const server = await Server.start();
const found = {};
let reached = false;
try {
  for (const cold of [false, true]) await measure(browser, server, cold, Number(values.calls), found);
  reached = report(found);
} finally {
  await browser.close();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(reached ? 0 : 1);
