#include "call/delivery.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace ssc::call {
namespace {

using signalling::Note;
using signalling::NoteKind;
using signalling::SignalMark;

constexpr int kOurVersion = 1;
constexpr int kWindow = 64;
constexpr Duration kAcknowledgeDelay{250};
constexpr Duration kResendDelay{3'000};
constexpr Duration kResendAgainAfter{1'000};
constexpr int kMaxResends = 4;
constexpr std::size_t kMaxNotes = 8;  // a peer that acknowledges nothing cannot make us keep more

/// Nothing of ours may reach the other side before the server confirmed that it is this page that dials (the call's
/// name may come earlier, and from a dial of another page) or answers, or both let the path be built while it rings.
bool may_send(const CallState& call) {
  if (call.id.empty()) return false;
  if (call.direction == Direction::kOutgoing) return !is_dial_in_flight(call);
  return call.accept_confirmed || call.warm;
}

/// Addresses wait for the answer where the person wants them hidden.
bool may_send_candidates(const CallState& call) { return !call.hide_address || is_talking(call.phase); }

/// What goes to a peer of our kind need not wait in line for the socket: it is sent again when that is back.
void emit_signal(const Turn& turn, signalling::ClientMessage message) {
  if (turn.around.online || !is_our_kind(turn.call)) turn.out.push_back(commands::Emit{std::move(message)});
}

int next_number(const Turn& turn) {
  DeliveryState& delivery = turn.call.delivery;
  if (is_our_kind(turn.call)) delivery.resend_at = std::min(delivery.resend_at, turn.now.instant + kResendDelay);
  return ++delivery.last_sent;
}

void emit_description(const Turn& turn, signalling::Description description) {
  const CallState& call = turn.call;
  signalling::PeerInfo& info = description.peer;
  const bool is_offer = description.type == signalling::SdpType::kOffer;
  info.version = kOurVersion;
  info.device_id = call.device_id;
  // Who has not answered yet has nothing switched off: what the other side sees begins with the answer.
  info.mic_on = is_microphone_sending(call) || call.phase == Phase::kIncoming;
  info.camera_on = is_camera_sending(call);
  info.for_device = call.delivery.partner;
  info.warm = is_offer && is_dialling(call.phase) && !call.hide_address;
  info.takes_over = is_offer && call.takeover != Takeover::kNone;
  info.accepted = !is_offer && (call.direction == Direction::kOutgoing || call.accept_confirmed);
  emit_signal(turn, signalling::SendDescription{call.id, call.peer.id, std::move(description)});
}

void emit_candidate(const Turn& turn, const LocalCandidate& candidate) {
  const CallState& call = turn.call;
  emit_signal(turn,
              signalling::SendCandidate{
                  call.id, call.peer.id, candidate.candidate, {candidate.seq, call.device_id, call.delivery.partner}});
}

void emit_note(const Turn& turn, Note note) {
  const CallState& call = turn.call;
  note.ack = call.delivery.received;
  note.mark.device_id = call.device_id;
  note.mark.for_device = call.delivery.partner;
  emit_signal(turn, signalling::SendNote{call.id, call.peer.id, std::move(note)});
}

void acknowledge_now(const Turn& turn, NoteKind kind) {
  turn.call.delivery.acknowledge_at = kNever;
  emit_note(turn, Note{.kind = kind, .mark = {}});
}

/// Notes `seq` as arrived; false when it had before.
bool count_in(DeliveryState& delivery, int seq, bool starts_anew) {
  const int ahead = seq - delivery.received;  // 1 = the next one
  if (ahead <= 0) return false;
  if (ahead > 1 && !starts_anew) {
    if (ahead - 2 >= kWindow) return true;  // so much is missing that it will be sent again anyway
    const std::uint64_t bit = std::uint64_t{1} << (ahead - 2);
    const bool is_new = (delivery.received_beyond & bit) == 0;
    delivery.received_beyond |= bit;
    return is_new;
  }
  delivery.received = seq;
  delivery.received_beyond = ahead <= kWindow ? delivery.received_beyond >> (ahead - 1) : 0;
  for (bool next_is_here = true; next_is_here;) {
    next_is_here = (delivery.received_beyond & 1U) != 0;
    delivery.received_beyond >>= 1U;
    if (next_is_here) ++delivery.received;
  }
  return true;
}

}  // namespace

bool is_our_kind(const CallState& call) { return call.peer_info.version > 0; }

void send_description_anew(const Turn& turn) {
  CallState& call = turn.call;
  NegotiationState& negotiation = call.negotiation;
  if (!may_send(call) || !negotiation.local_description) return;
  // The receiver waits for nothing that was numbered before a description: what it may lack gets a new number.
  for (LocalCandidate& candidate : negotiation.local_candidates) {
    if (candidate.seq > call.delivery.acknowledged) candidate.seq = 0;
  }
  call.delivery.notes.clear();
  call.delivery.all_sent_at = turn.now.instant;
  negotiation.local_description->peer.seq = next_number(turn);
  negotiation.local_description_sent = true;
  emit_description(turn, *negotiation.local_description);
  send_new_candidates(turn);
}

void send_new_candidates(const Turn& turn) {
  CallState& call = turn.call;
  if (!may_send(call) || !may_send_candidates(call) || !call.negotiation.local_description_sent) return;
  for (LocalCandidate& candidate : call.negotiation.local_candidates) {
    if (candidate.seq != 0) continue;
    candidate.seq = next_number(turn);
    emit_candidate(turn, candidate);
  }
}

void send_note(const Turn& turn, NoteKind kind) {
  DeliveryState& delivery = turn.call.delivery;
  if (!may_send(turn.call) || delivery.notes.size() >= kMaxNotes) return;
  Note note{kind, 0, {}};
  note.mark.seq = next_number(turn);
  delivery.notes.push_back(note);
  emit_note(turn, std::move(note));
}

void resend_unacknowledged(const Turn& turn) {
  CallState& call = turn.call;
  if (!may_send(call)) return;
  call.delivery.all_sent_at = turn.now.instant;
  const int acknowledged = call.delivery.acknowledged;
  const NegotiationState& negotiation = call.negotiation;
  if (negotiation.local_description_sent && negotiation.local_description &&
      negotiation.local_description->peer.seq > acknowledged) {
    emit_description(turn, *negotiation.local_description);
  }
  for (const LocalCandidate& candidate : negotiation.local_candidates) {
    if (candidate.seq > acknowledged) emit_candidate(turn, candidate);
  }
  for (const Note& note : call.delivery.notes) emit_note(turn, note);
}

void repeat_description(const Turn& turn) {
  const CallState& call = turn.call;
  const NegotiationState& negotiation = call.negotiation;
  if (!may_send(call) || !negotiation.local_description_sent || !negotiation.local_description) return;
  emit_description(turn, *negotiation.local_description);
}

void repeat_candidates(const Turn& turn) {
  for (const LocalCandidate& candidate : turn.call.negotiation.local_candidates) {
    if (candidate.seq != 0) emit_candidate(turn, candidate);
  }
}

void choose_partner(const Turn& turn, const std::string& device_id) {
  DeliveryState& delivery = turn.call.delivery;
  delivery.partner = device_id;
  delivery.acknowledged = 0;
  delivery.notes.clear();
  delivery.received = 0;
  delivery.received_beyond = 0;
  delivery.resends = 0;
  delivery.resend_at = delivery.last_sent > 0 ? turn.now.instant + kResendDelay : kNever;
}

bool take_signal(const Turn& turn, const SignalMark& mark, bool starts_anew) {
  DeliveryState& delivery = turn.call.delivery;
  if (!mark.for_device.empty() && mark.for_device != turn.call.device_id) return false;
  if (mark.device_id.empty()) return true;
  if (mark.device_id != delivery.partner) return delivery.partner.empty();
  if (mark.seq == 0) return true;
  if (may_send(turn.call)) {
    delivery.acknowledge_at = std::min(delivery.acknowledge_at, turn.now.instant + kAcknowledgeDelay);
  }
  return count_in(delivery, mark.seq, starts_anew);
}

void take_acknowledgement(const Turn& turn, int acknowledged) {
  DeliveryState& delivery = turn.call.delivery;
  if (acknowledged > delivery.last_sent) return;  // nonsense
  const bool is_news = acknowledged > delivery.acknowledged;
  if (is_news) {
    delivery.acknowledged = acknowledged;
    delivery.resends = 0;
    std::erase_if(delivery.notes, [&](const Note& note) { return note.mark.seq <= acknowledged; });
  }
  const Instant now = turn.now.instant;
  if (delivery.acknowledged == delivery.last_sent) {
    delivery.resend_at = kNever;
  } else if (is_news) {
    delivery.resend_at = now + kResendDelay;
  } else if (now >= delivery.all_sent_at + kResendAgainAfter) {
    // The other side tells again what it has: it was away, and lacks what we sent meanwhile.
    resend_unacknowledged(turn);
    delivery.resend_at = now + kResendDelay;
  }
}

void catch_up_delivery(const Turn& turn) {
  CallState& call = turn.call;
  if (!is_our_kind(call) || !may_send(call)) return;
  call.delivery.resends = 0;
  resend_unacknowledged(turn);
  if (call.delivery.acknowledged < call.delivery.last_sent) {
    call.delivery.resend_at = turn.now.instant + kResendDelay;
  }
  acknowledge_now(turn, NoteKind::kBack);
}

void name_partner(const Turn& turn) {
  if (may_send(turn.call)) acknowledge_now(turn, NoteKind::kBack);
}

void delivery_time_passed(const Turn& turn) {
  CallState& call = turn.call;
  if (!is_active(call.phase)) return;
  DeliveryState& delivery = call.delivery;
  const Instant now = turn.now.instant;
  if (now >= delivery.acknowledge_at) acknowledge_now(turn, NoteKind::kAck);
  if (now < delivery.resend_at) return;
  // With the socket away its return is the moment to send again.
  const bool goes_on = turn.around.online && delivery.resends < kMaxResends;
  delivery.resend_at = goes_on ? now + kResendDelay * (2 << delivery.resends) : kNever;
  if (!goes_on) return;
  ++delivery.resends;
  resend_unacknowledged(turn);
}

Instant next_delivery(const CallState& call) {
  return is_active(call.phase) ? std::min(call.delivery.acknowledge_at, call.delivery.resend_at) : kNever;
}

}  // namespace ssc::call
