#include "sim/words.hpp"

namespace ssc::sim {

using call::EndReason;
using call::Phase;

std::string phase_name(Phase phase) {
  switch (phase) {
    case Phase::kIdle:
      return "idle";
    case Phase::kPreparing:
      return "preparing";
    case Phase::kRinging:
      return "ringing";
    case Phase::kIncoming:
      return "incoming";
    case Phase::kAccepting:
      return "accepting";
    case Phase::kConnecting:
      return "connecting";
    case Phase::kConnected:
      return "connected";
    case Phase::kReconnecting:
      return "reconnecting";
    case Phase::kEnded:
      return "ended";
  }
  return "";
}

std::string reason_name(EndReason reason) {
  switch (reason) {
    case EndReason::kNone:
      return "no reason";
    case EndReason::kHungUpHere:
      return "hung up here";
    case EndReason::kHungUpThere:
      return "hung up there";
    case EndReason::kCancelledHere:
      return "cancelled here";
    case EndReason::kCancelledThere:
      return "cancelled there";
    case EndReason::kDeclinedHere:
      return "declined here";
    case EndReason::kDeclinedThere:
      return "declined there";
    case EndReason::kNoAnswer:
      return "no answer";
    case EndReason::kBusyThere:
      return "busy there";
    case EndReason::kBusyHere:
      return "busy here";
    case EndReason::kAnsweredElsewhere:
      return "answered elsewhere";
    case EndReason::kHandledElsewhere:
      return "handled elsewhere";
    case EndReason::kAnsweredInTab:
      return "answered in a tab";
    case EndReason::kHandledInTab:
      return "handled in a tab";
    case EndReason::kContinuedElsewhere:
      return "continued elsewhere";
    case EndReason::kTakeoverFailed:
      return "takeover failed";
    case EndReason::kMicrophoneDenied:
    case EndReason::kMicrophoneMissing:
    case EndReason::kMicrophoneBusy:
      return "no microphone";
    case EndReason::kConnectionLost:
      return "connection lost";
    case EndReason::kCouldNotConnect:
      return "could not connect";
    case EndReason::kServerUnreachable:
      return "server unreachable";
    case EndReason::kNotAllowed:
      return "not allowed";
    case EndReason::kTooManyCalls:
      return "too many calls";
    case EndReason::kFailed:
      return "failed";
  }
  return "";
}

}  // namespace ssc::sim
