// A door before the server through which no WebSocket gets, as some offices have it: everything else passes as it is.
import { once } from 'node:events';
import net from 'node:net';

const kHeadLimit = 16384;
const kRefusal = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/// Opens the door; requests on one connection are looked at each, because a browser reuses it.
export async function door_without_websockets(origin) {
  const { port } = new URL(origin);
  const refused = { count: 0 };
  const listener = net.createServer((here) => {
    const there = net.connect(Number(port), '127.0.0.1');
    for (const [one, other] of [[here, there], [there, here]]) one.on('error', () => other.destroy()).on('close', () => other.destroy());
    here.on('data', (chunk) => {
      if (/^upgrade: *websocket\r?$/im.test(chunk.toString('latin1', 0, kHeadLimit))) {
        refused.count += 1;
        here.end(kRefusal);
        there.destroy();
      } else {
        there.write(chunk);
      }
    });
    there.on('data', (chunk) => here.write(chunk));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return { origin: `http://127.0.0.1:${listener.address().port}`, refused, close: () => listener.close() };
}
