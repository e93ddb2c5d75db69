// Calls with the existing React client, in its ways (contract 5.7): the model behind it loses and ignores what the
// real one loses and ignores.
#include "sim/react_page.hpp"
#include "town.hpp"

namespace ssc::sim {
namespace {

using call::EndReason;
using call::Phase;

class ReactPeers : public testing::Test {
 protected:
  void SetUp() override {
    alice = &town.join(town.alice_user, "alice");
    react.connect();
    town.world.run_for(Duration(500));
  }
  void TearDown() override { EXPECT_EQ(town.complaints(), ""); }

  void ring_react() {
    alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
    ASSERT_TRUE(town.reach(*alice, Phase::kRinging));
    ASSERT_TRUE(town.world.run_until([&] { return react.has_call() && react.has_stored_offer(); }, Duration(2'000)));
  }
  void react_rings() {
    react.dial(town.chat);
    ASSERT_TRUE(town.reach(*alice, Phase::kIncoming));
  }
  bool media_flow() { return town.media_net.are_connected(alice->peer.connection(), react.connection()); }
  bool reach_media(Duration limit = Duration(5'000)) {
    return town.world.run_until([&] { return media_flow() && alice->phase() == Phase::kConnected; }, limit);
  }

  Town town{ServerCharacter::kExisting};
  ReactPage react{town.world, town.server, town.media_net, town.bob_user};
  Page* alice = nullptr;
};

TEST_F(ReactPeers, T1_candidates_lost_while_it_rings_are_made_up_for) {
  ring_react();
  town.world.run_for(Duration(3'000));
  EXPECT_GT(react.candidates_lost(), 0);
  EXPECT_GE(react.offers_seen(), 2) << "the offer is sent again with its candidates inside";
  react.accept();
  EXPECT_TRUE(reach_media());
}

TEST_F(ReactPeers, T1_candidates_are_sent_again_after_its_answer) {
  ring_react();
  const int lost_before = react.candidates_lost();
  react.accept();
  EXPECT_TRUE(reach_media());
  EXPECT_GE(lost_before, 0);
  EXPECT_EQ(alice->peer.created_count(), 1) << "the offer keeps its connection";
}

TEST_F(ReactPeers, T2_its_own_offer_is_taken_when_it_accepted_before_ours_arrived) {
  alice->network.socket_low_ms = alice->network.socket_high_ms = 600;
  alice->dispatch(events::CallRequested{town.chat, CallKind::kAudio});
  ASSERT_TRUE(town.world.run_until([&] { return react.has_call(); }, Duration(2'000)));
  ASSERT_FALSE(react.has_stored_offer());
  react.accept();
  EXPECT_TRUE(reach_media(Duration(8'000)));
  EXPECT_EQ(alice->peer.created_count(), 2);
}

TEST_F(ReactPeers, T3_T4_its_candidates_during_ringing_wait_for_the_answer) {
  react_rings();
  town.world.run_for(Duration(2'000));
  EXPECT_FALSE(alice->peer.is_open());
  alice->dispatch(events::CallAnswered{});
  EXPECT_TRUE(reach_media());
}

TEST_F(ReactPeers, T6_a_second_offer_in_the_call_gets_a_new_connection_and_an_answer) {
  react_rings();
  alice->dispatch(events::CallAnswered{});
  ASSERT_TRUE(reach_media());
  const int before = alice->peer.created_count();
  react.switch_profile();
  EXPECT_TRUE(town.reach(*alice, Phase::kReconnecting));
  EXPECT_TRUE(reach_media());
  EXPECT_EQ(alice->peer.created_count(), before + 1);
}

TEST_F(ReactPeers, T6_the_callee_may_switch_its_profile_too) {
  ring_react();
  react.accept();
  ASSERT_TRUE(reach_media());
  react.switch_profile();
  town.world.run_for(Duration(300));
  EXPECT_TRUE(reach_media());
}

TEST_F(ReactPeers, T9_a_stranger_of_another_name_does_not_end_our_call) {
  Page& carol = town.join(town.carol_user, "carol");
  react_rings();
  alice->dispatch(events::CallAnswered{});
  ASSERT_TRUE(reach_media());
  carol.close(false);
  town.world.run_for(Duration(5'000));
  EXPECT_EQ(alice->phase(), Phase::kConnected);
}

TEST_F(ReactPeers, T11_T18_a_call_that_is_over_in_the_books_lives_on_while_media_flow) {
  react_rings();
  alice->dispatch(events::CallAnswered{});
  ASSERT_TRUE(reach_media());
  react.open_another_chat();
  EXPECT_TRUE(town.server.live_calls().empty()) << "the existing server ends it";
  town.world.run_for(Duration(30'000));
  EXPECT_EQ(alice->phase(), Phase::kConnected);
  const int ends_before = town.server.ends_asked();
  alice->dispatch(events::CallHungUp{});
  town.world.run_for(Duration(6'000));
  EXPECT_EQ(town.server.ends_asked(), ends_before + 1) << "the real end is posted";
  EXPECT_EQ(alice->phase(), Phase::kIdle);
}

TEST_F(ReactPeers, T9_a_peer_that_vanished_with_its_media_ends_the_call_soon) {
  react_rings();
  alice->dispatch(events::CallAnswered{});
  ASSERT_TRUE(reach_media());
  town.media_net.close(react.connection());
  town.server.disconnected(react);
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded, Duration(20'000)));
  EXPECT_EQ(alice->call().end_reason, EndReason::kConnectionLost);
}

TEST_F(ReactPeers, T9_a_caller_that_closes_its_page_stops_our_ringing) {
  react_rings();
  town.server.disconnected(react);
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded, Duration(5'000)));
  EXPECT_EQ(alice->call().end_reason, EndReason::kCancelledThere);
}

TEST_F(ReactPeers, T12_a_window_that_never_answers_is_given_up_with_an_end) {
  ring_react();
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded, call::kRingTimeout + Duration(1'000)));
  EXPECT_EQ(alice->call().end_reason, EndReason::kNoAnswer);
  town.world.run_for(Duration(2'000));
  EXPECT_TRUE(town.server.live_calls().empty());
}

TEST_F(ReactPeers, it_can_decline_and_hang_up) {
  ring_react();
  react.decline();
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded));
  EXPECT_EQ(alice->call().end_reason, EndReason::kDeclinedThere);
  react_rings();
  alice->dispatch(events::CallAnswered{});
  ASSERT_TRUE(reach_media());
  react.hang_up();
  EXPECT_TRUE(town.reach(*alice, Phase::kEnded));
  EXPECT_EQ(alice->call().end_reason, EndReason::kHungUpThere);
}

}  // namespace
}  // namespace ssc::sim
