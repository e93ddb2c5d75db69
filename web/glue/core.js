// The compiled client as the glue calls it: every call is guarded, so that a crash ends in one place, and none reaches a
// client that has crashed. `listen` gives listeners that are gone after a crash.

export function makeCore(on_crash) {
  const listening = new AbortController();
  let module = null;

  function crash(error) {
    if (listening.signal.aborted) return;
    listening.abort();
    module = null;
    on_crash(error);
  }

  /** core.call("node_pressed", 7); undefined before the start and after a crash. */
  function call(name, ...words) {
    if (!module) return undefined;
    try {
      return module[name](...words);
    } catch (error) {
      crash(error);
      return undefined;
    }
  }

  function listen(target, kind, handler, options = {}) {
    target.addEventListener(kind, handler, { ...options, signal: listening.signal });
  }

  // What runs inside timers, frames and sockets of the compiled part surfaces here.
  listen(window, "error", (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) crash(event.error);
  });

  return {
    call,
    listen,
    crash,
    attach: (loaded) => { module = loaded; },
    has_crashed: () => listening.signal.aborted,
    memory_bytes: () => module?.HEAPU8?.length ?? 0,
  };
}
