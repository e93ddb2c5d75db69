// What RTCPeerConnection.getStats() says, in few numbers: once a second to the client while it wants to know, and as one
// plain object to tests and support (window.socialspaceCall.stats()).

const kPeriod_ms = 1000;

const round = (value, digits) => Number(value.toFixed(digits));
const of_kind = (entries, type, kind) => entries.filter((entry) => entry.type === type && (!kind || entry.kind === kind));
const sum = (entries, key) => entries.reduce((total, entry) => total + (entry[key] ?? 0), 0);

/** The report's entries and the candidate pair in use. */
function read(report) {
  const entries = [...report.values()];
  const transport = entries.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId);
  const pair = report.get(transport?.selectedCandidatePairId) ??
    entries.find(({ type, state, nominated, selected }) =>
      type === "candidate-pair" && state === "succeeded" && (selected ?? nominated));
  return { entries, pair, candidate_type: report.get(pair?.localCandidateId)?.candidateType };
}

/** The words of path_measured() behind the connection's number; -1 is what the browser does not tell. */
function path_words(report) {
  const { entries, pair, candidate_type } = read(report);
  const audio = of_kind(entries, "inbound-rtp", "audio");
  const [remote] = of_kind(entries, "remote-inbound-rtp", "audio");
  const times = (value, factor) => (value === undefined ? -1 : value * factor);
  return [
    candidate_type ?? "", sum(audio, "packetsReceived"), sum(audio, "packetsLost"), sum(audio, "bytesReceived"),
    times(audio[0]?.jitter, 1000), times(remote?.fractionLost, 1), times(remote?.roundTripTime, 1000),
    times(pair?.currentRoundTripTime, 1000), times(pair?.availableOutgoingBitrate, 0.001),
    sum(of_kind(entries, "inbound-rtp", "video"), "framesDecoded"), sum(of_kind(entries, "outbound-rtp"), "bytesSent"),
  ];
}

function digest(report) {
  const { entries, pair, candidate_type } = read(report);
  const inbound = of_kind(entries, "inbound-rtp");
  const [lost, received] = [Math.max(0, sum(inbound, "packetsLost")), sum(inbound, "packetsReceived")];
  return {
    rttMs: pair?.currentRoundTripTime === undefined ? null : round(pair.currentRoundTripTime * 1000, 1),
    jitterMs: inbound.length ? round(Math.max(...inbound.map(({ jitter = 0 }) => jitter)) * 1000, 1) : null,
    lossPct: lost + received ? round(100 * lost / (lost + received), 2) : null,
    framesDecoded: sum(inbound, "framesDecoded"),
    candidateType: candidate_type ?? null,
  };
}

export function makeMeter(core, peer, videos, sending) {
  let timer = 0;

  /** `then` of the connection's statistics; nothing when there is none, or it closed meanwhile. */
  async function look(then) {
    try {
      const connection = peer.connection();
      return connection && then(await connection.getStats());
    } catch {
      return null;
    }
  }

  return {
    limit: sending.limit,
    measure(wanted) {
      clearInterval(timer);
      if (!wanted) return;
      timer = setInterval(() => {
        sending.apply();  // senders and their tracks come and go
        const generation = peer.generation();
        look((report) => core.call("path_measured", generation, ...path_words(report)));
      }, kPeriod_ms);
    },
    async stats() {
      const { state, callId, uiFrames } = JSON.parse(core.call("summary") ?? "{}");
      const quality = videos.element("remote").getVideoPlaybackQuality?.();
      const media = await look(digest);
      return {
        state: state ?? "crashed",
        callId: callId || null,
        ...(media ?? { rttMs: null, jitterMs: null, lossPct: null, framesDecoded: 0, candidateType: null }),
        framesRendered: quality ? quality.totalVideoFrames - quality.droppedVideoFrames : 0,
        uiFrames: uiFrames ?? 0,
        wasmBytes: core.memory_bytes(),
      };
    },
  };
}
