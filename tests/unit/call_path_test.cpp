// What is measured of the media path: whose figures count, and when they are asked for.
#include <gtest/gtest.h>

#include "app/wishes.hpp"
#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::EndReason;
using call::Phase;
using testing_tools::CallDesk;

constexpr call::PathReport kReport{.audio_packets = 250, .rtt_ms = 40, .candidate = call::CandidateType::kHost};

TEST(MediaPath, KeepsTheNewestReportOfTheConnectionWhileBothTalk) {
  for (const Phase phase : {Phase::kConnecting, Phase::kConnected, Phase::kReconnecting}) {
    CallDesk desk;
    desk.reach(phase);
    call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
    EXPECT_EQ(desk.call.path, kReport);
  }
}

TEST(MediaPath, IgnoresReportsOfAReplacedConnectionAndOfACallThatIsNotTalking) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::path_measured(desk.turn(), PeerGeneration{desk.call.negotiation.peer.number + 1}, kReport);
  EXPECT_EQ(desk.call.path, call::PathReport());
  for (const Phase phase : {Phase::kIdle, Phase::kRinging, Phase::kIncoming, Phase::kEnded}) {
    CallDesk other;
    other.reach(phase);
    call::path_measured(other.turn(), other.call.negotiation.peer, kReport);
    EXPECT_EQ(other.call.path, call::PathReport());
  }
}

TEST(MediaPath, IsMeasuredWhileBothTalkAndWhereItStandsAlreadyWhileItRingsThere) {
  const auto measured = [](Phase phase) {
    CallDesk desk;
    desk.reach(phase);
    AppState state;
    state.call = desk.call;
    return derive_wishes(state).measure_path;
  };
  for (const Phase phase : {Phase::kConnecting, Phase::kConnected, Phase::kReconnecting}) EXPECT_TRUE(measured(phase));
  for (const Phase phase : {Phase::kIdle, Phase::kRinging, Phase::kIncoming, Phase::kAccepting, Phase::kEnded}) {
    EXPECT_FALSE(measured(phase));
  }
  AppState warm;
  CallDesk desk;
  desk.reach(Phase::kRinging);
  desk.path(call::PeerConnectionState::kConnected);
  warm.call = desk.call;
  EXPECT_TRUE(derive_wishes(warm).measure_path);
}

TEST(MediaPath, TellsTheCallerByItsFirstSoundThatTheySaidYes) {
  CallDesk desk;
  desk.reach(Phase::kRinging);
  desk.path(call::PeerConnectionState::kConnected);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, {});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  EXPECT_TRUE(desk.call.started_at.known());
}

TEST(MediaPath, TellsTheCallerByTheFirstPictureOfOneWithoutMicrophoneThatTheySaidYes) {
  CallDesk desk;
  desk.reach(Phase::kRinging);
  desk.path(call::PeerConnectionState::kConnected);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, {.frames_decoded = 1});
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(MediaPath, TellsByItsSoundWhichOfSeveralDevicesWasAnswered) {
  CallDesk desk;
  desk.reach(Phase::kRinging);
  desk.call.delivery.several_rang = true;
  desk.path(call::PeerConnectionState::kConnected);
  desk.accepted();
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(MediaPath, IsOfferedAnewWhenNoneOfTheDevicesThatBuiltOneWhileItRangWasAnswered) {
  CallDesk desk;
  desk.reach(Phase::kRinging);
  auto warm = desk.from_ours(signalling::SdpType::kAnswer, CallDesk::sdp("theirs"));
  warm.description.peer.accepted = false;
  call::description_arrived(desk.turn(), warm);
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  warm.description.peer.device_id = "their second device";
  call::description_arrived(desk.turn(), warm);
  desk.path(call::PeerConnectionState::kConnected);
  desk.accepted();  // on a third device, which has never had an offer
  ASSERT_EQ(desk.call.phase, Phase::kConnecting);
  desk.forget();
  for (int second = 0; second < 7; ++second) desk.pass(Duration(1'000));
  ASSERT_EQ(desk.commands<call::commands::MakeOffer>().size(), 1U);
  desk.offer_made();
  ASSERT_FALSE(desk.emitted<signalling::SendDescription>().empty());
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().back().description.peer.for_device, "");
}

TEST(MediaPath, TellsTheCalleeByTheCallersSoundThatTheAcceptWasTaken) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  desk.path(call::PeerConnectionState::kConnected);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
  EXPECT_EQ(desk.call.phase, Phase::kAccepting) << "it may be meant for another device that was faster";
  desk.pass(call::kAcceptPatience);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(MediaPath, OfTheCallerBelongsToTheOtherDeviceWhenOurAcceptIsRefusedAfterIt) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  desk.path(call::PeerConnectionState::kConnected);
  desk.pass(call::kAcceptPatience);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, kReport);
  ASSERT_EQ(desk.call.phase, Phase::kConnected);
  call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(Error{.kind = ErrorKind::kRejected}));
  EXPECT_EQ(desk.call.phase, Phase::kEnded);
  EXPECT_EQ(desk.call.end_reason, EndReason::kAnsweredElsewhere);
}

}  // namespace
}  // namespace ssc
