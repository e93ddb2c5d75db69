// REST requests with fetch: a time limit, the token in a header, and an answer that is always plain data.

const kTimeout_ms = 15_000;

export function makeHttp(core, origin) {
  let leaving = false;
  core.listen(window, "pagehide", () => { leaving = true; });
  core.listen(window, "pageshow", () => { leaving = false; });

  async function exchange(method, path, body, token) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(origin + path, {
      method, headers,
      body: body || undefined,
      credentials: "omit",
      cache: "no-store",
      keepalive: leaving,  // what is said on the way out still arrives
      signal: AbortSignal.timeout(kTimeout_ms),
    });
    return { status: response.status, text: await response.text() };
  }

  return {
    send(id, method, path, body, token) {
      exchange(method, path, body, token).then(
        ({ status, text }) => core.call("http_answered", id, status, text),
        () => core.call("http_answered", id, 0, ""));
    },
  };
}
