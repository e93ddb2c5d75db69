// The Socket.IO events of one page, as they pass over its WebSocket: recorded, and on demand held back or added.

const kEvent = /^42\d*(\[.*)$/s;

function event_of(text) {
  const match = kEvent.exec(text);
  if (!match) return null;
  const [event, payload] = JSON.parse(match[1]);
  return { event, payload };
}

export class Wire {
  constructor(page) {
    // Names only, for whoever has to find out why a test failed.
    this.log_ = page.context().console;
    this.frames = [];
    this.sockets = 0;
    this.rules_ = [];
    this.open_ = null;
  }

  /// Only listens.
  static watch(page) {
    const wire = new Wire(page);
    page.on('websocket', (socket) => {
      wire.sockets += 1;
      socket.on('framesent', ({ payload }) => wire.note('out', payload));
      socket.on('framereceived', ({ payload }) => wire.note('in', payload));
    });
    return wire;
  }

  /// Stands between page and server; must be called before the page opens.
  static async tap(page) {
    const wire = new Wire(page);
    await page.routeWebSocket(/\/socket\.io\//, (socket) => {
      wire.sockets += 1;
      wire.open_ = socket;
      const server = socket.connectToServer();
      socket.onMessage((text) => wire.pass('out', text, (frame) => server.send(frame)));
      server.onMessage((text) => wire.pass('in', text, (frame) => socket.send(frame)));
    });
    return wire;
  }

  note(way, text) {
    const found = typeof text === 'string' && event_of(text);
    if (!found) return null;
    this.frames.push({ way, ...found });
    this.log_.push(`${way === 'out' ? '->' : '<-'} ${found.event}`);
    return found;
  }

  pass(way, text, send) {
    const found = this.note(way, text);
    const rule = found && this.rules_.find((one) => one.way === way && one.event === found.event);
    if (rule) rule.waiting.push(() => send(text));
    else send(text);
  }

  /// Keeps these events back; the returned function lets them go, in their order, and keeps no more.
  hold(way, event) {
    const rule = { way, event, waiting: [] };
    this.rules_.push(rule);
    return () => {
      this.rules_ = this.rules_.filter((one) => one !== rule);
      for (const send of rule.waiting) send();
      return rule.waiting.length;
    };
  }

  /// An event that the page takes for the server's.
  say_to_page(event, payload) { this.open_.send(`42${JSON.stringify([event, payload])}`); }

  sent(event) { return this.payloads_('out', event); }
  received(event) { return this.payloads_('in', event); }
  /// The events out of `names`, in the order in which they passed.
  order(way, names) { return this.frames.filter((frame) => frame.way === way && names.includes(frame.event)).map(({ event }) => event); }

  payloads_(way, event) { return this.frames.filter((frame) => frame.way === way && frame.event === event).map(({ payload }) => payload); }
}

export const candidates_in = (sdp) => sdp.split(/\r?\n/).filter((line) => line.startsWith('a=candidate:'));
const attribute = (sdp, name) => sdp.split(/\r?\n/).find((line) => line.startsWith(`a=${name}:`));
/// What tells one connection from another: its key and its ICE user.
export const identity_of = (sdp) => [attribute(sdp, 'fingerprint'), attribute(sdp, 'ice-ufrag')].join(' ');
