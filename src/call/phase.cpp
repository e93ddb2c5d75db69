// Questions about a phase and the bounds of each. Every function lists every phase.
#include "call/call_state.hpp"

#include <algorithm>

namespace ssc::call {
namespace {

constexpr int kMaxDuration_s = 7 * 24 * 3600;

}  // namespace

bool is_active(Phase phase) {
  switch (phase) {
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kIncoming:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      return true;
    case Phase::kIdle:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool is_ringing(Phase phase) {
  switch (phase) {
    case Phase::kRinging:
    case Phase::kIncoming:
      return true;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool is_talking(Phase phase) {
  switch (phase) {
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      return true;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kIncoming:
    case Phase::kAccepting:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool is_dialling(Phase phase) {
  switch (phase) {
    case Phase::kPreparing:
    case Phase::kRinging:
      return true;
    case Phase::kIdle:
    case Phase::kIncoming:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool is_dial_in_flight(const CallState& call) { return call.initiate_request.number != 0; }

bool wants_microphone(Phase phase) {
  switch (phase) {
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      return true;
    case Phase::kIdle:
    case Phase::kIncoming:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool is_microphone_sending(const CallState& call) {
  switch (call.microphone.state) {
    case DeviceState::kOff:
    case DeviceState::kOpening:  // at first it is taken for granted, after trouble it has to prove itself
      return call.microphone.wanted && call.microphone_failed_at == kNever;
    case DeviceState::kOn:
    case DeviceState::kMuted:
      return call.microphone.wanted;
    case DeviceState::kFailed:
      return false;
  }
  return false;
}

bool is_camera_sending(const CallState& call) { return call.camera.wanted && call.camera.state == DeviceState::kOn; }

bool may_be_heard(const CallState& call) {
  const bool stands = call.negotiation.connection == PeerConnectionState::kConnected;
  const bool may_be_talking = call.phase == Phase::kRinging || call.phase == Phase::kAccepting;
  return is_talking(call.phase) || (may_be_talking && stands);
}

int seconds_since_start(const CallState& call, const Now& now) {
  if (call.started_at.known()) {
    const std::int64_t elapsed_ms = std::max<std::int64_t>(0, now.wall.unix_ms - call.started_at.unix_ms);
    return static_cast<int>(std::min<std::int64_t>(elapsed_ms / 1000, kMaxDuration_s));
  }
  if (call.connected_since == kNever) return 0;
  return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(now.instant - call.connected_since).count());
}

Instant next_deadline(const CallState& call) {
  switch (call.phase) {
    case Phase::kIdle:
    case Phase::kConnected:
      return kNever;
    case Phase::kPreparing:  // a permission prompt may stay open for as long as the person likes
      if (call.redial_at != kNever) return call.redial_at;
      if (call.dialled_at != kNever) return call.dialled_at + kDialTimeout;
      return call.microphone.state == DeviceState::kFailed ? call.microphone_failed_at + kDeviceDecisionTimeout
                                                           : kNever;
    case Phase::kRinging:
      return std::min(call.phase_since + kRingTimeout, call.ring_check_at);
    case Phase::kIncoming:
      return std::min(call.phase_since + kIncomingTimeout, call.ring_check_at);
    case Phase::kAccepting:
      return std::min(call.phase_since + kAcceptTimeout, call.accept_check_at);
    case Phase::kConnecting:
      if (call.takeover == Takeover::kHere) return call.phase_since + kTakeoverTimeout;
      return call.phase_since + (call.over_on_server ? kOverOnServerPatience : kConnectTimeout);
    case Phase::kReconnecting:
      if (call.yielded_at != kNever) return call.yielded_at + kYieldTimeout;
      return call.phase_since + (call.over_on_server ? kOverOnServerPatience : kReconnectTimeout);
    case Phase::kEnded:
      return call.phase_since + kEndedShownFor;
  }
  return kNever;
}

}  // namespace ssc::call
