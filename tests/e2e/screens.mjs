#!/usr/bin/env node
// Takes pictures of every screen, for people to look at:
//   node screens.mjs DIRECTORY [--site DIR] [--only desktop,dark,en] [--scenes chats,chat,...] [--scale 1]
// sheet-*.png show one visit at a glance.
// Goes on when a screen cannot be reached and says so at the end; the names are <form>-<theme>-<language>-<screen>.png.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { enter_private_network } from './lib/namespace.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { site: { type: 'string' }, only: { type: 'string', default: '' }, scenes: { type: 'string', default: '' }, scale: { type: 'string', default: '1' } },
});
if (values.site) process.env.SSC_SITE = path.resolve(values.site);
enter_private_network();

const { launch_browser, new_machine, kDesktop, kPhone } = await import('./lib/browser.mjs');
const { Server, kRepository } = await import('./lib/server.mjs');
const { signed_in_script, starts_with } = await import('./lib/person.mjs');
const { refusing, with_path } = await import('./lib/troubles.mjs');
const { text } = await import('./lib/words.mjs');
const { until } = await import('./lib/until.mjs');

const folder = path.resolve(positionals[0] ?? path.join(kRepository, 'build/e2e-artifacts/screens'));
fs.mkdirSync(folder, { recursive: true });
const only = values.only.split(',').filter(Boolean);
const scenes = values.scenes.split(',').filter(Boolean);
const kPatience_ms = 8000;
const missed = [];

/// Until the picture has come to rest, or for at most a second and a half where it never does (ringing).
async function at_rest(page) {
  let frames = -1;
  let since = Date.now();
  await until('rest', async () => {
    const now = await page.evaluate(() => window.__watch.frames);
    if (now !== frames) {
      frames = now;
      since = Date.now();
    }
    return Date.now() - since > 250;
  }, 1500).catch(() => {});
}

class Side {
  constructor(page, language) {
    this.page = page;
    this.language = language;
  }
  button(key) { return this.page.getByRole('button', { name: text(key, this.language), exact: true }).first(); }
  async press(key) { await this.button(key).click({ timeout: kPatience_ms }); }
  async has(key) { await this.button(key).waitFor({ timeout: kPatience_ms }); }
  async opens(name) {
    const pattern = starts_with(name);
    await this.page.getByRole('listitem', { name: pattern }).or(this.page.getByRole('button', { name: pattern })).first().click({ timeout: kPatience_ms });
    await this.page.getByLabel(text('message', this.language), { exact: true }).first().waitFor({ timeout: kPatience_ms });
  }
  async timer_runs() { await this.page.getByRole('timer').filter({ hasText: /\d:\d\d/ }).first().waitFor({ timeout: kPatience_ms }); }
  async picture() {
    await until('a remote picture', () => this.page.evaluate(() => window.__watch.pixels('remote-video')), kPatience_ms);
  }
}

async function furnish(server) {
  const lines = [
    ['bob', 'Hey! Did you try the new call page?'],
    ['alice', 'Yes, just now. Sounds great 🎧'],
    ['bob', 'Привет! По-русски тоже работает: «ёлки» и длинные слова, например достопримечательность.'],
    ['alice', 'مرحبا، كيف حالك؟ 你好！'],
    ['bob', 'A longer one, so that we see how a bubble wraps: the quick brown fox jumps over the lazy dog, again and again, until the line is full and the text goes on below it.'],
    ['alice', '👍🏽 👩‍👩‍👧‍👦'],
    ['bob', 'Call me when you are there'],
  ];
  for (const [who, text] of lines) await server.say(who, who === 'alice' ? 'bob' : 'alice', text);
  await server.say('carol', 'alice', 'See you at eight? 🍕');
  await server.say('carol', 'alice', 'I will bring the cards');
}

/// Every screen of one form, theme and language, in the order of one visit.
async function visit(browser, server, { form, theme, language }) {
  const name = `${form}-${theme}-${language}`;
  const phone = form === 'phone';
  const look = {
    viewport: phone ? kPhone : kDesktop, phone, scale: Number(values.scale), dark: theme === 'dark', locale: language === 'ru' ? 'ru-RU' : 'en-US',
  };
  const address = `${server.origin}/?lang=${language}&theme=${theme}`;
  const machines = [];
  const open = async (user, ...more) => {
    const scripts = user ? [signed_in_script(await server.sign_in(user)), ...more] : [];
    const machine = await new_machine(browser, { ...look, scripts });
    machines.push(machine);
    const page = await machine.newPage();
    await page.goto(address);
    return new Side(page, language);
  };
  const wanted = (scene) => !scenes.length || scenes.includes(scene);
  const shoot = async (side, scene) => {
    if (!wanted(scene)) return;
    await at_rest(side.page);
    await side.page.screenshot({ path: path.join(folder, `${name}-${scene}.png`) });
  };
  const step = async (what, body) => {
    try {
      await body();
    } catch (error) {
      missed.push(`${name}: ${what}: ${String(error.message).split('\n')[0]}`);
      for (const machine of machines) {
        for (const page of machine.pages()) await page.screenshot({ path: path.join(folder, `missed-${name}-${what}.png`) }).catch(() => {});
      }
    }
  };

  if (wanted('sign-in')) {
    await step('sign-in', async () => {
      const visitor = await open();
      await visitor.has('sign_in');
      await shoot(visitor, 'sign-in');
      await visitor.page.context().close();
    });
  }
  const [alice, bob] = await Promise.all([open('alice', with_path), open('bob')]);
  await step('chats', async () => {
    await alice.has('settings');
    await shoot(alice, 'chats');
  });
  if (wanted('settings')) {
    await step('settings', async () => {
      await alice.press('settings');
      await shoot(alice, 'settings');
      await alice.page.reload();
      await alice.has('settings');
    });
  }
  await step('chat', async () => {
    await alice.opens('bob');
    await bob.opens('alice');
    await shoot(alice, 'chat');
  });
  const kinds = ['voice', 'video'].filter((kind) => ['incoming', 'outgoing', 'call', 'settings', 'weak', 'minimised', 'ended'].some((scene) => wanted(`${kind}-${scene}`)));
  for (const kind of kinds) {
    await step(`${kind}-call`, async () => {
      await alice.press(`${kind}_call`);
      await bob.has('accept');
      await shoot(alice, `${kind}-outgoing`);
      await shoot(bob, `${kind}-incoming`);
      await bob.press(kind === 'video' ? 'accept_with_video' : 'accept');
      await alice.timer_runs();
      if (kind === 'video') await alice.picture();
      await alice.page.mouse.move(5, look.viewport.height / 2);
      await shoot(alice, `${kind}-call`);
      if (wanted(`${kind}-settings`)) {
        await alice.press('settings');
        await shoot(alice, `${kind}-settings`);
        await alice.press('close');
      }
      if (wanted(`${kind}-weak`)) {
        await bob.press('mute');
        await alice.page.evaluate(() => { window.__path = { lost: 0.15, kbps: 50 }; });
        await alice.page.getByText('15').first().waitFor({ timeout: 25000 }).catch(() => {});
        await shoot(alice, `${kind}-weak`);
      }
      await alice.press('minimize');
      await shoot(alice, `${kind}-minimised`);
      await bob.press('end_call');
      await alice.button('end_call').waitFor({ state: 'detached', timeout: kPatience_ms });
      await shoot(bob, `${kind}-ended`);
    });
    await step(`after-${kind}`, async () => {
      await Promise.all([alice, bob].map(async (side) => {
        await side.page.goto(address);
        await side.has('settings');
      }));
      await server.request('POST', '/api/calls/cleanup', { as: 'alice' });
      await alice.opens('bob');
      if (phone) await bob.has('settings');
    });
  }
  if (wanted('refused')) {
    await step('refused', async () => {
      const carol = await open('carol', refusing('NotAllowedError'));
      await carol.page.context().clearPermissions();
      await carol.opens('alice');
      await carol.press('voice_call');
      await carol.has('try_again');
      await shoot(carol, 'refused');
    });
  }
  await Promise.all(machines.map((machine) => machine.close().catch(() => {})));
}

/// All pictures of one visit side by side.
async function make_sheet(browser, name) {
  const files = fs.readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.png'));
  if (!files.length) return;
  const width = name.startsWith('phone') ? 260 : 480;
  const page = await browser.newPage({ viewport: { width: (width + 8) * (name.startsWith('phone') ? 7 : 4) + 8, height: 400 } });
  const figures = files.map((file) => `<figure><img width="${width}" src="data:image/png;base64,${
    fs.readFileSync(path.join(folder, file)).toString('base64')}"><figcaption>${file}</figcaption></figure>`);
  await page.setContent(`<style>body{margin:8px;display:flex;flex-wrap:wrap;gap:8px;font:12px sans-serif;background:#888}
    figure{margin:0}img{display:block}</style>${figures.join('')}`);
  await page.screenshot({ path: path.join(folder, `sheet-${name}.png`), fullPage: true });
  await page.close();
}

const start = Date.now();
const server = await Server.start();
const browser = await launch_browser();
try {
  await furnish(server);
  for (const form of ['desktop', 'phone']) {
    for (const theme of ['dark', 'light']) {
      for (const language of ['en', 'ru']) {
        if (only.length && !only.every((word) => [form, theme, language].includes(word))) continue;
        await visit(browser, server, { form, theme, language });
        await make_sheet(browser, `${form}-${theme}-${language}`);
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
for (const line of missed) console.log(`missed  ${line}`);
console.log(`${fs.readdirSync(folder).filter((name) => name.endsWith('.png')).length} pictures in ${folder}, ${((Date.now() - start) / 1000).toFixed(0)} s`);
process.exit(missed.length ? 1 : 0);
