// Pointer, wheel and the few keys that are ours, from the elements of the accessibility tree to the client. Fields and
// buttons keep all that browsers do with them.

const kLine_px = 33, kPage_px = 400;

export function watch_input(core, host) {
  const is_touch = (event) => event.pointerType !== "mouse";
  // ImGui counts left, right, middle; the DOM left, middle, right.
  const button_of = ({ button }) => [0, 2, 1][button] ?? 0;
  let pressed_pointer = null;

  core.listen(host, "pointermove", (event) => {
    if (pressed_pointer !== null && event.pointerId !== pressed_pointer) return;
    core.call("pointer_moved", event.clientX, event.clientY, is_touch(event));
  });
  core.listen(host, "pointerdown", (event) => {
    if (pressed_pointer !== null) return;  // a second finger
    pressed_pointer = event.pointerId;
    core.call("pointer_button", true, event.clientX, event.clientY, button_of(event), is_touch(event));
  });
  const released = (event) => {
    if (event.pointerId !== pressed_pointer) return;
    pressed_pointer = null;
    core.call("pointer_button", false, event.clientX, event.clientY, button_of(event), is_touch(event));
  };
  // On the window: the pointer may be let go anywhere.
  core.listen(window, "pointerup", released);
  core.listen(window, "pointercancel", released);
  core.listen(document.documentElement, "pointerleave", () => core.call("pointer_left", false));
  core.listen(window, "blur", () => {
    pressed_pointer = null;
    core.call("pointer_left", true);
  });

  core.listen(host, "wheel", (event) => {
    if (event.ctrlKey) return;  // the browser's zoom
    event.preventDefault();
    const unit = [1, kLine_px, kPage_px][event.deltaMode] ?? 1;
    core.call("wheel_turned", event.deltaX * unit, event.deltaY * unit);
  }, { passive: false });

  core.listen(window, "keydown", (event) => {
    // The first key of an input method comes before compositionstart, as 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") core.call("escape_pressed");
  });
}
