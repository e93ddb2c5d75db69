// The existing client behind a stateful firewall: it must know an address of the caller, or it never gets a packet.
import { kChromium, launch_browser, new_machine } from '../../e2e/lib/browser.mjs';
import { test } from '../../e2e/lib/runner.mjs';
import { settled } from '../../e2e/lib/until.mjs';
import { both_hear, our_client } from '../lib/ours.mjs';
import { Firewall } from '../lib/firewall.mjs';
import { kOrigin, stand_in, stand_in_at } from '../lib/stand_in.mjs';

/// Runs `body` with bob at the existing client behind a wall of his own.
async function with_walled_bob(t, body) {
  const wall = await Firewall.build([t.server.origin, kOrigin]);
  try {
    const browser = await launch_browser(wall.program(kChromium));
    try {
      const bob = await stand_in_at(await new_machine(browser), t, 'bob');
      await body(bob);
    } finally {
      await browser.close();
    }
  } finally {
    await wall.tear_down();
  }
}

async function bob_accepts(caller, bob) {
  await caller.calls('bob', 'voice');
  await bob.is_rung_by(caller.name);
  await bob.has_state({ offer_waits: true });
  await bob.press('accept');
}

if (process.env.SSC_PRIVATE_NETWORK) {
  test('the existing client calls it in vain: all the candidates were lost, and neither side is ever connected', async (t) => {
    await with_walled_bob(t, async (bob) => {
      const alice = await stand_in(t, 'alice');
      await bob_accepts(alice, bob);
      await alice.has_state({ answers_applied: 1 });
      await bob.has_state({ status: 'accepted', candidates_used: 0 });
      await settled('the connection', async () => (await bob.window()).ice, 4000);
      await bob.has_state({ ice: 'new' });
    });
  });

  test('its own call out connects: the wall lets pass what is asked for from inside', async (t) => {
    await with_walled_bob(t, async (bob) => {
      const alice = await stand_in(t, 'alice');
      await bob.calls('alice', 'voice');
      await alice.is_rung_by('bob');
      await alice.has_state({ offer_waits: true });
      await alice.press('accept');
      await both_hear(alice, bob);
    });
  });

  test('our call to it connects, because our candidates come again when it can use them', async (t) => {
    await with_walled_bob(t, async (bob) => {
      const alice = await our_client(t, 'alice');
      await bob_accepts(alice, bob);
      await alice.is_in_call('bob');
      await both_hear(alice, bob);
    });
  });
} else {
  console.log('50-firewall: walls can only be built in a network of our own.');
}
