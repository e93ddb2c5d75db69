// A person at our client, with the events of the page's socket in hand; and what both worlds have to show for a call.
import { Person, signed_in_script } from '../../e2e/lib/person.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { Wire } from './wire.mjs';

/// A demo user who signed in earlier; `tap` puts the test between page and server.
export async function our_client(t, name, { tap = false, scripts = [], ...machine } = {}) {
  const seed = signed_in_script(await t.server.sign_in(name));
  const context = await t.machine({ ...machine, scripts: [...scripts, seed] });
  const page = await context.newPage();
  const person = new Person(page, name);
  person.wire = tap ? await Wire.tap(page) : Wire.watch(page);
  await page.goto(`${t.server.origin}/?lang=en`);
  await person.at_chats();
  return person;
}

export async function we_call(ours, theirs, kind) {
  await ours.calls(theirs.name, kind);
  await theirs.is_rung_by(ours.name);
  await theirs.has_state({ offer_waits: true });
  await theirs.press('accept');
  await ours.is_in_call(theirs.name);
}

export async function they_call(theirs, ours, kind) {
  await theirs.calls(ours.name, kind);
  await ours.is_rung(kind, theirs.name);
  await ours.press(kind === 'video' ? 'Accept with video' : 'Accept');
  await ours.is_in_call(theirs.name);
}

export const both_hear = (one, other) => Promise.all([one, other].map(({ page, name }) => media.expect_voice(page, name)));

export async function both_see(one, other) {
  for (const { page, name } of [one, other]) await media.expect_picture(page, name);
}

export const both_let_go = (one, other) => Promise.all([one, other].map(({ page, name }) => media.expect_all_released(page, name)));
