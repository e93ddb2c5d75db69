// The page around the canvas: title, language, theme, announcements, wake lock, and the facts about it that change by
// themselves.

// The bits of src/web/start_facts.hpp.
const kSecureContext = 1, kWebRtcSupported = 2, kNetworkOnline = 4, kPageVisible = 8, kSystemDark = 16,
  kMicrophoneGranted = 32;

export function makePage(core) {
  const dark_scheme = matchMedia("(prefers-color-scheme: dark)");
  let microphone_granted = false;
  let keep_awake = false;
  let wake_lock = null;

  function environment() {
    return (isSecureContext ? kSecureContext : 0) | ("RTCPeerConnection" in window ? kWebRtcSupported : 0) |
      (navigator.onLine !== false ? kNetworkOnline : 0) |
      (document.visibilityState === "visible" ? kPageVisible : 0) | (dark_scheme.matches ? kSystemDark : 0) |
      (microphone_granted ? kMicrophoneGranted : 0);
  }

  const changed = () => core.call("environment_changed", environment());
  core.listen(window, "online", changed);
  core.listen(window, "offline", changed);
  core.listen(dark_scheme, "change", changed);
  core.listen(document, "visibilitychange", () => { changed(); hold_wake_lock(); });
  core.listen(window, "pagehide", () => core.call("page_left"));
  core.listen(window, "pageshow", (event) => { if (event.persisted) core.call("page_returned"); });

  // Firefox does not know this permission's name before version 131: then the prompt may show, and no more.
  navigator.permissions?.query({ name: "microphone" }).then((status) => {
    const take = () => {
      microphone_granted = status.state === "granted";
      changed();
    };
    core.listen(status, "change", take);
    take();
  }).catch(() => {});

  // The system takes the lock away when the tab is hidden.
  async function hold_wake_lock() {
    try {
      if (keep_awake && !wake_lock && document.visibilityState === "visible") {
        wake_lock = await navigator.wakeLock?.request("screen");
        wake_lock?.addEventListener("release", () => { wake_lock = null; });
      }
      if (!keep_awake) await wake_lock?.release();
    } catch {
      // Low battery or no such feature: the screen may go dark.
    }
  }

  return {
    environment,
    set_title(title) { document.title = title; },
    set_language(language) { document.documentElement.lang = language; },
    set_theme(dark) { document.documentElement.dataset.theme = dark ? "dark" : "light"; },
    set_awake(awake) {
      keep_awake = awake;
      hold_wake_lock();
    },
    announce(text, assertive) {
      // A repeated sentence in the same element is not read again.
      const line = document.createElement("p");
      line.textContent = text;
      document.getElementById(assertive ? "assertive" : "polite").replaceChildren(line);
    },
    show_ready() {
      const start = document.getElementById("start");
      start.classList.add("leaving");
      setTimeout(() => start.remove(), 240);
    },
  };
}
