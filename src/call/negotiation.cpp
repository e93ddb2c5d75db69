#include "call/negotiation.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "call/delivery.hpp"
#include "call/hidden_address.hpp"

namespace ssc::call {
namespace {

using signalling::SdpType;

// Far above what browsers gather; bounds what a hostile peer can make us keep.
constexpr std::size_t kMaxCandidates = 256;

/// Until both said yes our packets and words give only a relay's address away.
bool is_hidden(const CallState& call) { return call.through_relay && !is_talking(call.phase); }

void open_connection(const Turn& turn, bool relay_only = false) {
  NegotiationState& negotiation = turn.call.negotiation;
  if (is_talking(turn.call.phase)) turn.call.through_relay = false;  // this one may go any way from the start
  NegotiationState fresh;
  fresh.peer = negotiation.peer.next();
  fresh.peer_exists = true;
  fresh.pending_remote_offer = std::move(negotiation.pending_remote_offer);
  fresh.queued_remote_candidates = std::move(negotiation.queued_remote_candidates);
  negotiation = std::move(fresh);
  turn.out.push_back(commands::CreatePeer{negotiation.peer, relay_only || is_hidden(turn.call)});
}

int start_operation(NegotiationState& negotiation) {
  negotiation.operation_running = true;
  return ++negotiation.operation;
}

void accept_offer(const Turn& turn, const signalling::Description& offer) {
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.taken_offer = offer;
  negotiation.applied_remote_identity = sdp_identity(offer.sdp);
  negotiation.remote_connection = sdp_connection(offer.sdp);
  negotiation.awaiting_answer = false;  // of two offers this one counts: the connection takes ours back by itself
  if (negotiation.local_description) negotiation.local_candidates.clear();
  turn.out.push_back(commands::AcceptOffer{negotiation.peer, start_operation(negotiation), offer.sdp});
}

/// Takes an offer that this connection cannot take any more on a new one: ours is out and they made their own (T2),
/// or they built a new connection in the running call (T6). The candidates that wait came around it and belong to it.
void accept_on_new_connection(const Turn& turn, const signalling::Description& offer) {
  turn.out.push_back(commands::ClosePeer{turn.call.negotiation.peer});
  open_connection(turn);
  accept_offer(turn, offer);
}

bool is_for_this_connection(const CallState& call, const signalling::Description& offer) {
  const NegotiationState& negotiation = call.negotiation;
  if (!negotiation.local_description && !negotiation.remote_description_set) return true;
  return is_our_kind(call) && negotiation.remote_connection == sdp_connection(offer.sdp);
}

void take_offer(const Turn& turn, const signalling::Description& offer) {
  if (is_for_this_connection(turn.call, offer)) {
    accept_offer(turn, offer);
  } else {
    accept_on_new_connection(turn, offer);
  }
}

/// True when an offer waited and is being taken now.
bool take_waiting_offer(const Turn& turn) {
  NegotiationState& negotiation = turn.call.negotiation;
  const auto newer = std::exchange(negotiation.pending_remote_offer, std::nullopt);
  if (!newer || sdp_identity(newer->sdp) == negotiation.applied_remote_identity) return false;
  take_offer(turn, *newer);
  return true;
}

/// The callee gives way where both offer at once, and only peers of our kind know of that.
bool insists_on_own_offer(const CallState& call) {
  return call.negotiation.awaiting_answer && is_our_kind(call) && call.direction == Direction::kOutgoing;
}

void flush_remote_candidates(const Turn& turn) {
  NegotiationState& negotiation = turn.call.negotiation;
  for (signalling::Candidate& candidate : negotiation.queued_remote_candidates) {
    turn.out.push_back(commands::AddCandidate{negotiation.peer, std::move(candidate)});
  }
  negotiation.queued_remote_candidates.clear();
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

void start_offering(const Turn& turn, bool relay_only) {
  open_connection(turn, relay_only);
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.awaiting_answer = true;
  turn.out.push_back(commands::MakeOffer{negotiation.peer, start_operation(negotiation)});
}

void start_answering(const Turn& turn) {
  open_connection(turn);
  NegotiationState& negotiation = turn.call.negotiation;
  if (const auto offer = std::exchange(negotiation.pending_remote_offer, std::nullopt)) accept_offer(turn, *offer);
}

void start_over(const Turn& turn, bool relay_only) {
  close_connection(turn);
  start_offering(turn, relay_only);
}

void restart_ice(const Turn& turn, bool relay_only) {
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.awaiting_answer = true;
  negotiation.local_candidates.clear();
  turn.out.push_back(commands::RestartIce{negotiation.peer, start_operation(negotiation), relay_only});
}

void look_for_direct_path(const Turn& turn) {
  CallState& call = turn.call;
  const NegotiationState& negotiation = call.negotiation;
  const bool is_settled = call.direction == Direction::kIncoming || call.delivery.partner_accepted;
  const bool may_offer = is_our_kind(call) && negotiation.remote_description_set && !negotiation.operation_running;
  if (!call.through_relay || call.phase != Phase::kConnected || !is_settled || !may_offer || !turn.around.online)
    return;
  call.through_relay = false;
  restart_ice(turn, false);
}

void close_connection(const Turn& turn) {
  NegotiationState& negotiation = turn.call.negotiation;
  if (negotiation.peer_exists) turn.out.push_back(commands::ClosePeer{negotiation.peer});
  NegotiationState fresh;
  fresh.peer = negotiation.peer;
  negotiation = std::move(fresh);
}

void remote_offer_arrived(const Turn& turn, const signalling::Description& description) {
  NegotiationState& negotiation = turn.call.negotiation;
  if (sdp_identity(description.sdp) == negotiation.applied_remote_identity) {
    // Sent again: perhaps our answer was lost on its way.
    repeat_local_description(turn);
    return;
  }
  if (insists_on_own_offer(turn.call)) return;
  if (!negotiation.peer_exists || negotiation.operation_running) {
    negotiation.pending_remote_offer = description;  // the latest counts
    return;
  }
  take_offer(turn, description);
}

void replacing_offer_arrived(const Turn& turn, const signalling::Description& description) {
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.queued_remote_candidates.clear();
  if (negotiation.peer_exists) {
    accept_on_new_connection(turn, description);
  } else {
    negotiation.pending_remote_offer = description;
  }
}

bool remote_answer_arrived(const Turn& turn, const signalling::Description& description) {
  NegotiationState& negotiation = turn.call.negotiation;
  const bool is_offer_open =
      negotiation.awaiting_answer && negotiation.local_description_sent && !negotiation.operation_running;
  if (!is_offer_open || !negotiation.local_description) return false;
  const int answers = description.peer.answers;
  if (answers != 0 && answers != negotiation.local_description->peer.seq) return false;  // to an offer given up since
  negotiation.awaiting_answer = false;
  negotiation.applied_remote_identity = sdp_identity(description.sdp);
  negotiation.remote_connection = sdp_connection(description.sdp);
  turn.out.push_back(commands::AcceptAnswer{negotiation.peer, start_operation(negotiation), description.sdp});
  return true;
}

void remote_candidate_arrived(const Turn& turn, const signalling::Candidate& candidate) {
  NegotiationState& negotiation = turn.call.negotiation;
  // Those that follow an offer that still waits belong to it.
  if (negotiation.peer_exists && negotiation.remote_description_set && !negotiation.pending_remote_offer) {
    turn.out.push_back(commands::AddCandidate{negotiation.peer, candidate});
  } else if (negotiation.queued_remote_candidates.size() < kMaxCandidates) {
    negotiation.queued_remote_candidates.push_back(candidate);
  }
}

bool is_running_operation(const CallState& call, PeerGeneration peer, int operation) {
  const NegotiationState& negotiation = call.negotiation;
  return negotiation.peer_exists && negotiation.operation_running && peer == negotiation.peer &&
         operation == negotiation.operation;
}

void forget_operation(CallState& call) {
  NegotiationState& negotiation = call.negotiation;
  negotiation.operation_running = false;
  negotiation.awaiting_answer = false;
  negotiation.taken_offer.reset();
  negotiation.applied_remote_identity.clear();
}

void local_description_made(const Turn& turn, PeerGeneration peer, int operation, SdpType type,
                            const std::string& sdp) {
  if (!is_running_operation(turn.call, peer, operation)) return;
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.operation_running = false;
  // A second description of the same connection holds what it has gathered.
  negotiation.local_description =
      signalling::Description{type, is_hidden(turn.call) ? hidden_description(sdp) : sdp, {}};
  negotiation.local_description_sent = false;
  if (type == SdpType::kAnswer) {
    negotiation.remote_description_set = true;
    if (negotiation.taken_offer) negotiation.local_description->peer.answers = negotiation.taken_offer->peer.seq;
  }
  negotiation.taken_offer.reset();
  if (take_waiting_offer(turn)) return;
  if (negotiation.remote_description_set) flush_remote_candidates(turn);
  send_local_description(turn);
}

void remote_answer_applied(const Turn& turn, PeerGeneration peer, int operation) {
  if (!is_running_operation(turn.call, peer, operation)) return;
  NegotiationState& negotiation = turn.call.negotiation;
  negotiation.operation_running = false;
  negotiation.remote_description_set = true;
  if (take_waiting_offer(turn)) return;
  flush_remote_candidates(turn);
  if (!is_our_kind(turn.call)) repeat_candidates(turn);
}

void local_candidate_found(const Turn& turn, PeerGeneration peer, const signalling::Candidate& candidate) {
  NegotiationState& negotiation = turn.call.negotiation;
  if (!negotiation.peer_exists || peer != negotiation.peer) return;
  if (negotiation.local_candidates.size() >= kMaxCandidates) return;
  LocalCandidate found{candidate};
  if (is_hidden(turn.call)) {
    auto hidden = hidden_candidate(candidate.candidate);
    if (!hidden) return;
    found.candidate.candidate = std::move(*hidden);
  }
  negotiation.local_candidates.push_back(std::move(found));
  send_new_candidates(turn);
}

void gathering_finished(const Turn& turn, PeerGeneration peer, const std::string& sdp) {
  CallState& call = turn.call;
  NegotiationState& negotiation = turn.call.negotiation;
  if (!negotiation.peer_exists || peer != negotiation.peer || !negotiation.local_description) return;
  if (is_hidden(call) && is_dialling(call.phase) && negotiation.local_candidates.empty() && !is_our_kind(call)) {
    // No relay lets us in, and a React peer takes no later offer than the one before its yes: hide by silence.
    call.through_relay = false;
    call.hide_address = true;
    start_over(turn);
    return;
  }
  // To peers of our kind the candidates go one by one and surely; and hidden addresses stay out of the text.
  if (is_our_kind(call) || call.hide_address || sdp_identity(sdp) != sdp_identity(negotiation.local_description->sdp)) {
    return;
  }
  negotiation.local_description->sdp = is_hidden(call) ? hidden_description(sdp) : sdp;
  // A React callee answers the last offer it stored before accept: give it one that needs no candidates (T1).
  if (call.phase == Phase::kRinging && negotiation.awaiting_answer) repeat_description(turn);
}

void send_local_description(const Turn& turn) {
  if (!turn.call.negotiation.local_description_sent) send_description_anew(turn);
}

void repeat_local_description(const Turn& turn) {
  if (!turn.call.negotiation.local_description_sent) return;
  repeat_description(turn);
  if (!is_our_kind(turn.call)) {
    repeat_candidates(turn);
  } else {
    resend_unacknowledged(turn);
  }
}

bool knows_description(const NegotiationState& negotiation) {
  return !negotiation.applied_remote_identity.empty() || negotiation.pending_remote_offer.has_value();
}

std::string sdp_identity(const std::string& sdp) {
  constexpr std::array<std::string_view, 3> kPrefixes{"o=", "a=ice-ufrag:", "a=fingerprint:"};
  std::string identity;
  for (const std::string_view prefix : kPrefixes) identity += first_line(sdp, prefix);
  return identity.empty() ? sdp : identity;
}

std::string sdp_connection(const std::string& sdp) {
  std::string_view session = first_line(sdp, "o=");
  const std::size_t number = session.find(' ');
  if (number != std::string_view::npos) session = session.substr(0, session.find(' ', number + 1));
  return std::string(session) + std::string(first_line(sdp, "a=fingerprint:"));
}

}  // namespace ssc::call
