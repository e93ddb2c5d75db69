// Capture: opens, mutes and stops tracks when told to; holds at most one microphone and one picture. What to open and
// when is decided by the client.

const kAudio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const kVideo = {
  width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: "user",
};

export function makeMedia(core, videos) {
  const tracks = { audio: null, video: null };
  const listeners = [];
  const preferred = {};  // kind → settings of the first device opened here: the one to come back to
  let sending = false;
  let stop_test_picture = null;
  let request_under_way = Promise.resolve();

  function set(kind, track) {
    const old = tracks[kind];
    if (old === track) return;
    if (old) {
      old.onended = null;
      old.stop();
    }
    tracks[kind] = track;
    if (track) track.contentHint = kind === "audio" ? "speech" : "motion";
    if (track) track.onended = () => { set(kind, null); core.call("media_lost", kind === "audio"); };
    if (kind === "video") videos.attach("local", track ? new MediaStream([track]) : null);
    for (const listener of listeners) listener();
  }

  const ideal = (kind) => preferred[kind] && { deviceId: { ideal: preferred[kind].deviceId } };

  /** Another device than the preferred one is open although that one is plugged in (again). */
  function is_displaced(kind, devices) {
    const wanted = preferred[kind];
    const open = tracks[kind]?.getSettings();
    const is_other = wanted && open?.deviceId &&
      (open.deviceId !== wanted.deviceId || (open.groupId ?? "") !== (wanted.groupId ?? ""));
    return Boolean(is_other) && devices.some(({ kind: device_kind, deviceId, groupId }) =>
      device_kind === `${kind}input` && deviceId === wanted.deviceId && groupId === (wanted.groupId ?? groupId));
  }

  // Nothing is open and nothing failed between calls, so that it matters only in one.
  if (navigator.mediaDevices) {
    core.listen(navigator.mediaDevices, "devicechange", async () => {
      const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
      core.call("devices_changed", is_displaced("audio", devices), is_displaced("video", devices));
    });
  }

  function end_test_picture() {
    stop_test_picture?.();
    stop_test_picture = null;
  }

  return {
    open(microphone, camera) {
      const request = navigator.mediaDevices?.getUserMedia
        ? navigator.mediaDevices.getUserMedia({
          audio: microphone && { ...kAudio, ...ideal("audio") }, video: camera && { ...kVideo, ...ideal("video") },
        })
        : Promise.reject(new DOMException("", "NotSupportedError"));
      request_under_way = request.then((stream) => {
        const [audio = null] = stream.getAudioTracks();
        const [video = null] = stream.getVideoTracks();
        if (core.has_crashed()) return stream.getTracks().forEach((track) => track.stop());
        for (const track of [audio, video]) if (track) preferred[track.kind] ??= track.getSettings();
        if (audio) set("audio", audio);
        if (video) { end_test_picture(); set("video", video); }
        // The client stops at once, inside this call, what is not wanted any more.
        core.call("media_opened", audio !== null, video !== null, "");
      }, (error) => core.call("media_opened", false, false, error.name || "Error"));
    },
    set_muted(muted) {
      if (tracks.audio) tracks.audio.enabled = !muted;
    },
    /** Whether connections may have the tracks. Seen and heard here they are in any case. */
    set_sending(on) {
      if (sending === on) return;
      sending = on;
      videos.hear(on);
      for (const listener of listeners) listener();
    },
    stop(microphone) {
      if (!microphone) end_test_picture();
      set(microphone ? "audio" : "video", null);
    },
    start_test_picture() {
      end_test_picture();
      const picture = make_test_picture();
      if (!picture) return core.call("test_picture_failed");
      set("video", picture.track);
      stop_test_picture = picture.stop;
      return undefined;
    },
    stop_all() {
      end_test_picture();
      set("audio", null);
      set("video", null);
    },
    /** Fulfilled when the browser has answered the request under way, if any, or after `limit_ms`. */
    settled: (limit_ms) => Promise.race([request_under_way, new Promise((done) => setTimeout(done, limit_ms))]),
    track_to_send: (kind) => (sending ? tracks[kind] : null),
    on_tracks_changed: (listener) => listeners.push(listener),
  };
}

/** A picture that moves, for machines without a camera. */
function make_test_picture() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const paper = canvas.getContext("2d");
  const stream = canvas.captureStream?.(15);
  const [track] = stream?.getVideoTracks() ?? [];
  if (!paper || !track) return null;
  const paint = () => {
    const t = performance.now() / 1000;
    const ground = paper.createLinearGradient(0, 0, 640, 360);
    ground.addColorStop(0, `hsl(${(t * 20) % 360} 70% 45%)`);
    ground.addColorStop(1, `hsl(${(t * 20 + 70) % 360} 70% 30%)`);
    paper.fillStyle = ground;
    paper.fillRect(0, 0, 640, 360);
    paper.fillStyle = "#ffffffd0";
    for (let index = 0; index < 3; index++) {
      const turn = t * (0.7 + 0.2 * index) + index * 2.1;
      paper.beginPath();
      paper.arc(320 + 220 * Math.cos(turn), 180 + 110 * Math.sin(turn * 1.3), 34 - 8 * index, 0, 7);
      paper.fill();
    }
    paper.font = "600 40px system-ui, sans-serif";
    paper.textAlign = "center";
    paper.fillText(new Date().toLocaleTimeString(), 320, 196);
  };
  paint();
  // A timer, not frames: the other side goes on seeing it while this tab is hidden.
  const timer = setInterval(paint, 66);
  return { track, stop: () => clearInterval(timer) };
}
