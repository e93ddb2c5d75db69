// The stand-in against itself: it must have the abilities and the faults of what it stands for.
import assert from 'node:assert/strict';

import { test } from '../../e2e/lib/runner.mjs';
import * as media from '../../e2e/lib/media.mjs';
import { StandIn } from '../stand_in.mjs';

async function call(t, type) {
  const [anna, boris] = await Promise.all([StandIn.open(t, 'alice'), StandIn.open(t, 'bob')]);
  await anna.calls('bob', type);
  await boris.is_rung();
  await boris.has_offer();
  await boris.do('accept');
  await Promise.all([media.expect_voice(anna.page, 'the caller'), media.expect_voice(boris.page, 'the callee')]);
  return [anna, boris];
}

test('two React stand-ins talk, and the callee loses the candidates that came before it accepted', async (t) => {
  const [anna, boris] = await call(t, 'audio');
  assert.ok((await boris.state()).lost_candidates > 0);
  assert.equal((await anna.state()).needs_sound, false);
  await anna.do('end');
  for (const side of [anna, boris]) await media.expect_all_released(side.page, side.name);
});

test('two React stand-ins lose the picture of a video call to their own sound state', async (t) => {
  for (const side of await call(t, 'video')) await side.until('ask for sound', (state) => state.needs_sound);
});
