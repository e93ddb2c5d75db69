// Paths that are hard to find, lost, or changed.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { neighbourhood } from '../lib/neighbours.mjs';
import { in_call, path_stands } from '../lib/person.mjs';
import { test } from '../lib/runner.mjs';
import { until } from '../lib/until.mjs';
import { text, words } from '../lib/words.mjs';

const neighbours = neighbourhood();
const both_hear = (...people) => Promise.all(people.map(({ page, name }) => media.expect_voice(page, name)));
const way = ({ page }) => page.evaluate(async () => (await window.socialspaceCall.stats()).candidateType);

/// One relay is enough: what comes from it looks like any other address to the other side.
async function go_through_a_relay(...people) {
  await until('the sound to go through a relay', async () => (await Promise.all(people.map(way))).includes('relay'));
}

async function in_ringing(caller, callee) {
  await caller.calls(callee.name, 'voice');
  await callee.is_rung('voice', caller.name);
}

/// Of the other side, as this page knows them.
const kinds_of_addresses = ({ page }) => page.evaluate(async () => {
  const reports = await Promise.all(window.__watch.open_peers().map((peer) => peer.getStats()));
  return reports.flatMap((report) => [...report.values()])
    .filter(({ type }) => type === 'remote-candidate').map(({ candidateType }) => candidateType);
});

/// The addresses that media go over, as a text.
const pair_in_use = ({ page }) => page.evaluate(async () => {
  const [peer] = window.__watch.open_peers().filter(({ connectionState }) => connectionState === 'connected');
  const reports = new Map(peer ? await peer.getStats() : []);
  const pair = [...reports.values()].find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  const ends = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) => reports.get(id));
  return ends.includes(undefined) ? undefined : ends.map(({ address, port }) => `${address}:${port}`).join(' ');
});

async function hear_again(since, ...people) {
  await both_hear(...people);
  const waited_ms = Date.now() - since;
  assert.ok(waited_ms <= 3000, `sound came back after ${waited_ms} ms`);
}

const status = async (t) => (await t.server.request('GET', '/api/calls/active', { as: 'alice' }))?.status;

if (process.env.SSC_PRIVATE_NETWORK) {
  test('behind routers that let nobody in, the call goes through the relay', async (t) => {
    const [alice, bob] = await neighbours(t, { symmetric: true });
    await in_call(alice, bob, 'voice');
    await both_hear(alice, bob);
    await go_through_a_relay(alice, bob);
  });

  test('where UDP is blocked, the call goes through the relay over TCP', async (t) => {
    const [alice, bob] = await neighbours(t);
    alice.home.block_udp();
    await in_call(alice, bob, 'voice');
    await both_hear(alice, bob);
    await go_through_a_relay(alice);
  });

  for (const hiding of [0, 1]) {
    const who = ['the caller', 'who is called'][hiding];
    test(`where ${who} hides the own address the path stands through the relay while it rings, and turns direct when both talk`, async (t) => {
      const people = await neighbours(t);
      const [alice, bob] = people;
      const hidden = people[hiding];
      await hidden.press('Settings');
      await hidden.role('switch', text('hide_address')).click();
      await hidden.press('Close');
      await in_ringing(alice, bob);
      await Promise.all(people.map(path_stands));
      const seen = await kinds_of_addresses(people[1 - hiding]);
      assert.deepEqual([...new Set(seen)], ['relay'], 'what the other side learned of addresses');
      await bob.press('Accept');
      await both_hear(...people);
      await until('the path to go without the relay', async () => !(await Promise.all(people.map(way))).includes('relay'));
      await both_hear(...people);
      await bob.press('End call');
      await alice.is_out_of_call();
    });
  }

  test('twenty seconds without any path: both are told, the call lives, and sound is back within three seconds', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    await both_hear(alice, bob);
    bob.home.cut_off();
    const since = Date.now();
    await Promise.all([alice, bob].map((person) => person.sees_text(words('status_reconnecting'))));
    await until('twenty seconds to be over', async () => Date.now() - since >= 20000);
    assert.equal(await status(t), 'accepted');
    bob.home.clear_up();
    await hear_again(Date.now(), alice, bob);
    for (const person of [alice, bob]) await person.no_longer_sees(person.text(words('status_reconnecting')), 'a word about reconnecting');
    await bob.press('End call');
    await alice.is_out_of_call();
  });

  test('after cuts of any length sound is back within three seconds', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    for (const cut_s of [1, 3, 6, 12]) {
      await both_hear(alice, bob);
      bob.home.cut_off();
      const since = Date.now();
      await until(`${cut_s} seconds to be over`, async () => Date.now() - since >= cut_s * 1000);
      bob.home.clear_up();
      await hear_again(Date.now(), alice, bob);
    }
  });

  test('a server killed while the path is lost too: all is back with both', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    bob.home.cut_off();
    await Promise.all([alice, bob].map((person) => person.sees_text(words('status_reconnecting'))));
    await t.server.kill();
    bob.home.clear_up();
    await t.server.run();
    await both_hear(alice, bob);
    await alice.press('End call');
    await bob.is_out_of_call();
  });

  test('a reload while the path is lost takes the call up again', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    for (const [reloads, other] of [[alice, bob], [bob, alice]]) {
      bob.home.cut_media();
      await Promise.all([alice, bob].map((person) => person.sees_text(words('status_reconnecting'))));
      await reloads.page.reload();
      bob.home.clear_up();
      await reloads.is_in_call(other.name);
      await both_hear(alice, bob);
    }
    await alice.press('End call');
    await bob.is_out_of_call();
  });

  test('a machine that gets another address keeps its call', async (t) => {
    const [alice, bob] = await neighbours(t);
    await in_call(alice, bob, 'voice');
    await both_hear(alice, bob);
    const before = await pair_in_use(bob);
    bob.home.move();
    await until('another path to be in use', async () => ![undefined, before].includes(await pair_in_use(bob)));
    await both_hear(alice, bob);
    assert.equal(await status(t), 'accepted');
    await alice.press('End call');
    await bob.is_out_of_call();
  });
}
