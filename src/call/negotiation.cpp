#include "call/negotiation.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace ssc::call {
namespace {

using signalling::SdpType;

// Far above what browsers gather; bounds what a hostile peer can make us keep.
constexpr std::size_t kMaxCandidates = 256;
constexpr int kOurVersion = 1;

/// Nothing of ours may reach the other side before the call has a name there and, when we are called, before the
/// server confirmed that it is this device that answers.
bool may_send(const CallState& call) {
  return !call.id.empty() && (call.direction == Direction::kOutgoing || call.accept_confirmed);
}

void open_connection(CallState& call, Commands& out) {
  NegotiationState fresh;
  fresh.peer = call.negotiation.peer.next();
  fresh.peer_exists = true;
  fresh.pending_remote_offer = std::move(call.negotiation.pending_remote_offer);
  fresh.queued_remote_candidates = std::move(call.negotiation.queued_remote_candidates);
  call.negotiation = std::move(fresh);
  out.push_back(commands::CreatePeer{call.negotiation.peer});
}

int start_operation(NegotiationState& negotiation) {
  negotiation.operation_running = true;
  return ++negotiation.operation;
}

void accept_offer(CallState& call, const signalling::Description& offer, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  negotiation.applied_remote_identity = sdp_identity(offer.sdp);
  out.push_back(commands::AcceptOffer{negotiation.peer, start_operation(negotiation), offer.sdp});
}

/// Takes an offer that this connection cannot take any more on a new one: ours is out and they made their own (T2),
/// or they built a new connection in the running call (T6). The candidates that wait came around it and belong to it.
void accept_on_new_connection(CallState& call, const signalling::Description& offer, Commands& out) {
  out.push_back(commands::ClosePeer{call.negotiation.peer});
  open_connection(call, out);
  accept_offer(call, offer, out);
}

void flush_remote_candidates(CallState& call, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  for (signalling::Candidate& candidate : negotiation.queued_remote_candidates) {
    out.push_back(commands::AddCandidate{negotiation.peer, std::move(candidate)});
  }
  negotiation.queued_remote_candidates.clear();
}

void send_description(const CallState& call, Commands& out) {
  if (!call.negotiation.local_description.has_value()) return;
  signalling::Description description = *call.negotiation.local_description;
  description.peer = {kOurVersion, call.device_id, is_microphone_sending(call), is_camera_sending(call)};
  if (description.type == SdpType::kOffer) {
    description.peer.takes_over = call.takeover != Takeover::kNone;
  } else {
    description.peer.for_device = call.peer_info.device_id;
  }
  out.push_back(commands::Emit{signalling::SendDescription{call.id, call.peer.id, std::move(description)}});
}

void send_candidates(const CallState& call, Commands& out) {
  for (const signalling::Candidate& candidate : call.negotiation.local_candidates) {
    out.push_back(commands::Emit{signalling::SendCandidate{call.id, call.peer.id, candidate}});
  }
}

/// The first line of `sdp` that begins with `prefix`, or nothing.
std::string_view first_line(std::string_view sdp, std::string_view prefix) {
  while (!sdp.empty()) {
    const std::size_t end = sdp.find('\n');
    std::string_view line = sdp.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);  // a last line without its end is the same line
    if (line.starts_with(prefix)) return line;
    if (end == std::string_view::npos) return {};
    sdp.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

void start_offering(CallState& call, Commands& out) {
  open_connection(call, out);
  out.push_back(commands::MakeOffer{call.negotiation.peer, start_operation(call.negotiation)});
}

void start_answering(CallState& call, Commands& out) {
  open_connection(call, out);
  if (auto offer = std::exchange(call.negotiation.pending_remote_offer, std::nullopt)) accept_offer(call, *offer, out);
}

void close_connection(CallState& call, Commands& out) {
  if (call.negotiation.peer_exists) out.push_back(commands::ClosePeer{call.negotiation.peer});
  NegotiationState fresh;
  fresh.peer = call.negotiation.peer;
  call.negotiation = std::move(fresh);
}

void remote_offer_arrived(CallState& call, const signalling::Description& description, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  if (sdp_identity(description.sdp) == negotiation.applied_remote_identity) {
    // Sent again: perhaps our answer was lost on its way.
    repeat_local_description(call, out);
    return;
  }
  if (!negotiation.peer_exists || negotiation.operation_running) {
    negotiation.pending_remote_offer = description;  // the latest counts
    return;
  }
  if (negotiation.local_description || negotiation.remote_description_set) {
    accept_on_new_connection(call, description, out);
  } else {
    accept_offer(call, description, out);
  }
}

bool remote_answer_arrived(CallState& call, const signalling::Description& description, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  const bool is_offer_open = negotiation.local_description_sent && negotiation.local_description &&
                             negotiation.local_description->type == SdpType::kOffer &&
                             !negotiation.remote_description_set && !negotiation.operation_running;
  if (!is_offer_open) return false;
  negotiation.applied_remote_identity = sdp_identity(description.sdp);
  out.push_back(commands::AcceptAnswer{negotiation.peer, start_operation(negotiation), description.sdp});
  return true;
}

void remote_candidate_arrived(CallState& call, const signalling::Candidate& candidate, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  if (negotiation.peer_exists && negotiation.remote_description_set) {
    out.push_back(commands::AddCandidate{negotiation.peer, candidate});
  } else if (negotiation.queued_remote_candidates.size() < kMaxCandidates) {
    negotiation.queued_remote_candidates.push_back(candidate);
  }
}

bool is_running_operation(const CallState& call, PeerGeneration peer, int operation) {
  const NegotiationState& negotiation = call.negotiation;
  return negotiation.peer_exists && negotiation.operation_running && peer == negotiation.peer &&
         operation == negotiation.operation;
}

void local_description_made(CallState& call, PeerGeneration peer, int operation, SdpType type, const std::string& sdp,
                            Commands& out) {
  if (!is_running_operation(call, peer, operation)) return;
  NegotiationState& negotiation = call.negotiation;
  negotiation.operation_running = false;
  negotiation.local_description = signalling::Description{type, sdp, {}};
  if (type == SdpType::kAnswer) negotiation.remote_description_set = true;
  auto newer = std::exchange(negotiation.pending_remote_offer, std::nullopt);
  if (newer && sdp_identity(newer->sdp) != negotiation.applied_remote_identity) {
    accept_on_new_connection(call, *newer, out);
    return;
  }
  if (negotiation.remote_description_set) flush_remote_candidates(call, out);
  send_local_description(call, out);
}

void remote_answer_applied(CallState& call, PeerGeneration peer, int operation, Commands& out) {
  if (!is_running_operation(call, peer, operation)) return;
  NegotiationState& negotiation = call.negotiation;
  negotiation.operation_running = false;
  negotiation.remote_description_set = true;
  if (auto newer = std::exchange(negotiation.pending_remote_offer, std::nullopt)) {
    accept_on_new_connection(call, *newer, out);
    return;
  }
  flush_remote_candidates(call, out);
  // A React callee had no connection to give our candidates to while it rang: it lost them all (T1).
  if (call.peer_info.version == 0) send_candidates(call, out);
}

void local_candidate_found(CallState& call, PeerGeneration peer, const signalling::Candidate& candidate,
                           Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  if (!negotiation.peer_exists || peer != negotiation.peer) return;
  if (negotiation.local_candidates.size() >= kMaxCandidates) return;
  negotiation.local_candidates.push_back(candidate);
  if (negotiation.local_description_sent) {
    out.push_back(commands::Emit{signalling::SendCandidate{call.id, call.peer.id, candidate}});
  }
}

void gathering_finished(CallState& call, PeerGeneration peer, const std::string& sdp, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  if (!negotiation.peer_exists || peer != negotiation.peer || !negotiation.local_description) return;
  negotiation.local_description->sdp = sdp;
  // A React callee answers the last offer it stored before accept: give it one that needs no candidates (T1).
  const bool is_offer_stored_there = call.phase == Phase::kRinging && negotiation.local_description_sent &&
                                     negotiation.local_description->type == SdpType::kOffer;
  if (is_offer_stored_there) send_description(call, out);
}

void send_local_description(CallState& call, Commands& out) {
  NegotiationState& negotiation = call.negotiation;
  if (!may_send(call) || !negotiation.local_description || negotiation.local_description_sent) return;
  negotiation.local_description_sent = true;
  send_description(call, out);
  send_candidates(call, out);
}

void repeat_local_description(CallState& call, Commands& out) {
  const NegotiationState& negotiation = call.negotiation;
  if (!may_send(call) || !negotiation.local_description_sent || !negotiation.local_description) return;
  send_description(call, out);
  send_candidates(call, out);
}

std::string sdp_identity(const std::string& sdp) {
  constexpr std::array<std::string_view, 3> kPrefixes{"o=", "a=ice-ufrag:", "a=fingerprint:"};
  std::string identity;
  for (const std::string_view prefix : kPrefixes) identity += first_line(sdp, prefix);
  return identity.empty() ? sdp : identity;
}

}  // namespace ssc::call
