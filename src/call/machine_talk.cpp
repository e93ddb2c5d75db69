// Devices and time.
#include <algorithm>

#include "call/delivery.hpp"
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"
#include "call/repair.hpp"

namespace ssc::call {
namespace {

EndReason microphone_reason(DeviceTrouble trouble) {
  switch (trouble) {
    case DeviceTrouble::kDenied:
      return EndReason::kMicrophoneDenied;
    case DeviceTrouble::kMissing:
      return EndReason::kMicrophoneMissing;
    case DeviceTrouble::kBusy:
      return EndReason::kMicrophoneBusy;
    case DeviceTrouble::kNone:
    case DeviceTrouble::kUnsupported:
    case DeviceTrouble::kUnknown:
      return EndReason::kFailed;
  }
  return EndReason::kFailed;
}

Remark microphone_remark(DeviceTrouble trouble) {
  switch (trouble) {
    case DeviceTrouble::kDenied:
      return Remark::kMicrophoneDenied;
    case DeviceTrouble::kMissing:
      return Remark::kMicrophoneMissing;
    case DeviceTrouble::kNone:
    case DeviceTrouble::kBusy:
    case DeviceTrouble::kUnsupported:
    case DeviceTrouble::kUnknown:
      return Remark::kMicrophoneBusy;
  }
  return Remark::kMicrophoneBusy;
}

Remark camera_remark(DeviceTrouble trouble) {
  switch (trouble) {
    case DeviceTrouble::kDenied:
      return Remark::kCameraDenied;
    case DeviceTrouble::kMissing:
      return Remark::kCameraMissing;
    case DeviceTrouble::kNone:
    case DeviceTrouble::kBusy:
    case DeviceTrouble::kUnsupported:
    case DeviceTrouble::kUnknown:
      return Remark::kCameraBusy;
  }
  return Remark::kCameraBusy;
}

bool is_open(DeviceState state) {
  switch (state) {
    case DeviceState::kOn:
    case DeviceState::kMuted:
      return true;
    case DeviceState::kOff:
    case DeviceState::kOpening:
    case DeviceState::kFailed:
      return false;
  }
  return false;
}

/// Takes over what the shell reports; the wish stays the person's.
void take_report(LocalDevice& device, const LocalDevice& report) {
  device.state = report.state;
  // Switched off because of trouble: the trouble stays on screen until the next try.
  if (report.state != DeviceState::kOff) device.trouble = report.trouble;
}

void microphone_reported(const Turn& turn, const LocalDevice& report) {
  CallState& call = turn.call;
  const bool was_failed = call.microphone.state == DeviceState::kFailed;
  take_report(call.microphone, report);
  if (is_open(report.state)) {
    call.microphone_failed_at = kNever;
    if (call.phase == Phase::kPreparing && !is_dialled(call)) initiate(turn);
  } else if (report.state == DeviceState::kFailed && !was_failed) {
    call.microphone_failed_at = turn.now.instant;
    // The call screen says so as long as it lasts.
    if (call.minimized) turn.out.push_back(commands::Tell{microphone_remark(report.trouble)});
  }
}

void camera_reported(const Turn& turn, const LocalDevice& report) {
  CallState& call = turn.call;
  take_report(call.camera, report);
  if (report.state == DeviceState::kFailed && call.camera.wanted) {
    call.camera.wanted = false;  // the call goes on with voice
    turn.out.push_back(commands::Tell{camera_remark(report.trouble)});
  }
}

void ask_if_it_rings(const Turn& turn) {
  turn.call.ring_check_at = turn.now.instant + kRingCheckEvery;
  check_active(turn, CheckReason::kStillRings);
}

/// Devices can be switched while a call is made or runs here.
bool can_switch_devices(Phase phase) { return wants_microphone(phase); }

/// A React peer's window has no place for a picture in a voice call, and it never negotiates one (T5).
bool is_camera_shown_there(const CallState& call) {
  return call.kind == CallKind::kVideo || call.peer_info.version > 0 || !knows_description(call.negotiation);
}

}  // namespace

void drop_unseen_camera(const Turn& turn) {
  CallState& call = turn.call;
  if (!call.camera.wanted || is_camera_shown_there(call)) return;
  call.camera = {};
  call.test_picture = false;
  turn.out.push_back(commands::Tell{Remark::kCameraNotShown});
  announce_devices(turn);
}

void announce_devices(const Turn& turn, bool again) {
  CallState& call = turn.call;
  if (!is_talking(call.phase) || call.id.empty() || is_dial_in_flight(call)) return;
  const bool mic_on = is_microphone_sending(call);
  const bool camera_on = is_camera_sending(call);
  const bool all = again || !call.announced.told;
  if (all || call.announced.mic_on != mic_on) {
    turn.out.push_back(commands::Emit{signalling::SendMicrophone{call.id, call.peer.id, mic_on}});
  }
  if (all || call.announced.camera_on != camera_on) {
    turn.out.push_back(commands::Emit{signalling::SendCamera{call.id, call.peer.id, camera_on}});
  }
  call.announced = {true, mic_on, camera_on};
}

void media_changed(const Turn& turn, const LocalDevice& microphone, const LocalDevice& camera) {
  if (!wants_microphone(turn.call.phase)) return;
  camera_reported(turn, camera);
  microphone_reported(turn, microphone);
  announce_devices(turn);
}

void toggle_microphone(const Turn& turn) {
  if (!can_switch_devices(turn.call.phase)) return;
  turn.call.microphone.wanted = !turn.call.microphone.wanted;
  announce_devices(turn);
}

void retry_microphone(const Turn& turn) {
  CallState& call = turn.call;
  if (!can_switch_devices(call.phase) || call.microphone.state != DeviceState::kFailed) return;
  ++call.microphone_tries;
  call.microphone = {true, DeviceState::kOpening, DeviceTrouble::kNone};
}

void go_on_listening(const Turn& turn) {
  const CallState& call = turn.call;
  const bool waits = call.phase == Phase::kPreparing && !is_dialled(call);
  if (waits && call.microphone.state == DeviceState::kFailed) initiate(turn);
}

void toggle_camera(const Turn& turn) {
  CallState& call = turn.call;
  if (!can_switch_devices(call.phase)) return;
  call.camera.wanted = !call.camera.wanted;
  if (call.camera.wanted) {
    call.camera.state = DeviceState::kOpening;
    call.camera.trouble = DeviceTrouble::kNone;
  }
  drop_unseen_camera(turn);
  announce_devices(turn);
}

void choose_test_picture(const Turn& turn) {
  CallState& call = turn.call;
  const bool is_chosen = call.test_picture && call.camera.wanted;  // the shell has nothing to change, nor to report
  if (!can_switch_devices(call.phase) || is_chosen) return;
  call.test_picture = true;
  call.camera = {true, DeviceState::kOpening, DeviceTrouble::kNone};
  drop_unseen_camera(turn);
}

void minimize(const Turn& turn, bool minimized) {
  if (is_active(turn.call.phase)) turn.call.minimized = minimized;
}

void remote_video_changed(const Turn& turn, PeerGeneration peer, bool arriving) {
  const NegotiationState& negotiation = turn.call.negotiation;
  if (negotiation.peer_exists && peer == negotiation.peer) turn.call.remote.video_arriving = arriving;
}

void socket_came_up(const Turn& turn) {
  CallState& call = turn.call;
  retry_owed(turn);
  // The answer to our accept may have been lost with the network, and is not waited for.
  const bool waits_long = call.phase == Phase::kAccepting && turn.now.instant >= call.phase_since + kAcceptPatience;
  check_active(turn, waits_long ? CheckReason::kAcceptLost : CheckReason::kSocketUp);
  if (!is_active(call.phase)) return;
  if (is_our_kind(call)) {
    catch_up_delivery(turn);
    catch_up_repair(turn);
  } else if (call.negotiation.connection != PeerConnectionState::kConnected) {
    repeat_local_description(turn);
  }
  announce_devices(turn, true);
}

void time_passed(const Turn& turn) {
  ledger_time_passed(turn);
  delivery_time_passed(turn);
  repair_time_passed(turn);
  CallState& call = turn.call;
  if (turn.now.instant < next_deadline(call)) return;
  switch (call.phase) {
    case Phase::kIdle:
    case Phase::kConnected:
      return;
    case Phase::kPreparing:
      if (call.redial_at != kNever) {
        initiate(turn);
        return;
      }
      finish(turn, is_dialled(call) ? EndReason::kServerUnreachable : microphone_reason(call.microphone.trouble),
             Farewell::kEnd);
      return;
    case Phase::kRinging:
      if (turn.now.instant >= call.phase_since + kRingTimeout) {
        finish(turn, EndReason::kNoAnswer, Farewell::kEnd);
      } else {
        ask_if_it_rings(turn);
      }
      return;
    case Phase::kIncoming:
      if (turn.now.instant >= call.phase_since + kIncomingTimeout) {
        finish(turn, EndReason::kCancelledThere, Farewell::kNothing);
      } else {
        ask_if_it_rings(turn);
      }
      return;
    case Phase::kAccepting:
      if (turn.now.instant >= call.phase_since + kAcceptTimeout) {
        finish(turn, EndReason::kServerUnreachable, Farewell::kEnd);
      } else {
        call.accept_check_at = turn.now.instant + kAcceptPatience;  // the question may be lost as well
        check_active(turn, CheckReason::kAcceptLost);
      }
      return;
    case Phase::kConnecting:
      if (call.takeover == Takeover::kHere) {
        give_up_takeover(turn);
      } else {
        finish(turn, EndReason::kCouldNotConnect, Farewell::kEnd);
      }
      return;
    case Phase::kReconnecting:
      if (call.yielded_at != kNever) {
        take_back(turn);
        return;
      }
      finish(turn, EndReason::kConnectionLost, Farewell::kEnd);
      return;
    case Phase::kEnded:
      begin(turn, Phase::kIdle, Direction::kOutgoing);
      return;
  }
}

Instant next_moment(const CallState& call) {
  return std::min({next_deadline(call), next_delivery(call), next_repair(call)});
}

}  // namespace ssc::call
