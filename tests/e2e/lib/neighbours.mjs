// Alice and Bob, each in a home of one's own, with a STUN and TURN server in the street between them.
import { kStreet, kTurnPort, kTurnSecret, Street } from './home.mjs';
import { afterwards, server_environment } from './runner.mjs';

const kTurn = `${kStreet}:${kTurnPort}`;

/// Called by spec files: returns what brings the two to their pages. `symmetric` routers give each conversation a port of
/// its own.
export function neighbourhood() {
  let street;
  let homes;
  server_environment({
    SSC_STUN_URLS: `stun:${kTurn}`,
    SSC_TURN_URLS: `turn:${kTurn}?transport=udp turn:${kTurn}?transport=tcp`,
    SSC_TURN_SECRET: kTurnSecret,
  });
  afterwards(async () => { await street?.tear_down(); });
  return async (t, { symmetric = false } = {}) => {
    if (!street) {
      street = Street.build(t.server.origin);
      await street.open_turn();
      homes = [await street.home(), await street.home()];
    }
    for (const home of homes) {
      home.translate({ symmetric });
      home.clear_up();
    }
    return Promise.all(['alice', 'bob'].map(async (name, index) =>
      Object.assign(await t.person(name, { browser: await homes[index].open_browser() }), { home: homes[index] })));
  };
}
