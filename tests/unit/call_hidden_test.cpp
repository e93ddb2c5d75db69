// "Hide my address until I answer", where a relay is known: the path is built while it rings, but through the relay
// alone, and not a word or packet of ours gives another address away before both said yes.
#include <gtest/gtest.h>

#include "call/hidden_address.hpp"
#include "call/negotiation.hpp"
#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

namespace cmd = call::commands;
using call::PeerConnectionState;
using call::Phase;
using signalling::SdpType;
using testing_tools::CallDesk;

const std::string kHost = "candidate:1 1 udp 2113937151 192.168.1.7 50000 typ host generation 0";
const std::string kRelay =
    "candidate:3 1 udp 8191 203.0.113.5 49160 typ relay raddr 192.168.1.7 rport 50000 generation 0";
const std::string kHiddenRelay =
    "candidate:3 1 udp 8191 203.0.113.5 49160 typ relay raddr 0.0.0.0 rport 0 generation 0";

CallDesk hiding_desk() {
  CallDesk desk;
  desk.around.hide_address = true;
  desk.around.relay_known = true;
  return desk;
}

TEST(HiddenAddress, OnlyTheRelayIsNamedAndNotWhatStandsBehindIt) {
  EXPECT_FALSE(call::hidden_candidate(kHost));
  EXPECT_EQ(call::hidden_candidate(kRelay), kHiddenRelay);
  EXPECT_EQ(call::hidden_description("v=0\r\na=" + kHost + "\r\na=mid:0\r\na=" + kRelay + "\r\n"),
            "v=0\r\na=mid:0\r\na=" + kHiddenRelay + "\r\n");
  EXPECT_EQ(call::hidden_description("a=" + kRelay), "a=" + kHiddenRelay) << "a last line without its end";
  EXPECT_EQ(call::hidden_description(""), "");
}

TEST(HiddenAddress, TheCallersPathIsBuiltThroughTheRelayWhileItRings) {
  CallDesk desk = hiding_desk();
  desk.ring();
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().back().relay_only);
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().back().description.peer.warm);
  desk.local_candidate(kHost);
  EXPECT_TRUE(desk.emitted<signalling::SendCandidate>().empty());
  desk.local_candidate(kRelay);
  ASSERT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>()[0].candidate.candidate, kHiddenRelay);
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp() + "a=" + kHost + "\r\n");
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().back().description.sdp, desk.local_sdp())
      << "nor does the whole description for a React peer";
}

TEST(HiddenAddress, WhoIsCalledAnswersThroughTheRelay) {
  CallDesk desk = hiding_desk();
  desk.incoming();
  auto offer = desk.from_ours(SdpType::kOffer, CallDesk::sdp("theirs"));
  offer.description.peer.warm = true;
  call::description_arrived(desk.turn(), offer);
  ASSERT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>()[0].relay_only);
}

TEST(HiddenAddress, AShorterWayIsLookedForOnceWhenBothTalk) {
  CallDesk desk = hiding_desk();
  desk.ring();
  desk.local_candidate(kRelay);
  auto answer = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("theirs"));
  call::description_arrived(desk.turn(), answer);
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(PeerConnectionState::kConnected);
  desk.accepted();
  ASSERT_EQ(desk.call.phase, Phase::kConnected);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, {});
  ASSERT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  EXPECT_FALSE(desk.commands<cmd::RestartIce>()[0].relay_only);
  call::path_measured(desk.turn(), desk.call.negotiation.peer, {});
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size(), 1U);
  desk.local_candidate(kHost);
  desk.description_made(SdpType::kOffer);
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().back().candidate.candidate, kHost)
      << "nothing is hidden any more";
}

TEST(HiddenAddress, ARelayThatLetsNobodyInIsDoneWithout) {
  CallDesk desk = hiding_desk();
  desk.ring();
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp());
  ASSERT_EQ(desk.commands<cmd::CreatePeer>().size(), 2U);
  EXPECT_FALSE(desk.commands<cmd::CreatePeer>()[1].relay_only);
  desk.description_made(SdpType::kOffer);
  EXPECT_FALSE(desk.emitted<signalling::SendDescription>().back().description.peer.warm);
  desk.local_candidate(kHost);
  EXPECT_TRUE(desk.emitted<signalling::SendCandidate>().empty());
  desk.accepted();
  EXPECT_EQ(desk.emitted<signalling::SendCandidate>().size(), 1U);
}

TEST(HiddenAddress, WhoIsCalledDoesNotLeaveTheRelayForItsWantOfCandidates) {
  CallDesk desk = hiding_desk();
  desk.incoming();
  auto offer = desk.from_peer(SdpType::kOffer, CallDesk::sdp("theirs"), 0);
  offer.description.peer.warm = true;  // nobody of our kind says so without a version
  call::description_arrived(desk.turn(), offer);
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>().empty());

  auto ours = desk.from_ours(SdpType::kOffer, CallDesk::sdp("ours"));
  ours.description.peer.warm = true;
  call::description_arrived(desk.turn(), ours);
  desk.description_made(SdpType::kAnswer);
  call::candidates_complete(desk.turn(), desk.call.negotiation.peer, desk.local_sdp());
  ASSERT_EQ(desk.commands<cmd::CreatePeer>().size(), 1U);
  EXPECT_TRUE(desk.commands<cmd::CreatePeer>()[0].relay_only);
}

TEST(HiddenAddress, NorDoesASecondDescriptionOfTheConnectionNameIt) {
  CallDesk desk = hiding_desk();
  desk.ring();
  call::restart_ice(desk.turn(), false);
  call::description_made(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation, SdpType::kOffer,
                         CallDesk::sdp("again") + "a=" + kHost + "\r\na=" + kRelay + "\r\n");
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().back().description.sdp,
            CallDesk::sdp("again") + "a=" + kHiddenRelay + "\r\n");
}

TEST(HiddenAddress, NoPathIsBuiltForAnAnswerThatDoesNotSayYes) {
  CallDesk desk;
  desk.around.hide_address = true;
  desk.ring();
  auto answer = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("theirs"));
  answer.description.peer.accepted = false;
  call::description_arrived(desk.turn(), answer);
  EXPECT_TRUE(desk.commands<cmd::AcceptAnswer>().empty());
}

TEST(HiddenAddress, WithoutACandidateOfTheRelayThePathIsTriedAnewAsSoonAsBothTalk) {
  CallDesk desk = hiding_desk();
  desk.ring();
  auto answer = desk.from_ours(SdpType::kAnswer, CallDesk::sdp("theirs"));
  call::description_arrived(desk.turn(), answer);
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.accepted();
  ASSERT_EQ(desk.call.phase, Phase::kConnecting);
  desk.pass(Duration(0));
  EXPECT_EQ(desk.commands<cmd::RestartIce>().size() + desk.commands<cmd::CreatePeer>().size(), 2U);
}

}  // namespace
}  // namespace ssc
