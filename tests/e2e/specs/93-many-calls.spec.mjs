// A hundred calls in a row in one page: what a call took is given back.
import assert from 'node:assert/strict';

import * as media from '../lib/media.mjs';
import { test } from '../lib/runner.mjs';

const kWarmUp = 10;
const kCalls = 100;

/// Makes the page accept what rings, until it is told to stop.
function accept_all() {
  window.__accepting = setInterval(() => document.querySelector('[data-node][aria-label="Accept"]')?.click(), 30);
}

/// Makes the page call and hang up by the presses of its own controls, `calls` times, each once it is connected.
function call_again_and_again(calls) {
  const control = (name) => document.querySelector(`[data-node][aria-label="${name}"]:not([aria-disabled])`);
  const is_connected = () => window.__watch.open_peers().some((peer) => peer.connectionState === 'connected');
  let made = 0;
  let is_hanging_up = false;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const is_idle = !control('End call') && !control('Cancel call') && window.__watch.open_peers().length === 0;
      if (is_idle && is_hanging_up) {
        is_hanging_up = false;
        made += 1;
      }
      if (is_idle && made === calls) {
        clearInterval(look);
        resolve();
      } else if (is_idle) {
        control('Voice call')?.click();
      } else if (is_connected() && control('End call')) {
        is_hanging_up = true;
        control('End call').click();
      }
    }, 30);
  });
}

/// What the page holds after a collection of garbage.
async function holdings(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const figure = (name) => metrics.find((metric) => metric.name === name).value;
  const counters = await session.send('Memory.getDOMCounters');
  const { wasmBytes } = await page.evaluate(() => window.socialspaceCall.stats());
  await session.detach();
  return { heap: figure('JSHeapUsedSize'), nodes: counters.nodes, listeners: counters.jsEventListeners, contexts: figure('AudioHandlers'), wasm: wasmBytes };
}

/// The test's own list of closed connections would hold them.
const forget = (page) => page.evaluate(() => {
  window.__watch.peers.splice(0, window.__watch.peers.length, ...window.__watch.open_peers());
  window.__watch.tracks.splice(0, window.__watch.tracks.length, ...window.__watch.live_tracks());
});

test('a hundred calls in a row leave no memory, elements, listeners or connections behind', async (t) => {
  const [alice, bob] = await t.people('alice', 'bob');
  await Promise.all([alice.opens_chat('bob'), bob.opens_chat('alice')]);
  await bob.page.evaluate(accept_all);
  const calls = async (count) => {
    await alice.page.evaluate(call_again_and_again, count);
    await media.expect_all_released(bob.page, 'bob');
  };
  const both = async (work) => [await work(alice.page), await work(bob.page)];
  await calls(kWarmUp);
  await both(forget);
  const before = await both(holdings);
  await calls(kCalls);
  await both(forget);
  const after = await both(holdings);
  for (const [index, person] of [alice, bob].entries()) {
    await media.expect_all_released(person.page, person.name);
    const told = `${person.name}: ${JSON.stringify(before[index])} → ${JSON.stringify(after[index])}`;
    const grown = (name) => after[index][name] - before[index][name];
    // A chat keeps its entries: a hundred rows of data, and no more elements than fit the screen.
    assert.ok(grown('heap') < 3e6, told);
    assert.ok(grown('wasm') <= 1 << 20, told);
    assert.ok(grown('nodes') < 150, told);
    assert.ok(grown('listeners') < 60, told);
  }
}, { limit_ms: 240000 });
