// The tabs of this browser in which the same account is signed in: a lock says which of them rings, a channel carries what
// they tell each other. Without these features every tab is on its own, and rings.

export function makeTabs(core) {
  let membership = null;  // { name, channel, leaving, release, grants }

  // The lock is granted twice for a moment where this tab takes it from itself, because it came to the front while its
  // first request was under way: it owns the ringing as long as one grant stands.
  function count_grants(member, change) {
    member.grants += change;
    if (membership === member) core.call("tab_owns_ringing", member.grants > 0);
  }

  async function hold_lock(member, options) {
    let granted = 0;
    try {
      await navigator.locks.request(member.name, options, () => {
        granted = 1;
        count_grants(member, granted);
        return new Promise((resolve) => { member.release = resolve; });
      });
    } catch {
      // Another tab came to the front and took the lock, or this one left.
    }
    count_grants(member, -granted);
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
      const member = { name, channel: null, leaving: new AbortController(), release: () => {}, grants: 0 };
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
      count_grants(member, 0);
      wait_for_lock(member);
    },
    /** This tab is the one the person looks at: it rings from now on. */
    claim() {
      if (membership && membership.grants === 0 && navigator.locks) hold_lock(membership, { steal: true });
    },
    say(text) {
      membership?.channel?.postMessage(text);
    },
  };
}
