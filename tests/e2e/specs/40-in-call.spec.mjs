import { test } from '../lib/runner.mjs';
import { words } from '../lib/words.mjs';
import { in_call } from '../lib/person.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

test('a muted microphone is silent for the other side, who sees it in words', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await media.expect_voice(bob.page, 'bob');
  await alice.press('Mute microphone');
  await alice.sees_button('Unmute microphone');
  await bob.sees_text(words('remote_muted'));
  await media.expect_silence(bob.page, 'bob');
  await media.expect_voice(alice.page, 'alice');
  await alice.press('Unmute microphone');
  await media.expect_voice(bob.page, 'bob');
  await until('the word to go', async () => (await bob.text(words('remote_muted')).count()) === 0);
});

test('a camera turned off and on again stops and moves the picture of the other side', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await media.expect_picture(bob.page, 'bob');
  await alice.press('Turn camera off');
  await alice.sees_button('Turn camera on');
  await media.expect_no_picture(bob.page, 'bob');
  await media.expect_camera_light(alice.page, 'alice', false);
  await media.expect_picture(alice.page, 'alice');
  await alice.press('Turn camera on');
  await media.expect_camera_light(alice.page, 'alice', true);
  await media.expect_picture(bob.page, 'bob');
});

test('a camera can be turned on in a voice call, by each side', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await bob.press('Turn camera on');
  await media.expect_picture(alice.page, 'alice');
  await media.expect_preview(bob.page, 'bob');
  await alice.press('Turn camera on');
  await media.expect_picture(bob.page, 'bob');
  await media.expect_voice(bob.page, 'bob');
  await media.expect_voice(alice.page, 'alice');
});

test('muting before the other side accepts holds from the first moment', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await alice.press('Mute microphone');
  await alice.sees_button('Unmute microphone');
  await bob.press('Accept');
  await bob.is_in_call('alice');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_silence(bob.page, 'bob');
  await bob.sees_text(words('remote_muted'));
});

test('a page closed in a call ends it for the other side', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await alice.page.close();
  await bob.is_out_of_call();
  await media.expect_all_released(bob.page, 'bob');
});
