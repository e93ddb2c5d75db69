// How a call begins and ends, what the server says about its end, and what the ledger keeps afterwards.
#include <algorithm>
#include <utility>

#include "call/delivery.hpp"
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"
#include "call/repair.hpp"

namespace ssc::call {
namespace {

/// Clocks of the server and of this machine may differ by minutes. A start told as it happens is taken over exactly
/// where the clocks agree, else it is now.
constexpr std::int64_t kClocksAgreeWithin_ms = 2'000;

/// A question to the server that got no answer is asked again after this.
constexpr Duration kLostCheckDelay{3'000};

EndReason unexplained_end(Phase phase) {
  switch (phase) {
    case Phase::kIncoming:
    case Phase::kAccepting:
      return EndReason::kCancelledThere;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
    case Phase::kEnded:
      return EndReason::kHungUpThere;
  }
  return EndReason::kHungUpThere;
}

/// The call is over for this page only: another one of this account is in it.
bool goes_on_elsewhere(EndReason reason) {
  return reason == EndReason::kAnsweredElsewhere || reason == EndReason::kAnsweredInTab ||
         reason == EndReason::kBusyHere || reason == EndReason::kContinuedElsewhere ||
         reason == EndReason::kTakeoverFailed;
}

/// An end that another device of our own account caused.
EndReason ended_by_us_elsewhere(Phase phase) {
  return is_talking(phase) ? EndReason::kHungUpHere : EndReason::kHandledElsewhere;
}

EndReason reason_of(const Turn& turn, const signalling::CallEnded& event) {
  const Phase phase = turn.call.phase;
  const bool we_are_called = phase == Phase::kIncoming || phase == Phase::kAccepting;
  switch (event.reason) {
    case ServerEndReason::kMissed:
      return we_are_called ? EndReason::kCancelledThere : EndReason::kNoAnswer;
    case ServerEndReason::kDeclined:
      return we_are_called ? EndReason::kHandledElsewhere : EndReason::kDeclinedThere;
    case ServerEndReason::kConnectionLost:
      return we_are_called ? EndReason::kCancelledThere : EndReason::kConnectionLost;
    case ServerEndReason::kUnknown:
    case ServerEndReason::kHangup:
    case ServerEndReason::kCancelled:
    case ServerEndReason::kLeft:
    case ServerEndReason::kCleanup:
      return event.by == turn.me.id ? ended_by_us_elsewhere(phase) : unexplained_end(phase);
  }
  return unexplained_end(phase);
}

/// What an unfinished call on the server means for ours, which was missing from events for a while.
void catch_up(const Turn& turn, const CallRecord& record) {
  CallState& call = turn.call;
  call.over_on_server = false;
  if (record.status != CallStatus::kAccepted) return;
  if (call.phase == Phase::kRinging) {
    note_start(call, record.started_at, turn.now);
    enter_connecting(turn);
  } else if (call.phase == Phase::kIncoming) {
    finish(turn, EndReason::kAnsweredElsewhere, Farewell::kNothing);
  }
}

/// The server knows our call no more, and we were not told why.
void call_is_gone(const Turn& turn) {
  CallState& call = turn.call;
  switch (call.phase) {
    case Phase::kRinging:
      finish(turn, EndReason::kConnectionLost, Farewell::kNothing);
      return;
    case Phase::kIncoming:
      finish(turn, EndReason::kCancelledThere, Farewell::kNothing);
      return;
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:  // the media may well be flowing (T9, T11, T18): believed when they are dead too
      call.over_on_server = true;
      return;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kAccepting:  // the accept's own reply tells
    case Phase::kEnded:
      return;
  }
}

/// A dial of ours that nobody waits for may stand on the server: end it.
void settle_lost_dials(const Turn& turn, const std::optional<CallRecord>& record) {
  if (record && record->status == CallStatus::kPending && record->caller.id == turn.me.id &&
      record->id != turn.call.id && turn.call.initiate_request.number == 0) {
    const auto is_theirs = [&](const AbandonedDial& dial) {
      return dial.request.number == 0 && dial.chat == record->chat;
    };
    if (std::ranges::any_of(turn.ledger.abandoned, is_theirs)) {
      remember_finished(turn.ledger, record->id);
      owe_end(turn, record->id, false);
    }
  }
  std::erase_if(turn.ledger.abandoned,
                [](const AbandonedDial& dial) { return dial.request.number == 0 && dial.check_at == kNever; });
}

/// This account dials, and not from here: from another device, or from a page that is gone. What rings for longer than
/// anybody waits is ended, or it would make the account busy.
void watch_stale_dial(const Turn& turn, const CallRecord& record) {
  if (is_dead(turn, record)) {
    remember_finished(turn.ledger, record.id);
    owe_end(turn, record.id, false);
  } else {
    turn.ledger.recheck_at = turn.now.instant + kPendingIsDeadAfter + kOverOnServerPatience;
  }
}

void ask_again_soon(const Turn& turn) {
  turn.ledger.recheck_at = std::min(turn.ledger.recheck_at, turn.now.instant + kLostCheckDelay);
}

}  // namespace

void begin(const Turn& turn, Phase phase, Direction direction) {
  CallState fresh;
  fresh.negotiation.peer = turn.call.negotiation.peer;
  fresh.device_id = turn.call.device_id;
  fresh.direction = direction;
  fresh.hide_address = turn.around.hide_address && !turn.around.relay_known;
  fresh.through_relay = turn.around.hide_address && turn.around.relay_known;
  turn.call = std::move(fresh);
  enter(turn, phase);
}

void enter(const Turn& turn, Phase phase) {
  turn.call.phase = phase;
  turn.call.phase_since = turn.now.instant;
  turn.call.ring_check_at = is_ringing(phase) ? turn.now.instant + kRingCheckEvery : kNever;
}

void enter_connecting(const Turn& turn) {
  enter(turn, Phase::kConnecting);
  turn.call.over_on_server = false;
  send_new_candidates(turn);
  expect_path(turn);
  path_came_up(turn);
  announce_devices(turn);
}

void note_start(CallState& call, WallTime server_start, const Now& now) {
  const std::int64_t gap_ms = now.wall.unix_ms - server_start.unix_ms;
  const bool clocks_agree = gap_ms >= -kClocksAgreeWithin_ms && gap_ms <= kClocksAgreeWithin_ms;
  call.started_at = server_start.known() && clocks_agree ? server_start : now.wall;
}

void finish(const Turn& turn, EndReason reason, Farewell farewell, int server_duration_s) {
  CallState& call = turn.call;
  call.duration_s = is_talking(call.phase) ? std::max(server_duration_s, seconds_since_start(call, turn.now)) : 0;
  const bool was_over_on_server = call.over_on_server;
  close_connection(turn);
  call.microphone = LocalDevice();
  call.camera = LocalDevice();
  call.remote = RemoteMedia();
  if (call.initiate_request.number != 0 && call.id.empty()) {
    turn.ledger.abandoned.push_back({call.chat, call.initiate_request, kNever, turn.now.instant + kOwedPatience});
  }
  if (call.dial_unanswered && call.id.empty()) ask_about_lost_dial(turn, call.chat);
  call.initiate_request = RequestId();
  call.accept_request = RequestId();
  remember_finished(turn.ledger, call.id);
  if (goes_on_elsewhere(reason) && farewell == Farewell::kNothing && !call.id.empty())
    turn.ledger.taken_elsewhere = call.id;
  if (farewell == Farewell::kDecline) turn.ledger.declined = call.id;
  if (farewell != Farewell::kNothing) owe_end(turn, call.id, farewell == Farewell::kDecline);
  call.end_reason = reason;
  enter(turn, Phase::kEnded);
  if (turn.ledger.second) {
    turn.ledger.second.reset();
    check_active(turn, CheckReason::kRangAside);
  } else if (reason == EndReason::kAnsweredElsewhere) {
    check_active(turn, CheckReason::kElsewhere);
  } else if (was_over_on_server) {  // perhaps for another one, which nobody told us of
    check_active(turn, CheckReason::kRangAside);
  }
}

void hang_up(const Turn& turn) {
  switch (turn.call.phase) {
    case Phase::kPreparing:
    case Phase::kRinging:
      finish(turn, EndReason::kCancelledHere, Farewell::kEnd);
      return;
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      finish(turn, EndReason::kHungUpHere, Farewell::kEnd);
      return;
    case Phase::kIncoming:  // has a button of its own: decline
    case Phase::kIdle:
    case Phase::kEnded:
      return;
  }
}

void leave_for_sign_out(const Turn& turn) {
  hang_up(turn);
  close_connection(turn);  // one may be built where it only rings
  begin(turn, Phase::kIdle, Direction::kOutgoing);
}

void dismiss_ended(const Turn& turn) {
  if (turn.call.phase == Phase::kEnded) begin(turn, Phase::kIdle, Direction::kOutgoing);
}

void ended_event(const Turn& turn, const signalling::CallEnded& event) {
  if (turn.ledger.elsewhere && turn.ledger.elsewhere->id == event.call) turn.ledger.elsewhere.reset();
  second_settled(turn, event.call);
  if (!is_current(turn.call, event.call)) {
    remember_finished(turn.ledger, event.call);
    return;
  }
  finish(turn, reason_of(turn, event), Farewell::kNothing, event.duration_s);
}

void someone_disconnected(const Turn& turn, const signalling::SomeoneDisconnected& event) {
  const CallState& call = turn.call;
  // Our own name: another page of this account closed, which ends our call in the existing server's books (T18).
  const bool names_a_party = event.username == call.peer.username || event.username == turn.me.username;
  const bool may_concern_us = is_active(call.phase) && !call.id.empty() && names_a_party;
  if (may_concern_us) check_active(turn, CheckReason::kRumour);
}

void end_answered(const Turn& turn, RequestId request, bool answered) {
  owed_answered(turn, request, answered);
  CallState& call = turn.call;
  const bool waits = call.phase == Phase::kPreparing && !call.redial_after.empty();
  const bool is_settled =
      std::ranges::find(turn.ledger.owed, call.redial_after, &OwedEnd::call) == turn.ledger.owed.end();
  if (waits && is_settled) initiate(turn);
}

void active_answered(const Turn& turn, RequestId request, const Result<api::ActiveCall>& result) {
  const std::optional<ActiveCheck> check = take_check(turn.ledger, request);
  if (!check || turn.me.id.empty()) return;
  CallState& call = turn.call;
  if (!result) {
    if (check->reason == CheckReason::kConflict && call.phase == Phase::kPreparing &&
        call.initiate_request.number == 0) {
      finish(turn, EndReason::kServerUnreachable, Farewell::kNothing);  // somebody is busy, and it may be us
    } else if (check->reason == CheckReason::kAcceptLost && call.phase == Phase::kAccepting) {
      call.accept_check_at = turn.now.instant + kAcceptCheckDelay;
    } else if (check->reason == CheckReason::kLostDial) {
      for (AbandonedDial& dial : turn.ledger.abandoned) {
        if (dial.request.number == 0) dial.check_at = turn.now.instant + kOverOnServerPatience;
      }
    } else if (check->reason != CheckReason::kStillRings) {  // which is asked again anyway
      ask_again_soon(turn);
    }
    return;
  }
  const std::optional<CallRecord>& record = result->call;
  settle_lost_dials(turn, record);
  if (check->reason == CheckReason::kConflict) {
    conflict_checked(turn, record);
    return;
  }
  if (!is_active(call.phase)) {
    if (settle_interrupted(turn, record)) return;
    notice_elsewhere(turn, *check, record);
    // Asked before the server heard of the end: the call that rang aside may stand behind the one that is over.
    const bool hides_another =
        check->reason == CheckReason::kRangAside && record && is_finished(turn.ledger, record->id);
    if (hides_another) ask_again_soon(turn);
    const bool is_pending = record && record->status == CallStatus::kPending;
    if (is_pending && record->callee.id == turn.me.id) incoming(turn, *record);
    if (is_pending && record->caller.id == turn.me.id) watch_stale_dial(turn, *record);
    return;
  }
  if (adopt_lost_dial(turn, record)) {
    catch_up(turn, *record);
    return;
  }
  // The answer speaks of the moment it was asked at: of a call we had then, or of none.
  const bool rings_here = record && record->status == CallStatus::kPending && record->callee.id == turn.me.id;
  if (check->about.empty() || check->about != call.id) {
    if (rings_here) incoming(turn, *record);  // nobody says it again when the call we began meanwhile is over
    return;
  }
  if (call.phase == Phase::kAccepting) {
    if (check->reason == CheckReason::kAcceptLost) accept_checked(turn, record);
    return;
  }
  // Two calls between the same two: the one the server names is it, for both.
  const bool names_theirs = rings_here && record->id != call.id;
  if (names_theirs && is_dialling(call.phase) && record->caller.id == call.peer.id) {
    answer_instead(turn, *record);
  } else if (record && record->id == call.id) {
    catch_up(turn, *record);
  } else if (check->reason == CheckReason::kStillRings && (record || !std::exchange(call.over_on_server, true))) {
    return;  // the existing server may have two calls of us, and the word about how it ended may be on its way
  } else {
    call_is_gone(turn);
    if (rings_here && !is_active(call.phase)) incoming(turn, *record);  // what we heard nothing of rings in its place
  }
}

}  // namespace ssc::call
