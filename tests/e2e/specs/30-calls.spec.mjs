import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { text, words } from '../lib/words.mjs';
import { in_call } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

test('a voice call: both hear each other, no camera is touched, and all is let go after the end', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await Promise.all([media.expect_voice(alice.page, 'alice'), media.expect_voice(bob.page, 'bob')]);
  for (const person of [alice, bob]) {
    assert.equal(await person.page.evaluate(() => window.__watch.tracks.filter((track) => track.kind === 'video').length), 0);
    const stats = await media.expect_stats(person.page, { state: (state) => /connected/i.test(state), callId: (id) => /^[0-9a-f]{24}$/.test(id) });
    assert.equal(stats.framesDecoded ?? 0, 0);
  }
  await alice.press('End call');
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
});

test('a video call accepted with video: both see each other move and hear each other', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  for (const person of [alice, bob]) {
    await media.expect_picture(person.page, person.name);
    await media.expect_voice(person.page, person.name);
    await media.expect_preview(person.page, person.name);
    await media.expect_stats(person.page, { framesDecoded: (frames) => frames > 0 });
  }
  await bob.press('End call');
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
});

test('a video call accepted without video: the caller is seen, the callee only heard', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept');
  await media.expect_picture(bob.page, 'bob');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_camera_light(bob.page, 'bob', false);
  await media.expect_no_picture(alice.page, 'alice');
});

test('a declined call tells the caller and leaves a declined entry on both sides', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await bob.press('Decline');
  await alice.sees_text(words('ended_declined_there'));
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  await bob.opens_chat('alice');
  for (const person of [alice, bob]) await until(`${person.name} to have a declined entry`, () => person.text(words('call_declined_voice')).first().isVisible());
});

test('a call cancelled while ringing stops the ringing and is a missed call for the callee', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'video');
  await bob.is_rung('video', 'alice');
  await alice.press('Cancel call');
  await bob.no_longer_sees(bob.any_incoming(), 'an incoming call');
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
  await bob.opens_chat('alice');
  await bob.sees_text(words('call_missed_video'));
});

test('the end note of a call goes away by itself', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await bob.press('End call');
  await alice.sees_text(words('ended_call'));
  await until('the end note to go', async () => (await alice.button(text('call_again')).count()) === 0 && (await alice.role('region', /^Call/).count()) === 0);
  await alice.sees(alice.field('Message'), 'the chat again');
});

test('the timer counts the same seconds on both sides and the entry keeps the duration', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await until('three seconds of call', async () => (await alice.seconds_shown()) >= 3);
  const [left, right] = await Promise.all([alice.seconds_shown(), bob.seconds_shown()]);
  assert.ok(Math.abs(left - right) <= 1, `${left} and ${right}`);
  await alice.press('End call');
  await alice.is_out_of_call();
  await alice.sees_text(/0:0[3-9]/);
});

test('a call entry in the chat calls back', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.press('Cancel call');
  await alice.is_out_of_call();
  await bob.opens_chat('alice');
  await bob.sees_text(words('call_missed_voice'));
  await bob.button(text('call_back')).last().click();
  await alice.is_rung('voice', 'bob');
  await alice.press('Accept');
  await bob.is_in_call('alice');
  await media.expect_voice(bob.page, 'bob');
});

test('one can chat while a call is minimised, and come back to it', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await alice.press('Minimize call');
  await alice.says('writing during the call');
  await bob.press('Minimize call');
  await bob.opens_chat('alice');
  await bob.sees_text('writing during the call');
  await media.expect_picture(alice.page, 'alice');
  await alice.opens_chat('carol');
  await media.expect_voice(alice.page, 'alice');
  await alice.press('Expand call');
  await alice.is_in_call('bob');
  await media.expect_picture(alice.page, 'alice');
});

test('two calls after each other work, also in the other direction', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await bob.press('End call');
  await alice.is_out_of_call();
  await bob.is_out_of_call();
  await in_call(bob, alice, 'video', 'Accept with video');
  await media.expect_picture(alice.page, 'alice');
  await media.expect_picture(bob.page, 'bob');
});
