// Waiting for a condition, with a fixed generous bound. Nothing in these tests waits for time to pass by itself.
export const kPatience_ms = 25000;
const kPoll_ms = 60;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// Polls `probe` until it returns something truthy, and returns that. `what` completes the sentence "waited for ...".
export async function until(what, probe, patience_ms = kPatience_ms) {
  const deadline = Date.now() + patience_ms;
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) break;
    await pause(kPoll_ms);
  }
  const seen = last instanceof Error ? last.message.split('\n')[0] : JSON.stringify(last);
  throw new Error(`waited ${patience_ms / 1000} s for ${what}; last seen: ${seen}`);
}

/// True once `sample` has given the same value (by JSON) during `window_ms`.
export async function settled(what, sample, window_ms, patience_ms = kPatience_ms) {
  let value;
  let since = 0;
  return until(`${what} to stay the same for ${window_ms} ms`, async () => {
    const now = JSON.stringify(await sample());
    if (now !== value) {
      value = now;
      since = Date.now();
      return false;
    }
    return Date.now() - since >= window_ms;
  }, patience_ms);
}
