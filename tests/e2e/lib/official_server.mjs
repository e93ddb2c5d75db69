// The official Socket.IO server in front of ours: sockets end here, everything else is passed on. It knows no calls; it
// only lets a page sign in and acknowledges what it says.
import http from 'node:http';
import { once } from 'node:events';

import { Server } from 'socket.io';

/// `transports`: what it allows. `origin` is where a page finds it; `said` collects what sockets said, and over what.
export async function official_server(backend, transports) {
  const { hostname, port } = new URL(backend);
  const front = http.createServer((request, response) => {
    // Its own Origin would be a stranger's to the server behind.
    const { origin: _, host: __, ...headers } = request.headers;
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const sockets = new Server(front, { transports, pingInterval: 500, pingTimeout: 2000 });
  const said = [];
  let heartbeats = 0;
  sockets.on('connection', (socket) => {
    socket.conn.on('heartbeat', () => { heartbeats += 1; });
    socket.emit('onlineUsersSync', { users: {} });
    socket.on('user-activity', (payload, acknowledge) => {
      said.push({ event: 'user-activity', over: socket.conn.transport.name, token: socket.handshake.auth.token });
      acknowledge?.({ ok: true });
    });
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    origin: `http://127.0.0.1:${front.address().port}`,
    said,
    /// How many pings were answered in time.
    heartbeats: () => heartbeats,
    /// Names of the transports of the connected sockets.
    async transports() { return (await sockets.fetchSockets()).map(({ id }) => sockets.sockets.sockets.get(id)?.conn.transport.name); },
    close: () => sockets.close(),
  };
}
