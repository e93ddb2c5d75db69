// Calls between homes: each person behind a router of one's own.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { neighbourhood } from '../lib/neighbours.mjs';
import { in_call } from '../lib/person.mjs';
import { test } from '../lib/runner.mjs';
import { settled, until } from '../lib/until.mjs';
import { words } from '../lib/words.mjs';

const neighbours = neighbourhood();
const both_hear = (...people) => Promise.all(people.map(({ page, name }) => media.expect_voice(page, name)));
const way = ({ page }) => page.evaluate(async () => (await window.socialspaceCall.stats()).candidateType);

if (process.env.SSC_PRIVATE_NETWORK) {
  test('two people behind routers talk to each other directly', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'video', 'Accept with video');
    await both_hear(alice, bob);
    for (const person of [alice, bob]) {
      await media.expect_picture(person.page, person.name);
      assert.ok(['srflx', 'prflx', 'host'].includes(await way(person)), await way(person));
    }
  });

  for (const percent of [5, 20]) {
    test(`with ${percent} % of the packets lost, both hear each other, are told how much is lost, and not that the call is gone`, async (t) => {
      const people = await neighbours(t);
      const [alice, bob] = people;
      bob.home.lose(percent);
      await in_call(alice, bob, 'voice');
      await both_hear(alice, bob);
      for (const person of people) {
        const told = person.text(words('status_reconnecting'));
        await settled(`the words ${person.name} reads`, () => told.count(), 3000);
        assert.equal(await told.count(), 0, `${person.name} is told of a lost path`);
        await until(`${person.name} to be told how much is lost`, async () => {
          const [, share] = /loses (\d+) % of packets/.exec(await person.text(/loses \d+ % of packets/).first().innerText({ timeout: 1000 }));
          return share >= percent / 2 && share <= 2 * percent;
        });
      }
      await both_hear(alice, bob);
    });
  }

  test('who loses packets is told apart from whose packets are lost', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    bob.home.lose_arriving(20);
    const his = bob.note('alice', /Your connection loses \d\d % of packets/);
    const hers = alice.note('bob', /Bob's connection loses \d\d % of packets/);
    await bob.sees(his, 'that he loses packets');
    await alice.sees(hers, 'that he loses packets');
    bob.home.clear_up();
    await bob.no_longer_sees(his, 'that he loses packets');
    await alice.no_longer_sees(hers, 'that he loses packets');
  });
}
