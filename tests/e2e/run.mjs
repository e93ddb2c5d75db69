#!/usr/bin/env node
// Runs the browser tests: node run.mjs [--site DIR] [--suite e2e|interop|all] [PART-OF-A-TEST'S-NAME ...]
// Its last line is "N passed, N failed"; the exit code is 0 only if all passed.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { enter_private_network } from './lib/namespace.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { site: { type: 'string' }, suite: { type: 'string', default: 'all' } },
});
if (values.site) process.env.SSC_SITE = path.resolve(values.site);
enter_private_network();

const { launch_browser } = await import('./lib/browser.mjs');
const { run_files } = await import('./lib/runner.mjs');
const { kRepository, kSite } = await import('./lib/server.mjs');

if (!fs.existsSync(path.join(kSite, 'index.html'))) {
  console.log(`There is no built page in ${kSite}: build the client first.`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const folders = { e2e: ['tests/e2e/specs'], interop: ['tests/interop/specs'] };
folders.all = [...folders.e2e, ...folders.interop];
const files = (folders[values.suite] ?? [])
  .map((folder) => path.join(kRepository, folder))
  .filter((folder) => fs.existsSync(folder))
  .flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.spec.mjs')).sort().map((name) => path.join(folder, name)));

const start = Date.now();
const browser = await launch_browser();
let result = { passed: 0, failed: 1 };
try {
  result = await run_files(browser, files, positionals);
} catch (error) {
  console.log(error.stack ?? String(error));
} finally {
  await browser.close();
}
console.log(`\n${((Date.now() - start) / 1000).toFixed(0)} s`);
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exit(result.failed || !result.passed ? 1 : 0);
