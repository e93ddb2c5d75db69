// Runs in a measured page beside tests/e2e/lib/watch.js: notes when something was pressed, shown, heard and seen, in
// milliseconds of the machine's clock, so that two pages can be compared.
(() => {
  const bench = {marks: {}};
  Object.defineProperty(window, '__bench', {value: bench});
  const at = (instant) => performance.timeOrigin + instant;
  const mark = (name, instant = performance.now()) => { bench.marks[name] ??= at(instant); };

  bench.control = (name) => document.querySelector(`[data-node][aria-label="${name}"]`);
  bench.incoming = () => document.querySelector('[role=dialog][aria-label^="Incoming"]');

  addEventListener('click', ({target, timeStamp}) => {
    const name = target.closest?.('[aria-label]')?.getAttribute('aria-label');
    if (name) mark(`press ${name}`, timeStamp);
  }, true);

  /// Shown: the element stands in the document, and the next frame of the page has begun.
  new MutationObserver(() => {
    if (!bench.waits_for_ring || !bench.incoming()) return;
    bench.waits_for_ring = false;
    requestAnimationFrame(() => mark('ring shown'));
    if (bench.answers_at_once) bench.control('Accept').click();
  }).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label']});

  // A frame counts as heard when it is decoded and given to the track; the report has its own time, by the clock of the machine.
  function listen() {
    if (!bench.listens) return;
    for (const peer of window.__watch.open_peers()) {
      for (const receiver of peer.getReceivers()) {
        if (receiver.track.kind !== 'audio') continue;
        const [source] = receiver.getSynchronizationSources();
        if (source && source.audioLevel !== 0) mark('heard', source.timestamp - performance.timeOrigin);
      }
      if (peer.connectionState === 'connected') mark('connected');
    }
    if (bench.marks.heard === undefined) setTimeout(listen, 4);
  }

  function look() {
    const video = document.querySelector('video[data-role="remote-video"]');
    if (!video) return void (bench.listens && requestAnimationFrame(look));
    video.requestVideoFrameCallback((instant) => { if (bench.listens) mark('seen', instant); });
  }

  bench.start = ({answers_at_once = false} = {}) => {
    bench.marks = {};
    Object.assign(bench, {waits_for_ring: true, answers_at_once, listens: true});
    listen();
    look();
  };
  bench.stop = () => Object.assign(bench, {waits_for_ring: false, answers_at_once: false, listens: false});
})();
