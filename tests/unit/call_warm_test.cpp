// The path is built while it rings, and nothing but the path: before both said yes no device is opened for it, the
// server hears of no accept, and no track is to be sent.
#include <gtest/gtest.h>

#include "app/wishes.hpp"
#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

namespace cmd = call::commands;
using call::PeerConnectionState;
using call::Phase;
using signalling::SdpType;
using testing_tools::CallDesk;

signalling::RemoteDescription warm_offer(CallDesk& desk) {
  auto offer = desk.from_ours(SdpType::kOffer, CallDesk::sdp("theirs"));
  offer.description.peer.warm = true;
  return offer;
}

signalling::RemoteDescription warm_answer(CallDesk& desk, const std::string& device) {
  auto answer = desk.from_ours(SdpType::kAnswer, CallDesk::sdp(device));
  answer.description.peer.device_id = device;
  answer.description.peer.accepted = false;
  return answer;
}

/// Calling: two devices of theirs ring, and the path to the first is built.
void ring_at_two_devices(CallDesk& desk) {
  desk.ring();
  call::description_arrived(desk.turn(), warm_answer(desk, "theirs"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  call::description_arrived(desk.turn(), warm_answer(desk, "another"));
}

/// Called, with a path being built while it rings.
void ring_warmly(CallDesk& desk) {
  desk.incoming();
  call::description_arrived(desk.turn(), warm_offer(desk));
  desk.description_made(SdpType::kAnswer);
}

signalling::Description last_description(const CallDesk& desk) {
  const auto sent = desk.emitted<signalling::SendDescription>();
  return sent.empty() ? signalling::Description() : sent.back().description;
}

TEST(CallWarm, a_warm_offer_is_answered_while_it_rings) {
  CallDesk desk;
  desk.incoming();
  call::description_arrived(desk.turn(), warm_offer(desk));
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
  desk.description_made(SdpType::kAnswer);
  desk.local_candidate("ours");
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
  EXPECT_EQ(last_description(desk).type, SdpType::kAnswer);
  EXPECT_FALSE(last_description(desk).peer.accepted);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
  EXPECT_TRUE(desk.requests<api::AcceptCall>().empty());
  EXPECT_FALSE(desk.call.microphone.wanted);
}

TEST(CallWarm, nothing_may_be_sent_over_the_path_before_both_said_yes) {
  AppState state;
  CallDesk desk;
  const auto may_send = [&] {
    state.call = desk.call;
    return derive_wishes(state).media.send;
  };
  ring_warmly(desk);
  desk.path(PeerConnectionState::kConnected);
  EXPECT_FALSE(may_send());
  EXPECT_FALSE(derive_wishes(state).media.microphone);
  call::answer(desk.turn(), false);
  EXPECT_FALSE(may_send());
  desk.accept_confirmed();
  EXPECT_TRUE(may_send());

  CallDesk caller;
  caller.ring();
  caller.microphone_opens();
  call::description_arrived(caller.turn(), warm_answer(caller, "theirs"));
  call::answer_applied(caller.turn(), caller.call.negotiation.peer, caller.call.negotiation.operation);
  caller.path(PeerConnectionState::kConnected);
  state.call = caller.call;
  EXPECT_TRUE(derive_wishes(state).media.microphone);
  EXPECT_FALSE(derive_wishes(state).media.send);
}

TEST(CallWarm, an_offer_that_is_not_warm_or_of_a_react_caller_waits_for_the_person) {
  for (const int version : {0, 1}) {
    CallDesk desk;
    desk.incoming();
    desk.remote_offer(CallDesk::sdp("theirs"), version);
    EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
    EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
  }
}

TEST(CallWarm, who_hides_the_address_builds_no_path_while_it_rings) {
  CallDesk desk;
  desk.around.hide_address = true;
  desk.incoming();
  call::description_arrived(desk.turn(), warm_offer(desk));
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
  call::answer(desk.turn(), false);
  desk.description_made(SdpType::kAnswer);
  desk.accept_confirmed();
  EXPECT_TRUE(last_description(desk).peer.accepted);
}

TEST(CallWarm, offers_without_end_cost_a_bounded_number_of_connections) {
  CallDesk desk;
  desk.incoming();
  for (int i = 0; i < 500; ++i) {
    auto offer = warm_offer(desk);
    offer.description.peer.device_id = "device " + std::to_string(i);
    call::description_arrived(desk.turn(), offer);
  }
  EXPECT_LE(desk.commands<cmd::CreatePeer>().size(), std::size_t{call::kMaxOffersWhileRinging});
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallWarm, a_page_that_does_not_ring_builds_no_path) {
  CallDesk desk;
  desk.around.may_warm = false;
  desk.incoming();
  call::description_arrived(desk.turn(), warm_offer(desk));
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());
}

TEST(CallWarm, the_callers_offer_says_so_and_a_hidden_one_names_no_address) {
  CallDesk open;
  open.ring();
  EXPECT_TRUE(last_description(open).peer.warm);

  CallDesk hidden;
  hidden.around.hide_address = true;
  hidden.ring();
  hidden.local_candidate("where we are");
  call::candidates_complete(hidden.turn(), hidden.call.negotiation.peer, hidden.local_sdp() + "a=candidate:1\n");
  EXPECT_FALSE(last_description(hidden).peer.warm);
  EXPECT_EQ(hidden.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_TRUE(hidden.emitted<signalling::SendCandidate>().empty());
  hidden.accepted();
  EXPECT_EQ(hidden.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(CallWarm, the_caller_goes_on_ringing_and_is_connected_the_moment_the_call_is_accepted) {
  CallDesk desk;
  desk.ring();
  call::description_arrived(desk.turn(), warm_answer(desk, "theirs"));
  EXPECT_EQ(desk.commands<cmd::AcceptAnswer>().size(), 1U);
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(PeerConnectionState::kConnected);
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  desk.accepted();
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallWarm, the_callee_is_connected_the_moment_the_accept_is_confirmed_and_answers_again) {
  CallDesk desk;
  ring_warmly(desk);
  desk.path(PeerConnectionState::kConnected);
  call::answer(desk.turn(), false);
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  desk.forget();
  desk.accept_confirmed();
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  EXPECT_TRUE(last_description(desk).peer.accepted);
  EXPECT_EQ(last_description(desk).sdp, desk.local_sdp());
}

TEST(CallWarm, what_the_server_may_have_dropped_while_it_rang_is_sent_again_after_the_accept) {
  CallDesk desk;
  ring_warmly(desk);
  desk.local_candidate("a");
  desk.local_candidate("b");
  desk.our_note(signalling::NoteKind::kAck, 2);  // the answer and "a"
  call::answer(desk.turn(), false);
  desk.forget();
  desk.accept_confirmed();
  const auto again = desk.emitted<signalling::SendCandidate>();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].candidate.candidate, "b");
  EXPECT_GT(again[0].mark.seq, last_description(desk).peer.seq);
}

TEST(CallWarm, the_accepted_answer_is_taken_for_callAccepted_also_when_it_is_a_repetition) {
  CallDesk desk;
  desk.ring();
  call::description_arrived(desk.turn(), warm_answer(desk, "theirs"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.our_answer(CallDesk::sdp("theirs"));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  EXPECT_EQ(desk.commands<cmd::AcceptAnswer>().size(), 1U);
}

TEST(CallWarm, another_device_that_is_answered_gets_an_offer_of_its_own) {
  CallDesk desk;
  desk.ring();
  call::description_arrived(desk.turn(), warm_answer(desk, "theirs"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  const PeerGeneration before = desk.call.negotiation.peer;
  desk.forget();
  auto answer = warm_answer(desk, "another");
  answer.description.peer.accepted = true;
  call::description_arrived(desk.turn(), answer);
  ASSERT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::ClosePeer>()[0].peer, before);
  desk.offer_made();
  EXPECT_EQ(last_description(desk).type, SdpType::kOffer);
  EXPECT_EQ(last_description(desk).peer.for_device, "another");
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallWarm, of_several_devices_the_first_is_taken_and_the_call_waits_to_hear_which_was_answered) {
  CallDesk desk;
  ring_at_two_devices(desk);
  EXPECT_EQ(desk.commands<cmd::AcceptAnswer>().size(), 1U);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  desk.our_answer(CallDesk::sdp("theirs"));
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallWarm, an_offer_of_the_device_whose_path_stands_tells_that_it_was_answered) {
  CallDesk desk;
  ring_at_two_devices(desk);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  ASSERT_EQ(desk.call.phase, Phase::kConnecting);
  desk.our_offer("v=0\no=theirs\na=ice-ufrag:again\n");
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallWarm, a_path_that_stands_before_the_call_runs_has_its_time_to_bring_the_first_sound) {
  CallDesk desk;
  ring_at_two_devices(desk);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  call::path_measured(desk.turn(), desk.call.negotiation.peer, call::PathReport());
  desk.our_answer(CallDesk::sdp("theirs"));
  ASSERT_EQ(desk.call.phase, Phase::kConnected);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, call::PathReport());
  EXPECT_TRUE(desk.commands<cmd::RestartIce>().empty());
}

TEST(CallWarm, an_answer_of_a_device_that_only_rings_changes_nothing_once_the_call_runs) {
  CallDesk desk;
  desk.reach(Phase::kConnecting);
  desk.forget();
  call::description_arrived(desk.turn(), warm_answer(desk, "theirs"));
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallWarm, a_path_that_cannot_be_built_while_it_rings_is_built_after_the_answer) {
  CallDesk desk;
  desk.incoming();
  call::description_arrived(desk.turn(), warm_offer(desk));
  call::peer_failed(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
  desk.forget();
  call::answer(desk.turn(), false);
  EXPECT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_EQ(desk.commands<cmd::AcceptOffer>().size(), 1U);
}

TEST(CallWarm, a_call_that_is_declined_or_cancelled_leaves_no_connection) {
  CallDesk desk;
  ring_warmly(desk);
  desk.forget();
  call::refuse(desk.turn());
  EXPECT_EQ(desk.commands<cmd::ClosePeer>().size(), 1U);
  EXPECT_FALSE(desk.call.negotiation.peer_exists);
}

TEST(CallWarm, signing_out_while_it_rings_leaves_no_connection) {
  CallDesk desk;
  ring_warmly(desk);
  desk.forget();
  call::leave_for_sign_out(desk.turn());
  EXPECT_EQ(desk.commands<cmd::ClosePeer>().size(), 1U);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

}  // namespace
}  // namespace ssc
