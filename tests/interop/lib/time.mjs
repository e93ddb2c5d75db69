// A page whose clock can be moved on: timers that become due are called at once, everything else goes on as it was.

export const kSkippableTime = `{
  const now = performance.now.bind(performance);
  const start = window.setTimeout.bind(window);
  const stop = window.clearTimeout.bind(window);
  const waiting = new Map();
  let ahead = 0;
  performance.now = () => now() + ahead;
  window.setTimeout = (work, wait = 0, ...rest) => {
    const run = () => { waiting.delete(id); work(...rest); };
    const id = start(run, wait);
    waiting.set(id, { run, due: performance.now() + wait });
    return id;
  };
  window.clearTimeout = (id) => { waiting.delete(id); stop(id); };
  window.__skipTime = (ms) => {
    ahead += ms;
    for (const [id, { run, due }] of [...waiting]) {
      if (due > performance.now() || !waiting.has(id)) continue;
      stop(id);
      run();
    }
  };
}`;

export const skip_time = (page, ms) => page.evaluate((wanted) => window.__skipTime(wanted), ms);
