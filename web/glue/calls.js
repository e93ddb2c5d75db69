// What only calls need: capture, the connection, its statistics and the ring tones. It is fetched when the first screen
// stands, so that nobody waits for it; until it is there, what the client asks of it waits in order.

const kRetry_ms = 2000;
const kParts = {
  media: ["open", "set_muted", "set_sending", "stop", "start_test_picture", "stop_all"],
  peer: ["create", "make_offer", "restart", "accept_offer", "accept_answer", "add_candidate", "close", "close_all"],
  meter: ["measure", "limit", "stats"],
  sound: ["set_ring"],
};

async function load(core, videos) {
  for (;;) {
    try {
      const { makeCallParts } = await import("./call_parts.js");
      return makeCallParts(core, videos);
    } catch (error) {
      console.warn(`The part for calls did not arrive, trying again: ${error.name}`);
      await new Promise((done) => setTimeout(done, kRetry_ms));
    }
  }
}

/** {media, peer, meter, sound, fetch}: each method is carried out once `fetch()` was called and the part has arrived. */
export function makeCalls(core, videos) {
  let fetch_now;
  const parts = new Promise((resolve) => { fetch_now = resolve; }).then(() => load(core, videos));
  const later = (part) => (method) => [method, async (...words) => (await parts)[part][method](...words)];
  const late = Object.entries(kParts).map(([part, methods]) => [part, Object.fromEntries(methods.map(later(part)))]);
  return { ...Object.fromEntries(late), fetch: () => fetch_now() };
}
