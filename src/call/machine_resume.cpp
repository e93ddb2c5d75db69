// A running call changes its page: the same tab after a reload, another tab, another device. The new page makes a new
// connection and offers with `takes_over`; the old one leaves when the new one carries media, or goes on.
#include <algorithm>
#include <utility>

#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"

namespace ssc::call {
namespace {

constexpr int kOurVersion = 1;

bool is_party(const Turn& turn, const CallRecord& record) {
  return record.caller.id == turn.me.id || record.callee.id == turn.me.id;
}

bool is_owed(const Ledger& ledger, const CallId& call) {
  return std::ranges::find(ledger.owed, call, &OwedEnd::call) != ledger.owed.end();
}

LocalDevice wanted_device(bool wanted) {
  return wanted ? LocalDevice{true, DeviceState::kOpening, DeviceTrouble::kNone} : LocalDevice();
}

/// A fresh call made of what the server knows of it. The finished list forgets it: it lives here again.
void begin_from(const Turn& turn, const CallRecord& record, Phase phase) {
  const bool is_caller = record.caller.id == turn.me.id;
  begin(turn, phase, is_caller ? Direction::kOutgoing : Direction::kIncoming);
  std::erase(turn.ledger.finished, record.id);
  if (turn.ledger.taken_elsewhere == record.id) turn.ledger.taken_elsewhere = CallId();
  turn.ledger.elsewhere.reset();
  CallState& call = turn.call;
  call.id = record.id;
  call.chat = record.chat;
  call.peer = other_party(record, turn.me.id);
  call.kind = record.kind;
}

void wish_devices(CallState& call, bool mic_on, bool camera_on) {
  // The microphone is opened also where it is muted, so that unmuting is immediate.
  call.microphone = {mic_on, DeviceState::kOpening, DeviceTrouble::kNone};
  call.camera = wanted_device(camera_on);
}

/// The server's clock may differ from ours; no call begins in the future.
WallTime start_by_our_clock(WallTime server_start, const Now& now) {
  return server_start.known() ? std::min(server_start, now.wall) : now.wall;
}

void take_up(const Turn& turn, const CallRecord& record, Takeover takeover) {
  begin_from(turn, record, takeover == Takeover::kReload ? Phase::kReconnecting : Phase::kConnecting);
  CallState& call = turn.call;
  call.takeover = takeover;
  call.came_over = true;
  call.started_at = start_by_our_clock(record.started_at, turn.now);
  call.accept_confirmed = true;
  call.peer_info.version = kOurVersion;  // nobody else can be offered a second connection (T5)
}

/// We dialled and it still rings: a new connection's offer takes the place of the lost one's.
void ring_on(const Turn& turn, const CallRecord& record, const SavedCall& saved) {
  begin_from(turn, record, Phase::kRinging);
  CallState& call = turn.call;
  call.minimized = saved.minimized;
  call.test_picture = saved.test_picture;
  wish_devices(call, saved.mic_on, saved.camera_on);
  const Duration rung{
      std::clamp<std::int64_t>(turn.now.wall.unix_ms - record.created_at.unix_ms, 0, kRingTimeout.count() / 2)};
  if (record.created_at.known()) call.phase_since = turn.now.instant - rung;
  start_offering(turn);
}

void go_on(const Turn& turn, const CallRecord& record, const SavedCall& saved) {
  take_up(turn, record, Takeover::kReload);
  CallState& call = turn.call;
  if (saved.started_s > 0) call.started_at = WallTime{std::int64_t{saved.started_s} * 1000};
  call.minimized = saved.minimized;
  call.test_picture = saved.test_picture;
  wish_devices(call, saved.mic_on, saved.camera_on);
  start_offering(turn);
}

/// As the server would describe the call we are in.
CallRecord record_of(const Turn& turn) {
  const CallState& call = turn.call;
  const bool is_caller = call.direction == Direction::kOutgoing;
  return {.id = call.id,
          .chat = call.chat,
          .caller = is_caller ? turn.me : call.peer,
          .callee = is_caller ? call.peer : turn.me,
          .kind = call.kind,
          .status = CallStatus::kAccepted,
          .started_at = call.started_at};
}

/// Leaves the call to another page of this account.
void leave_to_other_page(const Turn& turn, EndReason reason) {
  const CallRecord record = record_of(turn);
  finish(turn, reason, Farewell::kNothing);
  turn.ledger.elsewhere = record;
}

}  // namespace

void resume(const Turn& turn) {
  if (!turn.ledger.interrupted.empty()) check_active(turn, CheckReason::kReload);
}

bool settle_interrupted(const Turn& turn, const std::optional<CallRecord>& record) {
  const SavedCall saved = std::exchange(turn.ledger.interrupted, SavedCall());
  if (saved.empty()) return false;
  if (!record) {
    if (saved.id.empty()) ask_about_lost_dial(turn, saved.chat);  // it may still be on its way to the server
    return false;
  }
  const bool is_it =
      saved.id.empty() ? record->chat == saved.chat && record->caller.id == turn.me.id : record->id == saved.id;
  if (!is_it) return false;
  switch (record->status) {
    case CallStatus::kPending:
      if (record->caller.id != turn.me.id) return false;  // rings, as for everybody who is called
      ring_on(turn, *record, saved);
      return true;
    case CallStatus::kAccepted:
      if (saved.id.empty()) return false;  // perhaps another device's, with the same person
      if (saved.peer_is_react) {
        remember_finished(turn.ledger, record->id);
        owe_end(turn, record->id, false);
      } else {
        go_on(turn, *record, saved);
      }
      return true;
    case CallStatus::kDeclined:
    case CallStatus::kEnded:
    case CallStatus::kMissed:
      return false;
  }
  return false;
}

void notice_elsewhere(const Turn& turn, const ActiveCheck& check, const std::optional<CallRecord>& record) {
  turn.ledger.elsewhere.reset();
  if (!record || record->status != CallStatus::kAccepted || !is_party(turn, *record)) return;
  // An answer asked for while the call was ours speaks of that time.
  const bool was_ours = check.about == record->id && check.reason != CheckReason::kElsewhere;
  if (was_ours || is_owed(turn.ledger, record->id)) return;
  turn.ledger.elsewhere = record;
}

void look_elsewhere(const Turn& turn) {
  if (!is_active(turn.call.phase)) check_active(turn, CheckReason::kElsewhere);
}

void continue_here(const Turn& turn, bool mic_on, bool camera_on) {
  if (is_active(turn.call.phase) || !turn.ledger.elsewhere) return;
  const CallRecord record = *turn.ledger.elsewhere;
  take_up(turn, record, Takeover::kHere);
  wish_devices(turn.call, mic_on, camera_on);
  start_offering(turn);
}

void give_up_takeover(const Turn& turn) { leave_to_other_page(turn, EndReason::kTakeoverFailed); }

void yield_to_other_device(const Turn& turn) {
  CallState& call = turn.call;
  if (!is_talking(call.phase) || call.yielded_at != kNever || call.has_yielded) return;
  call.has_yielded = true;
  // The other side left our connection for the new one: there is nothing to hold on to.
  close_connection(turn);
  enter(turn, Phase::kReconnecting);
  call.yielded_at = turn.now.instant;
}

void take_back(const Turn& turn) {
  CallState& call = turn.call;
  close_connection(turn);  // what came meanwhile was meant for the other device
  call.yielded_at = kNever;
  call.takeover = Takeover::kReload;
  call.came_over = true;
  enter(turn, Phase::kReconnecting);
  start_offering(turn);
}

void carried_elsewhere(const Turn& turn, const CallId& id) {
  if (is_current(turn.call, id) && is_talking(turn.call.phase)) {
    leave_to_other_page(turn, EndReason::kContinuedElsewhere);
  }
}

}  // namespace ssc::call
