#include <gtest/gtest.h>

#include "shell/media_plan.hpp"

namespace ssc::shell {
namespace {

using call::DeviceState;
using call::DeviceTrouble;

constexpr ports::MediaWish kVoice{.microphone = true};
constexpr ports::MediaWish kVideo{.microphone = true, .camera = true};
constexpr ports::MediaWish kTestPicture{.microphone = true, .test_picture = true};

MediaPlan plan_of(const ports::MediaWish& wish) {
  MediaPlan plan;
  want(plan, wish);
  return plan;
}

/// A plan whose wish came true without trouble.
MediaPlan running(const ports::MediaWish& wish) {
  MediaPlan plan = plan_of(wish);
  const MediaStep step = take_step(plan);
  opened(plan, step.open_microphone, step.open_camera, "");
  return plan;
}

TEST(MediaPlan, AsksForMicrophoneAndCameraInOneRequest) {
  MediaPlan plan = plan_of(kVideo);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true, .open_camera = true}));
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOpening);
  EXPECT_EQ(camera_report(plan).state, DeviceState::kOpening);
}

TEST(MediaPlan, NeverTouchesTheCameraInAVoiceCall) {
  MediaPlan plan = plan_of(kVoice);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
  opened(plan, true, false, "");
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(camera_report(plan), call::LocalDevice{});
}

TEST(MediaPlan, OpensNothingWhileARequestIsUnderWay) {
  MediaPlan plan = plan_of(kVoice);
  take_step(plan);
  want(plan, kVideo);
  EXPECT_EQ(take_step(plan), MediaStep{});
  opened(plan, true, false, "");
  EXPECT_EQ(take_step(plan), (MediaStep{.open_camera = true}));
}

TEST(MediaPlan, StopsAtOnceWhatArrivesAfterItWasGivenUp) {
  MediaPlan plan = plan_of(kVideo);
  take_step(plan);
  want(plan, {});
  EXPECT_EQ(take_step(plan), MediaStep{});
  opened(plan, true, true, "");
  EXPECT_EQ(take_step(plan), (MediaStep{.stop_microphone = true, .stop_camera = true}));
  EXPECT_EQ(plan.have, Capture{});
}

TEST(MediaPlan, StopsTheCameraAndKeepsTheMicrophoneWhenThePictureIsTurnedOff) {
  MediaPlan plan = running(kVideo);
  want(plan, kVoice);
  EXPECT_EQ(take_step(plan), (MediaStep{.stop_camera = true}));
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOn);
}

TEST(MediaPlan, TriesTheMicrophoneAloneWhenThePairFails) {
  MediaPlan plan = plan_of(kVideo);
  take_step(plan);
  opened(plan, false, false, "NotFoundError");
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
  EXPECT_EQ(camera_report(plan),
            (call::LocalDevice{.state = DeviceState::kFailed, .trouble = DeviceTrouble::kMissing}));
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOpening);
}

TEST(MediaPlan, GivesUpWhenTheMicrophoneAloneFailsToo) {
  MediaPlan plan = plan_of(kVideo);
  take_step(plan);
  opened(plan, false, false, "NotAllowedError");
  take_step(plan);
  opened(plan, false, false, "NotAllowedError");
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(microphone_report(plan),
            (call::LocalDevice{.state = DeviceState::kFailed, .trouble = DeviceTrouble::kDenied}));
}

TEST(MediaPlan, NamesEachTroubleOfTheBrowser) {
  const auto trouble = [](std::string_view error) {
    MediaPlan plan = plan_of(kVoice);
    take_step(plan);
    opened(plan, false, false, error);
    return microphone_report(plan).trouble;
  };
  EXPECT_EQ(trouble("NotAllowedError"), DeviceTrouble::kDenied);
  EXPECT_EQ(trouble("SecurityError"), DeviceTrouble::kDenied);
  EXPECT_EQ(trouble("NotFoundError"), DeviceTrouble::kMissing);
  EXPECT_EQ(trouble("NotReadableError"), DeviceTrouble::kBusy);
  EXPECT_EQ(trouble("AbortError"), DeviceTrouble::kBusy);
  EXPECT_EQ(trouble("OverconstrainedError"), DeviceTrouble::kUnsupported);
  EXPECT_EQ(trouble("TypeError"), DeviceTrouble::kUnsupported);
  EXPECT_EQ(trouble("SomethingNewError"), DeviceTrouble::kUnknown);
}

TEST(MediaPlan, TriesAFailedDeviceAgainOnlyWhenItIsWantedAnew) {
  MediaPlan plan = running(kVoice);
  want(plan, kVideo);
  take_step(plan);
  opened(plan, false, false, "NotReadableError");
  EXPECT_EQ(take_step(plan), MediaStep{});
  want(plan, {.microphone = true, .microphone_muted = true, .camera = true});
  EXPECT_EQ(take_step(plan), MediaStep{}) << "muting is no reason to ask for the camera again";
  want(plan, kVoice);
  want(plan, kVideo);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_camera = true}));
}

TEST(MediaPlan, OpensAnotherDeviceInPlaceOfOneThatWasUnplugged) {
  MediaPlan plan = running(kVideo);
  devices_changed(plan, false, false);
  lost(plan, true);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
  opened(plan, true, false, "");
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOn);
  lost(plan, false);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_camera = true}));
  opened(plan, false, false, "NotFoundError");
  EXPECT_EQ(camera_report(plan),
            (call::LocalDevice{.state = DeviceState::kFailed, .trouble = DeviceTrouble::kMissing}));
}

TEST(MediaPlan, DoesNotOpenATrackAgainAndAgainThatTheSystemTakesBack) {
  MediaPlan plan = running(kVoice);
  lost(plan, true);
  take_step(plan);
  opened(plan, true, false, "");
  lost(plan, true);
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kFailed);
}

TEST(MediaPlan, OpensAMissingDeviceWhenItIsPluggedIn) {
  MediaPlan plan = plan_of(kVoice);
  take_step(plan);
  opened(plan, false, false, "NotFoundError");
  EXPECT_EQ(take_step(plan), MediaStep{});
  devices_changed(plan, false, false);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
}

TEST(MediaPlan, DoesNotAskAPersonAgainWhoSaidNoBecauseOfAPlug) {
  MediaPlan plan = plan_of(kVoice);
  take_step(plan);
  opened(plan, false, false, "NotAllowedError");
  devices_changed(plan, false, false);
  EXPECT_EQ(take_step(plan), MediaStep{});
}

TEST(MediaPlan, ReturnsToThePreferredDeviceWithoutClosingTheOtherFirst) {
  MediaPlan plan = running(kVideo);
  devices_changed(plan, true, false);
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOn);
  opened(plan, false, false, "NotReadableError");
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOn) << "what could not be replaced goes on";
}

TEST(MediaPlan, TriesAgainWhenThePersonSaysSo) {
  MediaPlan plan = plan_of(kVoice);
  take_step(plan);
  opened(plan, false, false, "NotAllowedError");
  want(plan, {.microphone = true, .microphone_try = 1});
  EXPECT_EQ(take_step(plan), (MediaStep{.open_microphone = true}));
}

TEST(MediaPlan, TakesAGrantThatHoldsLessThanWasAskedForAsAFailureOfTheRest) {
  MediaPlan plan = plan_of(kVideo);
  take_step(plan);
  opened(plan, true, false, "");
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kOn);
  EXPECT_EQ(camera_report(plan).state, DeviceState::kFailed);
}

TEST(MediaPlan, PaintsATestPictureWithoutAskingForTheCamera) {
  MediaPlan plan = plan_of(kTestPicture);
  EXPECT_EQ(take_step(plan), (MediaStep{.start_test_picture = true, .open_microphone = true}));
  EXPECT_EQ(camera_report(plan).state, DeviceState::kOn);
}

TEST(MediaPlan, ReplacesTheCameraByTheTestPictureAndBack) {
  MediaPlan plan = running(kVideo);
  want(plan, kTestPicture);
  EXPECT_EQ(take_step(plan), (MediaStep{.stop_camera = true, .start_test_picture = true}));
  want(plan, kVideo);
  EXPECT_EQ(take_step(plan), (MediaStep{.stop_camera = true, .open_camera = true}));
}

TEST(MediaPlan, SaysWhenNoTestPictureCanBeMade) {
  MediaPlan plan = plan_of(kTestPicture);
  take_step(plan);
  test_picture_failed(plan);
  EXPECT_FALSE(take_step(plan).start_test_picture);
  EXPECT_EQ(camera_report(plan).trouble, DeviceTrouble::kUnsupported);
}

TEST(MediaPlan, TellsAMutedMicrophoneFromASendingOne) {
  MediaPlan plan = running(kVoice);
  want(plan, {.microphone = true, .microphone_muted = true});
  EXPECT_EQ(take_step(plan), MediaStep{});
  EXPECT_EQ(microphone_report(plan).state, DeviceState::kMuted);
}

}  // namespace
}  // namespace ssc::shell
