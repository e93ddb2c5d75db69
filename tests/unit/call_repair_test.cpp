// A path that is lost, wavers or brings no sound is repaired with peers of our kind, and left alone with React peers.
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

namespace cmd = call::commands;
using call::Direction;
using call::PeerConnectionState;
using call::Phase;
using signalling::NoteKind;
using signalling::SdpType;
using testing_tools::CallDesk;

/// The same connection after an ICE restart.
std::string restarted(const std::string& name, int time) {
  const std::string number = std::to_string(time);
  return "v=0\no=- " + name + " " + number + " IN\na=ice-ufrag:" + number + "\na=fingerprint:" + name + "\n";
}

void pass_in_steps(CallDesk& desk, int seconds) {
  for (int step = 0; step < seconds * 4; ++step) desk.pass(Duration(250));
}

void measure(CallDesk& desk, double packets) {
  call::PathReport report;
  report.audio_packets = packets;
  call::path_measured(desk.turn(), desk.call.negotiation.peer, report);
}

void restart_finished(CallDesk& desk) {
  desk.offer_made();
  desk.our_answer(CallDesk::sdp("theirs again"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
}

TEST(CallRepair, a_failed_path_is_restarted_at_once_on_the_same_connection) {
  CallDesk desk;
  desk.talk_with_ours();
  const PeerGeneration peer = desk.call.negotiation.peer;
  desk.path(PeerConnectionState::kFailed);
  desk.pass(Duration(0));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  ASSERT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::RestartIce>()[0].peer, peer);
  EXPECT_TRUE(desk.commands<cmd::ClosePeer>().empty());
  restart_finished(desk);
  EXPECT_EQ(desk.commands<cmd::AcceptAnswer>().size(), 1U);
  desk.path(PeerConnectionState::kConnected);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  desk.forget();
  desk.our_note(NoteKind::kAck, desk.call.delivery.last_sent);
  pass_in_steps(desk, 30);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
}

TEST(CallRepair, T5_a_connection_with_a_react_peer_is_left_alone) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  desk.path(PeerConnectionState::kFailed);
  pass_in_steps(desk, 40);
  call::network_changed(desk.turn());
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallRepair, a_short_wavering_shows_nothing_and_asks_for_nothing) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.path(PeerConnectionState::kDisconnected);
  desk.pass(Duration(900));
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  desk.path(PeerConnectionState::kConnected);
  pass_in_steps(desk, 10);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
}

TEST(CallRepair, a_longer_one_is_shown_and_after_two_seconds_repaired) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.pass(Duration(5'000));
  desk.path(PeerConnectionState::kDisconnected);
  desk.pass(Duration(1'600));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
  desk.pass(Duration(500));
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
}

TEST(CallRepair, nothing_is_shown_while_packets_go_on_arriving) {
  CallDesk desk;
  desk.talk_with_ours();
  measure(desk, 10);
  desk.path(PeerConnectionState::kDisconnected);
  for (int second = 0; second < 6; ++second) {
    measure(desk, 60 + 50 * second);
    desk.pass(Duration(1'000));
    EXPECT_EQ(desk.call.phase, Phase::kConnected);
  }
  desk.pass(Duration(1'000));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallRepair, it_is_tried_again_with_growing_pauses_and_at_last_on_a_new_connection) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.path(PeerConnectionState::kFailed);
  std::vector<int> tries_s;
  for (int step = 0; step < 4 * 40; ++step) {
    desk.forget();
    desk.pass(Duration(250));
    const bool is_new = !desk.commands<cmd::CreatePeer>().empty();
    if (desk.commands<cmd::RestartIce>().empty() && !is_new) continue;
    tries_s.push_back(step / 4);
    EXPECT_EQ(is_new, tries_s.size() >= 4) << tries_s.size();
    desk.offer_made();
  }
  EXPECT_EQ(tries_s, (std::vector<int>{0, 3, 9, 19, 29, 39}));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallRepair, no_outage_under_a_minute_ends_the_call) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.path(PeerConnectionState::kFailed);
  pass_in_steps(desk, 62);
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  desk.path(PeerConnectionState::kConnected);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallRepair, without_the_socket_it_waits_and_tries_the_moment_it_is_back) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.around.online = false;
  desk.path(PeerConnectionState::kFailed);
  pass_in_steps(desk, 20);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
  desk.around.online = true;
  call::socket_came_up(desk.turn());
  desk.pass(Duration(0));
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
}

TEST(CallRepair, a_change_of_the_network_restarts_once_what_still_stands) {
  CallDesk desk;
  desk.talk_with_ours();
  call::network_changed(desk.turn());
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  restart_finished(desk);
  pass_in_steps(desk, 20);
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallRepair, the_callee_lets_the_callers_offer_come_first) {
  CallDesk desk;
  desk.talk_with_ours(Direction::kIncoming);
  desk.path(PeerConnectionState::kFailed);
  desk.pass(Duration(300));
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
  desk.our_offer(CallDesk::sdp("theirs") + "again\n");
  pass_in_steps(desk, 2);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
}

TEST(CallRepair, an_offer_of_the_same_connection_is_answered_on_ours_with_its_number) {
  CallDesk desk;
  desk.incoming();
  desk.our_offer(restarted("a", 1));
  call::answer(desk.turn(), false);
  desk.description_made(SdpType::kAnswer);
  desk.accept_confirmed();
  desk.path(PeerConnectionState::kConnected);
  desk.forget();
  desk.our_offer(restarted("a", 2));
  desk.our_candidate("of the new path", ++desk.their_seq);
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
  ASSERT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::AddCandidate>().size(), 1U);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  desk.description_made(SdpType::kAnswer);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().back().description.peer.answers, 2);
}

TEST(CallRepair, of_two_offers_at_once_the_callers_counts) {
  CallDesk caller;
  caller.talk_with_ours();
  call::network_changed(caller.turn());
  caller.offer_made();
  caller.forget();
  caller.our_offer(CallDesk::sdp("theirs"));
  EXPECT_TRUE(caller.commands<cmd::AcceptOffer>().empty());
  EXPECT_TRUE(caller.commands<cmd::CreatePeer>().empty());

  CallDesk callee;
  callee.incoming();
  callee.our_offer(restarted("a", 1));
  call::answer(callee.turn(), false);
  callee.description_made(SdpType::kAnswer);
  callee.accept_confirmed();
  callee.path(PeerConnectionState::kConnected);
  callee.forget();
  call::network_changed(callee.turn());
  callee.our_offer(restarted("a", 2));  // while ours is being made
  callee.our_candidate("of theirs", ++callee.their_seq);
  EXPECT_TRUE(callee.commands<cmd::AddCandidate>().empty());
  callee.offer_made();
  EXPECT_TRUE(callee.emitted<signalling::SendDescription>().empty());
  ASSERT_EQ(callee.commands<cmd::AcceptOffer>().size(), 1U);
  callee.description_made(SdpType::kAnswer);
  EXPECT_EQ(callee.commands<cmd::AddCandidate>().size(), 1U);
  EXPECT_TRUE(callee.commands<cmd::CreatePeer>().empty());
}

TEST(CallRepair, an_answer_to_an_offer_given_up_since_is_not_applied) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.path(PeerConnectionState::kFailed);
  desk.pass(Duration(0));
  desk.offer_made();
  const int first = desk.call.negotiation.local_description->peer.seq;
  pass_in_steps(desk, 4);
  desk.offer_made();
  desk.forget();
  auto late = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("late"));
  late.description.peer.answers = first;
  call::description_arrived(desk.turn(), late);
  EXPECT_TRUE(desk.commands<cmd::AcceptAnswer>().empty());
  auto right = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("right"));
  right.description.peer.answers = desk.call.negotiation.local_description->peer.seq;
  call::description_arrived(desk.turn(), right);
  EXPECT_EQ(desk.commands<cmd::AcceptAnswer>().size(), 1U);
}

TEST(CallRepair, a_repair_that_fails_does_not_end_the_call) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.path(PeerConnectionState::kFailed);
  desk.pass(Duration(0));
  call::peer_failed(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  desk.pass(Duration(1'100));
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 2U);
}

TEST(CallRepair, a_path_that_never_comes_up_is_restarted_then_built_anew) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  desk.our_answer(CallDesk::sdp("theirs"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.forget();
  pass_in_steps(desk, 5);
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
  pass_in_steps(desk, 2);
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  desk.offer_made();
  pass_in_steps(desk, 4);
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallRepair, the_callee_asks_for_a_new_connection_and_the_caller_makes_it_once) {
  CallDesk callee;
  callee.incoming();
  callee.our_offer(CallDesk::sdp("theirs"));
  call::answer(callee.turn(), false);
  callee.description_made(SdpType::kAnswer);
  callee.accept_confirmed();
  callee.forget();
  pass_in_steps(callee, 7);
  callee.offer_made();
  pass_in_steps(callee, 4);
  EXPECT_EQ(callee.commands<cmd::RestartIce>().size(), 1U);
  EXPECT_TRUE(callee.commands<cmd::CreatePeer>().empty());
  bool has_asked = false;
  for (const auto& note : callee.emitted<signalling::SendNote>()) has_asked |= note.note.kind == NoteKind::kRestart;
  EXPECT_TRUE(has_asked);

  CallDesk caller;
  caller.talk_with_ours();
  caller.our_note(NoteKind::kRestart);
  caller.our_note(NoteKind::kRestart);
  EXPECT_EQ(caller.commands<cmd::CreatePeer>().size(), 1U);
}

TEST(CallRepair, a_connected_path_without_sound_is_restarted_and_then_replaced_and_then_left_alone) {
  CallDesk desk;
  desk.talk_with_ours();
  int restarts_s = 0, replaced_s = 0;
  for (int second = 1; second <= 40; ++second) {
    desk.pass(Duration(1'000));
    measure(desk, 0);
    if (restarts_s == 0 && !desk.commands<cmd::RestartIce>().empty()) {
      restarts_s = second;
      restart_finished(desk);
    }
    if (replaced_s == 0 && !desk.commands<cmd::CreatePeer>().empty()) {
      replaced_s = second;
      restart_finished(desk);
      desk.path(PeerConnectionState::kConnected);
    }
  }
  EXPECT_GE(restarts_s, 5);
  EXPECT_LE(restarts_s, 7);
  EXPECT_GE(replaced_s, restarts_s + 5);
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size() + desk.commands<cmd::CreatePeer>().size(), 2U);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallRepair, silence_of_somebody_who_is_muted_is_not_repaired) {
  CallDesk desk;
  desk.talk_with_ours();
  call::remote_microphone(desk.turn(), {desk.id, desk.peer.id, false});
  for (int second = 0; second < 20; ++second) {
    desk.pass(Duration(1'000));
    measure(desk, 0);
  }
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
}

TEST(CallRepair, a_device_left_behind_cannot_take_the_call_back_but_a_new_one_can_take_it_over) {
  CallDesk desk;
  desk.talk_with_ours(Direction::kIncoming);
  auto offer = desk.from_ours(SdpType::kOffer, CallDesk::sdp("another"));
  offer.description.peer.device_id = "another";
  call::description_arrived(desk.turn(), offer);
  EXPECT_TRUE(desk.commands<cmd::AcceptOffer>().empty());
  offer.description.peer.takes_over = true;
  call::description_arrived(desk.turn(), offer);
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
  EXPECT_EQ(desk.call.delivery.partner, "another");
}

TEST(CallRepair, an_offer_that_stays_unanswered_after_the_yes_is_sent_again) {
  CallDesk desk;
  desk.ring();
  desk.local_candidate("a");
  desk.accepted();
  desk.forget();
  pass_in_steps(desk, 10);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 2U);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 2U);
  desk.remote_answer(CallDesk::sdp("theirs"));
  desk.forget();
  pass_in_steps(desk, 10);
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
}

TEST(CallRepair, who_only_rang_and_is_gone_is_not_waited_for_once_another_may_have_been_answered) {
  CallDesk desk;
  desk.ring();
  auto rings_there = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("theirs"));
  rings_there.description.peer.accepted = false;
  call::description_arrived(desk.turn(), rings_there);
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  desk.path(PeerConnectionState::kFailed);
  desk.forget();
  desk.pass(Duration(0));
  desk.offer_made();
  ASSERT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>()[0].description.peer.for_device, "");
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
}

}  // namespace
}  // namespace ssc
