// What carries the packets of Engine.IO: one WebSocket, or HTTP requests (one waits for packets, another brings ours).
// Which of them, when, and what the packets mean is decided in src/session.

export function makeSocket(core, origin) {
  let web_socket = null;
  let waiting = null;  // aborts the request that waits for packets
  let leaving = false;
  core.listen(window, "pagehide", () => { leaving = true; });
  core.listen(window, "pageshow", () => { leaving = false; });
  // More than this waiting to be sent means that the line is dead long before the heartbeat says so.
  const kMostBuffered = 2_000_000;
  const kPostLimit_ms = 15_000;

  function address(transport, sid) {
    const url = new URL("/socket.io/", origin || location.origin);
    url.search = new URLSearchParams({ EIO: "4", transport, ...(sid && { sid }) });
    if (transport === "websocket") {
      // A secure page may open secure sockets only.
      url.protocol = url.protocol === "https:" || location.protocol === "https:" ? "wss:" : "ws:";
    }
    return url;
  }

  function drop() {
    const dropped = web_socket;
    web_socket = null;
    dropped?.close();
  }

  async function exchange(sid, options) {
    const response = await fetch(address("polling", sid), { credentials: "omit", cache: "no-store", ...options });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return text;
  }

  return {
    open(generation, sid) {
      drop();
      let socket;
      try {
        socket = new WebSocket(address("websocket", sid));
      } catch {
        core.call("socket_closed", generation);
        return;
      }
      web_socket = socket;
      const while_current = (handler) => (event) => { if (web_socket === socket) handler(event); };
      // Not by core.listen, which would hold on to every socket there ever was.
      socket.onopen = while_current(() => core.call("socket_opened", generation));
      socket.onmessage = while_current(({ data }) => {
        if (typeof data === "string") core.call("socket_received", generation, data);
      });
      // The error event says nothing that the close event after it does not.
      socket.onclose = while_current(() => {
        web_socket = null;
        core.call("socket_closed", generation);
      });
    },
    send(generation, text) {
      if (web_socket?.readyState !== WebSocket.OPEN) return;
      if (web_socket.bufferedAmount > kMostBuffered) {
        drop();
        core.call("socket_closed", generation);
      } else {
        web_socket.send(text);
      }
    },
    drop,
    close() {
      drop();
      waiting?.abort();
    },
    poll(generation, sid) {
      waiting = new AbortController();
      exchange(sid, { signal: waiting.signal }).then(
        (text) => core.call("socket_polled", generation, true, text),
        () => core.call("socket_polled", generation, false, ""));
    },
    post(generation, sid, body) {
      exchange(sid, {
        method: "POST", body, keepalive: leaving, signal: AbortSignal.timeout(kPostLimit_ms),
        headers: { "Content-Type": "text/plain;charset=UTF-8" },
      }).then(
        () => core.call("socket_posted", generation, true),
        () => core.call("socket_posted", generation, false));
    },
  };
}
