// The call window of the existing site: owns the peer connection of the current call (wire contract 5.2 to 5.5). It is
// one object for as long as the page has any current call; a new call only changes the name in it.
import { draw_window, remote_audio, set_line } from './call_view.js';

// The published profiles name servers on the internet; a test's network reaches none of them.
const kServers = { auto: [], openrelay: [], expressturn: [], anyfirewall: [] };
const kProbe = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, sampleRate: 44100 } };
const kVoice = { audio: { ...kProbe.audio, channelCount: 1 } };
const kPicture = {
  width: { min: 320, ideal: 640, max: 1280 }, height: { min: 240, ideal: 480, max: 720 },
  frameRate: { min: 15, ideal: 30, max: 30 }, facingMode: 'user',
};
const kUpgrade = { audio: true, video: { width: 640, height: 480, frameRate: 30 } };

export class CallWindow {
  constructor({ call, socket, request, toast, close }) {
    Object.assign(this, { call, request, toast, close });
    this.type = call.type;
    this.status = 'pending';
    this.peer = null;
    this.local = null;
    this.offer = null;
    this.server_key = 'auto';
    this.tally = {
      offers_stored: 0, offers_sent: 0, answers_sent: 0, answers_applied: 0,
      candidates_used: 0, candidates_lost: 0, last_loss: '', built_with: '',
    };
    this.listen(socket);
    this.draw();
    this.clock = setInterval(() => this.draw_line(), 1000);
    if (!call.incoming) this.call_out();
  }

  listen(socket) {
    this.socket = socket;
    const status_then = this.status;
    socket.on('callAccepted', () => this.set_status('accepted'));
    socket.on('callDeclined', () => this.finish());
    socket.on('callEnded', () => {
      this.finish();
      setTimeout(() => this.tear_down(), 1000);
    });
    socket.on('webrtc-offer', (data) => {
      if (data.callId !== this.call.callId) return;
      this.offer = data;
      this.tally.offers_stored += 1;
    });
    socket.on('webrtc-answer', (data) => this.take_answer(data));
    socket.on('webrtc-ice-candidate', (data) => this.take_candidate(data));
    socket.on('webrtc-change-server', ({ serverKey }) => {
      if (status_then === 'accepted') this.choose_server(serverKey);
    });
  }

  emit(event, more) {
    this.socket.emit(event, { callId: this.call.callId, ...more, targetUserId: more?.targetUserId ?? this.call.peer._id });
  }

  // --- connection -----------------------------------------------------------------------------------------------
  new_peer(target_id) {
    const peer = new RTCPeerConnection({
      iceServers: kServers[this.server_key], iceCandidatePoolSize: 10, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require',
    });
    this.tally.built_with = this.server_key;
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) this.emit('webrtc-ice-candidate', { candidate, targetUserId: target_id });
    };
    peer.ontrack = ({ streams }) => this.play(streams[0]);
    peer.oniceconnectionstatechange = () => this.draw_line();
    this.peer = peer;
    return peer;
  }

  async open_devices() {
    const probe = await navigator.mediaDevices.getUserMedia(kProbe);
    for (const track of probe.getTracks()) track.stop();
    this.local = await navigator.mediaDevices.getUserMedia(this.type === 'video' ? { ...kVoice, video: kPicture } : kVoice);
  }

  add_tracks() {
    for (const track of this.local.getTracks()) this.peer.addTrack(track, this.local);
  }

  async send_offer(options) {
    const offer = await this.peer.createOffer(options);
    await this.peer.setLocalDescription(offer);
    // The object as it was made, so without any candidate in its text.
    this.emit('webrtc-offer', { offer });
    this.tally.offers_sent += 1;
  }

  async call_out() {
    this.new_peer(this.call.peer._id);
    try {
      await this.open_devices();
      this.add_tracks();
      await this.send_offer({ offerToReceiveAudio: true, offerToReceiveVideo: this.type === 'video' });
    } catch (error) {
      alert(`Ошибка доступа к микрофону/камере: ${error.message}`);
    }
  }

  async answer(stored) {
    try {
      this.new_peer(stored.fromUserId);
      await this.open_devices();
      this.add_tracks();
      await this.peer.setRemoteDescription(new RTCSessionDescription(stored.offer));
      const answer = await this.peer.createAnswer();
      await this.peer.setLocalDescription(answer);
      this.emit('webrtc-answer', { answer, targetUserId: stored.fromUserId });
      this.tally.answers_sent += 1;
    } catch {
      this.set_status('failed');
      setTimeout(() => this.request('POST', `/api/calls/end/${this.call.callId}`).catch(() => {}), 3000);
    }
  }

  async take_answer({ callId, answer }) {
    if (callId !== this.call.callId) return;
    try {
      await this.peer.setRemoteDescription(new RTCSessionDescription(answer));
      this.tally.answers_applied += 1;
    } catch (error) {
      console.error('answer', error);
    }
  }

  /// Nothing is kept for later: without a connection that has a remote description the candidate is gone.
  async take_candidate({ callId, candidate }) {
    if (callId !== this.call.callId) return;
    try {
      await this.peer.addIceCandidate(new RTCIceCandidate(candidate));
      this.tally.candidates_used += 1;
    } catch (error) {
      this.tally.candidates_lost += 1;
      this.tally.last_loss = error.name;
    }
  }

  /// At every track event the whole stream goes to the element again, which interrupts a play() under way; the
  /// interruption is taken for a browser that wants a press first.
  play(stream) {
    if (stream.getAudioTracks().length) {
      remote_audio().srcObject = stream;
      remote_audio().play().catch(() => this.set_status('needs-interaction'));
    }
    const video = document.querySelector('[data-role="remote-video"]');
    if (stream.getVideoTracks().length && video) video.srcObject = stream;
  }

  // --- controls -------------------------------------------------------------------------------------------------
  async accept() {
    try {
      await this.request('POST', `/api/calls/accept/${this.call.callId}`);
    } catch {
      this.toast('Не удалось принять звонок. Попробуйте еще раз.');
      this.close();
    }
    this.set_status('accepted');
    if (this.offer) await this.answer(this.offer);
    else await this.call_out();
  }

  async decline() {
    this.set_status('declined');
    await this.request('POST', `/api/calls/decline/${this.call.callId}`);
    this.close();
  }

  async end() {
    this.tear_down();
    await this.request('POST', `/api/calls/end/${this.call.callId}`).catch(() => {});
    this.close();
  }

  mute() {
    const track = this.local?.getAudioTracks()[0];
    if (!track) return;
    track.enabled = !track.enabled;
    this.emit('call-audio-toggle', { isAudioEnabled: track.enabled });
  }

  async camera() {
    if (this.type !== 'video' && !this.upgraded) return this.upgrade();
    const track = this.local.getVideoTracks()[0];
    track.enabled = !track.enabled;
    this.emit('call-video-toggle', { isVideoEnabled: track.enabled });
  }

  /// "Turn the camera on" in a voice call: the sent microphone track is stopped and not replaced, and the new video
  /// track waits for a negotiation that never comes.
  async upgrade() {
    const fresh = await navigator.mediaDevices.getUserMedia(kUpgrade);
    for (const track of this.local.getTracks()) track.stop();
    this.local = fresh;
    this.peer.addTrack(fresh.getVideoTracks()[0], fresh);
    this.upgraded = true;
    this.emit('call-video-upgrade');
  }

  /// A new connection with the servers chosen before; the other side is told afterwards.
  async choose_server(key) {
    this.peer.close();
    this.new_peer(this.call.peer._id);
    this.server_key = key;
    this.add_tracks();
    await this.send_offer({ iceRestart: true });
    this.emit('webrtc-change-server', { serverKey: key });
  }

  enable_sound() {
    remote_audio().play().catch(() => {});
    this.set_status('accepted');
  }

  // --- life -----------------------------------------------------------------------------------------------------
  show_other_call(call) {
    this.call = call;
    this.draw_line();
  }

  finish() {
    this.tear_down();
    this.set_status('ended');
  }

  tear_down() {
    for (const track of this.local?.getTracks() ?? []) track.stop();
    this.peer?.close();
    this.local = null;
    this.peer = null;
  }

  unmount() {
    this.tear_down();
    clearInterval(this.clock);
    this.gone = true;
    draw_window(null);
  }

  set_status(status) {
    if (this.gone || this.status === status) return;
    this.status = status;
    if (status === 'accepted') this.since = Date.now();
    this.draw();
  }

  draw() {
    draw_window(this);
    this.draw_line();
  }

  draw_line() {
    if (!this.gone) set_line(this);
  }

  state() {
    const video = document.querySelector('[data-role="remote-video"]');
    return {
      status: this.status,
      ...this.tally,
      seconds: this.since ? Math.floor((Date.now() - this.since) / 1000) : 0,
      signaling: this.peer?.signalingState ?? 'none',
      ice: this.peer?.iceConnectionState ?? 'none',
      offer_waits: Boolean(this.offer),
      video_element: Boolean(video),
      video_has_stream: Boolean(video?.srcObject),
      microphone: this.local?.getAudioTracks().map(({ readyState, enabled }) => ({ readyState, enabled }))[0] ?? null,
    };
  }
}
