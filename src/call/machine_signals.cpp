// What the other side and the connection say: descriptions, candidates, notes, and the state of the media path.
#include <utility>

#include "call/delivery.hpp"
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"
#include "call/repair.hpp"

namespace ssc::call {
namespace {

using signalling::PeerInfo;

/// React peers say nothing about their devices in descriptions; their video calls begin with the camera on.
/// `is_first`: it had not described itself before.
void learn_about_peer(CallState& call, const PeerInfo& info, bool is_first) {
  if (info.version > 0) {
    call.remote.mic_on = info.mic_on;
    call.remote.camera_on = info.camera_on;
  } else if (is_first) {
    call.remote.camera_on = call.kind == CallKind::kVideo;
  }
  call.peer_info = info;
}

bool is_other_device(const CallState& call, const PeerInfo& info) {
  return info.version > 0 && info.device_id != call.delivery.partner;
}

bool take_description(const Turn& turn, const PeerInfo& info) {
  return take_signal(turn, {info.seq, info.device_id, info.for_device}, true);
}

/// While it rings here the path may be built already, where both sides let it.
void warm_up(const Turn& turn, const PeerInfo& offered) {
  CallState& call = turn.call;
  const bool may = turn.around.may_warm && !call.hide_address && call.phase == Phase::kIncoming;
  if (!may || !offered.warm || offered.version == 0 || call.negotiation.peer_exists) return;
  call.warm = true;
  start_answering(turn);
}

/// A new connection took the place of the one that carried media (T6).
void notice_replaced_connection(const Turn& turn) {
  if (turn.call.negotiation.connection == PeerConnectionState::kNew) path_was_lost(turn);
}

/// A device that was left behind speaks, as one that still mends its path or took itself for the one that was answered.
/// It hears whom we speak to; and since switches do not say whose they are, the right one tells again how its own stand.
void answer_left_behind(const Turn& turn) {
  if (turn.call.delivery.partner_accepted && is_talking(turn.call.phase)) name_partner(turn);
}

void offer_arrived(const Turn& turn, const signalling::Description& offer) {
  CallState& call = turn.call;
  const bool is_other = is_other_device(call, offer.peer);
  const bool replaces = is_other && (offer.peer.takes_over || !call.delivery.partner.empty());
  if (replaces && is_talking(call.phase) && !offer.peer.takes_over) {
    answer_left_behind(turn);
    return;
  }
  // Each may cost a connection, before the person has said a word.
  if (call.phase == Phase::kIncoming && ++call.offers_while_ringing > kMaxOffersWhileRinging) return;
  if (is_other) choose_partner(turn, offer.peer.device_id);
  if (!take_description(turn, offer.peer)) return;
  call.delivery.partner_accepted = true;
  learn_about_peer(call, offer.peer, !knows_description(call.negotiation));
  if (replaces) {
    replacing_offer_arrived(turn, offer);
  } else {
    remote_offer_arrived(turn, offer);
  }
  drop_unseen_camera(turn);
  leave_repair_to_peer(turn);
  notice_replaced_connection(turn);
  warm_up(turn, offer.peer);
  taken_for_accepted(turn);
  if (call.phase == Phase::kConnecting) path_came_up(turn);  // it stood already, and we did not know whose it is
}

/// Another device than the one that built a path while it rang was answered: it gets an offer of its own.
void turn_to_answering_device(const Turn& turn) {
  start_over(turn);
  path_was_lost(turn);
  taken_for_accepted(turn);
}

void answer_arrived(const Turn& turn, const signalling::Description& answer) {
  CallState& call = turn.call;
  const PeerInfo& info = answer.peer;
  DeliveryState& delivery = call.delivery;
  const bool said_yes = info.version == 0 || info.seq == 0 || info.accepted;
  const bool is_other = is_other_device(call, info);
  const bool had_partner = !delivery.partner.empty();
  if (!said_yes && call.phase != Phase::kRinging) return;  // it rings on there, or the one that counts follows
  if (!said_yes && call.hide_address) return;  // to build the path would show our address
  if (is_other && had_partner) {
    if (!said_yes) delivery.several_rang = true;
    if (said_yes) answer_left_behind(turn);
    if (!said_yes || delivery.partner_accepted) return;
  }
  if (is_other) choose_partner(turn, info.device_id);
  if (!take_description(turn, info)) return;
  if (said_yes && info.version > 0) delivery.partner_accepted = true;
  const bool is_repeated = sdp_identity(answer.sdp) == call.negotiation.applied_remote_identity;
  const bool is_first = !knows_description(call.negotiation);
  if (is_other && had_partner) {
    learn_about_peer(call, info, is_first);
    turn_to_answering_device(turn);
  } else if (remote_answer_arrived(turn, answer) || is_repeated) {
    learn_about_peer(call, info, is_first);
    drop_unseen_camera(turn);
    if (said_yes) taken_for_accepted(turn);
    if (call.phase == Phase::kConnecting) path_came_up(turn);
  }
}

}  // namespace

void description_arrived(const Turn& turn, const signalling::RemoteDescription& signal) {
  if (!is_from_peer(turn.call, signal.call, signal.from)) return;
  const std::string& for_device = signal.description.peer.for_device;
  if (!for_device.empty() && for_device != turn.call.device_id) {
    heard_for_other_device(turn);
    if (signal.description.type == signalling::SdpType::kAnswer) yield_to_other_device(turn);
    return;
  }
  switch (signal.description.type) {
    case signalling::SdpType::kOffer:
      offer_arrived(turn, signal.description);
      return;
    case signalling::SdpType::kAnswer:
      answer_arrived(turn, signal.description);
      return;
  }
}

void candidate_arrived(const Turn& turn, const signalling::RemoteCandidate& signal) {
  if (!is_from_peer(turn.call, signal.call, signal.from) || !take_signal(turn, signal.mark, false)) return;
  remote_candidate_arrived(turn, signal.candidate);
}

void note_arrived(const Turn& turn, const signalling::RemoteNote& signal) {
  CallState& call = turn.call;
  const signalling::Note& note = signal.note;
  if (!is_from_peer(call, signal.call, signal.from)) return;
  const std::string& whom = note.mark.for_device;
  if (!whom.empty() && whom != call.device_id) {
    heard_for_other_device(turn);
    if (note.kind == signalling::NoteKind::kMoved) carried_elsewhere(turn, signal.call);
    return;
  }
  if (call.delivery.partner.empty() || note.mark.device_id != call.delivery.partner) return;
  const bool is_new = take_signal(turn, note.mark, false);
  take_acknowledgement(turn, note.ack);
  if (note.kind == signalling::NoteKind::kBack) announce_devices(turn, true);
  if (is_new && note.kind == signalling::NoteKind::kRestart) repair_asked_for(turn);
}

void remote_microphone(const Turn& turn, const signalling::RemoteMicrophone& signal) {
  if (is_from_peer(turn.call, signal.call, signal.from)) turn.call.remote.mic_on = signal.on;
}

void remote_camera(const Turn& turn, const signalling::RemoteCamera& signal) {
  if (is_from_peer(turn.call, signal.call, signal.from)) turn.call.remote.camera_on = signal.on;
}

void taken_for_accepted(const Turn& turn) {
  if (turn.call.phase != Phase::kRinging) return;
  note_start(turn.call, WallTime(), turn.now);
  enter_connecting(turn);
}

// --- the connection -----------------------------------------------------------------------------------------
void path_came_up(const Turn& turn) {
  CallState& call = turn.call;
  if (!is_talking(call.phase) || call.phase == Phase::kConnected) return;
  if (call.negotiation.connection != PeerConnectionState::kConnected) return;
  // Several devices built a path while it rang: this one's may be none of those that were answered.
  if (call.delivery.several_rang && !call.delivery.partner_accepted) return;
  enter(turn, Phase::kConnected);
  call.takeover = Takeover::kNone;
  call.has_yielded = false;
  if (call.connected_since == kNever) call.connected_since = turn.now.instant;
  announce_devices(turn, true);
  // The page that was in the call before waits for this, and its server passes it to every page of that account.
  if (std::exchange(call.peer_info.takes_over, false)) send_note(turn, signalling::NoteKind::kMoved);
}

void path_was_lost(const Turn& turn) {
  if (turn.call.phase != Phase::kConnected) return;
  enter(turn, Phase::kReconnecting);
  path_expected_again(turn);
}

void description_made(const Turn& turn, PeerGeneration peer, int operation, signalling::SdpType type,
                      const std::string& sdp) {
  local_description_made(turn, peer, operation, type, sdp);
  notice_replaced_connection(turn);
}

void answer_applied(const Turn& turn, PeerGeneration peer, int operation) {
  remote_answer_applied(turn, peer, operation);
  notice_replaced_connection(turn);
}

void peer_failed(const Turn& turn, PeerGeneration peer, int operation) {
  CallState& call = turn.call;
  if (!is_running_operation(call, peer, operation)) return;
  if (call.phase == Phase::kIncoming) {  // the answer will be made when the person says yes
    const auto offer = call.negotiation.taken_offer;
    close_connection(turn);
    call.negotiation.pending_remote_offer = offer;
    call.warm = false;
  } else if (is_talking(call.phase) && is_our_kind(call)) {
    forget_operation(call);
    repair_step_failed(turn);
  } else {
    finish(turn, is_dialling(call.phase) ? EndReason::kFailed : EndReason::kCouldNotConnect, Farewell::kEnd);
  }
}

void candidate_found(const Turn& turn, PeerGeneration peer, const signalling::Candidate& candidate) {
  local_candidate_found(turn, peer, candidate);
}

void candidates_complete(const Turn& turn, PeerGeneration peer, const std::string& sdp) {
  gathering_finished(turn, peer, sdp);
}

void connection_changed(const Turn& turn, PeerGeneration peer, PeerConnectionState state) {
  CallState& call = turn.call;
  if (!call.negotiation.peer_exists || peer != call.negotiation.peer) return;
  call.negotiation.connection = state;
  path_state_changed(turn, state);
}

}  // namespace ssc::call
