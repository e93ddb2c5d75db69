// Runs in every page before its own scripts: keeps a list of what the page takes from the browser (connections, capture
// tracks, animation frames), so that tests can ask what is still held. Changes no behaviour.
(() => {
  const watch = {peers: [], tracks: [], frames: 0, gums: 0};
  Object.defineProperty(window, '__watch', {value: watch});

  const tell = (peer, what) => peer.story?.push(`${Math.round(performance.now())} ${what}`);
  const Native = window.RTCPeerConnection;
  if (Native) {
    window.RTCPeerConnection = class RTCPeerConnection extends Native{
      constructor(...rest) {
        super(...rest);
        watch.peers.push(this);
        this.story = [];
        for (const kind
                 of ['icegatheringstatechange', 'iceconnectionstatechange', 'connectionstatechange', 'icecandidate',
                     'icecandidateerror']) {
          this.addEventListener(
              kind, () => tell(this, kind.replace('change', `: ${this.iceGatheringState} ${this.iceConnectionState}`)));
        }
      }
    };
    // What was asked of each connection, in order, with the milliseconds of the page.
    for (const name
             of ['setLocalDescription', 'setRemoteDescription', 'createOffer', 'createAnswer', 'addIceCandidate',
                 'close']) {
      const native = Native.prototype[name];
      Native.prototype[name] = function told(...rest) {
        tell(this, `${name} ${rest[0]?.type ?? ''}`);
        const result = native.apply(this, rest);
        result?.then(() => tell(this, `${name} done`), (error) => tell(this, `${name} ${error.name}`));
        return result;
      };
    }
  }

  const keep = (stream) => {
    watch.tracks.push(...stream.getTracks());
    return stream;
  };
  const devices = navigator.mediaDevices;
  for (const name of ['getUserMedia', 'getDisplayMedia']) {
    if (!devices?.[name]) continue;
    const native = devices[name].bind(devices);
    devices[name] = async (...rest) => {
      watch.gums += 1;
      return keep(await native(...rest));
    };
  }
  const capture = HTMLCanvasElement.prototype.captureStream;
  HTMLCanvasElement.prototype.captureStream = function captureStream(...rest) {
    return keep(capture.apply(this, rest));
  };
  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function cloneTrack() {
    const track = clone.call(this);
    if (watch.tracks.includes(this)) watch.tracks.push(track);
    return track;
  };

  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    watch.frames += 1;
    return request(callback);
  };

  watch.open_peers = () => watch.peers.filter((peer) => peer.connectionState !== 'closed');
  /// How far each connection came, for whoever has to find out why a test failed.
  watch.describe = () =>
      watch.peers.map((peer) => ({
                        connection: peer.connectionState,
                        ice: peer.iceConnectionState,
                        gathering: peer.iceGatheringState,
                        signaling: peer.signalingState,
                        own_candidates: peer.localDescription?.sdp.match(/^a=candidate:.*$/gm) ?? [],
                        their_candidates: peer.remoteDescription?.sdp.match(/^a=candidate:.*$/gm) ?? [],
                      }));
  watch.live_tracks = () => watch.tracks.filter((track) => track.readyState === 'live');

  /// What arrives over the open connections, summed.
  watch.received = async () => {
    const sum = {framesDecoded: 0, audioEnergy: 0, audioPackets: 0};
    for (const peer of watch.open_peers()) {
      for (const report of (await peer.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        if (report.kind === 'video') sum.framesDecoded += report.framesDecoded ?? 0;
        if (report.kind === 'audio') {
          sum.audioEnergy += report.totalAudioEnergy ?? 0;
          sum.audioPackets += report.packetsReceived ?? 0;
        }
      }
    }
    return sum;
  };

  /// The states of everything, for the evidence of a failed test (never addresses or descriptions).
  watch.facts = async () => ({
    peers: watch.peers.map(
        (peer) => ({
          connection: peer.connectionState,
          ice: peer.iceConnectionState,
          gathering: peer.iceGatheringState,
          signaling: peer.signalingState,
          story: peer.story,
          transceivers: peer.connectionState === 'closed' ?
              [] :
              peer.getTransceivers().map(({mid,
                                           direction,
                                           currentDirection,
                                           sender}) => [mid, direction, currentDirection, sender.track?.kind ?? null]),
        })),
    tracks: watch.tracks.map(({kind, readyState, enabled, muted}) => ({kind, readyState, enabled, muted})),
    received: await watch.received(),
    stats: await window.socialspaceCall?.stats(),
    frames: watch.frames,
  });

  /// A coarse picture of what the video element with this data-role shows right now, or null.
  watch.pixels = (role) => {
    const video = document.querySelector(`video[data-role="${role}"]`);
    if (!video || !video.videoWidth || video.readyState < 2) return null;
    const canvas = document.createElement('canvas');
    canvas.width = 48;
    canvas.height = 36;
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data).join(',');
  };
})();
