// One signed-in person at one page, who acts and sees only through accessible roles and names.
import assert from 'node:assert/strict';

import { until } from './until.mjs';
import { text as text_of } from './words.mjs';

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
export const starts_with = (text) => new RegExp(`^${escaped(text)}`, 'i');

/// Puts the tokens of a signed-in user where the page looks for them (contract 1.6).
export function signed_in_script({ accessToken, refreshToken, user }) {
  const entries = { accessToken, refreshToken, user: JSON.stringify(user) };
  return `(() => { if (location.protocol === 'about:' || localStorage.getItem('accessToken')) return;
    if (sessionStorage.getItem('e2e-seeded')) return;
    sessionStorage.setItem('e2e-seeded', '1');
    for (const [key, value] of Object.entries(${JSON.stringify(entries)})) localStorage.setItem(key, value); })();`;
}

export class Person {
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  // --- looking --------------------------------------------------------------------------------------------------
  role(role, name) {
    return this.page.getByRole(role, name === undefined ? {} : { name, exact: typeof name === 'string' });
  }
  button(name) { return this.role('button', name); }
  field(name) { return this.page.getByLabel(name, { exact: true }); }
  text(text) { return this.page.getByText(text); }

  async sees(locator, what = String(locator)) {
    await until(`${this.name} to see ${what}`, () => locator.first().isVisible());
  }
  async sees_button(name) { return this.sees(this.button(name), `the button "${name}"`); }
  async sees_text(text) { return this.sees(this.text(text), `the text ${text}`); }
  async no_longer_sees(locator, what = String(locator)) {
    await until(`${this.name} to see no more ${what}`, async () => (await locator.count()) === 0);
  }
  /// An alert or status whose words match.
  async is_told(words) {
    const told = this.page.locator('[role=alert],[role=status]').filter({ hasText: words });
    const named = this.role('alert', words).or(this.role('status', words));
    await this.sees(told.or(named), `words like ${words}`);
  }

  // --- acting ---------------------------------------------------------------------------------------------------
  async press(name) { await this.button(name).first().click(); }
  async write(field, text) { await this.field(field).fill(text); }

  async at_chats() {
    await until(`${this.name} to see the chats`, async () => (await this.chat_rows().count()) > 0);
  }
  chat_rows() { return this.role('list').getByRole('listitem').or(this.role('list').getByRole('button')); }
  chat_row(name) {
    return this.role('listitem', starts_with(name)).or(this.role('button', starts_with(name))).first();
  }
  async opens_chat(name) {
    await this.chat_row(name).click();
    await this.sees(this.field('Message'), 'the message field');
  }
  /// A message of one's own whose delivery is told by the text of that key.
  message(text, key) { return this.role('listitem', new RegExp(`, ${escaped(text_of(key))}$`)).filter({ hasText: text }); }
  async says(text) {
    await this.write('Message', text);
    await this.press('Send');
  }

  // --- calls ----------------------------------------------------------------------------------------------------
  incoming(kind, from) { return this.role('dialog', new RegExp(`^Incoming ${kind} call from ${escaped(from)}$`, 'i')); }
  any_incoming() { return this.role('dialog', /^Incoming/); }
  call_with(name) { return this.role('region', new RegExp(`^Call with ${escaped(name)}$`, 'i')); }
  /// On the call's own screen: what was spoken to screen readers stays in the page a while longer.
  note(other, text) { return this.call_with(other).getByText(text); }
  timer() { return this.role('timer'); }

  async calls(name, kind) {
    await this.opens_chat(name);
    await this.press(kind === 'video' ? 'Video call' : 'Voice call');
    await this.sees_button('Cancel call');
  }
  async is_rung(kind, from) { await this.sees(this.incoming(kind, from), `an incoming ${kind} call from ${from}`); }
  /// In the running call: the region is there, and its timer runs.
  async is_in_call(name) {
    await this.sees(this.call_with(name), `the call with ${name}`);
    await this.sees_button('End call');
    await until(`the timer of ${this.name} to run`, async () => /^\d{1,2}:\d\d(:\d\d)?$/.test((await this.timer().first().innerText({ timeout: 1000 })).trim()));
  }
  async is_out_of_call() {
    await until(`${this.name} to be out of the call`, async () =>
      (await this.button('End call').count()) + (await this.button('Cancel call').count()) + (await this.any_incoming().count()) === 0);
  }
  async seconds_shown() {
    const parts = (await this.timer().first().innerText()).trim().split(':').map(Number);
    return parts.reduce((sum, part) => sum * 60 + part, 0);
  }

  // --- keyboard -------------------------------------------------------------------------------------------------
  /// Presses Tab until the element with this accessible name has the focus.
  async tabs_to(name, limit = 80) {
    const names = [];
    for (let step = 0; step < limit; step += 1) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.innerText ?? '';
      });
      names.push(focused);
      if (name instanceof RegExp ? name.test(focused) : focused === name) return;
    }
    assert.fail(`Tab never reached "${name}", but: ${names.slice(0, 30).join(' | ')}`);
  }
}

export const connections = ({ page }) => page.evaluate(() => window.__watch.open_peers().map((peer) => peer.connectionState));
export const path_stands = (person) =>
  until(`the path of ${person.name} to stand`, async () => (await connections(person)).includes('connected'));

/// Two people in a running call.
export async function in_call(caller, callee, kind, accept = 'Accept') {
  await caller.calls(callee.name, kind);
  await callee.is_rung(kind, caller.name);
  await callee.press(accept);
  await caller.is_in_call(callee.name);
  await callee.is_in_call(caller.name);
}
