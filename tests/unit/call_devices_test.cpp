// Microphone and camera that are denied, missing, busy or taken away: the call goes on as far as it can, and both sides
// know what is heard and seen.
#include <gtest/gtest.h>

#include "app/wishes.hpp"
#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::DeviceState;
using call::DeviceTrouble;
using call::EndReason;
using call::LocalDevice;
using call::Phase;
using testing_tools::CallDesk;

constexpr LocalDevice kDenied{true, DeviceState::kFailed, DeviceTrouble::kDenied};
constexpr LocalDevice kOpen{true, DeviceState::kOn, DeviceTrouble::kNone};

/// A dial that waits for the person: the microphone is refused before anybody rings.
CallDesk refused_before_the_dial() {
  CallDesk desk;
  desk.dial(CallKind::kAudio, false);
  desk.offer_made();
  call::media_changed(desk.turn(), kDenied, {});
  return desk;
}

TEST(CallDevices, NobodyRingsUntilThePersonDecidesAboutARefusedMicrophone) {
  CallDesk desk = refused_before_the_dial();
  EXPECT_EQ(desk.call.phase, Phase::kPreparing);
  EXPECT_TRUE(desk.requests<api::InitiateCall>().empty());
  call::go_on_listening(desk.turn());
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
  call::go_on_listening(desk.turn());
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U) << "one dial is enough";
}

TEST(CallDevices, ADialThatNobodyDecidesAboutIsGivenUpAndSaysWhy) {
  CallDesk desk = refused_before_the_dial();
  desk.pass(call::kDeviceDecisionTimeout - Duration(1));
  EXPECT_EQ(desk.call.phase, Phase::kPreparing);
  desk.pass(Duration(1));
  EXPECT_EQ(desk.call.end_reason, EndReason::kMicrophoneDenied);
}

TEST(CallDevices, AMicrophoneThatOpensAtTheSecondTryDials) {
  CallDesk desk = refused_before_the_dial();
  AppState state;
  state.call = desk.call;
  const int before = derive_wishes(state).media.microphone_try;
  call::retry_microphone(desk.turn());
  EXPECT_EQ(desk.call.microphone.state, DeviceState::kOpening);
  state.call = desk.call;
  EXPECT_GT(derive_wishes(state).media.microphone_try, before);
  desk.pass(call::kDeviceDecisionTimeout);
  EXPECT_EQ(desk.call.phase, Phase::kPreparing) << "a prompt may stay open for as long as the person likes";
  call::media_changed(desk.turn(), kOpen, {});
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
}

TEST(CallDevices, OnlyAFailedMicrophoneIsTriedAgain) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::retry_microphone(desk.turn());
  EXPECT_EQ(desk.call.microphone_tries, 0);
}

TEST(CallDevices, D17_D18_AMicrophoneRefusedAfterAcceptLeavesACallThatListens) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  call::media_changed(desk.turn(), kDenied, {});
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  desk.accept_confirmed();
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  ASSERT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 1U);
  EXPECT_FALSE(desk.emitted<signalling::SendMicrophone>()[0].on);
}

TEST(CallDevices, TheOtherSideIsToldWhenAMicrophoneIsLostAndWhenItComesBack) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  call::media_changed(desk.turn(), {true, DeviceState::kFailed, DeviceTrouble::kMissing}, {});
  ASSERT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 1U);
  EXPECT_FALSE(desk.emitted<signalling::SendMicrophone>()[0].on);
  call::retry_microphone(desk.turn());
  call::media_changed(desk.turn(), {true, DeviceState::kOpening, DeviceTrouble::kNone}, {});
  EXPECT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 1U) << "not before it is open";
  call::media_changed(desk.turn(), kOpen, {});
  ASSERT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 2U);
  EXPECT_TRUE(desk.emitted<signalling::SendMicrophone>()[1].on);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallDevices, AMutedPersonIsAnnouncedOnceWhateverTheMicrophoneDoes) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::toggle_microphone(desk.turn());
  desk.forget();
  call::media_changed(desk.turn(), {false, DeviceState::kFailed, DeviceTrouble::kMissing}, {});
  call::media_changed(desk.turn(), {false, DeviceState::kMuted, DeviceTrouble::kNone}, {});
  EXPECT_TRUE(desk.emitted<signalling::SendMicrophone>().empty());
}

TEST(CallDevices, ARemarkSaysSoWhereTheCallScreenIsAway) {
  for (const bool minimized : {false, true}) {
    CallDesk desk;
    desk.reach(Phase::kConnected);
    call::minimize(desk.turn(), minimized);
    call::media_changed(desk.turn(), kDenied, {});
    EXPECT_EQ(desk.commands<call::commands::Tell>().size(), minimized ? 1U : 0U);
  }
}

}  // namespace
}  // namespace ssc
