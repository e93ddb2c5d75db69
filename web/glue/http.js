// REST requests with fetch: a time limit, the token in a header, and an answer that is always plain data.

const kTimeout_ms = 15_000;
const kViolationTold_ms = 100;  // the event about a refused request comes after its rejection

/** Whether the page's policy forbids to talk to that server; whether it answers is another question. */
export function is_forbidden(origin) {
  return new Promise((tell) => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      if (effectiveDirective === "connect-src") tell(true);
    });
    const signal = AbortSignal.timeout(kTimeout_ms);
    fetch(`${origin}/api/health`, { mode: "no-cors", credentials: "omit", signal }).then(
      () => tell(false),
      () => setTimeout(tell, kViolationTold_ms, false));
  });
}

export function makeHttp(core, origin) {
  let leaving = false;
  core.listen(window, "pagehide", () => { leaving = true; });
  // What the browser breaks off because the page goes away has not failed: the page that comes next asks what became of it.
  const broken_off = [];
  core.listen(window, "pageshow", () => {
    leaving = false;
    for (const id of broken_off.splice(0)) core.call("http_answered", id, 0, "");
  });

  function failed(id) {
    if (leaving) broken_off.push(id);
    else core.call("http_answered", id, 0, "");
  }

  async function exchange(method, path, body, token) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(origin + path, {
      method, headers,
      body: body || undefined,
      credentials: "omit",
      cache: "no-store",
      // What is said on the way out still arrives, also the end of a call posted just before.
      keepalive: leaving || path.startsWith("/api/calls/end/"),
      signal: AbortSignal.timeout(kTimeout_ms),
    });
    return { status: response.status, text: await response.text() };
  }

  return {
    send(id, method, path, body, token) {
      exchange(method, path, body, token).then(
        ({ status, text }) => core.call("http_answered", id, status, text),
        () => setTimeout(() => failed(id)));  // the page may be told only after this that it goes away
    },
  };
}
