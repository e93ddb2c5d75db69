// The proofs that media flows, stops, and is let go: from the browser's own statistics and from shown pixels.
import assert from 'node:assert/strict';

import { settled, until } from './until.mjs';

export const received = (page) => page.evaluate(() => window.__watch.received());
const pixels = (page, role) => page.evaluate((name) => window.__watch.pixels(name), role);

/// "Voice works": received audio energy grows.
export async function expect_voice(page, who) {
  const { audioEnergy } = await received(page);
  await until(`${who} to hear sound`, async () => (await received(page)).audioEnergy > audioEnergy + 1e-5);
}

/// "No voice": received audio energy stands still over more than one beep of the fake microphone (one a second).
export async function expect_silence(page, who) {
  await settled(`the sound energy ${who} receives`, async () => (await received(page)).audioEnergy.toFixed(5), 1800);
}

/// The middle of the remote picture as it stands on the screen, canvas included.
async function screen_patch(page) {
  const box = await page.locator('video[data-role="remote-video"]').boundingBox();
  if (!box || box.width < 20 || box.height < 20) return null;
  const size = { width: Math.min(120, box.width / 2), height: Math.min(90, box.height / 2) };
  const clip = { x: box.x + (box.width - size.width) / 2, y: box.y + (box.height - size.height) / 2, ...size };
  return (await page.screenshot({ clip })).toString('base64');
}

/// Decoded frames grow, and the element's picture changes.
export async function expect_moving_frames(page, who) {
  const { framesDecoded } = await received(page);
  await until(`${who} to decode more frames`, async () => (await received(page)).framesDecoded > framesDecoded + 3);
  const first = await until(`${who} to have a remote picture`, () => pixels(page, 'remote-video'));
  await until(`the remote picture of ${who} to change`, async () => {
    const now = await pixels(page, 'remote-video');
    return now && now !== first;
  });
}

/// "Video works": frames arrive and move, and so do the pixels on the screen.
export async function expect_picture(page, who) {
  await expect_moving_frames(page, who);
  const shown = await until(`the remote picture of ${who} to be on the screen`, () => screen_patch(page));
  await until(`the screen of ${who} to change where the remote picture is`, async () => {
    const now = await screen_patch(page);
    return now && now !== shown;
  });
}

/// "No video": no new frames are decoded for a while and no moving picture is shown.
export async function expect_no_picture(page, who) {
  await settled(`the frames decoded by ${who}`, async () => (await received(page)).framesDecoded, 900);
  await until(`${who} to show no remote picture`, () => page.evaluate(() => {
    const video = document.querySelector('video[data-role="remote-video"]');
    if (!video) return true;
    const style = getComputedStyle(video);
    return video.getClientRects().length === 0 || style.visibility === 'hidden' || style.opacity === '0';
  }));
}

/// One's own preview moves.
export async function expect_preview(page, who) {
  const first = await until(`${who} to see the own preview`, () => pixels(page, 'local-video'));
  await until(`the preview of ${who} to move`, async () => {
    const now = await pixels(page, 'local-video');
    return now && now !== first;
  });
}

const live_tracks = (page, kind) =>
  page.evaluate((wanted) => window.__watch.live_tracks().filter((track) => !wanted || track.kind === wanted).length, kind);

export async function expect_camera_light(page, who, on) {
  await until(`the camera light of ${who} to be ${on ? 'on' : 'off'}`, async () => (await live_tracks(page, 'video')) > 0 === on);
}

/// After a call: no live capture track, no open connection.
export async function expect_all_released(page, who) {
  await until(`${who} to let go of microphone, camera and connection`, async () => {
    const held = await page.evaluate(() => ({ peers: window.__watch.open_peers().length, tracks: window.__watch.live_tracks().length }));
    if (held.peers === 0 && held.tracks === 0) return true;
    throw new Error(JSON.stringify(held));
  });
}

/// At rest: a whole window without one requested animation frame.
export async function expect_rest(page, who, window_ms = 1000) {
  await settled(`the number of frames ${who} asked for`, () => page.evaluate(() => window.__watch.frames), window_ms);
}

/// During some window of `window_ms`, at most `limit` frames are asked for (a clock that ticks, and nothing else).
export async function expect_few_frames(page, who, limit, window_ms) {
  const frames = () => page.evaluate(() => ({ count: window.__watch.frames, at: performance.now() }));
  let start = await frames();
  await until(`${who} to ask for at most ${limit} frames in ${window_ms} ms`, async () => {
    const now = await frames();
    if (now.count - start.count > limit) start = now;
    return now.at - start.at >= window_ms;
  });
}

export async function expect_stats(page, wanted) {
  const keys = ['state', 'callId', 'rttMs', 'jitterMs', 'lossPct', 'framesDecoded', 'framesRendered', 'uiFrames', 'wasmBytes', 'candidateType'];
  const stats = await page.evaluate(() => window.socialspaceCall.stats());
  for (const key of keys) assert.ok(key in stats, `stats() has ${key}: ${JSON.stringify(stats)}`);
  assert.ok(stats.wasmBytes > 0, 'stats().wasmBytes is known');
  for (const [key, test] of Object.entries(wanted)) assert.ok(test(stats[key]), `stats().${key} is ${JSON.stringify(stats[key])}`);
  return stats;
}
