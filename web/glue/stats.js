// window.socialspaceCall.stats(): one plain object for tests and support.

const round = (value, digits) => Number(value.toFixed(digits));

/** The candidate pair in use and the streams that arrive, from RTCPeerConnection.getStats(). */
function digest(report) {
  const entries = [...report.values()];
  const transport = entries.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId);
  const pair = report.get(transport?.selectedCandidatePairId) ??
    entries.find(({ type, state, nominated, selected }) =>
      type === "candidate-pair" && state === "succeeded" && (selected ?? nominated));
  const inbound = entries.filter(({ type }) => type === "inbound-rtp");
  const sum = (key) => inbound.reduce((total, entry) => total + (entry[key] ?? 0), 0);
  const [lost, received] = [Math.max(0, sum("packetsLost")), sum("packetsReceived")];
  return {
    rttMs: pair?.currentRoundTripTime === undefined ? null : round(pair.currentRoundTripTime * 1000, 1),
    jitterMs: inbound.length ? round(Math.max(...inbound.map(({ jitter = 0 }) => jitter)) * 1000, 1) : null,
    lossPct: lost + received ? round(100 * lost / (lost + received), 2) : null,
    framesDecoded: sum("framesDecoded"),
    candidateType: report.get(pair?.localCandidateId)?.candidateType ?? null,
  };
}

export async function read_stats(core, peer, videos) {
  const { state, callId, uiFrames } = JSON.parse(core.call("summary") ?? "{}");
  let media = { rttMs: null, jitterMs: null, lossPct: null, framesDecoded: 0, candidateType: null };
  try {
    const connection = peer.connection();
    if (connection) media = digest(await connection.getStats());
  } catch {
    // The connection closed meanwhile: there is nothing to tell.
  }
  const quality = videos.element("remote").getVideoPlaybackQuality?.();
  return {
    state: state ?? "crashed",
    callId: callId || null,
    ...media,
    framesRendered: quality ? quality.totalVideoFrames - quality.droppedVideoFrames : 0,
    uiFrames: uiFrames ?? 0,
    wasmBytes: core.memory_bytes(),
  };
}
