// One RTCPeerConnection at a time. Description operations run one after the other, every ending is reported as plain
// data with the number of the connection, and nothing is reported of a connection that was replaced or closed.
// Both media sections stand in the first description, so that turning devices on and off never negotiates again.

import { prefer_redundant_audio } from "./sending.js";

const kUndecidedPoll_ms = 250;
// Once packets have come, a picture is about to.
const kEagerPoll_ms = 20, kEagerFor_ms = 2000;
const kDecidedPoll_ms = 1000;
const kStalledAfter_ms = 4000;
// Until capture is allowed, browsers hide the machine's addresses behind mDNS names, which not every network resolves
// (draft-ietf-mmusic-mdns-ice-candidates): gathering waits this long for an answer that is under way.
const kCapturePatience_ms = 1500;
const kBundled = { bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" };

export function makePeer(core, media, videos) {
  let link = null;
  let refused = null;  // {generation, words} of a connection that the browser did not make
  let prepare = async () => {};

  const is_current = (candidate) => candidate === link;

  function create(generation, setup_json) {
    close_link();
    let pc;
    try {
      pc = new RTCPeerConnection({ ...kBundled, ...JSON.parse(setup_json) });
    } catch (error) {
      // A server entry this browser does not understand must not cost the call.
      console.warn("ICE servers refused, going on without:", error.name);
      const { iceTransportPolicy } = JSON.parse(setup_json);
      try {
        pc = new RTCPeerConnection({ ...kBundled, iceTransportPolicy });
      } catch (reason) {
        refused = { generation, words: `${reason.name}: ${reason.message}` };
        return;
      }
    }
    link = {
      generation, pc,
      chain: Promise.resolve(),
      // Separate streams: the site's present client takes one shared stream for something that needs a click.
      streams: { audio: new MediaStream(), video: new MediaStream() },
      remote: { audio: new MediaStream(), video: new MediaStream() },
      frames: { decoded: 0, grew_at: 0, arriving: false, timer: 0, eager_until: 0 },
    };
    watch(link);
  }

  function watch(own) {
    const { pc, generation } = own;
    const report = (...words) => { if (is_current(own)) core.call(...words); };
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate) return;
      report("peer_candidate_found", generation, candidate.candidate, candidate.sdpMid ?? "",
        candidate.sdpMLineIndex ?? -1, candidate.usernameFragment ?? "");
    };
    pc.onicegatheringstatechange = () => {
      if (pc.iceGatheringState === "complete" && pc.localDescription) {
        report("peer_changed", generation, "gathered", pc.localDescription.sdp);
      }
    };
    pc.onconnectionstatechange = () => report("peer_changed", generation, "state", pc.connectionState);
    pc.ontrack = ({ track }) => {
      const stream = own.remote[track.kind];
      for (const old of stream.getTracks()) stream.removeTrack(old);
      stream.addTrack(track);
      videos.attach(track.kind === "audio" ? "audio" : "remote", stream);
      if (track.kind !== "video") return;
      track.onunmute = () => {
        own.frames.eager_until = performance.now() + kEagerFor_ms;
        watch_frames(own);
      };
      watch_frames(own);
    };
  }

  // Browsers say when a remote track begins, but not when its frames stop: the camera at the other end may
  // be off, or the path lost. The decoder's counter knows.
  function watch_frames(own) {
    clearTimeout(own.frames.timer);
    const look = async () => {
      if (!is_current(own)) return;
      const decoded = await decoded_frames(own.pc);
      if (!is_current(own)) return;
      const { frames } = own;
      const now = performance.now();
      if (decoded > frames.decoded) frames.grew_at = now;
      const arriving = decoded > frames.decoded || (frames.arriving && now - frames.grew_at < kStalledAfter_ms);
      frames.decoded = decoded;
      if (arriving !== frames.arriving) {
        frames.arriving = arriving;
        core.call("peer_changed", own.generation, "video", arriving ? "1" : "0");
      }
      const pause_ms = arriving ? kDecidedPoll_ms : now < frames.eager_until ? kEagerPoll_ms : kUndecidedPoll_ms;
      clearTimeout(frames.timer);
      if (is_current(own)) frames.timer = setTimeout(look, pause_ms);
    };
    look();
  }

  async function decoded_frames(pc) {
    try {
      const receiver = used_transceivers(pc).find(({ receiver: { track } }) => track.kind === "video")?.receiver;
      let frames = 0;
      if (receiver) for (const entry of (await receiver.getStats()).values()) frames += entry.framesDecoded ?? 0;
      return frames;
    } catch {
      return 0;
    }
  }

  const used_transceivers = (pc) => {
    const all = pc.getTransceivers().filter((transceiver) => transceiver.direction !== "stopped");
    const negotiated = all.filter((transceiver) => transceiver.mid !== null);
    return negotiated.length > 0 ? negotiated : all;
  };

  /** Runs `work` after whatever runs already; its result or failure is reported with the operation's number. */
  function operate(generation, operation, work) {
    const own = link;
    const report_refused = () => core.call("peer_operation_ended", generation, operation, "failed", refused.words);
    if (generation === refused?.generation) return void Promise.resolve().then(report_refused);
    if (own?.generation !== generation) return;
    own.chain = own.chain.then(async () => {
      if (!is_current(own)) return;
      let what, text;
      try {
        [what, text] = await work(own);
      } catch (error) {
        [what, text] = ["failed", `${error.name}: ${error.message}`];
      }
      if (is_current(own)) core.call("peer_operation_ended", generation, operation, what, text);
    });
  }

  async function make_offer({ pc, streams }) {
    if (pc.getTransceivers().length === 0) {
      for (const kind of ["audio", "video"]) {
        const transceiver = pc.addTransceiver(kind, { direction: "sendrecv", streams: [streams[kind]] });
        if (kind === "audio") prefer_redundant_audio(transceiver);
      }
    }
    await media.settled(kCapturePatience_ms);
    await send_tracks();
    await pc.setLocalDescription(await pc.createOffer());
    return ["offer", pc.localDescription.sdp];
  }

  /** New ICE on this connection: what flows goes on over the old path until the new one stands. */
  async function restart({ pc }, setup_json) {
    try {
      pc.setConfiguration({ ...kBundled, ...JSON.parse(setup_json) });
    } catch (error) {
      console.warn("ICE servers refused, going on with the old:", error.name);
    }
    pc.restartIce();
    await pc.setLocalDescription(await pc.createOffer());
    return ["offer", pc.localDescription.sdp];
  }

  async function accept_offer({ pc, streams }, sdp) {
    await pc.setRemoteDescription({ type: "offer", sdp });
    for (const transceiver of used_transceivers(pc)) {
      const { kind } = transceiver.receiver.track;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(streams[kind]);
      if (kind === "audio") prefer_redundant_audio(transceiver);
    }
    await media.settled(kCapturePatience_ms);
    await send_tracks();
    await pc.setLocalDescription(await pc.createAnswer());
    return ["answer", pc.localDescription.sdp];
  }

  async function accept_answer({ pc }, sdp) {
    await pc.setRemoteDescription({ type: "answer", sdp });
    return ["applied", ""];
  }

  /** Whatever is captured now and may be sent goes out; what is not, is replaced by nothing. */
  async function send_tracks() {
    if (!link) return;
    await Promise.all(used_transceivers(link.pc).map(async (transceiver) => {
      const { sender, receiver } = transceiver;
      const track = media.track_to_send(receiver.track.kind);
      if (sender.track === track) return;
      if (track) await prepare(transceiver, track);
      try {
        await sender.replaceTrack(track);
      } catch (error) {
        console.warn(`The ${receiver.track.kind} track was refused: ${error.name}`);
      }
    }));
  }

  function close_link() {
    const own = link;
    link = null;
    if (!own) return;
    clearTimeout(own.frames.timer);
    const { pc } = own;
    pc.onicecandidate = pc.onicegatheringstatechange = pc.onconnectionstatechange = pc.ontrack = null;
    pc.close();
    videos.attach("audio", null);
    videos.attach("remote", null);
  }

  media.on_tracks_changed(send_tracks);

  return {
    create,
    make_offer: (generation, operation) => operate(generation, operation, make_offer),
    restart: (generation, operation, setup) => operate(generation, operation, (own) => restart(own, setup)),
    accept_offer: (generation, operation, sdp) => operate(generation, operation, (own) => accept_offer(own, sdp)),
    accept_answer: (generation, operation, sdp) => operate(generation, operation, (own) => accept_answer(own, sdp)),
    add_candidate(generation, json) {
      const own = link;
      if (own?.generation !== generation) return;
      // Behind the descriptions in the same chain; one candidate that does not fit is no reason to end anything.
      own.chain = own.chain.then(() => own.pc.addIceCandidate(JSON.parse(json)))
        .catch((error) => console.warn(`A candidate was refused: ${error.name}`));
    },
    close(generation) {
      if (link?.generation === generation) close_link();
    },
    close_all: close_link,
    connection: () => link?.pc ?? null,
    /** `next(transceiver, track)` is awaited before the track is sent. */
    prepare_tracks(next) { prepare = next; },
    generation: () => link?.generation ?? 0,
  };
}
