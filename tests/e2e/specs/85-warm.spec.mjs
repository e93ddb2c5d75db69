// While it rings the path is built, where both sides let it: the answer finds it ready, and nothing goes over it before.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { connections, path_stands } from '../lib/person.mjs';
import { test } from '../lib/runner.mjs';
import { settled, until } from '../lib/until.mjs';
import { text } from '../lib/words.mjs';

const has_heard_or_seen = async ({ page }) => {
  const { audioEnergy, framesDecoded } = await media.received(page);
  return audioEnergy > 0 || framesDecoded > 0;
};
const is_silent = ({ page }) => page.evaluate(() => document.querySelector('[data-role="remote-audio"]').muted);
const is_capturing = ({ page }) => page.evaluate(() => window.__watch.live_tracks().length > 0);

test('while it rings the path is built, and nobody is heard or seen before the answer', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'video');
  await bob.is_rung('video', 'alice');
  await Promise.all([alice, bob].map(path_stands));
  // The caller's microphone beeps once a second.
  await settled('what bob has heard and seen', () => has_heard_or_seen(bob), 2500);
  for (const person of [alice, bob]) assert.equal(await has_heard_or_seen(person), false, `${person.name} hears or sees something`);
  assert.equal(await is_capturing(bob), false, 'the microphone of who is called is closed');
  await bob.press('Accept with video');
  for (const person of [alice, bob]) {
    await media.expect_voice(person.page, person.name);
    await media.expect_picture(person.page, person.name);
  }
});

test('a caller who speaks before the answer is not heard before it', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await Promise.all([alice, bob].map(path_stands));
  await alice.page.evaluate(async () => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const way_out = context.createMediaStreamDestination();
    tone.connect(way_out);
    tone.start();
    const [peer] = window.__watch.open_peers();
    await peer.getSenders()[0].replaceTrack(way_out.stream.getAudioTracks()[0]);
  });
  await until('her sound to reach his browser', async () => (await media.received(bob.page)).audioPackets > 50);
  assert.ok(await is_silent(bob), 'the loudspeaker is closed to it');
  await bob.press('Accept');
  await bob.is_in_call('alice');
  await until('the loudspeaker to be open', async () => !(await is_silent(bob)));
  await media.expect_voice(bob.page, 'bob');
  await alice.press('End call');
  await bob.is_out_of_call();
});

test('a warm path is closed on both sides when the call is declined', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await Promise.all([alice, bob].map(path_stands));
  await bob.press('Decline');
  for (const person of [alice, bob]) await media.expect_all_released(person.page, person.name);
});

for (const hiding of [0, 1]) {
  test(`where ${['the caller', 'who is called'][hiding]} hides the own address no path is built while it rings, and the call comes about all the same`, async (t) => {
    const people = await t.people('alice', 'bob');
    const [alice, bob] = people;
    await people[hiding].press('Settings');
    await people[hiding].role('switch', text('hide_address')).click();
    await people[hiding].press('Close');
    await alice.calls('bob', 'voice');
    await bob.is_rung('voice', 'alice');
    await settled('the connections of bob', async () => JSON.stringify(await connections(bob)), 1500);
    assert.deepEqual(await connections(bob), [], 'none is opened before the answer');
    assert.ok(!(await connections(alice)).includes('connected'));
    await bob.press('Accept');
    for (const person of [alice, bob]) await media.expect_voice(person.page, person.name);
  });
}
