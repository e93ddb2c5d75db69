// How packets travel: a WebSocket first, HTTP where that does not open, a WebSocket again when it does; and whether the
// server is still there.
#include <gtest/gtest.h>

#include "unit/testing/socket_timeline.hpp"

namespace ssc {
namespace {

using testing::SocketTimeline;
namespace out = socket_output;

constexpr std::string_view kPolledOpen =
    R"(0{"sid":"s","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})";

/// A page that has never had a WebSocket open.
class Ways : public SocketTimeline {
 public:
  Ways() { session.web_socket_worked = false; }

  SocketOutputs polled(std::string_view body) { return ssc::polled(session, session.generation, true, body, now); }
  SocketOutputs poll_fails() { return ssc::polled(session, session.generation, false, {}, now); }
  SocketOutputs posted(bool ok = true) { return ssc::posted(session, session.generation, ok, now); }

  void reach_polling() {
    start();
    closed();
    polled(kPolledOpen);
    posted();
    polled(testing::kConnected);
    ASSERT_EQ(session.state, SocketState::kOnline);
  }
  void reach_probing() {
    reach_polling();
    tick_at_deadline();
    opened();
    ASSERT_EQ(session.way, SocketWay::kUpgrading);
  }
};

template <class T>
std::vector<T> all(const SocketOutputs& outputs) {
  std::vector<T> found;
  for (const SocketOutput& output : outputs) {
    if (const T* one = std::get_if<T>(&output)) found.push_back(*one);
  }
  return found;
}

TEST(SocketWays, BeginWithAWebSocket) {
  Ways line;
  const SocketOutputs outputs = line.start();
  EXPECT_EQ(outputs, (SocketOutputs{out::Open{line.session.generation}}));
}

TEST(SocketWays, FallToHttpWhereTheFirstWebSocketFails) {
  Ways line;
  line.start();
  const SocketOutputs outputs = line.closed();
  EXPECT_EQ(outputs, (SocketOutputs{out::Poll{line.session.generation, ""}}));
  EXPECT_EQ(line.session.state, SocketState::kOpening);
}

TEST(SocketWays, FallToHttpWhereTheFirstWebSocketDoesNotOpenInTime) {
  Ways line;
  line.start();
  const SocketGeneration first = line.session.generation;
  line.pass(kWebSocketPatience);
  const SocketOutputs outputs = line.tick();
  EXPECT_EQ(outputs, (SocketOutputs{out::Close{first}, out::Poll{line.session.generation, ""}}));
}

TEST(SocketWays, FallToHttpWhereTheWebSocketOpensAndSaysNothing) {
  Ways line;
  line.start();
  line.pass(Duration{2'000});
  line.opened();
  line.pass(kWebSocketPatience);
  EXPECT_EQ(all<out::Poll>(line.tick()).size(), 1U);
}

TEST(SocketWays, WaitLikeAfterAnyLossWhereHttpFailsToo) {
  Ways line;
  line.start();
  line.closed();
  line.poll_fails();
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
  EXPECT_EQ(all<out::Open>(line.tick_at_deadline()).size(), 1U) << "and begin with a WebSocket again";
}

TEST(SocketWays, DoNotTakeALostServerForABlockedWebSocket) {
  SocketTimeline line;
  line.reach_online();
  line.closed();
  line.tick_at_deadline();
  EXPECT_EQ(all<out::Poll>(line.closed()).size(), 0U);
  EXPECT_EQ(line.session.state, SocketState::kWaiting);
}

TEST(SocketWays, TryHttpAfterManyFailuresAlsoWhereAWebSocketWorkedBefore) {
  SocketTimeline line;
  line.reach_online();
  line.closed();
  for (int i = 0; i < 3 && line.session.way == SocketWay::kWebSocket; ++i) {
    line.tick_at_deadline();
    line.closed();
  }
  EXPECT_EQ(line.session.way, SocketWay::kPolling);
}

TEST(SocketWays, JoinOverHttp) {
  Ways line;
  line.start();
  line.closed();
  const SocketOutputs after_open = line.polled(kPolledOpen);
  const auto posts = all<out::Post>(after_open);
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_EQ(posts[0].sid, "s");
  EXPECT_EQ(posts[0].body, R"(40{"token":"t1"})");
  EXPECT_EQ(all<out::Poll>(after_open), (std::vector{out::Poll{line.session.generation, "s"}}));
  line.posted();
  EXPECT_EQ(all<out::CameOnline>(line.polled(testing::kConnected)).size(), 1U);
}

TEST(SocketWays, ReadEveryPacketOfABody) {
  Ways line;
  line.reach_polling();
  const SocketOutputs outputs = line.polled(
      "42[\"a\",1]\x1e"
      "2\x1e"
      "42[\"b\",2]");
  EXPECT_EQ(all<out::EventArrived>(outputs), (std::vector<out::EventArrived>{{"a", "1"}, {"b", "2"}}));
  const auto posts = all<out::Post>(outputs);
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_EQ(posts[0].body, "3") << "the ping is answered";
}

TEST(SocketWays, CollectWhatIsSentWhileARequestIsOnItsWay) {
  Ways line;
  line.reach_polling();
  EXPECT_EQ(all<out::Post>(emit(line.session, "a", "1")).size(), 1U);
  EXPECT_TRUE(emit(line.session, "b", "2").empty());
  EXPECT_TRUE(emit(line.session, "c", "3").empty());
  const auto posts = all<out::Post>(line.posted());
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_EQ(posts[0].body,
            "42[\"b\",2]\x1e"
            "42[\"c\",3]");
}

TEST(SocketWays, BringNoMoreInOneRequestThanServersTake) {
  Ways line;
  line.reach_polling();
  emit(line.session, "a", "0");
  for (int i = 0; i < 20; ++i) emit(line.session, "a", "1");
  const auto first = all<out::Post>(line.posted());
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(std::count(first[0].body.begin(), first[0].body.end(), '\x1e'), 15);
  EXPECT_EQ(all<out::Post>(line.posted()).size(), 1U);
}

TEST(SocketWays, LoseTheConnectionWithARequestThatFails) {
  for (const bool posting : {false, true}) {
    Ways line;
    line.reach_polling();
    const SocketOutputs outputs = posting ? line.posted(false) : line.poll_fails();
    EXPECT_EQ(line.session.state, SocketState::kWaiting);
    EXPECT_EQ(all<out::WentOffline>(outputs).size(), 1U);
    EXPECT_EQ(all<out::Close>(outputs).size(), 1U);
    EXPECT_EQ(all<out::Poll>(line.tick_at_deadline()).size(), 1U) << "HTTP worked here";
  }
}

TEST(SocketWays, ChangeToAWebSocketWhenItOpens) {
  Ways line;
  line.reach_polling();
  EXPECT_EQ(line.tick_at_deadline(), (SocketOutputs{out::Open{line.session.generation, "s"}}));
  EXPECT_EQ(line.opened(), (SocketOutputs{out::SendText{line.session.generation, "2probe"}}));
  EXPECT_EQ(line.receive("3probe"), SocketOutputs{}) << "a request waits still";
  EXPECT_TRUE(emit(line.session, "a", "1").empty());
  EXPECT_EQ(line.polled("6"), (SocketOutputs{out::SendText{line.session.generation, "5"},
                                             out::SendText{line.session.generation, "42[\"a\",1]"}}));
  EXPECT_EQ(line.session.state, SocketState::kOnline);
  EXPECT_EQ(all<out::SendText>(line.receive("2")).size(), 1U);
}

TEST(SocketWays, WaitWithTheChangeForARequestThatBringsPackets) {
  Ways line;
  line.reach_probing();
  emit(line.session, "a", "1");
  line.receive("3probe");
  EXPECT_EQ(line.polled("6"), SocketOutputs{});
  EXPECT_EQ(all<out::SendText>(line.posted()), (std::vector{out::SendText{line.session.generation, "5"}}));
}

TEST(SocketWays, StayWithHttpWhereTheWebSocketFails) {
  Ways line;
  line.reach_probing();
  line.closed();
  EXPECT_EQ(line.session.way, SocketWay::kPolling);
  EXPECT_EQ(line.session.state, SocketState::kOnline);
  line.pass(kUpgradeEvery - Duration{1});
  line.polled("2");
  EXPECT_TRUE(all<out::Open>(line.tick()).empty());
  line.pass(Duration{1});
  EXPECT_EQ(all<out::Open>(line.tick()).size(), 1U) << "it is tried again";
}

TEST(SocketWays, StayWithHttpWhereTheWebSocketDoesNotAnswer) {
  Ways line;
  line.reach_probing();
  line.pass(kUpgradeLimit);
  EXPECT_EQ(line.tick(), (SocketOutputs{out::Drop{line.session.generation}}));
  EXPECT_EQ(line.session.way, SocketWay::kPolling);
}

TEST(SocketWays, GoOnPollingWhereTheWebSocketDiesInTheMiddleOfTheChange) {
  Ways line;
  line.reach_probing();
  emit(line.session, "a", "1");
  line.receive("3probe");
  line.polled("6");
  EXPECT_EQ(line.closed(), (SocketOutputs{out::Poll{line.session.generation, "s"}}));
}

TEST(SocketWays, TellAServerThatIsPolledThatNobodyWillAskAgain) {
  Ways line;
  line.reach_polling();
  const auto posts = all<out::Post>(stop(line.session));
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_EQ(posts[0].body, "1");
}

TEST(SocketWays, IgnoreRequestsOfAnEarlierConnection) {
  Ways line;
  line.reach_polling();
  const SocketGeneration old = line.session.generation;
  line.poll_fails();
  line.tick_at_deadline();
  EXPECT_EQ(polled(line.session, old, true, "42[\"a\",1]", line.now), SocketOutputs{});
  EXPECT_EQ(posted(line.session, old, false, line.now), SocketOutputs{});
  EXPECT_EQ(line.session.state, SocketState::kOpening);
}

// --- is the server still there? --------------------------------------------------------------------------------

TEST(SocketProbe, AsksOnlyAServerThatAcknowledges) {
  SocketTimeline line;
  line.reach_online();
  EXPECT_TRUE(probe(line.session, "alive", line.now).empty());
  line.receive("431[]");
  EXPECT_EQ(all<out::SendText>(probe(line.session, "alive", line.now)).size(), 1U);
  EXPECT_TRUE(probe(line.session, "alive", line.now).empty()) << "one question at a time";
}

TEST(SocketProbe, ConnectsAnewAtOnceWhereNoAnswerComes) {
  SocketTimeline line;
  line.reach_online();
  line.receive("431[]");
  probe(line.session, "alive", line.now);
  const SocketOutputs outputs = line.tick_at_deadline();
  EXPECT_EQ(line.session.state, SocketState::kOpening);
  EXPECT_EQ(all<out::Close>(outputs).size(), 1U);
  EXPECT_EQ(all<out::Open>(outputs).size(), 1U);
}

TEST(SocketProbe, TakesAnySignOfLifeForAnAnswer) {
  SocketTimeline line;
  line.reach_online();
  line.receive("431[]");
  probe(line.session, "alive", line.now);
  line.receive("2");
  line.pass(kProbePatience);
  line.tick();
  EXPECT_EQ(line.session.state, SocketState::kOnline);
}

TEST(SocketUrgency, NeverWaitsLongWhileSomebodyWaits) {
  SocketTimeline line;
  line.reach_online();
  set_urgent(line.session, true, line.now);
  line.closed();
  for (int i = 0; i < 12; ++i) {
    if (line.session.state == SocketState::kWaiting) {
      EXPECT_LE(line.session.retry_at, line.now + kUrgentBackoff);
    }
    line.tick_at_deadline();
    line.fails();
  }
}

TEST(SocketUrgency, ShortensAWaitThatHasBegun) {
  SocketTimeline line;
  line.reach_waiting();
  line.session.retry_at = line.now + Duration{9'000};
  set_urgent(line.session, true, line.now);
  EXPECT_EQ(line.session.retry_at, line.now + kUrgentBackoff);
}

}  // namespace
}  // namespace ssc
