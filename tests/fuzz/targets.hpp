// What is fuzzed: each target takes any bytes, runs a decoder and stops the program on a broken promise. Shared by
// the libFuzzer programs and by the unit tests that replay the corpora.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "fuzz/whole_values.hpp"
#include "protocol/api.hpp"
#include "protocol/engine_io.hpp"
#include "protocol/signalling.hpp"
#include "protocol/socket_io.hpp"
#include "session/socket_session.hpp"

namespace ssc::fuzz {

/// Splits "first line\nrest".
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

inline void require_inside(std::string_view part, std::string_view whole) {
  const bool inside =
      part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
  require(inside, "a slice points into its packet");
}

/// A session that has got as far as `state` with the fewest inputs.
inline SocketSession session_in(SocketState state) {
  SocketSession session;
  session.web_socket_worked = true;
  const Instant now{};
  if (state == SocketState::kIdle) return session;
  start(session, "token", now);
  if (state == SocketState::kOpening) return session;
  if (state == SocketState::kWaiting) {
    socket_closed(session, session.generation, now);
    return session;
  }
  text_received(session, session.generation, R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000})",
                now);
  if (state == SocketState::kJoining) return session;
  const std::string_view answer = state == SocketState::kOnline ? R"(40{"sid":"n"})" : R"(44{"message":"no"})";
  text_received(session, session.generation, answer, now);
  return session;
}

/// One text frame: through both codecs, and into a session in each state.
inline void socket_packet_target(std::string_view frame) {
  if (const auto packet = engine_io::decode(frame)) {
    require_inside(packet->data, frame);
    require(engine_io::encode(packet->type, packet->data) == frame, "an Engine.IO packet encodes to its own frame");
    if (const auto handshake = engine_io::decode_handshake(packet->data)) {
      require(handshake->ping_interval.count() > 0 && handshake->ping_timeout.count() > 0, "intervals are positive");
    }
    if (const auto inner = socket_io::decode(packet->data)) require_inside(inner->payload, frame);
  }
  constexpr std::array kStates = {SocketState::kIdle,   SocketState::kOpening, SocketState::kJoining,
                                  SocketState::kOnline, SocketState::kWaiting, SocketState::kRefused};
  for (const SocketState state : kStates) {
    SocketSession session = session_in(state);
    require(session.state == state, "the session reached the state");
    const SocketOutputs outputs = text_received(session, session.generation, frame, Instant{Duration{1}});
    require(outputs.size() <= 3, "one frame has a handful of consequences");
  }
}

/// One of each request, in the order of the variant.
inline std::vector<api::Request> every_request() {
  return {api::FetchConfig{},
          api::SignIn{"anna", "secret"},
          api::Register{"anna", "anna@ex.org", "secret"},
          api::RefreshTokens{"refresh"},
          api::SignOut{"refresh"},
          api::FetchMe{},
          api::SearchUsers{"bo"},
          api::FetchOnlineStatus{{UserId("u1"), UserId("u2")}},
          api::ListChats{},
          api::OpenChatWith{UserId("u2")},
          api::ListMessages{ChatId("c1"), 2, 30},
          api::SendMessage{ChatId("c1"), "hi", 7},
          api::MarkRead{ChatId("c1")},
          api::FetchIceServers{},
          api::InitiateCall{ChatId("c1"), CallKind::kVideo},
          api::AcceptCall{CallId("k1")},
          api::DeclineCall{CallId("k1")},
          api::EndCall{CallId("k1")},
          api::FetchActiveCall{},
          api::FetchCallHistory{ChatId("c1"), 1, 30}};
}

/// "STATUS\nBODY".
inline api::HttpResponse response_of(std::string_view input) {
  const std::string_view line = take_line(input);
  api::HttpResponse response;
  std::from_chars(line.data(), line.data() + line.size(), response.status);
  response.body = std::string(input);
  return response;
}

inline void require_whole_reply(const api::Request& request, const api::HttpResponse& response) {
  const Result<api::Reply> reply = api::decode(request, response);
  if (reply) {
    std::visit(WholeReply{}, *reply);
  } else {
    require(reply.error().http_status == response.status, "an error tells its status");
    require(reply.error().message.size() <= 500, "the server's words are bounded");
  }
}

/// "STATUS\nBODY", as the answer to every request there is.
inline void api_reply_target(std::string_view input) {
  const api::HttpResponse response = response_of(input);
  for (const api::Request& request : every_request()) require_whole_reply(request, response);
}

/// "EVENT\nPAYLOAD".
inline void signalling_event_target(std::string_view input) {
  const std::string_view event = take_line(input);
  if (const auto message = signalling::decode(event, input)) std::visit(WholeServerMessage{}, *message);
}

}  // namespace ssc::fuzz
