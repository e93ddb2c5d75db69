// Size of the part we own, its device pixels, what phones take away at the edges, and the wish for less motion. The first
// report is the ResizeObserver's first: sizes read earlier may be those of an unstyled page.

export function watch_screen(core, host, canvas) {
  const insets = document.getElementById("insets");
  const less_motion = matchMedia("(prefers-reduced-motion: reduce)");
  let device_box = null;

  function report() {
    if (!device_box) return;
    const ratio = devicePixelRatio || 1;
    const { width, height } = host.getBoundingClientRect();
    const edges = getComputedStyle(insets);
    const [top, right, bottom, left] = ["Top", "Right", "Bottom", "Left"]
      .map((side) => parseFloat(edges[`padding${side}`]) || 0);
    // The soft keyboard covers the page from below without resizing it.
    const view = window.visualViewport;
    const keyboard = view && view.scale === 1 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
    const [across, down] = device_box(width, height, ratio);
    // Setting a size empties the canvas; the client fills it again within the call below.
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    core.call("screen_changed", width, height, ratio, across, down, top, right, Math.max(bottom, keyboard), left,
      less_motion.matches, -new Date().getTimezoneOffset());
  }

  const observer = new ResizeObserver(([entry]) => {
    const exact = entry.devicePixelContentBoxSize?.[0];
    device_box = (width, height, ratio) => {
      const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
      // Which way half a pixel goes, only the browser knows. Emulated screens tell nonsense here: then our own sum counts.
      const fits = exact && Math.abs(exact.inlineSize - across) <= 1 && Math.abs(exact.blockSize - down) <= 1;
      return fits ? [exact.inlineSize, exact.blockSize] : [across, down];
    };
    report();
  });
  try {
    observer.observe(host, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(host);  // Safari does not know that box
  }

  // A window moved to another screen changes the ratio without a resize; the query fits one ratio only.
  function watch_ratio() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    core.listen(query, "change", () => { report(); watch_ratio(); }, { once: true });
  }
  watch_ratio();
  core.listen(less_motion, "change", report);
  // Without preventDefault a lost context never comes back.
  core.listen(canvas, "webglcontextlost", (event) => { event.preventDefault(); core.call("context_lost"); });
  core.listen(canvas, "webglcontextrestored", () => core.call("context_restored"));
  if (window.visualViewport) core.listen(window.visualViewport, "resize", report);
}
