// We dial: from the click to the other side's answer.
#include <algorithm>
#include <utility>

#include "call/delivery.hpp"
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"

namespace ssc::call {
namespace {

constexpr int kTooManyRequests = 429;
constexpr Duration kLostDialCheckDelay{2'000};
// The dial may still be on its way through the network; our server itself ends what rings longer than this.
constexpr Duration kLostDialPatience{120'000};

bool has_abandoned_dial(const Ledger& ledger, const ChatId& chat) {
  return std::ranges::find(ledger.abandoned, chat, &AbandonedDial::chat) != ledger.abandoned.end();
}

EndReason reason_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kNetwork:
    case ErrorKind::kServer:
      return EndReason::kServerUnreachable;
    case ErrorKind::kForbidden:
      return EndReason::kNotAllowed;
    case ErrorKind::kConflict:
      return EndReason::kBusyThere;
    case ErrorKind::kRejected:
      return error.http_status == kTooManyRequests ? EndReason::kTooManyCalls : EndReason::kFailed;
    case ErrorKind::kUnauthorized:
    case ErrorKind::kSessionDead:
    case ErrorKind::kNotFound:
    case ErrorKind::kMalformed:
      return EndReason::kFailed;
  }
  return EndReason::kFailed;
}

bool is_out_of_reach(const Error& error) {
  return error.kind == ErrorKind::kNetwork || error.kind == ErrorKind::kServer;
}

/// The server may have made the call although we never heard its answer.
bool may_have_worked(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kNetwork:
    case ErrorKind::kServer:
    case ErrorKind::kMalformed:
      return true;
    case ErrorKind::kUnauthorized:
    case ErrorKind::kSessionDead:
    case ErrorKind::kForbidden:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kRejected:
      return false;
  }
  return false;
}

void abandoned_dial_answered(const Turn& turn, RequestId request, const ChatId& chat,
                             const Result<api::CallInitiated>& result) {
  const auto is_it = [&](const AbandonedDial& dial) { return dial.request == request; };
  if (std::erase_if(turn.ledger.abandoned, is_it) == 0) return;  // not waited for: answered before
  if (result) {
    if (is_finished(turn.ledger, result->call)) return;  // its end was seen to already
    remember_finished(turn.ledger, result->call);
    owe_end(turn, result->call, false);
  } else if (may_have_worked(result.error())) {
    ask_about_lost_dial(turn, chat);
  }
}

/// The call is ours: what waited for that goes out.
void speak_up(const Turn& turn) {
  send_local_description(turn);
  announce_devices(turn);
}

bool is_party(const Turn& turn, const CallRecord& record) {
  return record.caller.id == turn.me.id || record.callee.id == turn.me.id;
}

}  // namespace

void ask_about_lost_dial(const Turn& turn, const ChatId& chat) {
  turn.ledger.abandoned.push_back(
      {chat, RequestId(), turn.now.instant + kLostDialCheckDelay, turn.now.instant + kLostDialPatience});
}

void dial(const Turn& turn, const Dial& wish) {
  if (is_active(turn.call.phase)) return;
  // The person went on before the server told what became of the call that a reload cut off.
  owe_end(turn, std::exchange(turn.ledger.interrupted, SavedCall()).id, false);
  begin(turn, Phase::kPreparing, Direction::kOutgoing);
  CallState& call = turn.call;
  call.chat = wish.chat;
  call.peer = wish.peer;
  call.kind = wish.kind;
  call.microphone = {true, DeviceState::kOpening, DeviceTrouble::kNone};
  if (wish.kind == CallKind::kVideo) call.camera = {true, DeviceState::kOpening, DeviceTrouble::kNone};
  start_offering(turn);
  if (wish.microphone_granted) initiate(turn);
}

void initiate(const Turn& turn) {
  CallState& call = turn.call;
  call.redial_after = CallId();
  call.redial_at = kNever;
  call.dialled_at = turn.now.instant;
  if (call.redial_until == kNever) call.redial_until = turn.now.instant + kRedialPatience;
  if (!turn.ledger.owed.empty()) {  // the server would still take us for busy
    call.redial_after = turn.ledger.owed.back().call;
    retry_owed(turn);
    return;
  }
  call.initiate_request = turn.ask(api::InitiateCall{call.chat, call.kind});
}

void adopt_id(const Turn& turn, const CallId& id) {
  CallState& call = turn.call;
  if (call.id == id && call.phase == Phase::kRinging) return;
  call.id = id;
  call.redial_at = kNever;
  call.negotiation.local_description_sent = false;
  enter(turn, Phase::kRinging);
  send_local_description(turn);
  if (call.crossed) check_active(turn, CheckReason::kCrossed);
}

bool adopt_lost_dial(const Turn& turn, const std::optional<CallRecord>& record) {
  CallState& call = turn.call;
  const bool is_late = is_dial_in_flight(call) && turn.now.instant >= call.dialled_at + kDialPatience;
  const bool waits_long = is_late || call.redial_at != kNever;
  if (call.phase != Phase::kPreparing || !waits_long || !record) return false;
  const bool is_ours = record->caller.id == turn.me.id && record->chat == call.chat;
  if (!is_ours || is_finished(turn.ledger, record->id) || has_abandoned_dial(turn.ledger, call.chat)) return false;
  call.initiate_request = RequestId();
  adopt_id(turn, record->id);
  return true;
}

void initiated_event(const Turn& turn, const CallRecord& record) {
  CallState& call = turn.call;
  const bool is_ours = record.caller.id.empty() || record.caller.id == turn.me.id;
  if (!is_ours || is_finished(turn.ledger, record.id)) return;
  // With an older dial of ours unanswered in the same chat only the replies can tell which call is whose.
  if (has_abandoned_dial(turn.ledger, record.chat)) return;
  const bool may_be_named = is_dial_in_flight(call) || call.redial_at != kNever;
  if (call.phase == Phase::kPreparing && may_be_named && call.chat == record.chat) adopt_id(turn, record.id);
}

void initiate_answered(const Turn& turn, RequestId request, const api::InitiateCall& asked,
                       const Result<api::CallInitiated>& result) {
  CallState& call = turn.call;
  if (!is_dial_in_flight(call) || call.initiate_request != request) {
    abandoned_dial_answered(turn, request, asked.chat, result);
    return;
  }
  call.initiate_request = RequestId();
  if (!is_active(call.phase)) return;
  if (result) {
    if (is_finished(turn.ledger, result->call)) {  // over before we heard that it began
      finish(turn, EndReason::kHungUpThere, Farewell::kNothing);
      return;
    }
    if (call.id != result->call && is_talking(call.phase)) {  // the event that named it spoke of another page's dial
      choose_partner(turn, {});
      call.delivery.partner_accepted = false;
      call.started_at = WallTime();
      start_over(turn);
      adopt_id(turn, result->call);
    }
    if (is_dialling(call.phase)) adopt_id(turn, result->call);
    speak_up(turn);
    call.peer_online = result->callee_online;
    if (!result->callee_online) turn.out.push_back(commands::Tell{Remark::kCalleeOffline});
    return;
  }
  const bool is_conflict = result.error().kind == ErrorKind::kConflict;
  const bool has_id = call.phase != Phase::kPreparing;
  if (has_id && is_conflict) {  // callInitiated spoke of another page's dial
    finish(turn, EndReason::kBusyHere, Farewell::kNothing);
    return;
  }
  if (has_id) {  // callInitiated told us already that it worked
    speak_up(turn);
    return;
  }
  if (is_conflict) {
    check_active(turn, CheckReason::kConflict);
    return;
  }
  if (may_have_worked(result.error())) call.dial_unanswered = true;
  if (is_out_of_reach(result.error()) && turn.now.instant + kRedialDelay <= call.redial_until) {
    call.redial_at = turn.now.instant + kRedialDelay;
    return;
  }
  call.retry_after_s = std::max(1, result.error().retry_after_s);
  finish(turn, reason_of(result.error()), Farewell::kNothing);
}

void answer_instead(const Turn& turn, const CallRecord& record) {
  CallState& call = turn.call;
  const CallState dialled = call;
  finish(turn, EndReason::kBusyHere, Farewell::kEnd);
  incoming(turn, record);
  answer(turn, false);
  if (call.phase != Phase::kAccepting) return;  // it is over already
  // The devices are open since the dial and stay so: nobody will report them again.
  call.microphone = dialled.microphone;
  call.camera = dialled.camera;
  call.test_picture = dialled.test_picture;
  call.microphone_tries = dialled.microphone_tries;
  call.microphone_failed_at = dialled.microphone_failed_at;
}

bool is_dead(const Turn& turn, const CallRecord& record) {
  const bool runs_anyway = record.id == turn.ledger.declined && record.status == CallStatus::kAccepted;
  const bool lives_elsewhere = record.id == turn.ledger.taken_elsewhere || runs_anyway;
  if (is_finished(turn.ledger, record.id) && !lives_elsewhere) return true;
  if (record.status != CallStatus::kPending) return false;
  if (record.caller.id == turn.me.id && has_abandoned_dial(turn.ledger, record.chat)) return true;
  return record.created_at.known() && turn.now.wall.unix_ms - record.created_at.unix_ms > kPendingIsDeadAfter.count();
}

void conflict_checked(const Turn& turn, const std::optional<CallRecord>& record) {
  CallState& call = turn.call;
  if (call.phase != Phase::kPreparing || is_dial_in_flight(call)) return;
  if (!record || !is_party(turn, *record)) {
    // They are busy with somebody else, or what was in the way is over by now: one more dial tells.
    if (call.dialled_again) {
      finish(turn, EndReason::kBusyThere, Farewell::kNothing);
    } else {
      call.dialled_again = true;
      initiate(turn);
    }
    return;
  }
  if (is_dead(turn, *record)) {
    if (call.dialled_again) {
      finish(turn, EndReason::kBusyHere, Farewell::kNothing);
      return;
    }
    call.dialled_again = true;
    call.redial_after = record->id;
    remember_finished(turn.ledger, record->id);
    retry_owed(turn);
    owe_end(turn, record->id, false);
    return;
  }
  const bool is_pending = record->status == CallStatus::kPending;
  if (is_pending && call.dial_unanswered && record->caller.id == turn.me.id && record->chat == call.chat) {
    adopt_id(turn, record->id);
    speak_up(turn);
    return;
  }
  const bool rings_here = is_pending && record->callee.id == turn.me.id;
  if (!rings_here) {
    finish(turn, EndReason::kBusyHere, Farewell::kNothing);
    return;
  }
  // Somebody called us at the same moment. The one we wanted to talk to: that call is it. Another one: it rings.
  if (record->caller.id == call.peer.id) {
    answer_instead(turn, *record);
  } else {
    finish(turn, EndReason::kBusyHere, Farewell::kNothing);
    incoming(turn, *record);
  }
}

void accepted_event(const Turn& turn, const signalling::CallAccepted& event) {
  CallState& call = turn.call;
  if (!is_current(call, event.call)) return;
  switch (call.phase) {
    case Phase::kRinging:
      note_start(call, event.started_at, turn.now);
      enter_connecting(turn);
      return;
    case Phase::kIncoming:
      finish(turn, EndReason::kAnsweredElsewhere, Farewell::kNothing);
      return;
    case Phase::kAccepting:  // ours or another device's: the reply to our own accept tells
      call.accepted_seen = true;
      note_start(call, event.started_at, turn.now);
      return;
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      if (!call.started_at.known()) note_start(call, event.started_at, turn.now);
      return;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kEnded:
      return;
  }
}

}  // namespace ssc::call
