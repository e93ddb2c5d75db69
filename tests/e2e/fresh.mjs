#!/usr/bin/env node
// Places one video call between the two demo users of a running server: node fresh.mjs http://localhost:8080/
// Used after a first start on a fresh machine; prints what it saw and exits with 0 only if both saw and heard each other.
import { launch_browser, new_machine } from './lib/browser.mjs';
import { Person, in_call } from './lib/person.mjs';
import * as media from './lib/media.mjs';

const address = process.argv[2];
if (!address) {
  console.log('usage: node fresh.mjs URL-OF-A-RUNNING-SERVER');
  process.exit(2);
}
const browser = await launch_browser();
let code = 1;
try {
  const sides = [];
  for (const name of ['alice', 'bob']) {
    const person = new Person(await (await new_machine(browser)).newPage(), name);
    await person.page.goto(new URL(`/?demo=${name}&lang=en`, address).href);
    await person.at_chats();
    sides.push(person);
  }
  const [alice, bob] = sides;
  await in_call(alice, bob, 'video', 'Accept with video');
  for (const person of sides) {
    await media.expect_picture(person.page, person.name);
    await media.expect_voice(person.page, person.name);
    console.log(`${person.name} sees and hears the other`, JSON.stringify(await media.received(person.page)));
  }
  await alice.press('End call');
  for (const person of sides) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  console.log('1 passed, 0 failed');
  code = 0;
} catch (error) {
  console.log(error.stack ?? String(error));
  console.log('0 passed, 1 failed');
} finally {
  await browser.close();
}
process.exit(code);
