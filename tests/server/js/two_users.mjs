// Two users with the official Socket.IO client make a call's signalling round: connect, relay with
// acknowledgement, a large description, reconnect, refusal. Prints one JSON line of what was seen.
// Usage: node two_users.mjs URL TRANSPORTS CALL_ID CALLER_TOKEN CALLER_ID CALLEE_TOKEN CALLEE_ID
import { io } from "socket.io-client";

const [url, transports, callId, callerToken, callerId, calleeToken, calleeId] = process.argv.slice(2);
const options = { transports: transports.split(","), reconnectionDelay: 50, forceNew: true };
const seen = { callee: [], caller: [] };

function open(name, token) {
  const socket = io(url, { ...options, auth: { token } });
  socket.onAny((event, payload) => seen[name]?.push([event, payload]));
  return socket;
}

function once(socket, event) {
  return new Promise((resolve) => socket.once(event, resolve));
}

async function upgraded(socket) {
  const engine = socket.io.engine;
  if (options.transports.length > 1 && engine.transport.name === "polling") {
    await new Promise((resolve) => engine.once("upgrade", resolve));
  }
  return socket.io.engine.transport.name;
}

const caller = open("caller", callerToken);
const callee = open("callee", calleeToken);
await Promise.all([once(caller, "onlineUsersSync"), once(callee, "onlineUsersSync")]);
const transport = await upgraded(caller);

const sdp = "v=0\r\n" + "a=line\r\n".repeat(15000);
const arrived = once(callee, "webrtc-offer");
const ack = await caller.timeout(8000).emitWithAck("webrtc-offer", {
  callId, offer: { type: "offer", sdp, extra: { "ключ": [1, null] } }, targetUserId: calleeId,
});
const offer = await arrived;

const candidates = [];
const all = new Promise((resolve) => caller.on("webrtc-ice-candidate", (payload) => {
  candidates.push(payload.candidate.sdpMLineIndex);
  if (candidates.length === 60) resolve();
}));
for (let index = 0; index < 60; ++index) {
  callee.emit("webrtc-ice-candidate", {
    callId, candidate: { candidate: "candidate:" + index, sdpMid: "0", sdpMLineIndex: index }, targetUserId: callerId,
  });
}
await all;

const foreign = await caller.timeout(8000).emitWithAck("call-audio-toggle", {
  callId: "0".repeat(24), isAudioEnabled: true, targetUserId: calleeId,
});

callee.io.engine.close();
await once(callee, "onlineUsersSync");
const again = once(callee, "call-video-toggle");
caller.emit("call-video-toggle", { callId, isVideoEnabled: false, targetUserId: calleeId });
const toggled = await again;

const stranger = open("stranger", "junk");
const refused = await once(stranger, "connect_error");

console.log(JSON.stringify({
  transport, ack, foreign, toggled, refused: refused.message,
  offerIsWhole: offer.offer.sdp === sdp && offer.offer.extra["ключ"][1] === null && offer.fromUserId === callerId,
  inOrder: candidates.every((value, index) => value === index),
  firstEvents: [seen.caller[0][0], seen.callee[0][0]],
}));
for (const socket of [caller, callee, stranger]) socket.disconnect();
