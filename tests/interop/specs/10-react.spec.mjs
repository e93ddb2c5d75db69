import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import { words } from '../../e2e/lib/words.mjs';
import { until } from '../../e2e/lib/until.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { StandIn } from '../stand_in.mjs';

const pair = (t) => Promise.all([t.person('alice'), StandIn.open(t, 'bob')]);

/// Media both ways, as the kind of call has it.
async function both_have(alice, old, kind) {
  await Promise.all([media.expect_voice(alice.page, 'alice'), media.expect_voice(old.page, 'the React stand-in')]);
  if (kind !== 'video') return;
  for (const [page, who] of [[alice.page, 'alice'], [old.page, 'the React stand-in']]) await media.expect_picture(page, who);
  assert.equal((await old.state()).needs_sound, false, 'sound and picture came in streams of their own');
}

async function we_call(alice, old, kind) {
  await alice.calls('bob', kind);
  await old.is_rung();
  await old.has_offer();
  await old.do('accept');
  await alice.is_in_call('bob');
}

async function it_calls(alice, old, kind) {
  await old.calls('alice', kind === 'video' ? 'video' : 'audio');
  await alice.is_rung(kind, 'bob');
  await alice.press(kind === 'video' ? 'Accept with video' : 'Accept');
  await alice.is_in_call('bob');
}

async function is_over(alice, old) {
  await alice.is_out_of_call();
  await media.expect_all_released(alice.page, 'alice');
  await media.expect_all_released(old.page, 'the React stand-in');
}

for (const kind of ['voice', 'video']) {
  test(`our ${kind} call to the React client carries media both ways, and it hangs up`, async (t) => {
    const [alice, old] = await pair(t);
    await we_call(alice, old, kind);
    await both_have(alice, old, kind);
    await old.do('end');
    await is_over(alice, old);
  });

  test(`a ${kind} call from the React client carries media both ways, and we hang up`, async (t) => {
    const [alice, old] = await pair(t);
    await it_calls(alice, old, kind);
    await both_have(alice, old, kind);
    await alice.press('End call');
    await old.until('show its end screen', (state) => state.window === 'end screen');
    await is_over(alice, old);
  });
}

test('a React callee that accepts before our offer reached it is answered on its own offer', async (t) => {
  const [alice, old] = await pair(t);
  await old.loses_next_offers(1000);
  await alice.calls('bob', 'voice');
  await old.is_rung();
  await old.do('accept');
  await alice.is_in_call('bob');
  await both_have(alice, old, 'voice');
});

test('a React peer that switches its server profile gets an answer, and media flows again', async (t) => {
  const [alice, old] = await pair(t);
  await we_call(alice, old, 'voice');
  await both_have(alice, old, 'voice');
  await old.do('change_server', 'openrelay');
  await until('the new connection of the stand-in to be connected', async () => (await old.do('peer_state')) === 'connected');
  await both_have(alice, old, 'voice');
});

test('a React caller that switches its server profile in a video call is seen again', async (t) => {
  const [alice, old] = await pair(t);
  await it_calls(alice, old, 'video');
  await both_have(alice, old, 'video');
  await old.do('change_server', 'expressturn');
  await until('the new connection of the stand-in to be connected', async () => (await old.do('peer_state')) === 'connected');
  await media.expect_picture(alice.page, 'alice');
  await media.expect_voice(alice.page, 'alice');
});

test('turning our camera on and off in a voice call with the React client never costs the sound', async (t) => {
  const [alice, old] = await pair(t);
  await we_call(alice, old, 'voice');
  await both_have(alice, old, 'voice');
  const camera = alice.button('Turn camera on');
  if ((await camera.count()) && (await camera.isEnabled())) {
    await camera.click();
    await both_have(alice, old, 'voice');
  }
  await alice.is_in_call('bob');
});

test('the video upgrade of the React client brings no picture and does not disturb the call', async (t) => {
  const [alice, old] = await pair(t);
  await we_call(alice, old, 'voice');
  await both_have(alice, old, 'voice');
  await old.do('upgrade');
  await media.expect_no_picture(alice.page, 'alice');
  await media.expect_voice(old.page, 'the React stand-in');
  await alice.is_in_call('bob');
});

test('the mute button of the React client is seen, and its words go when it unmutes', async (t) => {
  const [alice, old] = await pair(t);
  await it_calls(alice, old, 'voice');
  await both_have(alice, old, 'voice');
  await old.do('mute', true);
  await alice.sees_text(words('remote_muted'));
  await media.expect_silence(alice.page, 'alice');
  await old.do('mute', false);
  await media.expect_voice(alice.page, 'alice');
});

test('a React callee declines, and we are told', async (t) => {
  const [alice, old] = await pair(t);
  await alice.calls('bob', 'voice');
  await old.is_rung();
  await old.do('decline');
  await alice.sees_text(words('ended_declined_there'));
  await is_over(alice, old);
});

test('we decline a React caller, who sees its end screen', async (t) => {
  const [alice, old] = await pair(t);
  await old.calls('alice', 'audio');
  await alice.is_rung('voice', 'bob');
  await alice.press('Decline');
  await old.until('show its end screen', (state) => state.window === 'end screen');
  await is_over(alice, old);
});

test('a React caller that gives up by reloading its page stops our ringing', async (t) => {
  const [alice, old] = await pair(t);
  await old.calls('alice', 'audio');
  await alice.is_rung('voice', 'bob');
  await old.page.reload();
  await alice.no_longer_sees(alice.any_incoming(), 'an incoming call');
  await alice.is_out_of_call();
});
