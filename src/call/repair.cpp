#include "call/repair.hpp"

#include <algorithm>
#include <array>

#include "call/delivery.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"

namespace ssc::call {
namespace {

constexpr Duration kShownAfter{1'000};      // a shorter wavering is nobody's business
constexpr Duration kRestartAfter{2'000};    // of wavering
constexpr Duration kConnectPatience{6'000};  // for a path to come up at all
constexpr Duration kGivingWay{500};  // both sides notice at once: the callee lets the caller's offer come first
constexpr Duration kSoonAgain{1'000};
constexpr std::array kPauses{Duration(3'000), Duration(6'000), Duration(10'000)};
constexpr Duration kSilencePatience{5'000};
constexpr int kMaxSilences = 2;  // then it is not the path

bool can_repair(const CallState& call) {
  return is_talking(call.phase) && is_our_kind(call) && call.negotiation.peer_exists;
}

bool insists(const CallState& call) { return call.direction == Direction::kOutgoing; }

/// They said yes and nothing else. Servers that keep no signals lost our offer while their socket was not there yet,
/// and whoever they are, they cannot answer what they have not heard.
bool is_unanswered(const CallState& call) {
  return is_talking(call.phase) && !is_our_kind(call) && call.negotiation.awaiting_answer &&
         !knows_description(call.negotiation);
}

void try_at(const Turn& turn, Instant when) {
  if (can_repair(turn.call)) turn.call.repair.next_try_at = std::min(turn.call.repair.next_try_at, when);
}

/// A new connection. Two at once would only meet each other's ruins: the caller makes it, the callee asks for it.
void renew(const Turn& turn, bool relay_only) {
  if (!insists(turn.call)) {
    send_note(turn, signalling::NoteKind::kRestart);
    return;
  }
  // It only rang there, and perhaps another of their devices was answered: whoever is in the call may take the offer.
  if (!turn.call.delivery.partner_accepted) choose_partner(turn, {});
  start_over(turn, relay_only);
  path_was_lost(turn);
}

void restart(const Turn& turn, bool relay_only) {
  const NegotiationState& negotiation = turn.call.negotiation;
  const bool may_be_another = insists(turn.call) && !turn.call.delivery.partner_accepted;
  if (may_be_another || negotiation.operation_running || !negotiation.remote_description_set) {
    renew(turn, relay_only);
  } else {
    restart_ice(turn, relay_only);
  }
}

bool is_heard(const Turn& turn) {
  const RepairState& repair = turn.call.repair;
  return repair.heard_at != kNever && turn.now.instant < repair.heard_at + kShownAfter + kShownAfter / 2;
}

void try_now(const Turn& turn) {
  CallState& call = turn.call;
  RepairState& repair = call.repair;
  repair.next_try_at = kNever;
  if (is_unanswered(call)) {
    repeat_local_description(turn);
    repair.next_try_at = turn.now.instant + kPauses.front();
    return;
  }
  // Without the socket nobody would hear of it; its return is the moment.
  if (!can_repair(call) || !turn.around.online) return;
  const bool stands = call.negotiation.connection == PeerConnectionState::kConnected;
  if (stands && call.phase == Phase::kConnected) return;
  if (call.phase == Phase::kConnected && is_heard(turn)) {  // it wavers and yet carries: nothing is torn down
    if (!call.negotiation.operation_running) restart(turn, false);
    repair.next_try_at = turn.now.instant + kPauses.back();
    return;
  }
  const auto pause = static_cast<std::size_t>(repair.tries);
  ++repair.tries;
  repair.tried_at = turn.now.instant;
  repair.next_try_at = turn.now.instant + kPauses[std::min(pause, kPauses.size() - 1)];
  // A path that never stood may be missing for a reason in the connection itself.
  const bool never_stood = call.connected_since == kNever;
  const bool relay_only = turn.around.relay_known && never_stood && repair.tries % 4 == 3;
  if (repair.tries % (never_stood ? 2 : 4) == 0) {
    renew(turn, relay_only);
  } else {
    restart(turn, relay_only);
  }
}

Instant shown_lost_at(const RepairState& repair) {
  if (repair.wavering_since == kNever) return kNever;
  const Instant after_sound = repair.heard_at == kNever ? Instant{} : repair.heard_at + kShownAfter + kShownAfter / 2;
  return std::max(repair.wavering_since + kShownAfter, after_sound);
}

}  // namespace

void expect_path(const Turn& turn) {
  CallState& call = turn.call;
  call.repair = RepairState();
  switch (call.negotiation.connection) {
    case PeerConnectionState::kConnected:
      call.repair.heard_at = turn.now.instant;
      // Of several that rang another may be answered, and without an offer: then nothing comes over this path.
      if (call.delivery.several_rang && !call.delivery.partner_accepted) {
        try_at(turn, turn.now.instant + kConnectPatience);
      }
      return;
    case PeerConnectionState::kDisconnected:
    case PeerConnectionState::kFailed:
    case PeerConnectionState::kClosed:
      try_at(turn, turn.now.instant);
      return;
    case PeerConnectionState::kNew:
    case PeerConnectionState::kConnecting:
      call.repair.next_try_at = turn.now.instant + (insists(call) ? Duration(0) : kGivingWay);
      // The relay that hides us gave no address: what is missing will not come by itself.
      if (!call.through_relay || !call.negotiation.local_candidates.empty())
        call.repair.next_try_at += kConnectPatience;
      return;
  }
}

void path_expected_again(const Turn& turn) { try_at(turn, turn.now.instant + kConnectPatience); }

void path_state_changed(const Turn& turn, PeerConnectionState state) {
  CallState& call = turn.call;
  RepairState& repair = call.repair;
  const Duration grace = insists(call) ? Duration(0) : kGivingWay;
  switch (state) {
    case PeerConnectionState::kConnected:
      repair.wavering_since = repair.next_try_at = kNever;
      repair.tries = 0;
      repair.heard_at = turn.now.instant;
      path_came_up(turn);
      return;
    case PeerConnectionState::kDisconnected:
      if (call.phase != Phase::kConnected) return;
      repair.wavering_since = std::min(repair.wavering_since, turn.now.instant);
      try_at(turn, turn.now.instant + kRestartAfter + grace);
      return;
    case PeerConnectionState::kFailed:
    case PeerConnectionState::kClosed:
      path_was_lost(turn);
      try_at(turn, turn.now.instant + grace);
      return;
    case PeerConnectionState::kNew:
    case PeerConnectionState::kConnecting:
      return;
  }
}

void network_changed(const Turn& turn) {
  const CallState& call = turn.call;
  if (call.negotiation.connection != PeerConnectionState::kConnected) {
    try_at(turn, turn.now.instant);
  } else if (can_repair(call) && turn.around.online && !call.negotiation.operation_running) {
    restart(turn, false);
  }
}

void catch_up_repair(const Turn& turn) {
  const CallState& call = turn.call;
  const bool stands = call.negotiation.connection == PeerConnectionState::kConnected;
  const bool has_first_time = call.phase == Phase::kConnecting && call.repair.next_try_at != kNever;
  if (!stands && !has_first_time) try_at(turn, turn.now.instant);
}

void repair_asked_for(const Turn& turn) {
  const RepairState& repair = turn.call.repair;
  const bool just_tried = repair.tried_at != kNever && turn.now.instant < repair.tried_at + kRestartAfter;
  if (just_tried || !can_repair(turn.call) || !insists(turn.call)) return;
  turn.call.repair.tried_at = turn.now.instant;
  turn.call.repair.next_try_at = turn.now.instant + kPauses.front();
  renew(turn, false);
}

void leave_repair_to_peer(const Turn& turn) {
  RepairState& repair = turn.call.repair;
  if (repair.next_try_at != kNever) {
    repair.next_try_at = std::max(repair.next_try_at, turn.now.instant + kPauses.front());
  }
}

void repair_step_failed(const Turn& turn) { try_at(turn, turn.now.instant + kSoonAgain); }

void watch_sound(const Turn& turn, double audio_packets) {
  CallState& call = turn.call;
  RepairState& repair = call.repair;
  const double before = repair.audio_packets;
  repair.audio_packets = audio_packets;
  const bool grew = before >= 0 && audio_packets > before;
  if (grew) repair.silences = 0;
  if (!grew && (call.phase != Phase::kConnected || repair.wavering_since != kNever)) return;
  // Who has no microphone sends nothing, and is not missed.
  if (grew || before < 0 || repair.heard_at == kNever || !call.remote.mic_on) {
    repair.heard_at = turn.now.instant;
    return;
  }
  if (turn.now.instant < repair.heard_at + kSilencePatience) return;
  if (!can_repair(call) || !turn.around.online || repair.silences >= kMaxSilences) return;
  repair.heard_at = turn.now.instant;
  if (++repair.silences == 1) {
    restart(turn, false);
  } else {
    renew(turn, turn.around.relay_known);
  }
}

void repair_time_passed(const Turn& turn) {
  CallState& call = turn.call;
  const Instant now = turn.now.instant;
  if (call.phase == Phase::kConnected && now >= shown_lost_at(call.repair) && !is_heard(turn)) path_was_lost(turn);
  if (now >= call.repair.next_try_at) try_now(turn);
}

Instant next_repair(const CallState& call) {
  if (!is_talking(call.phase)) return kNever;
  const Instant shown = call.phase == Phase::kConnected ? shown_lost_at(call.repair) : kNever;
  return std::min(shown, call.repair.next_try_at);
}

}  // namespace ssc::call
