// We are called: ringing, accepting, declining, and what other devices of ours do meanwhile.

#include "call/delivery.hpp"
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"

namespace ssc::call {
namespace {

void confirm_accept(const Turn& turn, WallTime started_at) {
  CallState& call = turn.call;
  call.accept_confirmed = true;
  if (!call.started_at.known()) note_start(call, started_at, turn.now);
  enter_connecting(turn);
  // What was answered while it rang is answered again: now by the person, and perhaps for the first time let through.
  send_description_anew(turn);
}

void post_accept(const Turn& turn) {
  turn.call.accept_request = turn.ask(api::AcceptCall{turn.call.id});
  turn.call.accept_check_at = turn.now.instant + kAcceptPatience;
}

/// The call is accepted, and no answer says by whom: by us, as it seems.
void guess_accept(const Turn& turn, WallTime started_at) {
  turn.call.accept_guessed = true;
  confirm_accept(turn, started_at);
}

/// The server knew the call and did not let us have it.
bool is_refusal(ErrorKind kind) {
  return kind == ErrorKind::kNotFound || kind == ErrorKind::kRejected || kind == ErrorKind::kConflict;
}

/// "Not pending": somebody was faster, and we say who.
EndReason who_was_faster(const CallState& call) {
  if (call.accepted_seen) return EndReason::kAnsweredElsewhere;
  if (call.declined_seen) return EndReason::kHandledElsewhere;
  return EndReason::kCancelledThere;
}

}  // namespace

void incoming(const Turn& turn, const CallRecord& record) {
  const bool is_mine = record.caller.id == turn.me.id || record.caller.id.empty();
  if (is_mine || record.id.empty() || is_finished(turn.ledger, record.id)) return;
  CallState& call = turn.call;
  if (is_active(call.phase)) {
    if (call.id == record.id) return;
    turn.ledger.second = record;
    if (is_dialling(call.phase) && call.peer.id == record.caller.id) {
      call.crossed = true;
      if (!call.id.empty()) check_active(turn, CheckReason::kCrossed);
    }
    return;
  }
  begin(turn, Phase::kIncoming, Direction::kIncoming);
  call.id = record.id;
  call.chat = record.chat;
  call.peer = record.caller;
  call.kind = record.kind;
}

void answer(const Turn& turn, bool with_video) {
  CallState& call = turn.call;
  if (call.phase != Phase::kIncoming) return;
  enter(turn, Phase::kAccepting);
  call.microphone = {true, DeviceState::kOpening, DeviceTrouble::kNone};
  if (with_video) call.camera = {true, DeviceState::kOpening, DeviceTrouble::kNone};
  post_accept(turn);
  if (!call.negotiation.peer_exists) start_answering(turn);
}

void refuse(const Turn& turn) {
  if (turn.call.phase == Phase::kIncoming) finish(turn, EndReason::kDeclinedHere, Farewell::kDecline);
}

void answer_second(const Turn& turn) {
  if (!turn.ledger.second || !wants_microphone(turn.call.phase)) return;
  const CallRecord record = *turn.ledger.second;
  turn.ledger.second.reset();
  hang_up(turn);
  incoming(turn, record);
  answer(turn, false);
}

void refuse_second(const Turn& turn) {
  if (!turn.ledger.second) return;
  const CallId id = turn.ledger.second->id;
  turn.ledger.second.reset();
  remember_finished(turn.ledger, id);
  turn.ledger.declined = id;
  owe_end(turn, id, true);
}

void second_settled(const Turn& turn, const CallId& call) {
  if (turn.ledger.second && turn.ledger.second->id == call) turn.ledger.second.reset();
}

void handled_in_tab(const Turn& turn, const CallId& call, bool declined) {
  if (turn.call.phase != Phase::kIncoming || turn.call.id != call) return;
  finish(turn, declined ? EndReason::kHandledInTab : EndReason::kAnsweredInTab, Farewell::kNothing);
}

void accept_answered(const Turn& turn, RequestId request, const Result<api::CallAccepted>& result) {
  CallState& call = turn.call;
  if (call.accept_request.number == 0 || call.accept_request != request) return;
  call.accept_request = RequestId();
  call.accept_check_at = kNever;
  if (result) call.accept_guessed = false;
  if (!result && is_refusal(result.error().kind)) heard_for_other_device(turn);  // the sound that came was meant for it
  if (call.phase != Phase::kAccepting) return;
  if (result) {
    confirm_accept(turn, result->started_at);
    return;
  }
  switch (result.error().kind) {
    case ErrorKind::kNetwork:
    case ErrorKind::kServer:
    case ErrorKind::kMalformed:
      if (call.accepted_seen) {
        guess_accept(turn, WallTime());
      } else {
        call.accept_check_at = turn.now.instant + kAcceptCheckDelay;
      }
      return;
    case ErrorKind::kNotFound:
    case ErrorKind::kRejected:
    case ErrorKind::kConflict:
      if (call.accepted_seen || call.declined_seen) {
        finish(turn, who_was_faster(call), Farewell::kNothing);
      } else {
        call.accept_refused = true;
        check_active(turn, CheckReason::kAcceptLost);
      }
      return;
    case ErrorKind::kForbidden:
      finish(turn, EndReason::kNotAllowed, Farewell::kNothing);
      return;
    case ErrorKind::kUnauthorized:
    case ErrorKind::kSessionDead:
      finish(turn, EndReason::kFailed, Farewell::kNothing);
      return;
  }
}

void caller_is_heard(const Turn& turn) {
  // Not at once: another device may have been faster, and the caller learns only then that the sound is for that one.
  const bool waits_long = turn.now.instant >= turn.call.phase_since + kAcceptPatience;
  if (turn.call.phase == Phase::kAccepting && waits_long) guess_accept(turn, WallTime());
}

void heard_for_other_device(const Turn& turn) {
  CallState& call = turn.call;
  if (call.accept_guessed && is_talking(call.phase)) finish(turn, EndReason::kAnsweredElsewhere, Farewell::kNothing);
}

void accept_checked(const Turn& turn, const std::optional<CallRecord>& record) {
  CallState& call = turn.call;
  if (call.phase != Phase::kAccepting) return;
  const bool is_it = record && record->id == call.id;
  if (call.accept_request.number != 0) {  // no answer for long, and no word of another device: it was ours
    if (is_it && record->status == CallStatus::kAccepted) {
      guess_accept(turn, record->started_at);
    } else {
      call.accept_check_at = turn.now.instant + kAcceptPatience;
    }
    return;
  }
  if (!is_it) {
    finish(turn, who_was_faster(call), Farewell::kNothing);
  } else if (call.accept_refused) {
    finish(turn, EndReason::kAnsweredElsewhere, Farewell::kNothing);
  } else if (record->status == CallStatus::kAccepted) {
    guess_accept(turn, record->started_at);
  } else {
    post_accept(turn);
  }
}

void declined_event(const Turn& turn, const signalling::CallDeclined& event) {
  CallState& call = turn.call;
  if (!is_current(call, event.call)) return;
  switch (call.phase) {
    case Phase::kRinging:
      finish(turn, EndReason::kDeclinedThere, Farewell::kNothing);
      return;
    case Phase::kIncoming:
      finish(turn, EndReason::kHandledElsewhere, Farewell::kNothing);
      return;
    case Phase::kAccepting:  // which of the two came first is the server's word: the accept's reply
      call.declined_seen = true;
      return;
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:  // an accepted call cannot be declined any more: late news
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kEnded:
      return;
  }
}

}  // namespace ssc::call
