// A stand-in for the call client of the site's present React page: the same requests, events and order of steps, with the
// same shortcomings (they are what has to be lived with). No face: tests drive and read `window.standIn`.
// Needs socket.io-client as `io`, and the tokens of contract 1.6 in localStorage.
(() => {
  const user = JSON.parse(localStorage.getItem('user'));
  const my_id = user._id ?? user.id;
  const state = {
    ready: false, window: 'none', status: 'none', type: null, call_id: null, peer_id: null, incoming: false, needs_sound: false,
    lose_offers: 0, offers_seen: 0, offers_sent: 0, lost_candidates: 0, failed_candidates: 0, toggles: [], errors: [],
  };
  let socket = null;
  let peer = null;
  let local = null;
  let stored_offer = null;      // the latest offer that came, answered only by Accept
  let status_at_open = 'none';  // what the handlers of the window were closed over

  const note = (error) => { state.errors.push(String(error?.message ?? error)); };

  async function rest(method, path, body) {
    const reply = await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${localStorage.getItem('accessToken')}` },
      body: body && JSON.stringify(body),
    });
    const data = await reply.json().catch(() => null);
    if (!reply.ok) throw Object.assign(new Error(`${reply.status} ${data?.message ?? ''}`), { status: reply.status });
    return data;
  }

  // --- the page: a socket that is replaced whenever the user object, the open chat or the profile changes -------------
  function replace_socket() {
    socket?.close();
    socket = io({ auth: { token: localStorage.getItem('accessToken') }, transports: ['websocket', 'polling'], forceNew: true });
    socket.on('onlineUsersSync', () => { state.ready = true; });
    socket.on('callInitiated', on_call_initiated);
    socket.on('incomingCall', on_incoming_call);
    socket.on('callAccepted', on_call_accepted);
    socket.on('callDeclined', () => show_end());
    socket.on('callEnded', on_call_ended);
    socket.on('webrtc-offer', on_offer);
    socket.on('webrtc-answer', on_answer);
    socket.on('webrtc-ice-candidate', on_candidate);
    socket.on('webrtc-change-server', on_change_server);
    socket.on('call-video-upgrade', () => {});
    for (const name of ['call-audio-toggle', 'call-video-toggle']) socket.on(name, (payload) => state.toggles.push([name, payload]));
    rest('POST', '/api/calls/cleanup').catch(() => {});
  }

  async function start() {
    replace_socket();
    const { user: full } = await rest('GET', '/api/me');
    localStorage.setItem('user', JSON.stringify(full));
    state.ready = false;
    replace_socket();
    await rest('GET', '/api/calls/active').catch(() => null);
  }

  // --- the call window --------------------------------------------------------------------------------------------
  function open_window(call, incoming) {
    state.call_id = call.callId;
    state.peer_id = (incoming ? call.caller : call.callee)._id;
    if (state.window === 'end screen') return;  // only the name in the dead window changes
    Object.assign(state, { window: 'call', status: 'pending', type: call.type, incoming, needs_sound: false });
    status_at_open = 'pending';
    stored_offer = null;
  }

  function on_call_initiated(call) {
    open_window(call, false);
    if (state.window === 'call') offer_first().catch(note);
  }
  function on_incoming_call(call) { open_window(call, true); }
  function on_call_accepted() { if (state.window === 'call') state.status = 'accepted'; }

  function on_call_ended(payload) {
    if (payload?.callId === undefined) {
      tear_down();
      state.window = 'none';
      return;
    }
    show_end();
  }

  function show_end() {
    if (state.window !== 'call') return;
    tear_down();
    state.window = 'end screen';
    state.status = 'ended';
  }

  function tear_down() {
    local?.getTracks().forEach((track) => track.stop());
    peer?.close();
    local = null;
    peer = null;
    document.querySelectorAll('audio,video').forEach((element) => { element.srcObject = null; });
  }

  // --- media and the connection -------------------------------------------------------------------------------------
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, sampleRate: 44100 };
  const picture = {
    width: { min: 320, ideal: 640, max: 1280 }, height: { min: 240, ideal: 480, max: 720 },
    frameRate: { min: 15, ideal: 30, max: 30 }, facingMode: 'user',
  };

  async function capture() {
    const probe = await navigator.mediaDevices.getUserMedia({ audio: voice });
    probe.getTracks().forEach((track) => track.stop());
    local = await navigator.mediaDevices.getUserMedia({ audio: { ...voice, channelCount: 1 }, video: state.type === 'video' ? picture : false });
  }

  function new_peer() {
    peer = new RTCPeerConnection({ iceServers: [], iceCandidatePoolSize: 10, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) socket.emit('webrtc-ice-candidate', { callId: state.call_id, candidate, targetUserId: state.peer_id });
    };
    peer.ontrack = ({ streams: [stream] }) => show_stream(stream);
  }

  function show_stream(stream) {
    const audio = document.querySelector('audio');
    const video = document.querySelector('video');
    if (video && stream.getVideoTracks().length) {
      video.srcObject = stream;
      video.play().catch(() => {});
    }
    if (audio && stream.getAudioTracks().length) {
      audio.srcObject = stream;
      audio.play().catch(() => {  // an interrupted play is taken for a blocked one: the video elements go
        state.needs_sound = true;
        document.querySelectorAll('video').forEach((element) => element.remove());
      });
    }
  }

  const add_tracks = () => local.getTracks().forEach((track) => peer.addTrack(track, local));  // one stream for both

  async function send_offer(options) {
    const offer = await peer.createOffer(options);
    await peer.setLocalDescription(offer);
    state.offers_sent += 1;
    socket.emit('webrtc-offer', { callId: state.call_id, offer, targetUserId: state.peer_id });  // without candidates
  }

  async function offer_first() {
    new_peer();
    await capture();
    add_tracks();
    await send_offer({ offerToReceiveAudio: true, offerToReceiveVideo: state.type === 'video' });
  }

  function on_offer(payload) {
    if (payload.callId !== state.call_id) return;
    if (state.lose_offers > 0) {  // came while the socket was being replaced
      state.lose_offers -= 1;
      return;
    }
    state.offers_seen += 1;
    stored_offer = payload;  // in a running call, too: stored and never looked at again
  }

  async function on_answer({ answer }) {
    try {
      await peer.setRemoteDescription(new RTCSessionDescription(answer));
    } catch (error) {
      note(error);
    }
  }

  async function on_candidate({ candidate }) {
    if (!peer) {
      state.lost_candidates += 1;
      return;
    }
    try {
      await peer.addIceCandidate(new RTCIceCandidate(candidate));
    } catch (error) {
      state.failed_candidates += 1;
    }
  }

  function on_change_server() {
    if (status_at_open === 'pending') return;  // always: the status of the moment the window opened
    note('unreachable');
  }

  // --- what its buttons do --------------------------------------------------------------------------------------------
  async function accept() {
    await rest('POST', `/api/calls/accept/${state.call_id}`).catch(note);
    state.status = 'accepted';
    if (!stored_offer) return offer_first();
    const { offer, fromUserId } = stored_offer;
    new_peer();
    await capture();
    add_tracks();
    await peer.setRemoteDescription(new RTCSessionDescription(offer));
    const answer = await peer.createAnswer();
    await peer.setLocalDescription(answer);
    socket.emit('webrtc-answer', { callId: state.call_id, answer, targetUserId: fromUserId });
  }

  async function end() {
    tear_down();
    await rest('POST', `/api/calls/end/${state.call_id}`).catch(note);
    state.window = 'none';
  }

  async function change_server(key) {
    peer.close();
    new_peer();
    add_tracks();
    await send_offer({ iceRestart: true });
    socket.emit('webrtc-change-server', { callId: state.call_id, serverKey: key, targetUserId: state.peer_id });
  }

  async function upgrade() {
    const more = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480, frameRate: 30 } });
    local.getTracks().forEach((track) => track.stop());
    local = more;
    peer.addTrack(more.getVideoTracks()[0], more);  // and no new offer
    socket.emit('call-video-upgrade', { callId: state.call_id, targetUserId: state.peer_id });
  }

  function mute(muted) {
    local.getAudioTracks().forEach((track) => { track.enabled = !muted; });
    socket.emit('call-audio-toggle', { callId: state.call_id, isAudioEnabled: !muted, targetUserId: state.peer_id });
  }

  window.standIn = {
    state,
    my_id,
    call: (chatId, type) => rest('POST', '/api/calls/initiate', { chatId, type }),
    accept,
    decline: async () => {
      await rest('POST', `/api/calls/decline/${state.call_id}`);
      state.window = 'none';
    },
    end,
    change_server,
    upgrade,
    mute,
    choose_chat: () => { state.ready = false; replace_socket(); },
    peer_state: () => peer?.connectionState ?? 'none',
  };
  start().catch(note);
})();
