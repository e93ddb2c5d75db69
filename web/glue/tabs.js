// The tabs of this browser in which the same account is signed in: a lock says which of them rings, a channel carries what
// they tell each other. Without these features every tab is on its own, and rings.

export function makeTabs(core) {
  let membership = null;  // { name, channel, leaving, release, owner }

  function owns(member, owner) {
    member.owner = owner;
    if (membership === member) core.call("tab_owns_ringing", owner);
  }

  async function hold_lock(member, options) {
    try {
      await navigator.locks.request(member.name, options, () => {
        owns(member, true);
        return new Promise((resolve) => { member.release = resolve; });
      });
    } catch {
      // Another tab came to the front and took the lock, or this one left.
    }
    owns(member, false);
  }

  async function wait_for_lock(member) {
    while (membership === member) await hold_lock(member, { signal: member.leaving.signal });
  }

  function leave() {
    const member = membership;
    membership = null;
    member?.leaving.abort();
    member?.release();
    member?.channel?.close();
  }

  return {
    /** "" leaves. */
    join(account) {
      leave();
      if (!account) return;
      const name = `ssc.tabs.${account}`;
      const member = { name, channel: null, leaving: new AbortController(), release: () => {}, owner: false };
      membership = member;
      try {
        member.channel = new BroadcastChannel(name);
        member.channel.onmessage = ({ data }) => {
          if (membership === member && typeof data === "string") core.call("tab_said", data);
        };
      } catch (error) {
        console.warn(`Tabs do not hear each other: ${error.name}`);
      }
      if (!navigator.locks) return;
      owns(member, false);
      wait_for_lock(member);
    },
    /** This tab is the one the person looks at: it rings from now on. */
    claim() {
      if (membership && !membership.owner && navigator.locks) hold_lock(membership, { steal: true });
    },
    say(text) {
      membership?.channel?.postMessage(text);
    },
  };
}
