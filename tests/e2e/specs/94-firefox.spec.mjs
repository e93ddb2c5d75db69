// Chromium and Firefox call each other, in both directions.
import { Firefox } from '../lib/firefox.mjs';
import * as media from '../lib/media.mjs';
import { in_call } from '../lib/person.mjs';
import { afterwards, test } from '../lib/runner.mjs';

let firefox;
afterwards(async () => { await firefox?.close(); });

async function both(t) {
  firefox ??= await Firefox.open();
  const [chromium_person, firefox_person] = await Promise.all([t.person('alice'), firefox.person(t, 'bob')]);
  t.leave(() => firefox_person.page.close());
  return [chromium_person, firefox_person];
}

async function hear_and_see(one, other, { picture }) {
  for (const { page, name } of [one, other]) {
    await media.expect_voice(page, name);
    if (picture) await media.expect_moving_frames(page, name);
  }
}

async function hang_up(one, other) {
  await one.press('End call');
  for (const person of [one, other]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
}

if (process.env.SSC_PRIVATE_NETWORK) {
  for (const [kind, accept] of [['voice', 'Accept'], ['video', 'Accept with video']]) {
    test(`Chromium makes a ${kind} call to Firefox`, async (t) => {
      const [alice, bob] = await both(t);
      await in_call(alice, bob, kind, accept);
      await hear_and_see(alice, bob, { picture: kind === 'video' });
      await hang_up(bob, alice);
    });

    test(`Firefox makes a ${kind} call to Chromium`, async (t) => {
      const [alice, bob] = await both(t);
      await in_call(bob, alice, kind, accept);
      await hear_and_see(alice, bob, { picture: kind === 'video' });
      await hang_up(alice, bob);
    });
  }
}
