// The part of wording.hpp about running and ended calls, notices and forms.
#include "view/wording.hpp"

namespace ssc::view {
namespace {

using call::EndReason;
using call::Phase;

Text end_text(EndReason reason) {
  switch (reason) {
    case EndReason::kNone:
    case EndReason::kHungUpHere:
    case EndReason::kHungUpThere:
      return Text::kEndedCall;
    case EndReason::kCancelledHere:
      return Text::kEndedCancelledHere;
    case EndReason::kCancelledThere:
      return Text::kEndedCancelledThere;
    case EndReason::kDeclinedHere:
      return Text::kEndedDeclinedHere;
    case EndReason::kDeclinedThere:
      return Text::kEndedDeclinedThere;
    case EndReason::kNoAnswer:
      return Text::kEndedNoAnswer;
    case EndReason::kBusyThere:
      return Text::kEndedBusyThere;
    case EndReason::kBusyHere:
      return Text::kEndedBusyHere;
    case EndReason::kAnsweredElsewhere:
      return Text::kEndedAnsweredElsewhere;
    case EndReason::kHandledElsewhere:
      return Text::kEndedDeclinedElsewhere;
    case EndReason::kAnsweredInTab:
      return Text::kEndedAnsweredInTab;
    case EndReason::kHandledInTab:
      return Text::kEndedDeclinedInTab;
    case EndReason::kContinuedElsewhere:
      return Text::kEndedContinuedElsewhere;
    case EndReason::kTakeoverFailed:
      return Text::kEndedTakeoverFailed;
    case EndReason::kMicrophoneDenied:
      return Text::kEndedMicrophoneDenied;
    case EndReason::kMicrophoneMissing:
      return Text::kEndedMicrophoneMissing;
    case EndReason::kMicrophoneBusy:
      return Text::kEndedMicrophoneBusy;
    case EndReason::kConnectionLost:
      return Text::kEndedConnectionLost;
    case EndReason::kCouldNotConnect:
      return Text::kEndedCouldNotConnect;
    case EndReason::kServerUnreachable:
      return Text::kEndedServerUnreachable;
    case EndReason::kNotAllowed:
      return Text::kEndedNotAllowed;
    case EndReason::kTooManyCalls:
      return Text::kEndedTooManyCalls;
    case EndReason::kFailed:
      return Text::kEndedFailed;
  }
  return Text::kEndedCall;
}

Text notice_text(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kServerAway:
      return Text::kNoticeServerAway;
    case NoticeKind::kServerBack:
      return Text::kNoticeServerBack;
    case NoticeKind::kMessageFailed:
      return Text::kNoticeMessageFailed;
    case NoticeKind::kMicrophoneDenied:
      return Text::kNoticeMicrophoneDenied;
    case NoticeKind::kMicrophoneMissing:
      return Text::kNoticeMicrophoneMissing;
    case NoticeKind::kMicrophoneBusy:
      return Text::kNoticeMicrophoneBusy;
    case NoticeKind::kCameraDenied:
      return Text::kNoticeCameraDenied;
    case NoticeKind::kCameraMissing:
      return Text::kNoticeCameraMissing;
    case NoticeKind::kCameraBusy:
      return Text::kNoticeCameraBusy;
    case NoticeKind::kCameraNotShown:
      return Text::kNoticeCameraNotShown;
    case NoticeKind::kCallFailed:
      return Text::kNoticeCallFailed;
    case NoticeKind::kCalleeOffline:
      return Text::kNoticeCalleeOffline;
    case NoticeKind::kCouldNotOpenChat:
      return Text::kNoticeCouldNotOpenChat;
    case NoticeKind::kInsecureOrigin:
      return Text::kNoticeInsecureOrigin;
    case NoticeKind::kWebRtcMissing:
      return Text::kNoticeWebrtcMissing;
  }
  return Text::kNoticeCallFailed;
}

Text trouble_text(FormTrouble trouble) {
  switch (trouble) {
    case FormTrouble::kNone:
    case FormTrouble::kOther:
      return Text::kTroubleOther;
    case FormTrouble::kFieldsMissing:
      return Text::kTroubleFieldsMissing;
    case FormTrouble::kUnknownUser:
      return Text::kTroubleUnknownUser;
    case FormTrouble::kWrongPassword:
      return Text::kTroubleWrongPassword;
    case FormTrouble::kTooManyTries:
      return Text::kTroubleTooManyTries;
    case FormTrouble::kServerUnreachable:
      return Text::kTroubleServerUnreachable;
    case FormTrouble::kPasswordTooShort:
      return Text::kTroublePasswordTooShort;
    case FormTrouble::kBadEmail:
      return Text::kTroubleBadEmail;
    case FormTrouble::kEmailTaken:
      return Text::kTroubleEmailTaken;
    case FormTrouble::kNameTaken:
      return Text::kTroubleNameTaken;
    case FormTrouble::kBadName:
      return Text::kTroubleBadName;
    case FormTrouble::kNotDemoServer:
      return Text::kTroubleNotDemoServer;
    case FormTrouble::kSessionExpired:
      return Text::kTroubleSessionExpired;
  }
  return Text::kTroubleOther;
}

}  // namespace

std::string incoming_title(Language language, const call::CallState& call) {
  return filled(language, call.kind == CallKind::kVideo ? Text::kIncomingVideoFrom : Text::kIncomingVoiceFrom,
                {{"name", peer_name(language, call.peer)}});
}

std::string call_status(Language language, const call::CallState& call) {
  const auto say = [&](Text text) { return std::string(words(language, text)); };
  switch (call.phase) {
    case Phase::kIdle:
      return {};
    case Phase::kPreparing:
      if (call.microphone.state == call::DeviceState::kFailed && call.dialled_at == kNever) {
        return say(Text::kStatusNoMicrophone);
      }
      return say(call.microphone.state == call::DeviceState::kOpening ? Text::kStatusAllowMicrophone
                                                                      : Text::kStatusPreparing);
    case Phase::kRinging:
      return call.peer_online
                 ? say(Text::kStatusRinging)
                 : filled(language, Text::kStatusRingingOffline, {{"name", peer_name(language, call.peer)}});
    case Phase::kIncoming:
      return incoming_title(language, call);
    case Phase::kAccepting:
      return say(call.microphone.state == call::DeviceState::kOpening ? Text::kStatusAllowMicrophone
                                                                      : Text::kStatusAnswering);
    case Phase::kConnecting:
      return say(Text::kStatusConnecting);
    case Phase::kConnected:
      return say(Text::kStatusConnected);
    case Phase::kReconnecting:
      return say(Text::kStatusReconnecting);
    case Phase::kEnded:
      return end_words(language, call);
  }
  return {};
}

std::string end_words(Language language, const call::CallState& call) {
  return filled(language, end_text(call.end_reason),
                {{"name", peer_name(language, call.peer)}, {"seconds", std::to_string(call.retry_after_s)}});
}

bool is_trouble(EndReason reason) {
  switch (reason) {
    case EndReason::kNone:
    case EndReason::kHungUpHere:
    case EndReason::kHungUpThere:
    case EndReason::kCancelledHere:
    case EndReason::kCancelledThere:
    case EndReason::kDeclinedHere:
    case EndReason::kDeclinedThere:
    case EndReason::kNoAnswer:
    case EndReason::kBusyThere:
    case EndReason::kAnsweredElsewhere:
    case EndReason::kHandledElsewhere:
    case EndReason::kAnsweredInTab:
    case EndReason::kHandledInTab:
    case EndReason::kContinuedElsewhere:
      return false;
    case EndReason::kTakeoverFailed:
    case EndReason::kBusyHere:
    case EndReason::kMicrophoneDenied:
    case EndReason::kMicrophoneMissing:
    case EndReason::kMicrophoneBusy:
    case EndReason::kConnectionLost:
    case EndReason::kCouldNotConnect:
    case EndReason::kServerUnreachable:
    case EndReason::kNotAllowed:
    case EndReason::kTooManyCalls:
    case EndReason::kFailed:
      return true;
  }
  return true;
}

std::string camera_trouble(Language language, call::DeviceTrouble trouble) {
  const auto say = [&](Text text) { return std::string(words(language, text)); };
  switch (trouble) {
    case call::DeviceTrouble::kDenied:
      return say(Text::kCameraDenied);
    case call::DeviceTrouble::kMissing:
      return say(Text::kCameraMissing);
    case call::DeviceTrouble::kBusy:
      return say(Text::kCameraBusy);
    case call::DeviceTrouble::kNone:
    case call::DeviceTrouble::kUnsupported:
    case call::DeviceTrouble::kUnknown:
      return say(Text::kCameraFailed);
  }
  return say(Text::kCameraFailed);
}

std::string microphone_trouble(Language language, call::DeviceTrouble trouble) {
  const auto say = [&](Text text) { return std::string(words(language, text)); };
  switch (trouble) {
    case call::DeviceTrouble::kDenied:
      return say(Text::kNoticeMicrophoneDenied);
    case call::DeviceTrouble::kMissing:
      return say(Text::kNoticeMicrophoneMissing);
    case call::DeviceTrouble::kBusy:
      return say(Text::kNoticeMicrophoneBusy);
    case call::DeviceTrouble::kNone:
    case call::DeviceTrouble::kUnsupported:
    case call::DeviceTrouble::kUnknown:
      return say(Text::kMicrophoneFailed);
  }
  return say(Text::kMicrophoneFailed);
}

bool video_is_paused(const call::CallState& call) {
  return call::is_talking(call.phase) && call::is_camera_sending(call) &&
         call::send_limits(call.send_policy, false).video_paused;
}

std::string quality_words(Language language, const call::CallState& call) {
  if (call.phase != Phase::kConnected) return {};
  const std::string figure = std::to_string(call.quality.figure);
  const auto say = [&](Text text) {
    return filled(language, text, {{"count", figure}, {"name", peer_name(language, call.peer)}});
  };
  switch (call.quality.cause) {
    case call::QualityCause::kNone:
      return {};
    case call::QualityCause::kLossHere:
      return say(Text::kQualityLossHere);
    case call::QualityCause::kLossThere:
      return say(Text::kQualityLossThere);
    case call::QualityCause::kLossBothWays:
      return say(Text::kQualityLossBothWays);
    case call::QualityCause::kSlow:
      return say(Text::kQualitySlow);
  }
  return {};
}

std::string notice_words(Language language, const Notice& notice) {
  return filled(language, notice_text(notice.kind), {{"name", notice.subject}});
}

bool is_good_news(NoticeKind kind) { return kind == NoticeKind::kServerBack; }

std::string form_trouble_words(Language language, const SignInState& sign_in) {
  if (sign_in.trouble == FormTrouble::kNone) return {};
  if (sign_in.trouble == FormTrouble::kOther && !sign_in.trouble_detail.empty()) return sign_in.trouble_detail;
  return std::string(words(language, trouble_text(sign_in.trouble)));
}

}  // namespace ssc::view
