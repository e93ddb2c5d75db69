// Every input in every state, then random walks: what must hold wherever the session is.
#include <array>
#include <functional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "unit/testing/corpus.hpp"
#include "unit/testing/mutation.hpp"
#include "unit/testing/socket_timeline.hpp"

namespace ssc {
namespace {

using testing::SocketTimeline;
using enum SocketState;

constexpr std::array kStates = {kIdle, kOpening, kJoining, kOnline, kWaiting, kRefused};

struct Row {
  const char* input;
  std::function<SocketOutputs(SocketTimeline&)> apply;
  std::array<SocketState, kStates.size()> next;  // in the order of kStates
};

std::function<SocketOutputs(SocketTimeline&)> receiving(std::string_view text) {
  return [text](SocketTimeline& line) { return line.receive(text); };
}

const std::vector<Row>& table() {
  // clang-format off
  static const std::vector<Row> rows = {
      //                                                      kIdle     kOpening  kJoining  kOnline   kWaiting  kRefused
      {"start", [](auto& line) { return line.start("t2"); }, {kOpening, kOpening, kOpening, kOpening, kOpening, kOpening}},
      {"stop", [](auto& line) { return stop(line.session); },{kIdle,    kIdle,    kIdle,    kIdle,    kIdle,    kIdle}},
      {"opened", [](auto& line) { return line.opened(); },   {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"closed", [](auto& line) { return line.closed(); },   {kIdle,    kWaiting, kWaiting, kWaiting, kWaiting, kRefused}},
      {"retry", [](auto& line) { return line.retry(); },     {kIdle,    kOpening, kJoining, kOnline,  kOpening, kRefused}},
      {"a minute", [](auto& line) { line.pass(Duration{60'000}); return line.tick(); },
                                                             {kIdle,    kWaiting, kWaiting, kWaiting, kOpening, kRefused}},
      {"emit", [](auto& line) { return emit(line.session, "a", "1"); },
                                                             {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"open packet", receiving(testing::kOpenPacket),       {kIdle,    kJoining, kJoining, kOnline,  kWaiting, kRefused}},
      {"bad handshake", receiving("0{"),                     {kIdle,    kWaiting, kJoining, kOnline,  kWaiting, kRefused}},
      {"connected", receiving(testing::kConnected),          {kIdle,    kOpening, kOnline,  kOnline,  kWaiting, kRefused}},
      {"bare connected", receiving("40"),                    {kIdle,    kOpening, kOnline,  kOnline,  kWaiting, kRefused}},
      {"other namespace", receiving("40/admin,{}"),          {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"refusal", receiving(testing::kTokenRefused),         {kIdle,    kOpening, kRefused, kOnline,  kWaiting, kRefused}},
      {"dismissal", receiving("41"),                         {kIdle,    kWaiting, kWaiting, kWaiting, kWaiting, kRefused}},
      {"close packet", receiving("1"),                       {kIdle,    kWaiting, kWaiting, kWaiting, kWaiting, kRefused}},
      {"ping", receiving("2"),                               {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"pong", receiving("3"),                               {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"noop", receiving("6"),                               {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"event", receiving("42[\"a\",1]"),                    {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"ack", receiving("431[]"),                            {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"binary", receiving("451-[\"a\"]"),                   {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"garbage", receiving("\xff\x01{"),                    {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
      {"nothing", receiving(""),                             {kIdle,    kOpening, kJoining, kOnline,  kWaiting, kRefused}},
  };
  // clang-format on
  return rows;
}

bool is_live(SocketState state) { return state == kOpening || state == kJoining || state == kOnline; }

/// What must be true of a session at rest.
void expect_sound(const SocketSession& session) {
  EXPECT_EQ(session.silent_after != kNever, is_live(session.state));
  EXPECT_EQ(session.retry_at != kNever, session.state == kWaiting);
  EXPECT_EQ(next_deadline(session) != kNever, is_live(session.state) || session.state == kWaiting);
  EXPECT_LE(session.failures, kMaxFailures);
  if (session.state == kIdle) {
    EXPECT_EQ(session.token, "");
  }
}

TEST(SocketSessionTable, LeadsFromEveryStateOnEveryInputWhereItShould) {
  for (const Row& row : table()) {
    for (std::size_t i = 0; i < kStates.size(); ++i) {
      SCOPED_TRACE(std::string(row.input) + " in state " + std::to_string(i));
      SocketTimeline line;
      line.reach(kStates[i]);
      ASSERT_EQ(line.session.state, kStates[i]);
      row.apply(line);
      EXPECT_EQ(line.session.state, row.next[i]);
      expect_sound(line.session);
    }
  }
}

TEST(SocketSessionTable, SaysNothingInStatesWithoutAWebSocketToWhateverArrives) {
  for (const Row& row : table()) {
    for (const SocketState state : {kIdle, kWaiting, kRefused}) {
      SocketTimeline line;
      line.reach(state);
      const SocketState before = line.session.state;
      const SocketOutputs outputs = row.apply(line);
      if (line.session.state == before) {
        EXPECT_EQ(outputs, SocketOutputs{}) << row.input;
      }
    }
  }
}

/// Follows the outputs like a shell would and fails on an impossible order.
class Shell {
 public:
  void take(const SocketOutputs& outputs) {
    for (const SocketOutput& output : outputs) std::visit(*this, output);
  }

  bool online() const { return online_; }

  void operator()(const socket_output::Open& output) {
    EXPECT_FALSE(is_open_) << "one WebSocket at a time";
    EXPECT_TRUE(opened_.insert(output.generation.number).second) << "each generation once";
    is_open_ = true;
    current_ = output.generation;
  }
  void operator()(const socket_output::Drop&) { ADD_FAILURE() << "no WebSocket is tried beside HTTP here"; }
  void operator()(const socket_output::Poll& output) {
    EXPECT_FALSE(is_open_);
    is_open_ = true;
    current_ = output.generation;
  }
  void operator()(const socket_output::Post&) { ADD_FAILURE() << "nothing to post without a session"; }
  void operator()(const socket_output::Close& output) {
    EXPECT_TRUE(is_open_);
    EXPECT_EQ(output.generation, current_);
    is_open_ = false;
  }
  void operator()(const socket_output::SendText& output) {
    EXPECT_TRUE(is_open_) << "nothing is sent into a closed WebSocket";
    EXPECT_EQ(output.generation, current_);
    EXPECT_FALSE(output.text.empty());
  }
  void operator()(const socket_output::CameOnline&) {
    EXPECT_FALSE(online_);
    online_ = true;
  }
  void operator()(const socket_output::WentOffline&) {
    EXPECT_TRUE(online_);
    online_ = false;
  }
  void operator()(const socket_output::TokenRefused&) { EXPECT_FALSE(online_); }
  void operator()(const socket_output::EventArrived&) { EXPECT_TRUE(online_); }
  void operator()(const socket_output::Acknowledged&) { EXPECT_TRUE(online_); }

  void closed_by_peer() { is_open_ = false; }

 private:
  bool is_open_ = false;
  bool online_ = false;
  SocketGeneration current_;
  std::set<std::uint32_t> opened_;
};

void random_step(SocketTimeline& line, Shell& shell, testing::SeededRandom& random,
                 const std::vector<testing::CorpusEntry>& packets) {
  line.pass(Duration{random.below(4'000)});
  if (random.chance(3)) {
    std::string packet = random.pick(packets).text;
    shell.take(line.receive(random.chance(2) ? testing::mutated(std::move(packet), random) : packet));
  } else if (random.chance(3)) {
    shell.take(line.receive(random.chance(2) ? testing::kOpenPacket : testing::kConnected));
  } else if (random.chance(12)) {
    if (is_live(line.session.state) && line.session.way == SocketWay::kWebSocket) shell.closed_by_peer();
    shell.take(line.closed());
  } else {
    // The rows up to the first packet are the inputs that are no text.
    const Row& row = table()[random.below(7)];
    if (std::string_view(row.input) == "closed") return;
    if (std::string_view(row.input) == "stop" && !random.chance(4)) return;
    shell.take(row.apply(line));
  }
}

TEST(SocketSessionTable, KeepsItsPromisesOnRandomWalks) {
  const std::uint64_t seed = testing::announced_seed();
  SCOPED_TRACE(testing::replay_hint(seed));
  testing::SeededRandom random(seed);
  const auto packets = testing::corpus("socket_packet");
  int times_online = 0;
  for (int walk = 0; walk < 200; ++walk) {
    SocketTimeline line;
    line.session.jitter_seed = random.below(1'000'000);
    Shell shell;
    for (int step = 0; step < 100; ++step) {
      random_step(line, shell, random, packets);
      ASSERT_EQ(shell.online(), line.session.state == kOnline);
      expect_sound(line.session);
      if (shell.online()) ++times_online;
      ASSERT_FALSE(::testing::Test::HasFailure()) << "walk " << walk << " step " << step;
    }
  }
  EXPECT_GT(times_online, 1'000) << "walks that never get online prove little";
}

}  // namespace
}  // namespace ssc
