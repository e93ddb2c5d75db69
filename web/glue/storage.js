// The session under the site's three keys, and our own settings. A session in sessionStorage belongs to this tab alone
// (demo links, backends named by the address only) and comes first. Beside it stands which backend gave it: no other may
// ever see its tokens. Storage may be forbidden: then everything lasts as long as the page.

const kSessionKeys = ["accessToken", "refreshToken", "user"];
const kSettingPrefix = "ssc.";
const kBackendKey = "ssc.backend";
const kCallKey = "ssc.call";

function read(store, key) {
  try {
    return window[store].getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(store, key, value) {
  try {
    window[store].setItem(key, value);
  } catch (error) {
    console.warn(`${key} could not be stored: ${error.name}`);
  }
}

function remove(store, keys) {
  try {
    for (const key of keys) window[store].removeItem(key);
  } catch {
    // What cannot be reached holds nothing of ours.
  }
}

/** The user's document as it will stand: what the site keeps there beside our members stays. */
function merged_user(store, ours) {
  try {
    const user = JSON.parse(ours);
    const old = JSON.parse(read(store, "user") || "{}");
    return JSON.stringify((old._id ?? old.id) === user.id ? { ...old, ...user } : user);
  } catch {
    return ours;
  }
}

function user_name(user_json) {
  try {
    return JSON.parse(user_json).username ?? "";
  } catch {
    return "";
  }
}

export function read_setting(key) {
  return read("localStorage", kSettingPrefix + key);
}

/** `backend`: {origin, trusted}, the one this page talks to, and whether the page's own maker named it. */
export function makeStorage(core, demo_user, backend) {
  function is_ours(name) {
    const mark = read(name, kBackendKey);
    // Tokens without a mark are those of the site itself, for the backend that the site uses.
    return mark ? mark === backend.origin : backend.trusted;
  }
  const tab_alone = demo_user || !backend.trusted || (read("sessionStorage", "accessToken") && is_ours("sessionStorage"));
  let store = tab_alone ? "sessionStorage" : "localStorage";

  // An address that is to be hidden is meant to be hidden by every tab that rings.
  core.listen(window, "storage", ({ key, newValue, storageArea }) => {
    const is_it = storageArea === window.localStorage && key === `${kSettingPrefix}hideAddress`;
    if (is_it) core.call("hide_address_chosen", newValue === "on");
  });

  // Signing out in one tab is meant for all tabs that share the session.
  core.listen(window, "storage", ({ key, newValue, storageArea }) => {
    if (store !== "localStorage" || storageArea !== window.localStorage) return;
    if ((key === "accessToken" || key === null) && !newValue) core.call("signed_out_elsewhere");
  });

  return {
    /** What start.js hands to the client. A demo link wants that user, not whoever was here before. */
    session() {
      const [accessToken, refreshToken, user] = kSessionKeys.map((key) => read(store, key));
      const other = !is_ours(store) || (demo_user && user_name(user) !== demo_user);
      // A duplicated tab gets a copy of the storage, but was in no call itself; not even when it is reloaded later.
      const [visit] = performance.getEntriesByType("navigation");
      if (visit?.type !== "reload") remove("sessionStorage", [kCallKey]);
      const beforeReload = read("sessionStorage", kCallKey);
      return { beforeReload, persistent: store === "localStorage", ...(!other && { accessToken, refreshToken, user }) };
    },
    save_session(access, refresh, user, persistent) {
      store = persistent && backend.trusted ? "localStorage" : "sessionStorage";
      write(store, kBackendKey, backend.origin);
      const merged = merged_user(store, user);
      [access, refresh, merged].forEach((value, index) => write(store, kSessionKeys[index], value));
    },
    forget_session() {
      remove(store, [...kSessionKeys, kBackendKey]);
    },
    /** What this tab must not lose of its calls; a reloaded page finds it. */
    keep(calls) {
      if (calls) write("sessionStorage", kCallKey, calls);
      else remove("sessionStorage", [kCallKey]);
    },
    save_setting(key, value) {
      const name = key.startsWith(kSettingPrefix) ? key : kSettingPrefix + key;
      if (value) write("localStorage", name, value);
      else remove("localStorage", [name]);
    },
  };
}
