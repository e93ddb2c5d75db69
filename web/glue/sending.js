// What the senders are held to, and which codecs are offered first. How much is right is decided by the client.

// Mono speech at full quality; Opus's in-band FEC, on by default in every browser, takes its share of it. DTX stays off.
const kAudio_bps = 40_000, kSpareAudio_bps = 20_000;

/** Redundant audio (RFC 2198) where this browser has it; the answer decides whether both have. */
export function prefer_redundant_audio(transceiver) {
  const { codecs = [] } = RTCRtpReceiver.getCapabilities?.("audio") ?? {};
  const is_red = ({ mimeType }) => mimeType.toLowerCase() === "audio/red";
  if (!codecs.some(is_red)) return;
  try {
    transceiver.setCodecPreferences?.([...codecs.filter(is_red), ...codecs.filter((codec) => !is_red(codec))]);
  } catch (error) {
    console.warn(`Codec preferences were refused: ${error.name}`);
  }
}

export function makeSending(peer) {
  const applied = new WeakMap();  // sender → what it is held to
  let limits = null;

  function audio_wishes({ codecs }) {
    // Twice the packets' content is too much for a narrow path; browsers that cannot switch ignore the codec.
    const plain = limits.spare_audio && codecs.find(({ mimeType }) => mimeType.toLowerCase() === "audio/opus");
    return { maxBitrate: limits.spare_audio ? kSpareAudio_bps : kAudio_bps, priority: "high", networkPriority: "high",
      codec: plain || undefined };
  }

  function video_wishes(track) {
    const { width, height } = track?.getSettings() ?? {};
    const scale = width && height ? Math.max(1, Math.min(width, height) / limits.lines) : 1;
    return { active: !limits.paused, maxBitrate: limits.kbps * 1000, maxFramerate: limits.frames_per_s,
      scaleResolutionDownBy: scale };
  }

  /** Holds a sender to the limits, for `track`; what a browser refuses is tried again the next time. */
  async function hold({ sender, receiver }, track) {
    if (!limits) return;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    if (!encoding) return;
    const is_audio = receiver.track.kind === "audio";
    const wishes = is_audio ? audio_wishes(parameters) : video_wishes(track);
    const key = JSON.stringify(wishes);
    if (applied.get(sender) === key) return;
    applied.set(sender, key);
    Object.assign(encoding, wishes);
    if (wishes.codec === undefined) delete encoding.codec;
    if (!is_audio) parameters.degradationPreference = "balanced";
    try {
      await sender.setParameters(parameters);
    } catch (error) {
      applied.delete(sender);
      console.warn(`Limits of the ${receiver.track.kind} were refused: ${error.name}`);
    }
  }

  function apply() {
    for (const transceiver of peer.connection()?.getTransceivers() ?? []) hold(transceiver, transceiver.sender.track);
  }

  // A picture that begins large is packed and sent as such before anybody could make it smaller.
  peer.prepare_tracks(hold);

  return {
    apply,
    limit(paused, kbps, lines, frames_per_s, spare_audio) {
      limits = { paused, kbps, lines, frames_per_s, spare_audio };
      apply();
    },
  };
}
