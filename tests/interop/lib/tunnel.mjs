// Carries TCP connections from one address to another, port by port. As a program (node tunnel.mjs NEAR FAR PORT...) it
// says "ready" and lives until its input ends.
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

/// What connects to `near` comes out at `far`, on each of the ports; returns the listeners.
export async function open_tunnel(near, far, ports) {
  return Promise.all(ports.map(async (port) => {
    const listener = net.createServer((here) => {
      const there = net.connect(port, far);
      for (const [one, other] of [[here, there], [there, here]]) one.on('error', () => other.destroy()).pipe(other);
    });
    listener.listen(port, near);
    await once(listener, 'listening');
    return listener;
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [near, far, ...ports] = process.argv.slice(2);
  await open_tunnel(near, far, ports.map(Number));
  console.log('ready');
  process.stdin.on('end', () => process.exit(0)).resume();
}
