import { test } from '../lib/runner.mjs';
import { words } from '../lib/words.mjs';
import { in_call } from '../lib/person.mjs';
import * as media from '../lib/media.mjs';

test('a caller without a camera still makes the video call, with sound', async (t) => {
  const no_camera = `{ const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => { if (wanted.video) throw new DOMException('none', 'NotFoundError'); return native(wanted); }; }`;
  const alice = await t.person('alice', { scripts: [no_camera] });
  const bob = await t.person('bob');
  await alice.opens_chat('bob');
  await alice.press('Video call');
  await alice.is_told(words('notice_camera_missing', 'camera_missing'));
  await bob.is_rung('video', 'alice');
  await bob.press('Accept with video');
  await bob.is_in_call('alice');
  await media.expect_voice(bob.page, 'bob');
  await media.expect_picture(alice.page, 'alice');
});

test('a busy callee is told to the caller in words, and the running call is untouched', async (t) => {
  const [alice, bob, carol] = await t.people('alice', 'bob', 'carol');
  await in_call(alice, bob, 'voice');
  await carol.opens_chat('bob');
  await carol.press('Voice call');
  await carol.sees_text(words('ended_busy_there'));
  await carol.is_out_of_call();
  await media.expect_all_released(carol.page, 'carol');
  await media.expect_voice(alice.page, 'alice');
  await bob.is_in_call('alice');
});

test('a callee who is not there is rung anyway, the caller is told, and a page opened meanwhile rings', async (t) => {
  const alice = await t.person('alice');
  await t.is_offline('bob');
  await alice.calls('bob', 'voice');
  await alice.sees_text(words('status_ringing_offline', 'notice_callee_offline'));
  await alice.sees_button('Cancel call');
  const bob = await t.returning('bob');
  await bob.is_rung('voice', 'alice');
  await bob.press('Accept');
  await alice.is_in_call('bob');
  await media.expect_voice(alice.page, 'alice');
  await media.expect_voice(bob.page, 'bob');
});

test('a server that goes away is told in a bar, which goes when it is back, and messages then flow', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  await t.server.kill();
  const away = words('server_away', 'notice_server_away');
  for (const person of [alice, bob]) await person.is_told(away);
  await t.server.run();
  for (const person of [alice, bob]) {
    await person.no_longer_sees(person.text(away), 'the bar');
  }
  await alice.says('after the break');
  await bob.sees_text('after the break');
});

test('a running call lives through a restart of the server', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await in_call(alice, bob, 'voice');
  await t.server.kill();
  await media.expect_voice(alice.page, 'alice');
  await t.server.run();
  await media.expect_voice(bob.page, 'bob');
  await alice.press('End call');
  for (const person of [alice, bob]) {
    await person.is_out_of_call();
    await media.expect_all_released(person.page, person.name);
  }
});

test('a browser without WebGL2 gets plain words', async (t) => {
  const without = `for (const kind of [HTMLCanvasElement, window.OffscreenCanvas]) {
    if (!kind) continue;
    const native = kind.prototype.getContext;
    kind.prototype.getContext = function getContext(type, ...rest) { return type === 'webgl2' ? null : native.call(this, type, ...rest); };
  }`;
  const alice = await t.visitor('alice', { scripts: [without] });
  await alice.sees_text(/WebGL ?2/i);
});
