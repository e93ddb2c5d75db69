// What follows from the measured path: bars, the sentence, a picture that makes room for the sound. The path itself is
// good here; its figures are changed where the page reads them.
import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { words } from '../lib/words.mjs';
import { in_call } from '../lib/person.mjs';
import { with_path } from '../lib/troubles.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

const path_of = (person, values) => person.page.evaluate((path) => { window.__path = path; }, values);
const sender = (person, kind) => person.page.evaluate(async (wanted) => {
  const [peer] = window.__watch.open_peers();
  const transceiver = peer.getTransceivers().find(({ receiver }) => receiver.track.kind === wanted);
  const { encodings, codecs } = transceiver.sender.getParameters();
  return { encoding: encodings[0], codec: encodings[0].codec?.mimeType ?? codecs[0]?.mimeType, hint: transceiver.sender.track?.contentHint };
}, kind);

test('a fresh call is not accused; then it has four bars and no sentence', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await alice.sees(alice.role('img', 'Connection quality: 4 of 4'), 'four bars');
  assert.equal(await alice.text(words('quality_loss_here', 'quality_loss_there', 'quality_slow')).count(), 0);
});

test('a path that loses packets is said in one sentence, which goes when the path is good again', async (t) => {
  const alice = await t.person('alice', { scripts: [with_path] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'voice');
  await path_of(alice, { lost: 0.15 });
  await alice.sees(alice.note('bob', /Your connection loses 1\d % of packets/), 'who loses packets');
  await path_of(alice, {});
  await alice.no_longer_sees(alice.note('bob', words('quality_loss_here')), 'the sentence');
});

test('a picture makes room for the sound on a weak path and returns with it', async (t) => {
  const alice = await t.person('alice', { scripts: [with_path] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await media.expect_picture(bob.page, 'bob');
  await path_of(alice, { kbps: 50 });
  await alice.sees(alice.note('bob', words('video_paused')), 'that the video is paused');
  await media.expect_no_picture(bob.page, 'bob');
  await media.expect_voice(bob.page, 'bob');
  await path_of(alice, { kbps: 90 });
  await alice.no_longer_sees(alice.note('bob', words('video_paused')), 'that the video is paused');
  await media.expect_picture(bob.page, 'bob');
  assert.ok((await sender(alice, 'video')).encoding.maxBitrate <= 200_000);
});

test('speech is sent with what saves it: error correction, no silence suppression, twice where both can', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  const sdp = await alice.page.evaluate(() => window.__watch.open_peers()[0].localDescription.sdp);
  assert.match(sdp, /useinbandfec=1/);
  assert.doesNotMatch(sdp, /usedtx=1/);
  await until('redundant audio to be chosen', async () => {
    const { codec, encoding, hint } = await sender(alice, 'audio');
    return /audio\/red/i.test(codec) && encoding.maxBitrate === 40_000 && hint === 'speech';
  });
  await media.expect_voice(bob.page, 'bob');
});

test('with "Use less data" a running call sends less, and the choice is kept', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await media.expect_picture(bob.page, 'bob');
  await alice.press('Settings');
  await alice.role('switch', 'Use less data').click();
  await alice.press('Close');
  await until('the picture to be held to 250 kbit/s', async () => (await sender(alice, 'video')).encoding.maxBitrate === 250_000);
  assert.ok((await sender(alice, 'video')).encoding.scaleResolutionDownBy >= 1.9);
  await media.expect_picture(bob.page, 'bob');
  assert.equal(await alice.page.evaluate(() => localStorage.getItem('ssc.lowData')), 'on');
});
