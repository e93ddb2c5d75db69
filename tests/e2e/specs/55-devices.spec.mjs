// Microphones and cameras that are refused, missing, busy, unplugged and plugged in again.
import assert from 'node:assert/strict';

import { test } from '../lib/runner.mjs';
import { words } from '../lib/words.mjs';
import { in_call } from '../lib/person.mjs';
import { refusing, with_plugs } from '../lib/troubles.mjs';
import { until } from '../lib/until.mjs';
import * as media from '../lib/media.mjs';

const uses = (person, ids) => until(`${person.name} to use ${ids}`, async () => (await person.page.evaluate(() => window.__in_use())) === ids);

for (const [error, told] of [
  ['NotAllowedError', words('notice_microphone_denied')],
  ['NotFoundError', words('notice_microphone_missing')],
  ['NotReadableError', words('notice_microphone_busy')],
]) {
  test(`a caller whose microphone fails with ${error} is told so before anybody rings, and can call it off`, async (t) => {
    const alice = await t.person('alice', { scripts: [refusing(error)] });
    const bob = await t.person('bob');
    await alice.page.context().clearPermissions();
    await alice.opens_chat('bob');
    await alice.press('Voice call');
    await alice.is_told(told);
    await alice.press('Cancel call');
    await alice.is_out_of_call();
    await bob.is_out_of_call();
    await media.expect_all_released(alice.page, 'alice');
    await until('no call to be left on the server', async () => (await t.server.request('GET', '/api/calls/active', { as: 'bob' })) === null);
  });
}

test('a caller without a microphone may call and listen, and gets heard once it works', async (t) => {
  const alice = await t.person('alice', { scripts: [refusing('NotReadableError')] });
  const bob = await t.person('bob');
  await alice.opens_chat('bob');
  await alice.press('Voice call');
  await alice.is_told(words('notice_microphone_busy'));
  const listen = alice.button(words('listen_only'));
  if (await listen.count()) await listen.first().click();
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await bob.sees_text(words('remote_muted'));
  await alice.page.evaluate(() => { window.__relent = true; });
  await alice.press('Try again');
  await media.expect_voice(bob.page, 'bob');
  await bob.no_longer_sees(bob.call_with('alice').getByText(words('remote_muted')), 'that alice is muted');
});

test('a callee whose microphone is denied listens, is told so, and the caller knows', async (t) => {
  const alice = await t.person('alice');
  const bob = await t.person('bob', { scripts: [refusing('NotAllowedError')] });
  await alice.calls('bob', 'voice');
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await bob.is_told(words('notice_microphone_denied'));
  await bob.is_in_call('alice');
  await media.expect_voice(bob.page, 'bob');
  await alice.sees_text(words('remote_muted'));
  await alice.press('End call');
  await media.expect_all_released(bob.page, 'bob');
});

test('an unplugged headset is replaced by the other microphone, and taken back when it returns', async (t) => {
  const alice = await t.person('alice', { scripts: [with_plugs] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'voice');
  await uses(alice, 'headset');
  await alice.page.evaluate(() => window.__unplug('headset'));
  await uses(alice, 'builtin');
  await media.expect_voice(bob.page, 'bob');
  await alice.page.evaluate(() => window.__plug('audio', 'headset'));
  await uses(alice, 'headset');
  await media.expect_voice(bob.page, 'bob');
});

test('the last microphone pulled out in a call is said on both sides, and heard again when it is plugged in', async (t) => {
  const alice = await t.person('alice', { scripts: [with_plugs] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'voice');
  await alice.press('Mute microphone');
  await alice.press('Unmute microphone');
  await alice.page.evaluate(() => { window.__unplug('builtin'); window.__unplug('headset'); });
  await alice.is_told(words('notice_microphone_missing'));
  await bob.sees_text(words('remote_muted'));
  await media.expect_silence(bob.page, 'bob');
  await media.expect_voice(alice.page, 'alice');
  await alice.page.evaluate(() => window.__plug('audio', 'headset'));
  await media.expect_voice(bob.page, 'bob');
  await alice.no_longer_sees(alice.role('alert', words('notice_microphone_missing')), 'that there is no microphone');
});

test('a microphone that comes back while muted stays silent', async (t) => {
  const alice = await t.person('alice', { scripts: [with_plugs] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'voice');
  await alice.press('Mute microphone');
  await bob.sees_text(words('remote_muted'));
  await alice.page.evaluate(() => window.__unplug('headset'));
  await uses(alice, 'builtin');
  await media.expect_silence(bob.page, 'bob');
  assert.equal(await alice.button('Unmute microphone').count(), 1);
});

test('a camera pulled out leaves a voice call', async (t) => {
  const alice = await t.person('alice', { scripts: [with_plugs] });
  const bob = await t.person('bob');
  await in_call(alice, bob, 'video', 'Accept with video');
  await media.expect_picture(bob.page, 'bob');
  await alice.page.evaluate(() => window.__unplug('camera'));
  await alice.is_told(words('notice_camera_missing', 'camera_missing'));
  await media.expect_no_picture(bob.page, 'bob');
  await media.expect_voice(bob.page, 'bob');
  await media.expect_picture(alice.page, 'alice');
});
