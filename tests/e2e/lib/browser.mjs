// The one Chromium of a run, with fake camera and microphone, and the contexts that stand for people's machines.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

export const kChromium = process.env.SSC_CHROMIUM ?? '/usr/bin/chromium';
const kFlags = [
  '--no-sandbox', '--use-fake-device-for-media-stream=fps=15', '--use-fake-ui-for-media-stream', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE 10.9.0.1',
  '--enable-unsafe-swiftshader', '--use-angle=swiftshader', '--ignore-gpu-blocklist',
];
// Two pages of one machine reach each other only there.
export const kLoopback = '--allow-loopback-in-peer-connection';
const kWatch = path.join(path.dirname(fileURLToPath(import.meta.url)), 'watch.js');

export const kDesktop = { width: 1280, height: 800 };
export const kPhone = { width: 390, height: 844 };

/// `program` runs the browser, perhaps in another network; `flags` come after the usual ones.
export async function launch_browser(program = kChromium, flags = [kLoopback]) {
  if (!fs.existsSync(program)) throw new Error(`no browser at ${program} (set SSC_CHROMIUM)`);
  return chromium.launch({
    executablePath: program,
    args: [...kFlags, ...flags],
    headless: true,
    chromiumSandbox: false,
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', DBUS_SYSTEM_BUS_ADDRESS: 'disabled:' },
  });
}

/// One machine: a context whose pages carry the watch script and whose console is kept in `context.console`.
export async function new_machine(browser, { viewport = kDesktop, phone = false, scripts = [], locale = 'en-US', dark = true, scale = 1 } = {}) {
  const context = await browser.newContext({
    viewport,
    locale,
    colorScheme: dark ? 'dark' : 'light',
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: scale,
    permissions: ['microphone', 'camera'],
  });
  context.setDefaultTimeout(25000);
  await context.addInitScript({ path: kWatch });
  for (const script of scripts) await context.addInitScript(script);
  context.console = [];
  context.on('console', (message) => context.console.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => context.console.push(`uncaught: ${error.error().stack ?? error.error()}`));
  context.on('requestfailed', (request) => context.console.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`));
  return context;
}
