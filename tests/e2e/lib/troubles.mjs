// Scripts that make a page's browser behave as if its path or its devices were in trouble.

/// window.__path = {kbps, lost}: the estimate, and the share of received audio that is told to be lost.
export const with_path = `{
  window.__path = {};
  const native = RTCPeerConnection.prototype.getStats;
  let lost = 0, packets = 0;
  RTCPeerConnection.prototype.getStats = async function getStats(...rest) {
    const report = new Map(await native.apply(this, rest));
    for (const [id, entry] of report) {
      if (entry.type === 'candidate-pair' && window.__path.kbps) report.set(id, { ...entry, availableOutgoingBitrate: window.__path.kbps * 1000 });
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
        lost += (window.__path.lost ?? 0) * Math.max(0, entry.packetsReceived - packets);
        packets = entry.packetsReceived;
        report.set(id, { ...entry, packetsReceived: packets - Math.floor(lost), packetsLost: Math.floor(lost) });
      }
    }
    return report;
  };
}`;

/// Capture fails like the browser does it when the person, or the machine, says no, until `window.__relent` is set.
export const refusing = (error) => `{ const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (!window.__relent) throw new DOMException('refused', '${error}');
    return native(wanted);
  }; }`;

/// A machine with a headset and a built-in microphone, and one camera; __unplug(id) and __plug(id) do what a hand does.
export const with_plugs = `{
  const devices = navigator.mediaDevices;
  const native = devices.getUserMedia.bind(devices);
  const plugged = { audio: ['headset', 'builtin'], video: ['camera'] };
  const open = [];
  const changed = () => devices.dispatchEvent(new Event('devicechange'));
  devices.enumerateDevices = async () => Object.entries(plugged).flatMap(([kind, ids]) =>
    ids.map((id) => ({ kind: kind + 'input', deviceId: id, groupId: id, label: id })));
  devices.getUserMedia = async (wanted) => {
    const chosen = {};
    for (const kind of ['audio', 'video']) {
      if (!wanted[kind]) continue;
      const ideal = wanted[kind].deviceId?.ideal;
      chosen[kind] = plugged[kind].includes(ideal) ? ideal : plugged[kind][0];
      if (!chosen[kind]) throw new DOMException('none', 'NotFoundError');
    }
    const stream = await native({ audio: Boolean(wanted.audio), video: Boolean(wanted.video) });
    for (const track of stream.getTracks()) {
      const id = chosen[track.kind];
      const settings = track.getSettings();
      track.getSettings = () => ({ ...settings, deviceId: id, groupId: id });
      open.push({ id, track });
    }
    return stream;
  };
  window.__unplug = (id) => {
    for (const kind of ['audio', 'video']) plugged[kind] = plugged[kind].filter((other) => other !== id);
    for (const { track } of open.filter((one) => one.id === id && one.track.readyState === 'live')) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    changed();
  };
  window.__plug = (kind, id) => { plugged[kind].unshift(id); changed(); };
  window.__in_use = () => open.filter(({ track }) => track.readyState === 'live').map(({ id }) => id).sort().join();
}`;
