// Whole calls between two pages on the simulated server, one story a test.
#include "town.hpp"

namespace ssc::sim {
namespace {

using call::EndReason;
using call::Phase;

class Calls : public testing::TestWithParam<ServerCharacter> {
 protected:
  void SetUp() override {
    alice = &town.join(town.alice_user, "alice");
    bob = &town.join(town.bob_user, "bob");
  }
  void TearDown() override { EXPECT_EQ(town.complaints(), ""); }

  void ring() {
    alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
    ASSERT_TRUE(town.reach(*bob, Phase::kIncoming));
    ASSERT_TRUE(town.reach(*alice, Phase::kRinging));
  }
  void talk() {
    ring();
    bob->dispatch(events::CallAnswered{});
    ASSERT_TRUE(town.reach(*alice, Phase::kConnected));
    ASSERT_TRUE(town.reach(*bob, Phase::kConnected));
  }
  void expect_ends(EndReason alice_reason, EndReason bob_reason) {
    EXPECT_TRUE(town.reach(*alice, Phase::kEnded));
    EXPECT_TRUE(town.reach(*bob, Phase::kEnded));
    EXPECT_EQ(alice->call().end_reason, alice_reason);
    EXPECT_EQ(bob->call().end_reason, bob_reason);
    town.world.run_for(Duration(20'000));
    EXPECT_EQ(alice->phase(), Phase::kIdle);
    EXPECT_EQ(bob->phase(), Phase::kIdle);
    EXPECT_TRUE(town.server.live_calls().empty());
    EXPECT_EQ(town.media_net.open_count(), 0);
  }

  Town town{GetParam()};
  Page* alice = nullptr;
  Page* bob = nullptr;
};

TEST_P(Calls, both_hear_each_other_after_accept) {
  talk();
  EXPECT_TRUE(town.media_net.are_connected(alice->peer.connection(), bob->peer.connection()));
  EXPECT_EQ(alice->call().id, bob->call().id);
  alice->dispatch(events::CallHungUp{});
  expect_ends(EndReason::kHungUpHere, EndReason::kHungUpThere);
}

TEST_P(Calls, the_callee_can_end_a_running_call) {
  talk();
  bob->dispatch(events::CallHungUp{});
  expect_ends(EndReason::kHungUpThere, EndReason::kHungUpHere);
}

TEST_P(Calls, a_declined_call_says_so_on_the_other_side) {
  ring();
  bob->dispatch(events::CallRefused{});
  expect_ends(EndReason::kDeclinedThere, EndReason::kDeclinedHere);
}

TEST_P(Calls, a_cancelled_call_stops_ringing) {
  ring();
  alice->dispatch(events::CallHungUp{});
  expect_ends(EndReason::kCancelledHere, EndReason::kCancelledThere);
}

TEST_P(Calls, nobody_answers_and_the_caller_gives_up_by_itself) {
  ring();
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded, call::kRingTimeout + Duration(1'000)));
  expect_ends(EndReason::kNoAnswer, EndReason::kCancelledThere);
}

TEST_P(Calls, cancelling_while_the_dial_is_in_flight_leaves_nothing_behind) {
  alice->network.rest_low_ms = alice->network.rest_high_ms = 400;
  alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
  town.world.run_for(Duration(100));
  alice->dispatch(events::CallHungUp{});
  EXPECT_EQ(alice->call().end_reason, EndReason::kCancelledHere);
  town.world.run_for(Duration(10'000));
  EXPECT_EQ(bob->phase(), Phase::kIdle);
  EXPECT_TRUE(town.server.live_calls().empty());
}

TEST_P(Calls, cancel_racing_accept_ends_on_both_sides) {
  ring();
  alice->dispatch(events::CallHungUp{});
  bob->dispatch(events::CallAnswered{});
  EXPECT_TRUE(town.reach(*bob, Phase::kEnded));
  town.world.run_for(Duration(20'000));
  EXPECT_EQ(alice->phase(), Phase::kIdle);
  EXPECT_EQ(bob->phase(), Phase::kIdle);
  EXPECT_TRUE(town.server.live_calls().empty());
}

TEST_P(Calls, a_slow_accept_reply_after_callAccepted_still_connects) {
  ring();
  bob->network.rest_low_ms = bob->network.rest_high_ms = 900;
  bob->network.socket_high_ms = 10;
  bob->dispatch(events::CallAnswered{});
  EXPECT_TRUE(town.reach(*alice, Phase::kConnected));
  EXPECT_TRUE(town.reach(*bob, Phase::kConnected));
}

TEST_P(Calls, callInitiated_before_the_reply_starts_the_ringing) {
  alice->network.rest_low_ms = alice->network.rest_high_ms = 900;
  alice->network.socket_high_ms = 10;
  alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
  EXPECT_TRUE(town.reach(*alice, Phase::kRinging, Duration(1'200)));
}

TEST_P(Calls, somebody_in_a_call_is_busy_for_others) {
  Page& carol = town.join(town.carol_user, "carol");
  talk();
  carol.dispatch(events::CallRequested{town.alice_carol, CallKind::kAudio});
  EXPECT_TRUE(town.reach(carol, Phase::kEnded));
  EXPECT_EQ(carol.call().end_reason, EndReason::kBusyThere);
  EXPECT_EQ(alice->phase(), Phase::kConnected);
}

TEST_P(Calls, another_device_of_the_account_makes_the_account_busy) {
  Page& tablet = town.join(town.alice_user, "alice's tablet");
  talk();
  tablet.dispatch(events::CallRequested{town.alice_carol, CallKind::kAudio});
  EXPECT_TRUE(town.reach(tablet, Phase::kEnded));
  EXPECT_EQ(tablet.call().end_reason, EndReason::kBusyHere);
  EXPECT_EQ(alice->phase(), Phase::kConnected);
}

TEST_P(Calls, answering_on_one_device_silences_the_other) {
  Page& tablet = town.join(town.bob_user, "bob's tablet");
  ring();
  ASSERT_TRUE(town.reach(tablet, Phase::kIncoming));
  bob->dispatch(events::CallAnswered{});
  EXPECT_TRUE(town.reach(tablet, Phase::kEnded));
  EXPECT_EQ(tablet.call().end_reason, EndReason::kAnsweredElsewhere);
  EXPECT_TRUE(town.reach(*bob, Phase::kConnected));
}

TEST_P(Calls, muting_is_seen_by_the_other_side) {
  talk();
  alice->dispatch(events::MicrophoneToggled{});
  EXPECT_TRUE(town.world.run_until([&] { return !bob->call().remote.mic_on; }, Duration(1'000)));
  alice->dispatch(events::MicrophoneToggled{});
  EXPECT_TRUE(town.world.run_until([&] { return bob->call().remote.mic_on; }, Duration(1'000)));
}

TEST_P(Calls, the_camera_can_come_on_in_a_voice_call) {
  talk();
  bob->dispatch(events::CameraToggled{});
  EXPECT_TRUE(town.world.run_until([&] { return alice->call().remote.camera_on; }, Duration(2'000)));
  bob->dispatch(events::CameraToggled{});
  EXPECT_TRUE(town.world.run_until([&] { return !alice->call().remote.camera_on; }, Duration(2'000)));
}

TEST_P(Calls, both_dial_at_once_and_one_call_survives) {
  alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
  bob->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
  EXPECT_TRUE(town.reach(*alice, Phase::kConnected));
  EXPECT_TRUE(town.reach(*bob, Phase::kConnected));
  EXPECT_EQ(alice->call().id, bob->call().id);
  EXPECT_EQ(town.server.live_calls().size(), 1U);
}

TEST_P(Calls, a_denied_microphone_lets_nobody_ring_until_the_person_wants_to_listen) {
  Page& asking = town.open_page(town.carol_user, "carol");
  asking.devices.microphone_granted = false;
  asking.devices.microphone = call::DeviceTrouble::kDenied;
  town.start(asking);
  asking.dispatch(events::CallRequested{town.bob_carol, CallKind::kAudio});
  town.world.run_for(Duration(5'000));
  EXPECT_EQ(asking.phase(), Phase::kPreparing);
  EXPECT_EQ(bob->phase(), Phase::kIdle);
  asking.dispatch(events::ListeningChosen{});
  EXPECT_TRUE(town.reach(*bob, Phase::kIncoming));
  bob->dispatch(events::CallAnswered{});
  EXPECT_TRUE(town.reach(asking, Phase::kConnected));
  EXPECT_TRUE(town.reach(*bob, Phase::kConnected));
  town.world.run_for(Duration(2'000));
  EXPECT_FALSE(bob->call().remote.mic_on);
}

TEST_P(Calls, a_missing_microphone_after_the_dial_leaves_a_call_that_listens) {
  alice->devices.microphone = call::DeviceTrouble::kMissing;
  alice->devices.open_low_ms = alice->devices.open_high_ms = 900;
  ring();
  bob->dispatch(events::CallAnswered{});
  EXPECT_TRUE(town.reach(*alice, Phase::kConnected));
  town.world.run_for(Duration(2'000));
  EXPECT_FALSE(bob->call().remote.mic_on);
}

TEST_P(Calls, a_denied_camera_leaves_a_voice_call) {
  alice->devices.camera = call::DeviceTrouble::kDenied;
  alice->dispatch(events::CallRequested{town.chat, CallKind::kVideo});
  ASSERT_TRUE(town.reach(*bob, Phase::kIncoming));
  bob->dispatch(events::CallAnswered{true});
  EXPECT_TRUE(town.reach(*alice, Phase::kConnected));
  EXPECT_FALSE(alice->call().camera.wanted);
  EXPECT_TRUE(town.world.run_until([&] { return alice->call().remote.camera_on; }, Duration(2'000)));
}

TEST_P(Calls, a_lost_path_comes_back_without_a_new_call) {
  talk();
  town.media_net.set_path_up(false);
  EXPECT_TRUE(town.reach(*alice, Phase::kReconnecting));
  town.world.run_for(Duration(20'000));
  town.media_net.set_path_up(true);
  EXPECT_TRUE(town.reach(*alice, Phase::kConnected));
  EXPECT_TRUE(town.reach(*bob, Phase::kConnected));
}

TEST_P(Calls, a_path_lost_for_good_ends_the_call_with_the_truth) {
  talk();
  town.media_net.set_path_up(false);
  town.world.run_for(call::kReconnectTimeout + Duration(10'000));
  town.media_net.set_path_up(true);
  EXPECT_NE(alice->phase(), Phase::kReconnecting);
  EXPECT_NE(bob->phase(), Phase::kReconnecting);
  town.world.run_for(Duration(10'000));
  EXPECT_EQ(alice->phase(), Phase::kIdle);
  EXPECT_TRUE(town.server.live_calls().empty());
}

TEST_P(Calls, signing_out_ends_the_call) {
  talk();
  alice->dispatch(events::SignOutChosen{});
  EXPECT_EQ(alice->phase(), Phase::kIdle);
  EXPECT_TRUE(town.reach(*bob, Phase::kEnded));
  EXPECT_EQ(bob->call().end_reason, EndReason::kHungUpThere);
  EXPECT_TRUE(town.server.live_calls().empty());
}

TEST_P(Calls, a_call_that_rang_before_the_page_loaded_is_found) {
  Page& carol = town.open_page(town.carol_user, "carol");
  alice->dispatch(events::CallRequested{town.alice_carol, CallKind::kAudio});
  ASSERT_TRUE(town.reach(*alice, Phase::kRinging));
  town.world.run_for(Duration(2'000));
  town.start(carol);
  EXPECT_TRUE(town.reach(carol, Phase::kIncoming));
}

TEST_P(Calls, the_end_reaches_the_server_when_it_comes_back) {
  talk();
  alice->network.set_up(false);
  alice->socket.cut(false);
  alice->dispatch(events::CallHungUp{});
  town.world.run_for(Duration(5'000));
  alice->network.set_up(true);
  town.world.run_for(Duration(20'000));
  EXPECT_EQ(bob->phase(), Phase::kIdle);
  EXPECT_TRUE(town.server.live_calls().empty());
}

INSTANTIATE_TEST_SUITE_P(OnBothServers, Calls, testing::Values(ServerCharacter::kOurs, ServerCharacter::kExisting),
                         [](const auto& character) {
                           return std::string(character.param == ServerCharacter::kOurs ? "ours" : "existing");
                         });

}  // namespace
}  // namespace ssc::sim
