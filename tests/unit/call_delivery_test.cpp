// Signals between two clients of our kind arrive: numbered, acknowledged, sent again, and acted upon once.
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

namespace cmd = call::commands;
using call::Phase;
using signalling::NoteKind;
using signalling::SdpType;
using testing_tools::CallDesk;

std::size_t signals(const CallDesk& desk) {
  return desk.emitted<signalling::SendDescription>().size() + desk.emitted<signalling::SendCandidate>().size();
}

TEST(CallDelivery, every_signal_has_the_next_number) {
  CallDesk desk;
  desk.ring();
  desk.local_candidate("a");
  desk.local_candidate("b");
  EXPECT_EQ(desk.emitted<signalling::SendDescription>()[0].description.peer.seq, 1);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>()[0].mark, (signalling::SignalMark{2, "desk", ""}));
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>()[1].mark.seq, 3);
}

TEST(CallDelivery, the_same_offer_with_its_candidates_inside_keeps_its_number) {
  CallDesk desk;
  desk.ring();
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp() + "a=candidate:1\n");
  const auto sent = desk.emitted<signalling::SendDescription>();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[1].description.peer.seq, sent[0].description.peer.seq);
}

TEST(CallDelivery, a_signal_that_comes_twice_counts_once_in_whatever_order) {
  CallDesk desk;
  desk.talk_with_ours();
  for (const int seq : {3, 2, 3, 2, 1, 4, 4}) desk.our_candidate("c" + std::to_string(seq), seq);
  const auto added = desk.commands<cmd::AddCandidate>();
  ASSERT_EQ(added.size(), 3U);
  EXPECT_EQ(added[0].candidate.candidate, "c3");
  EXPECT_EQ(added[1].candidate.candidate, "c2");
  EXPECT_EQ(added[2].candidate.candidate, "c4");
}

TEST(CallDelivery, what_arrived_is_acknowledged_up_to_the_first_gap) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.our_candidate("a", 2);
  desk.our_candidate("c", 4);
  EXPECT_TRUE(desk.emitted<signalling::SendNote>().empty());
  desk.pass(Duration(300));
  ASSERT_EQ(desk.emitted<signalling::SendNote>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.kind, NoteKind::kAck);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.ack, 2);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.mark.for_device, "theirs");
  desk.our_candidate("b", 3);
  desk.pass(Duration(300));
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[1].note.ack, 4);
}

TEST(CallDelivery, a_new_description_ends_the_wait_for_what_came_before_it) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.our_candidate("late", 40);
  desk.their_seq = 37;
  desk.our_offer(CallDesk::sdp("theirs") + "again\n");
  desk.our_candidate("lost", 5);
  EXPECT_EQ(desk.call.delivery.received, 38);
  desk.our_candidate("next", 39);
  EXPECT_EQ(desk.call.delivery.received, 40);
}

TEST(CallDelivery, what_is_not_acknowledged_is_sent_again_and_not_for_ever) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.local_candidate("a");
  desk.local_candidate("b");
  const int first = desk.emitted<signalling::SendCandidate>()[0].mark.seq;
  desk.our_note(NoteKind::kAck, first);
  desk.forget();
  desk.pass(Duration(3'100));
  ASSERT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>()[0].candidate.candidate, "b");
  for (int minute = 0; minute < 10; ++minute) desk.pass(Duration(60'000));
  EXPECT_LE(desk.emitted<signalling::SendCandidate>().size(), 6U);
  EXPECT_EQ(call::next_moment(desk.call), kNever);
}

TEST(CallDelivery, nothing_is_sent_again_once_all_is_acknowledged) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.local_candidate("a");
  desk.our_note(NoteKind::kAck, desk.call.delivery.last_sent);
  desk.forget();
  desk.pass(Duration(10'000));
  EXPECT_EQ(signals(desk), 0U);
  EXPECT_EQ(call::next_moment(desk.call), kNever);
}

TEST(CallDelivery, what_was_said_while_the_socket_was_away_is_said_when_it_is_back) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.around.online = false;
  desk.local_candidate("a");
  desk.pass(Duration(20'000));
  EXPECT_EQ(signals(desk), 0U);
  desk.around.online = true;
  call::socket_came_up(desk.turn());
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
  ASSERT_EQ(desk.emitted<signalling::SendNote>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.ack, desk.call.delivery.received);
}

TEST(CallDelivery, a_peer_that_was_away_gets_what_it_lacks_but_cannot_ask_for_it_all_the_time) {
  CallDesk desk;
  desk.talk_with_ours();
  const int known = desk.call.delivery.last_sent;
  desk.local_candidate("a");
  desk.pass(Duration(1'500));
  desk.forget();
  for (int i = 0; i < 50; ++i) desk.our_note(NoteKind::kAck, known);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(CallDelivery, a_peer_that_was_away_gets_what_it_lacks_however_often_that_was_sent_in_vain) {
  CallDesk desk;
  desk.talk_with_ours();
  const int known = desk.call.delivery.last_sent;
  desk.local_candidate("a");
  desk.pass(Duration(3'000));
  desk.pass(Duration(6'000));  // the next time would be 12 s later
  desk.pass(Duration(1'500));
  desk.forget();
  desk.our_note(NoteKind::kAck, known);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(CallDelivery, an_acknowledgement_of_what_was_never_sent_is_nonsense) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.local_candidate("a");
  const call::CallState before = desk.call;
  desk.our_note(NoteKind::kAck, desk.call.delivery.last_sent + 1);
  EXPECT_EQ(desk.call, before);
}

TEST(CallDelivery, signals_for_or_from_another_device_are_not_ours) {
  CallDesk desk;
  desk.talk_with_ours();
  const call::CallState before = desk.call;
  desk.forget();
  call::candidate_arrived(desk.turn(), {desk.id, desk.peer.id, {"c", "0", 0, ""}, {9, "theirs", "another"}});
  call::candidate_arrived(desk.turn(), {desk.id, desk.peer.id, {"c", "0", 0, ""}, {9, "another", ""}});
  call::note_arrived(desk.turn(), {desk.id, desk.peer.id, {NoteKind::kRestart, 0, {9, "another", ""}}});
  auto offer = desk.from_ours(SdpType::kOffer, CallDesk::sdp("x"));
  offer.description.peer.for_device = "another";
  call::description_arrived(desk.turn(), offer);
  EXPECT_EQ(desk.call, before);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallDelivery, a_react_peer_is_neither_waited_for_nor_answered_with_notes) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  desk.remote_answer(CallDesk::sdp("react"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(call::PeerConnectionState::kConnected);
  desk.local_candidate("a");
  desk.remote_candidate("theirs");
  EXPECT_EQ(call::next_moment(desk.call), kNever);
  EXPECT_TRUE(desk.emitted<signalling::SendNote>().empty());
}

TEST(CallDelivery, a_callee_who_has_not_agreed_says_nothing) {
  CallDesk desk;
  desk.incoming();
  desk.our_offer(CallDesk::sdp("theirs"));
  desk.our_candidate("a", 2);
  desk.pass(Duration(5'000));
  EXPECT_TRUE(desk.commands<cmd::Emit>().empty());
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
}

TEST(CallDelivery, a_call_that_is_over_waits_for_nothing) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.local_candidate("a");
  desk.our_candidate("b", 2);
  call::hang_up(desk.turn());
  desk.forget();
  desk.pass(Duration(1'000));
  EXPECT_EQ(signals(desk), 0U);
  EXPECT_TRUE(desk.emitted<signalling::SendNote>().empty());
}

TEST(CallDelivery, who_was_away_hears_again_what_was_switched_meanwhile) {
  CallDesk desk;
  desk.talk_with_ours();
  call::toggle_microphone(desk.turn());
  desk.forget();
  desk.our_note(NoteKind::kBack, desk.call.delivery.last_sent);
  ASSERT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 1U);
  EXPECT_FALSE(desk.emitted<signalling::SendMicrophone>()[0].on);
  EXPECT_EQ(desk.emitted<signalling::SendCamera>().size(), 1U);
  desk.forget();
  desk.our_note(NoteKind::kAck, desk.call.delivery.last_sent);
  EXPECT_TRUE(desk.emitted<signalling::SendMicrophone>().empty()) << "who only counts was there all the time";
}

TEST(CallDelivery, whose_socket_was_away_says_so) {
  CallDesk desk;
  desk.talk_with_ours();
  desk.forget();
  call::socket_came_up(desk.turn());
  ASSERT_EQ(desk.emitted<signalling::SendNote>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.kind, NoteKind::kBack);
}

TEST(CallDelivery, a_device_that_was_left_behind_hears_whom_we_speak_to) {
  CallDesk desk;
  desk.talk_with_ours();
  auto left_behind = desk.from_ours(SdpType::kOffer, CallDesk::sdp("another"));
  left_behind.description.peer.device_id = "their other device";
  call::description_arrived(desk.turn(), left_behind);
  desk.pass(Duration(0));
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
  ASSERT_EQ(desk.emitted<signalling::SendNote>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.mark.for_device, "theirs");
}

TEST(CallDelivery, the_right_device_is_asked_for_its_switches_after_another_spoke_as_if_answered) {
  for (const SdpType type : {SdpType::kOffer, SdpType::kAnswer}) {
    CallDesk desk;
    desk.talk_with_ours();
    auto left_behind = desk.from_ours(type, CallDesk::sdp("another"));
    left_behind.description.peer.device_id = "their other device";
    call::description_arrived(desk.turn(), left_behind);
    ASSERT_EQ(desk.emitted<signalling::SendNote>().size(), 1U);
    EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.kind, NoteKind::kBack);
    EXPECT_EQ(desk.emitted<signalling::SendNote>()[0].note.mark.for_device, "theirs");
  }
}

}  // namespace
}  // namespace ssc
