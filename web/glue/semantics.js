// The accessibility tree as elements: transparent, exactly over the pixels, made once for each node and kept while the node
// exists. All presses come from here, by the element's own click.

const kTags = {
  region: "section", button: "button", radio: "button", switch: "button",
  field: "input", password: "input", multiline: "textarea",
};
const kFields = new Set(["field", "password", "multiline"]);
// The rest is said by the tag.
const kRoles = new Set(["group", "region", "dialog", "alert", "status", "timer", "heading", "list", "listitem", "radio",
  "switch", "img"]);
// Their name is text that stands in the element.
const kWords = new Set(["text", "status", "timer", "alert", "heading"]);

function set_attribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The element's own text, which stands before any children. */
function text_of(element) {
  if (element.firstChild?.nodeType !== Node.TEXT_NODE) element.prepend(new Text());
  return element.firstChild;
}

export function makeSemantics(core, host) {
  const entries = new Map();  // id → {element, node, left, top}
  let order = [];
  let returning_focus = 0;

  const id_of = (target) => Number(target?.closest?.("[data-node]")?.dataset.node ?? 0);

  core.listen(host, "click", (event) => {
    const id = id_of(event.target);
    const entry = entries.get(id);
    if (!entry || entry.node.disabled) return;
    event.preventDefault();
    // Ending a selection of text with the mouse is not a press.
    if (entry.node.selectable && !document.getSelection()?.isCollapsed) return;
    core.call("node_pressed", id);
  });
  core.listen(host, "submit", (event) => event.preventDefault());
  core.listen(host, "input", (event) => core.call("field_changed", id_of(event.target), event.target.value));
  core.listen(host, "keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    const entry = entries.get(id_of(event.target));
    if (!entry || !kFields.has(entry.node.r)) return;
    if (entry.node.r === "multiline" && event.shiftKey) return;
    event.preventDefault();
    core.call("field_submitted", id_of(event.target));
  });
  const tell_focus = () => {
    const focused = host.contains(document.activeElement) ? document.activeElement : null;
    const entry = entries.get(id_of(focused));
    const counts = entry && (kFields.has(entry.node.r) || focused.matches(":focus-visible"));
    core.call("focus_moved", counts ? entry.node.i : 0);
  };
  core.listen(host, "focusin", tell_focus);
  // Without the wait the focus would seem lost each time it moves.
  core.listen(host, "focusout", () => queueMicrotask(tell_focus));

  function make(node) {
    const element = document.createElement(kTags[node.r] ?? "div");
    element.dataset.node = node.i;
    if (element.tagName === "BUTTON") element.type = "button";
    if (node.r === "field") element.type = "text";
    if (node.r === "password") element.type = "password";
    if (kRoles.has(node.r)) element.setAttribute("role", node.r);
    if (node.r === "dialog") element.tabIndex = -1;
    return element;
  }

  function describe({ element, node: { r: role, ...node } }, is_new, old) {
    if (kWords.has(role)) {
      const words = text_of(element);
      if (words.data !== node.n) words.data = node.n;
      element.classList.toggle("words", !node.selectable);
      element.classList.toggle("selectable", node.selectable ?? false);
    } else {
      set_attribute(element, "aria-label", node.n || null);
    }
    // aria-disabled keeps the focus where it is; a disabled button would throw it away.
    set_attribute(element, "aria-disabled", node.disabled ? "true" : null);
    set_attribute(element, "aria-pressed", node.toggle ? String(node.pressed ?? false) : null);
    if (role === "radio" || role === "switch") set_attribute(element, "aria-checked", String(node.selected ?? false));
    else set_attribute(element, "aria-current", node.selected ? "true" : null);
    set_attribute(element, "aria-expanded", node.expanded ? "true" : null);
    set_attribute(element, "aria-busy", node.busy ? "true" : null);
    set_attribute(element, "aria-modal", node.modal ? "true" : null);
    set_attribute(element, "aria-level", node.level ? String(node.level) : null);
    if (kFields.has(role)) describe_field(element, node, is_new, old);
    if (node.font) {
      element.style.fontSize = `${node.font}px`;
      element.style.fontWeight = node.weight;
      element.style.lineHeight = `${node.line || node.b[3]}px`;
    }
  }

  function describe_field(element, node, is_new, old) {
    if ((is_new && node.value) || (old && old.revision !== node.revision)) {
      if (element.value !== node.value) element.value = node.value;
    }
    if (element.placeholder !== node.placeholder) element.placeholder = node.placeholder;
    set_attribute(element, "autocomplete", node.autocomplete || "off");
    if (element.tagName === "TEXTAREA") set_attribute(element, "enterkeyhint", "send");
    element.readOnly = node.disabled ?? false;
    const [left, right, top] = node.pad;
    element.style.padding = `${top}px ${right}px ${top}px ${left}px`;
    element.style.setProperty("--field-ink", node.color);
  }

  /** Elements lie inside their parents, so places are relative to them. */
  function place({ element, node, shown = {} }, parent) {
    const [x, y, width, height] = node.b;
    const style = {
      left: `${x - (parent?.b[0] ?? 0)}px`, top: `${y - (parent?.b[1] ?? 0)}px`,
      width: `${width}px`, height: `${height}px`, clipPath: clip_path(node),
    };
    for (const [name, value] of Object.entries(style)) {
      if (shown[name] !== value) element.style[name] = value;
    }
    return style;
  }

  function clip_path({ b: [x, y, width, height], c }) {
    if (!c) return "";
    const [left, top, right, bottom] =
      [c[0] - x, c[1] - y, x + width - c[0] - c[2], y + height - c[1] - c[3]].map((edge) => Math.max(0, edge));
    if (left + right >= width || top + bottom >= height) return "inset(100%)";
    return left || top || right || bottom ? `inset(${top}px ${right}px ${bottom}px ${left}px)` : "";
  }

  /** Puts the elements into the document in the nodes' order, moving as few as possible. */
  function arrange() {
    const next = new Map();  // parent element → the child that should come next
    const focused = document.activeElement;
    for (const id of order) {
      const { element, node } = entries.get(id);
      const parent = entries.get(node.p)?.element ?? host;
      const expected = next.has(parent) ? next.get(parent) : first_node(parent.firstChild);
      if (expected === element) {
        next.set(parent, first_node(element.nextSibling));
      } else {
        parent.insertBefore(element, expected);
        next.set(parent, expected);
      }
    }
    // Moving an element in the document takes the focus away from it.
    if (focused !== document.activeElement && host.contains(focused)) focused.focus({ preventScroll: true });
  }

  function first_node(sibling) {
    while (sibling && !(sibling.nodeType === Node.ELEMENT_NODE && sibling.dataset.node)) sibling = sibling.nextSibling;
    return sibling;
  }

  /** Everything beside the way to the modal dialog is out of reach. */
  function apply_modal() {
    const modal = [...order].reverse().map((id) => entries.get(id)).find(({ node }) => node.modal);
    const way = new Set();
    for (let element = modal?.element; element && element !== host; element = element.parentElement) way.add(element);
    for (const { element } of entries.values()) {
      const inert = modal !== undefined && !way.has(element) && !modal.element.contains(element) &&
        (element.parentElement === host || way.has(element.parentElement));
      if (element.inert !== inert) element.inert = inert;
    }
    if (modal && !returning_focus) returning_focus = id_of(document.activeElement) || -1;
    // The dialog itself, not its first button: a key meant for what was there before must press nothing.
    if (modal && !modal.element.contains(document.activeElement)) modal.element.focus({ preventScroll: true });
    if (!modal && returning_focus) {
      if (!host.contains(document.activeElement)) entries.get(returning_focus)?.element.focus({ preventScroll: true });
      returning_focus = 0;
    }
  }

  return {
    apply(change_json) {
      const change = JSON.parse(change_json);
      const focus_wanted = [];
      for (const id of change.gone) {
        entries.get(id)?.element.remove();
        entries.delete(id);
      }
      for (const node of change.set) {
        let entry = entries.get(node.i);
        const old = entry?.node;
        const is_new = !entry || old.r !== node.r;
        if (is_new) {
          entry?.element.remove();
          entry = { element: make(node), node };
          entries.set(node.i, entry);
        }
        entry.node = node;
        describe(entry, is_new, old);
        if (node.focus && (is_new || !old.focus)) focus_wanted.push(entry.element);
      }
      if (change.order) order = change.order;
      arrange();
      for (const entry of entries.values()) entry.shown = place(entry, entries.get(entry.node.p)?.node);
      apply_modal();
      // Only elements in the document can be focused, and of several wishes the last one counts.
      focus_wanted.at(-1)?.focus({ preventScroll: true });
    },
  };
}
