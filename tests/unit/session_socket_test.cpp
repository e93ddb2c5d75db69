// Timelines of the socket session, one transition or rule each.
#include "session/socket_session.hpp"

#include <gtest/gtest.h>

#include "session/backoff.hpp"
#include "unit/testing/socket_timeline.hpp"

namespace ssc {
namespace {

using namespace socket_output;
using testing::kConnected;
using testing::kOpenPacket;
using testing::kSilenceLimit;
using testing::kTokenRefused;
using testing::SocketTimeline;

constexpr SocketGeneration kFirst{1};
constexpr SocketGeneration kSecond{2};
constexpr Duration kMoment{1};

TEST(SocketSession, GoesFromStartToOnline) {
  SocketTimeline line;
  EXPECT_EQ(line.start(), (SocketOutputs{Open{kFirst}}));
  EXPECT_EQ(line.session.state, SocketState::kOpening);
  EXPECT_EQ(line.opened(), SocketOutputs{});
  EXPECT_EQ(line.receive(kOpenPacket), (SocketOutputs{SendText{kFirst, R"(40{"token":"t1"})"}}));
  EXPECT_EQ(line.session.state, SocketState::kJoining);
  EXPECT_EQ(line.receive(kConnected), (SocketOutputs{CameOnline{}}));
  EXPECT_EQ(line.session.state, SocketState::kOnline);
}

TEST(SocketSession, WritesATokenOfAnyCharactersAsJson) {
  SocketTimeline line;
  line.start("a\"b\\");
  EXPECT_EQ(line.receive(kOpenPacket), (SocketOutputs{SendText{kFirst, R"(40{"token":"a\"b\\"})"}}));
}

TEST(SocketSession, AnswersPings) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(line.receive("2"), (SocketOutputs{SendText{kFirst, "3"}}));
  EXPECT_EQ(line.receive("2probe"), (SocketOutputs{SendText{kFirst, "3probe"}}));
}

TEST(SocketSession, StaysOnlineAsLongAsTheServerPings) {
  SocketTimeline line;
  line.reach_online();
  for (int i = 0; i < 10; ++i) {
    line.pass(kSilenceLimit - kMoment);
    EXPECT_EQ(line.tick(), SocketOutputs{});
    line.receive("2");
  }
  EXPECT_EQ(line.session.state, SocketState::kOnline);
}

TEST(SocketSession, CountsEveryPacketAsASignOfLife) {
  for (const char* packet : {"42[\"a\"]", "6", "43[]", "nonsense"}) {
    SocketTimeline line;
    line.reach_online();
    line.pass(Duration{30'000});
    line.receive(packet);
    EXPECT_EQ(next_deadline(line.session), line.now + kSilenceLimit) << packet;
  }
}

TEST(SocketSession, DropsAConnectionThatIsSilentTooLong) {
  SocketTimeline line;
  line.reach_online();
  line.pass(kSilenceLimit);
  EXPECT_EQ(line.tick(), (SocketOutputs{Close{kFirst}, WentOffline{}}));
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
  EXPECT_EQ(line.closed(), SocketOutputs{}) << "the close that was asked for is no news";
}

TEST(SocketSession, TakesTheSilenceLimitFromTheServer) {
  SocketTimeline line;
  line.start();
  line.receive(R"(0{"sid":"s","upgrades":[],"pingInterval":300,"pingTimeout":200})");
  line.receive(kConnected);
  EXPECT_EQ(next_deadline(line.session), line.now + Duration{500});
}

TEST(SocketSession, GivesUpAConnectionThatDoesNotOpen) {
  SocketTimeline line;
  line.reach_opening();
  EXPECT_EQ(next_deadline(line.session), line.now + kJoinLimit);
  EXPECT_EQ(line.tick_at_deadline(), (SocketOutputs{Close{kFirst}}));
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
}

TEST(SocketSession, GivesTheOpenPacketItsOwnTime) {
  SocketTimeline line;
  line.reach_opening();
  line.pass(kJoinLimit - kMoment);
  line.opened();
  EXPECT_EQ(next_deadline(line.session), line.now + kJoinLimit);
}

TEST(SocketSession, GivesUpAJoinThatIsNotAnsweredHoweverMuchTheServerChatters) {
  SocketTimeline line;
  line.reach_joining();
  const Instant limit = line.now + kJoinLimit;
  line.pass(kJoinLimit - kMoment);
  EXPECT_EQ(line.receive("2"), (SocketOutputs{SendText{kFirst, "3"}}));
  EXPECT_EQ(next_deadline(line.session), limit);
  EXPECT_EQ(line.tick_at_deadline(), (SocketOutputs{Close{kFirst}}));
}

TEST(SocketSession, ReconnectsAfterALossWithTheSameToken) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(line.closed(), (SocketOutputs{WentOffline{}}));
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
  EXPECT_EQ(line.tick_at_deadline(), (SocketOutputs{Open{kSecond}}));
  EXPECT_EQ(line.receive(kOpenPacket), (SocketOutputs{SendText{kSecond, R"(40{"token":"t1"})"}}));
  EXPECT_EQ(line.receive(kConnected), (SocketOutputs{CameOnline{}}));
  EXPECT_EQ(line.session.failures, 0);
}

TEST(SocketSession, DoesNotReconnectBeforeItsTime) {
  SocketTimeline line;
  line.reach_waiting();
  const Instant due = next_deadline(line.session);
  ASSERT_GT(due, line.now) << "the default seed draws a wait";
  line.now = due - kMoment;
  EXPECT_EQ(line.tick(), SocketOutputs{});
  line.now = due;
  EXPECT_EQ(line.tick(), (SocketOutputs{Open{kSecond}}));
}

TEST(SocketSession, WaitsWithinTheCeilingOfItsFailures) {
  SocketTimeline line;
  line.reach_opening();
  for (int failures = 1; failures < 12; ++failures) {
    line.fails();
    EXPECT_EQ(line.session.failures, failures);
    EXPECT_LE(next_deadline(line.session), line.now + backoff_ceiling(failures));
    line.tick_at_deadline();
  }
}

TEST(SocketSession, SpreadsTheReconnectsOfDifferentSeeds) {
  SocketTimeline first;
  SocketTimeline second;
  second.session.jitter_seed = 2;
  first.reach_waiting();
  second.reach_waiting();
  EXPECT_NE(next_deadline(first.session), next_deadline(second.session));
}

TEST(SocketSession, RetriesAtOnceWhenAsked) {
  SocketTimeline line;
  line.reach_waiting();
  EXPECT_EQ(line.retry(), (SocketOutputs{Open{kSecond}}));
  EXPECT_EQ(line.retry(), SocketOutputs{}) << "one connection at a time";
}

TEST(SocketSession, IgnoresEverythingOfAStaleWebSocket) {
  SocketTimeline line;
  line.reach_online();
  line.closed();
  line.tick_at_deadline();
  const SocketSession before = line.session;
  EXPECT_EQ(socket_opened(line.session, kFirst, line.now), SocketOutputs{});
  EXPECT_EQ(text_received(line.session, kFirst, kOpenPacket, line.now), SocketOutputs{});
  EXPECT_EQ(text_received(line.session, kFirst, "2", line.now), SocketOutputs{});
  EXPECT_EQ(socket_closed(line.session, kFirst, line.now), SocketOutputs{});
  EXPECT_EQ(line.session, before);
}

TEST(SocketSession, AsksForAFreshTokenWhenTheServerRefusesIt) {
  SocketTimeline line;
  line.reach_joining();
  EXPECT_EQ(line.receive(kTokenRefused), (SocketOutputs{Close{kFirst}, TokenRefused{}}));
  EXPECT_EQ(line.session.state, SocketState::kRefused);
  EXPECT_EQ(next_deadline(line.session), kNever);
  EXPECT_EQ(line.closed(), SocketOutputs{});
  EXPECT_EQ(line.retry(), SocketOutputs{}) << "the same token would be refused again";
  EXPECT_EQ(line.start("t2"), (SocketOutputs{Open{kSecond}}));
  EXPECT_EQ(line.receive(kOpenPacket), (SocketOutputs{SendText{kSecond, R"(40{"token":"t2"})"}}));
}

TEST(SocketSession, DoesNotHammerAServerThatRefusesFreshTokensToo) {
  SocketTimeline line;
  line.reach_refused();
  line.start("t2");
  line.receive(kOpenPacket);
  line.receive(kTokenRefused);
  EXPECT_EQ(line.start("t3"), SocketOutputs{});
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
  EXPECT_EQ(line.tick_at_deadline(), (SocketOutputs{Open{SocketGeneration{3}}}));
  EXPECT_EQ(line.receive(kOpenPacket), (SocketOutputs{SendText{SocketGeneration{3}, R"(40{"token":"t3"})"}}));
  line.receive(kConnected);
  EXPECT_EQ(line.session.refusals, 0);
}

TEST(SocketSession, ForgetsRefusalsWithTheSignOut) {
  SocketTimeline line;
  line.reach_refused();
  line.start("t2");
  line.receive(kOpenPacket);
  line.receive(kTokenRefused);
  stop(line.session);
  EXPECT_EQ(line.start("t3"), (SocketOutputs{Open{SocketGeneration{3}}}));
}

TEST(SocketSession, LeavesWhenTheServerDismissesItAndDoesNotRushBack) {
  for (const char* packet : {"41", "1"}) {
    SocketTimeline line;
    line.reach_online();
    EXPECT_EQ(line.receive(packet), (SocketOutputs{Close{kFirst}, WentOffline{}})) << packet;
    EXPECT_EQ(line.session.state, SocketState::kWaiting);
    EXPECT_EQ(backoff_ceiling(line.session.failures), Duration{4'000});
  }
}

TEST(SocketSession, RestartsWithAFreshTokenWhileOnline) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(line.start("t2"), (SocketOutputs{Close{kFirst}, WentOffline{}, Open{kSecond}}));
}

TEST(SocketSession, StopsFromOnlineAndForgetsTheToken) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(stop(line.session), (SocketOutputs{Close{kFirst}, WentOffline{}}));
  EXPECT_EQ(line.session.state, SocketState::kIdle);
  EXPECT_EQ(line.session.token, "");
  EXPECT_EQ(next_deadline(line.session), kNever);
  EXPECT_EQ(line.closed(), SocketOutputs{});
}

TEST(SocketSession, DropsAServerWhoseHandshakeMakesNoSense) {
  SocketTimeline line;
  line.reach_opening();
  EXPECT_EQ(line.receive("0{}"), (SocketOutputs{Close{kFirst}}));
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
}

TEST(SocketSession, HandsOnEventsWithTheirFirstArgument) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(line.receive(R"(42["callEnded",{"callId":"k1"},2])"),
            (SocketOutputs{EventArrived{"callEnded", R"({"callId":"k1"})"}}));
  EXPECT_EQ(line.receive(R"(42["bare"])"), (SocketOutputs{EventArrived{"bare", ""}}));
}

TEST(SocketSession, AcknowledgesEventsThatAskForIt) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(line.receive(R"(4217["a",1])"), (SocketOutputs{EventArrived{"a", "1"}, SendText{kFirst, "4317[]"}}));
}

TEST(SocketSession, DropsEventsOfOtherNamespacesAndBrokenOnes) {
  SocketTimeline line;
  line.reach_online();
  for (const char* packet : {"42/admin,[\"a\"]", "41/admin,", "42[\"a\"", "451-[\"a\"]", "4", "", "9",
                             "40{\"sid\":\"x\"}", "44{\"message\":\"x\"}", "0{}", "3", "5", "6"}) {
    EXPECT_EQ(line.receive(packet), SocketOutputs{}) << packet;
  }
  EXPECT_EQ(line.session.state, SocketState::kOnline);
}

TEST(SocketSession, EmitsOnlyWhenOnline) {
  for (const SocketState state : {SocketState::kIdle, SocketState::kOpening, SocketState::kJoining,
                                  SocketState::kWaiting, SocketState::kRefused}) {
    SocketTimeline line;
    line.reach(state);
    EXPECT_EQ(emit(line.session, "typing", "{}"), SocketOutputs{});
  }
  SocketTimeline line;
  line.reach_online();
  EXPECT_EQ(emit(line.session, "typing", "{}"), (SocketOutputs{SendText{kFirst, R"(42["typing",{}])"}}));
}

TEST(SocketSession, NumbersTheEventsThatWantAnAcknowledgement) {
  SocketTimeline line;
  line.reach_online();
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  EXPECT_EQ(emit(line.session, "a", "1", true, &first), (SocketOutputs{SendText{kFirst, R"(421["a",1])"}}));
  EXPECT_EQ(emit(line.session, "b", "2", true, &second), (SocketOutputs{SendText{kFirst, R"(422["b",2])"}}));
  EXPECT_EQ(first, 1U);
  EXPECT_EQ(second, 2U);
  EXPECT_EQ(line.receive(R"(432[{"ok":true}])"), (SocketOutputs{Acknowledged{2, R"({"ok":true})"}}));
  EXPECT_EQ(line.receive("431[]"), (SocketOutputs{Acknowledged{1, ""}}));
}

TEST(SocketSession, KeepsCountingAcknowledgementsAcrossReconnects) {
  SocketTimeline line;
  line.reach_online();
  emit(line.session, "a", "1", true);
  line.closed();
  line.tick_at_deadline();
  line.receive(kOpenPacket);
  line.receive(kConnected);
  std::uint32_t ack = 0;
  emit(line.session, "a", "1", true, &ack);
  EXPECT_EQ(ack, 2U);
}

TEST(SocketSession, EmitsNoFrameThatTheServerWouldCloseTheConnectionFor) {
  SocketTimeline line;
  line.start();
  line.receive(R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":20})");
  line.receive(kConnected);
  std::uint32_t ack = 0;
  EXPECT_EQ(emit(line.session, "a", R"("1234567890")").size(), 1U) << "20 bytes";
  EXPECT_EQ(emit(line.session, "a", R"("12345678901")", true, &ack), SocketOutputs{});
  EXPECT_EQ(ack, 0U);
  EXPECT_EQ(line.session.next_ack, 1U);
}

}  // namespace
}  // namespace ssc
