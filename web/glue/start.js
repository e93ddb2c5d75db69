// What the address, the storage and the browser say before the client runs.

import { read_setting } from "./storage.js";

const query = new URLSearchParams(location.search);

/** "ru" or "en": the address, the last choice, the browser's languages. */
export function language() {
  const wanted = [query.get("lang"), read_setting("language"), ...(navigator.languages ?? [navigator.language])];
  const known = wanted.map((word) => word?.slice(0, 2).toLowerCase()).find((word) => word === "ru" || word === "en");
  return known ?? "en";
}

/** "dark", "light" or "" for the system's: the address, the last choice, the site's cookie. */
export function theme() {
  const cookie = /(?:^|;\s*)theme=(dark|light)/.exec(document.cookie)?.[1];
  const choices = [query.get("theme"), read_setting("theme"), cookie];
  const choice = choices.find((word) => ["dark", "light", "system"].includes(word));
  return choice === "system" ? "" : choice ?? "";
}

export function demo_user() {
  return query.get("demo") ?? "";
}

/** The origin of an address; "" for what is none. Only http and https are backends. */
function origin_of(address) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) ? url.origin : "";
  } catch {
    return "";
  }
}

/** The backend: named by the address, else by the page's <meta name="socialspace-api">, else where the page came from. */
export function backend() {
  const configured = origin_of(document.querySelector('meta[name="socialspace-api"]')?.content);
  const origin = origin_of(query.get("api")) || configured || location.origin;
  // Anybody can write an address; what the page itself names is meant by its maker.
  return { origin, trusted: origin === location.origin || origin === configured };
}

/** The JSON that src/web/start_facts.cpp reads. */
export function start_facts(storage, environment) {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return JSON.stringify({
    language: language(), theme: theme(), environment, demo: demo_user(),
    // Within 31 bits: the reader takes whole numbers of an int.
    seedHigh: high >>> 1, seedLow: low >>> 1,
    ...Object.fromEntries(["iceProfile", "hideAddress", "lowData"].map((key) => [key, read_setting(key)])),
    ...storage.session(),
  });
}
