// Offers, answers and candidates: order, repetition, strangers (contract T1-T6, S3, D1-D3).
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

namespace cmd = call::commands;
using call::Phase;
using signalling::SdpType;
using testing_tools::CallDesk;

TEST(CallNegotiation, T2_the_offer_leaves_the_moment_the_call_is_known_to_be_ours) {
  CallDesk desk;
  desk.dial();
  desk.offer_made();
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty()) << "another page of ours may have dialled";
  desk.initiated();
  ASSERT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>()[0].description.type, SdpType::kOffer);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>()[0].to, desk.peer.id);
}

TEST(CallNegotiation, an_offer_made_after_the_id_came_leaves_at_once) {
  CallDesk desk;
  desk.dial();
  desk.initiated();
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  desk.offer_made();
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
}

TEST(CallNegotiation, candidates_follow_the_description_and_never_lead_it) {
  CallDesk desk;
  desk.dial();
  desk.offer_made();
  desk.local_candidate("early");
  EXPECT_TRUE(desk.emitted<signalling::SendCandidate>().empty());
  desk.initiated();
  desk.local_candidate("late");
  const auto sent = desk.emitted<signalling::SendCandidate>();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].candidate.candidate, "early");
  EXPECT_EQ(sent[1].candidate.candidate, "late");
}

TEST(CallNegotiation, T1_the_same_offer_goes_again_with_its_candidates_inside_while_it_rings) {
  CallDesk desk;
  desk.ring();
  desk.forget();
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp() + "a=candidate:1\n");
  const auto sent = desk.emitted<signalling::SendDescription>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(sent[0].description.sdp.find("a=candidate"), std::string::npos);
  EXPECT_EQ(call::sdp_identity(sent[0].description.sdp), call::sdp_identity(desk.local_sdp()));
}

TEST(CallNegotiation, T1_the_offer_is_left_alone_once_the_call_was_accepted) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  desk.forget();
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp());
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
}

TEST(CallNegotiation, T1_a_react_callee_gets_all_candidates_again_after_its_answer) {
  CallDesk desk;
  desk.ring();
  desk.local_candidate("a");
  desk.local_candidate("b");
  desk.accepted();
  desk.remote_answer(CallDesk::sdp("react"), 0);
  desk.forget();
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 2U);
}

TEST(CallNegotiation, a_peer_of_our_kind_gets_no_candidate_twice) {
  CallDesk desk;
  desk.ring();
  desk.local_candidate("a");
  desk.accepted();
  desk.remote_answer(CallDesk::sdp("ours"), 1);
  desk.forget();
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  EXPECT_TRUE(desk.emitted<signalling::SendCandidate>().empty());
}

TEST(CallNegotiation, D1_remote_candidates_wait_for_the_remote_description) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  desk.remote_candidate("first");
  desk.remote_answer(CallDesk::sdp("theirs"), 1);
  desk.remote_candidate("second");
  EXPECT_TRUE(desk.commands<cmd::AddCandidate>().empty());
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.remote_candidate("third");
  const auto added = desk.commands<cmd::AddCandidate>();
  ASSERT_EQ(added.size(), 3U);
  EXPECT_EQ(added[0].candidate.candidate, "first");
  EXPECT_EQ(added[2].candidate.candidate, "third");
}

TEST(CallNegotiation, T3_the_offer_waits_for_the_person_and_the_latest_counts) {
  CallDesk desk;
  desk.incoming();
  desk.remote_offer(CallDesk::sdp("one"));
  desk.remote_offer(CallDesk::sdp("one") + "a=candidate:1\n");
  desk.remote_candidate("c");
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
  call::answer(desk.turn(), false);
  const auto taken = desk.commands<cmd::AcceptOffer>();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_NE(taken[0].sdp.find("a=candidate"), std::string::npos);
  desk.description_made(SdpType::kAnswer);
  EXPECT_EQ(desk.commands<cmd::AddCandidate>().size(), 1U);
}

TEST(CallNegotiation, T3_D2_the_callee_waits_for_an_offer_and_never_makes_one) {
  CallDesk desk;
  desk.incoming();
  call::answer(desk.turn(), false);
  desk.accept_confirmed();
  EXPECT_TRUE(desk.commands<cmd::MakeOffer>().empty());
  EXPECT_TRUE(desk.commands<cmd::AcceptOffer>().empty());
  desk.remote_offer(CallDesk::sdp("late"));
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
  EXPECT_TRUE(desk.commands<cmd::MakeOffer>().empty());
}

TEST(CallNegotiation, the_answer_is_made_at_once_but_sent_only_when_the_accept_is_confirmed) {
  CallDesk desk;
  desk.incoming();
  desk.remote_offer(CallDesk::sdp("theirs"));
  call::answer(desk.turn(), false);
  desk.description_made(SdpType::kAnswer);
  desk.local_candidate("c");
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  desk.accept_confirmed();
  ASSERT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>()[0].description.type, SdpType::kAnswer);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(CallNegotiation, the_same_offer_again_is_answered_again_and_not_applied_twice) {
  CallDesk desk;
  desk.incoming();
  desk.remote_offer(CallDesk::sdp("theirs"));
  call::answer(desk.turn(), false);
  desk.description_made(SdpType::kAnswer);
  desk.accept_confirmed();
  desk.forget();
  desk.remote_offer(CallDesk::sdp("theirs") + "a=candidate:1\n");
  EXPECT_TRUE(desk.commands<cmd::AcceptOffer>().empty());
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
}

TEST(CallNegotiation, T2_an_offer_from_the_callee_replaces_ours_on_a_new_connection) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  const PeerGeneration before = desk.call.negotiation.peer;
  desk.forget();
  desk.remote_offer(CallDesk::sdp("theirs"));
  ASSERT_EQ(desk.asked.size(), 3U);
  EXPECT_EQ(std::get<cmd::ClosePeer>(desk.asked[0]).peer, before);
  EXPECT_EQ(std::get<cmd::CreatePeer>(desk.asked[1]).peer, before.next());
  EXPECT_EQ(std::get<cmd::AcceptOffer>(desk.asked[2]).sdp, CallDesk::sdp("theirs"));
  desk.description_made(SdpType::kAnswer);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().back().description.type, SdpType::kAnswer);
}

TEST(CallNegotiation, T6_candidates_around_a_second_offer_belong_to_the_new_connection) {
  CallDesk desk;
  desk.reach(Phase::kConnecting);
  desk.remote_answer(CallDesk::sdp("first"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.forget();
  desk.remote_offer(CallDesk::sdp("second"));
  desk.remote_candidate("of the second");
  EXPECT_TRUE(desk.commands<cmd::AddCandidate>().empty());
  desk.description_made(SdpType::kAnswer);
  const auto added = desk.commands<cmd::AddCandidate>();
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].peer, desk.call.negotiation.peer);
}

TEST(CallNegotiation, description_operations_run_one_at_a_time) {
  CallDesk desk;
  desk.incoming();
  desk.remote_offer(CallDesk::sdp("one"));
  call::answer(desk.turn(), false);
  desk.remote_offer(CallDesk::sdp("two"));
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
  desk.description_made(SdpType::kAnswer);
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 2U);
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 2U);
}

TEST(CallNegotiation, completions_of_an_older_connection_are_ignored) {
  CallDesk desk;
  desk.ring();
  const PeerGeneration old = desk.call.negotiation.peer;
  desk.accepted();
  desk.remote_offer(CallDesk::sdp("theirs"));
  const call::CallState before = desk.call;
  desk.forget();
  call::description_made(desk.turn(), old, 1, SdpType::kOffer, "stale");
  call::answer_applied(desk.turn(), old, 1);
  call::candidate_found(desk.turn(), old, {"stale", "0", 0, ""});
  call::connection_changed(desk.turn(), old, call::PeerConnectionState::kConnected);
  call::peer_failed(desk.turn(), old, 1);
  EXPECT_EQ(desk.call, before);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallNegotiation, S3_D3_signals_of_strangers_and_of_other_calls_change_nothing) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  const call::CallState before = desk.call;
  desk.forget();
  auto offer = desk.from_peer(SdpType::kOffer, CallDesk::sdp("evil"));
  offer.from = UserId("mallory");
  call::description_arrived(desk.turn(), offer);
  auto answer = desk.from_peer(SdpType::kAnswer, CallDesk::sdp("evil"));
  answer.call = CallId("another");
  call::description_arrived(desk.turn(), answer);
  call::candidate_arrived(desk.turn(), {desk.id, UserId("mallory"), {"evil", "0", 0, ""}});
  call::remote_microphone(desk.turn(), {desk.id, UserId("mallory"), false});
  call::remote_camera(desk.turn(), {CallId("another"), desk.peer.id, true});
  call::accepted_event(desk.turn(), {CallId("another"), desk.peer.id, {}});
  call::declined_event(desk.turn(), {CallId("another"), desk.peer.id});
  call::ended_event(desk.turn(), {CallId("another"), desk.peer.id, 0, ServerEndReason::kHangup});
  EXPECT_EQ(desk.call, before);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallNegotiation, T5_a_wavering_path_is_left_alone) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  desk.path(call::PeerConnectionState::kDisconnected);
  desk.path(call::PeerConnectionState::kFailed);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallNegotiation, a_failed_description_ends_the_call_on_both_sides) {
  CallDesk desk;
  desk.ring();
  desk.accepted();
  desk.remote_answer(CallDesk::sdp("odd"));
  call::peer_failed(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  EXPECT_EQ(desk.call.end_reason, call::EndReason::kCouldNotConnect);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallNegotiation, an_answer_without_callAccepted_is_taken_for_it) {
  CallDesk desk;
  desk.ring();
  desk.remote_answer(CallDesk::sdp("theirs"), 1);
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallNegotiation, after_the_socket_returned_what_may_be_lost_is_sent_again) {
  CallDesk desk;
  desk.ring();
  desk.local_candidate("c");
  desk.forget();
  call::socket_came_up(desk.turn());
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(CallNegotiation, with_media_flowing_only_the_devices_are_told_again_after_the_socket_returned) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  call::socket_came_up(desk.turn());
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  EXPECT_EQ(desk.emitted<signalling::SendMicrophone>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendCamera>().size(), 1U);
}

TEST(CallNegotiation, identity_is_the_session_its_user_name_and_fingerprint) {
  const std::string plain = "v=0\r\no=- 1 2 IN\r\na=ice-ufrag:x\r\na=fingerprint:f\r\n";
  EXPECT_EQ(call::sdp_identity(plain), call::sdp_identity(plain + "a=candidate:1\r\n"));
  EXPECT_NE(call::sdp_identity(plain), call::sdp_identity("v=0\r\no=- 1 3 IN\r\na=ice-ufrag:x\r\na=fingerprint:f\r\n"));
  EXPECT_EQ(call::sdp_identity("nonsense"), "nonsense");
}

TEST(CallNegotiation, what_a_hostile_peer_can_pile_up_is_bounded) {
  CallDesk desk;
  desk.incoming();
  for (int i = 0; i < 5'000; ++i) desk.remote_candidate("c");
  EXPECT_LE(desk.call.negotiation.queued_remote_candidates.size(), 256U);
}

}  // namespace
}  // namespace ssc
