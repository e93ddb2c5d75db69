// A person at Firefox, driven over WebDriver BiDi, who acts and sees through the names of controls as others do.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';

import { signed_in_script } from './person.mjs';
import { until } from './until.mjs';

const kFirefox = process.env.SSC_FIREFOX ?? '/usr/bin/firefox-esr';
const kWatch = fs.readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'watch.js'), 'utf8');
const kCable = 'ssc-firefox';
const kPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'intl.accept_languages': 'en-US',
};

const ip = (text) => execFileSync('ip', text.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] });

/// A screen and a browser on it. Firefox offers only addresses of a real interface with a way out: it gets a cable.
export class Firefox {
  static async open() {
    const firefox = new Firefox();
    ip(`link add ${kCable} type veth peer name ${kCable}-far`);
    ip(`addr add 10.10.0.1/24 dev ${kCable}`);
    ip(`link set ${kCable} up`);
    ip(`link set ${kCable}-far up`);
    ip(`route add default via 10.10.0.2 dev ${kCable}`);
    firefox.folder_ = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-firefox-'));
    // WebGL2 needs a display.
    firefox.screen_ = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [number] = await once(firefox.screen_.stdio[3], 'data');
    firefox.browser_ = await puppeteer.launch({
      browser: 'firefox',
      executablePath: kFirefox,
      headless: false,
      userDataDir: path.join(firefox.folder_, 'profile'),
      extraPrefsFirefox: kPreferences,
      defaultViewport: { width: 1100, height: 750 },
      env: { ...process.env, HOME: firefox.folder_, DISPLAY: `:${String(number).trim()}`, MOZ_DISABLE_CONTENT_SANDBOX: '1', LIBGL_ALWAYS_SOFTWARE: '1' },
    });
    return firefox;
  }

  async person(t, name) {
    const page = await this.browser_.newPage();
    await page.evaluateOnNewDocument(kWatch);
    await page.evaluateOnNewDocument(signed_in_script(await t.server.sign_in(name)));
    await page.goto(`${t.server.origin}/?lang=en`);
    const person = new FirefoxPerson(page, name);
    await until(`${name} to see the chats`, () => person.has('[role=list] [role=listitem], [role=list] button'));
    return person;
  }

  async close() {
    await this.browser_.close();
    const gone = once(this.screen_, 'exit');
    this.screen_.kill();
    await gone;
    ip(`link delete ${kCable}`);
    fs.rmSync(this.folder_, { recursive: true, force: true });
  }
}

class FirefoxPerson {
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  has(selector) { return this.page.evaluate((wanted) => document.querySelector(wanted) !== null, selector); }
  has_control(name) { return this.has(`[data-node][aria-label="${name}" i]`); }

  async press(name) {
    const selector = `[data-node][aria-label^="${name}" i]`;
    await until(`${this.name} to see "${name}"`, () => this.has(selector));
    await (await this.page.$(selector)).click();
  }

  async calls(name, kind) {
    await this.press(name);
    await this.press(kind === 'video' ? 'Video call' : 'Voice call');
    await until(`${this.name} to see "Cancel call"`, () => this.has_control('Cancel call'));
  }
  async is_rung(kind, from) {
    await until(`${this.name} to see an incoming ${kind} call`, () => this.has(`[role=dialog][aria-label="Incoming ${kind} call from ${from}" i]`));
  }
  async is_in_call(name) {
    await until(`${this.name} to be in a call with ${name}`, async () => (await this.has(`[role=region][aria-label="Call with ${name}" i]`)) && (await this.has_control('End call')));
  }
  async is_out_of_call() {
    await until(`${this.name} to be out of the call`, async () => !(await this.has_control('End call')) && !(await this.has('[role=dialog][aria-label^="Incoming"]')));
  }
}
