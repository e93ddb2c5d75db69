// The page's media elements, made once and never moved in the document (moving one resets it). A picture is hidden by
// detaching its stream. Playing that the browser refused is tried again in the next gesture.

const kElements = {
  remote: ["video", "remote-video"],
  local: ["video", "local-video"],
  audio: ["audio", "remote-audio"],
};

export function makeVideos(core, host) {
  const surfaces = {};
  const refused = new Set();
  for (const [name, [tag, role]] of Object.entries(kElements)) {
    const element = document.createElement(tag);
    element.dataset.role = role;
    element.autoplay = true;
    element.muted = true;  // pictures always: sound has an element of its own, so that they may always play
    if (tag === "video") {
      element.playsInline = true;
      element.disablePictureInPicture = name === "local";
      element.setAttribute("aria-hidden", "true");
      element.style.display = "none";
    }
    host.append(element);
    surfaces[name] = { element, stream: null, placed: tag === "audio" };
  }

  async function play(element) {
    try {
      await element.play();
      refused.delete(element);
    } catch (error) {
      // AbortError only says that another stream came meanwhile.
      if (error.name === "NotAllowedError") refused.add(element);
    }
  }

  function update({ element, stream, placed }) {
    const shown = placed ? stream : null;
    if (element.tagName === "VIDEO") element.style.display = shown ? "" : "none";
    if (element.srcObject === shown) return;
    element.srcObject = shown;
    if (shown) play(element);
    else refused.delete(element);
  }

  for (const kind of ["pointerup", "keydown"]) {
    core.listen(window, kind, () => refused.forEach(play), { capture: true });
  }

  return {
    attach(name, stream) {
      surfaces[name].stream = stream;
      update(surfaces[name]);
    },
    place(name, x, y, width, height, cover, mirrored, radius, order) {
      const surface = surfaces[name];
      const { style } = surface.element;
      style.width = `${width}px`;
      style.height = `${height}px`;
      style.transform = mirrored ? `translate(${x + width}px,${y}px) scaleX(-1)` : `translate(${x}px,${y}px)`;
      style.objectFit = cover ? "cover" : "contain";
      style.borderRadius = `${radius}px`;
      style.zIndex = order;
      surface.placed = true;
      update(surface);
    },
    hide(name) {
      surfaces[name].placed = false;
      update(surfaces[name]);
    },
    /** Whether the other side's sound is let out: who sends before both said yes is not heard. */
    hear(on) {
      const { element, stream } = surfaces.audio;
      if (element.muted === !on) return;
      element.muted = !on;
      if (on && stream) play(element);  // the browser may have let only the muted element play
    },
    element: (name) => surfaces[name].element,
  };
}
