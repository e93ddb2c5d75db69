// A socket session with a clock beside it, so that a test reads as a timeline.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "session/socket_session.hpp"

namespace ssc {

// GoogleTest prints failures with these.
namespace socket_output {
inline void PrintTo(const Open& output, std::ostream* to) { *to << "Open " << output.generation.number; }
inline void PrintTo(const Drop& output, std::ostream* to) { *to << "Drop " << output.generation.number; }
inline void PrintTo(const Poll& output, std::ostream* to) { *to << "Poll " << output.sid; }
inline void PrintTo(const Post& output, std::ostream* to) { *to << "Post " << output.sid << ' ' << output.body; }
inline void PrintTo(const SendText& output, std::ostream* to) { *to << "SendText " << output.text; }
inline void PrintTo(const Close& output, std::ostream* to) { *to << "Close " << output.generation.number; }
inline void PrintTo(const CameOnline&, std::ostream* to) { *to << "CameOnline"; }
inline void PrintTo(const WentOffline&, std::ostream* to) { *to << "WentOffline"; }
inline void PrintTo(const TokenRefused&, std::ostream* to) { *to << "TokenRefused"; }
inline void PrintTo(const EventArrived& output, std::ostream* to) { *to << output.event << ' ' << output.payload; }
inline void PrintTo(const Acknowledged& output, std::ostream* to) { *to << "Acknowledged " << output.ack; }
}  // namespace socket_output

namespace testing {

inline constexpr std::string_view kOpenPacket =
    R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})";
inline constexpr std::string_view kConnected = R"(40{"sid":"n"})";
inline constexpr std::string_view kTokenRefused = R"(44{"message":"Authentication error - invalid token"})";
inline constexpr Duration kSilenceLimit{45'000};

class SocketTimeline {
 public:
  SocketTimeline() { session.web_socket_worked = true; }

  SocketSession session;
  Instant now{Duration{1'000'000}};

  void pass(Duration time) { now += time; }

  SocketOutputs start(std::string token = "t1") { return ssc::start(session, std::move(token), now); }
  SocketOutputs opened() { return socket_opened(session, session.generation, now); }
  SocketOutputs receive(std::string_view text) { return text_received(session, session.generation, text, now); }
  SocketOutputs closed() { return socket_closed(session, session.generation, now); }
  /// Neither a WebSocket nor HTTP works.
  void fails() {
    closed();
    if (session.way == SocketWay::kPolling) polled(session, session.generation, false, {}, now);
  }
  SocketOutputs tick() { return ssc::tick(session, now); }
  SocketOutputs retry() { return retry_now(session, now); }

  /// Lets time pass up to the next deadline, then ticks.
  SocketOutputs tick_at_deadline() {
    now = next_deadline(session);
    return tick();
  }

  void reach_opening() { start(); }
  void reach_joining() {
    reach_opening();
    receive(kOpenPacket);
  }
  void reach_online() {
    reach_joining();
    receive(kConnected);
  }
  void reach_waiting() {
    reach_opening();
    closed();
  }
  void reach_refused() {
    reach_joining();
    receive(kTokenRefused);
  }
  void reach(SocketState state) {
    switch (state) {
      case SocketState::kIdle:
        return;
      case SocketState::kOpening:
        return reach_opening();
      case SocketState::kJoining:
        return reach_joining();
      case SocketState::kOnline:
        return reach_online();
      case SocketState::kWaiting:
        return reach_waiting();
      case SocketState::kRefused:
        return reach_refused();
    }
  }
};

}  // namespace testing
}  // namespace ssc
