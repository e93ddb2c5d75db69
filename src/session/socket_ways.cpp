// How packets travel: a WebSocket, or HTTP requests where it does not open, and from these to a WebSocket when it does.
#include <utility>

#include "protocol/engine_io.hpp"
#include "session/socket_parts.hpp"
#include "session/socket_session.hpp"

namespace ssc {
namespace {

namespace out = socket_output;
using socket_parts::frame_received;
using socket_parts::give_up;
using socket_parts::is_current;
using socket_parts::leave;
using socket_parts::transmit;
using socket_parts::wait_for_retry;

constexpr std::string_view kProbeQuestion = "2probe";
constexpr std::string_view kProbeAnswer = "3probe";
/// So many WebSockets in a row that fail: the network may be another one by now, which blocks them.
constexpr int kFailuresOfOtherNetwork = 3;

void begin(SocketSession& session, SocketWay way, Instant now) {
  session.generation = session.generation.next();
  session.state = SocketState::kOpening;
  session.way = way;
  session.retry_at = session.way_at = kNever;
  session.silent_after = now + (session.urgent ? kUrgentJoinLimit : kJoinLimit);
  session.max_payload = 0;
}

void poll(SocketSession& session, SocketOutputs& outputs) {
  session.polling = true;
  outputs.push_back(out::Poll{session.generation, session.sid});
}

void begin_polling(SocketSession& session, Instant now, SocketOutputs& outputs) {
  begin(session, SocketWay::kPolling, now);
  poll(session, outputs);
}

void post_unsent(SocketSession& session, SocketOutputs& outputs) {
  if (session.posting || session.unsent.empty()) return;
  std::size_t count = 0;
  std::string body;
  while (count < session.unsent.size() && count < engine_io::kMaxPacketsInPayload) {
    const std::string& next = session.unsent[count];
    if (count > 0 && session.max_payload != 0 && body.size() + 1 + next.size() > session.max_payload) break;
    if (count > 0) body += engine_io::kPayloadSeparator;
    body += next;
    ++count;
  }
  session.unsent.erase(session.unsent.begin(), session.unsent.begin() + static_cast<std::ptrdiff_t>(count));
  session.posting = true;
  outputs.push_back(out::Post{session.generation, session.sid, std::move(body)});
}

/// The WebSocket takes over when no request is on its way any more, or packets could overtake each other.
void switch_when_quiet(SocketSession& session, SocketOutputs& outputs) {
  if (session.polling || session.posting) return;
  session.way = SocketWay::kWebSocket;
  session.way_at = kNever;
  session.web_socket_worked = true;
  session.poll_first = false;
  transmit(session, engine_io::encode(engine_io::PacketType::kUpgrade, {}), outputs);
  for (std::string& frame : std::exchange(session.unsent, {})) transmit(session, std::move(frame), outputs);
}

void stay_polling(SocketSession& session, Instant now, SocketOutputs& outputs) {
  session.way = SocketWay::kPolling;
  session.way_at = now + kUpgradeEvery;
  if (!session.polling) poll(session, outputs);
  post_unsent(session, outputs);
}

bool is_trying_web_socket(const SocketSession& session) {
  return session.way == SocketWay::kUpgrading || session.way == SocketWay::kSwitching;
}

/// The WebSocket did not open. Where that was the first try, or the network may have changed, HTTP may work.
bool may_be_blocked(const SocketSession& session) {
  return session.state == SocketState::kOpening && session.way == SocketWay::kWebSocket &&
         (!session.web_socket_worked || session.failures >= kFailuresOfOtherNetwork);
}

}  // namespace

namespace socket_parts {

void open(SocketSession& session, Instant now, SocketOutputs& outputs) {
  if (session.poll_first) {
    begin_polling(session, now, outputs);
    return;
  }
  begin(session, SocketWay::kWebSocket, now);
  if (may_be_blocked(session)) session.way_at = now + kWebSocketPatience;
  outputs.push_back(out::Open{session.generation});
}

void transmit(SocketSession& session, std::string frame, SocketOutputs& outputs) {
  if (session.way == SocketWay::kWebSocket) {
    outputs.push_back(out::SendText{session.generation, std::move(frame)});
    return;
  }
  session.unsent.push_back(std::move(frame));
  if (session.way != SocketWay::kSwitching) post_unsent(session, outputs);
}

void way_stands(SocketSession& session, const std::string& sid, Instant now) {
  if (session.way == SocketWay::kWebSocket) {
    session.web_socket_worked = true;
    session.way_at = kNever;
    return;
  }
  session.sid = sid;
  session.poll_first = true;
  session.way_at = now + kFirstUpgradeAfter;
}

void way_is_due(SocketSession& session, Instant now, SocketOutputs& outputs) {
  switch (session.way) {
    case SocketWay::kWebSocket:  // it does not open
      outputs.push_back(out::Close{session.generation});
      begin_polling(session, now, outputs);
      return;
    case SocketWay::kPolling:
      session.way = SocketWay::kUpgrading;
      session.way_at = now + kUpgradeLimit;
      outputs.push_back(out::Open{session.generation, session.sid});
      return;
    case SocketWay::kUpgrading:
    case SocketWay::kSwitching:
      outputs.push_back(out::Drop{session.generation});
      stay_polling(session, now, outputs);
      return;
  }
}

void say_goodbye(const SocketSession& session, SocketOutputs& outputs) {
  if (!has_connection(session) || session.sid.empty()) return;
  outputs.push_back(out::Post{session.generation, session.sid, engine_io::encode(engine_io::PacketType::kClose, {})});
}

}  // namespace socket_parts

SocketOutputs socket_opened(SocketSession& session, SocketGeneration generation, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation)) return outputs;
  if (session.way == SocketWay::kUpgrading) {
    outputs.push_back(out::SendText{generation, std::string(kProbeQuestion)});
  } else if (session.way == SocketWay::kWebSocket && session.state == SocketState::kOpening) {
    // Engine.IO lets the server speak first: from here its open packet has the whole limit.
    session.silent_after = now + kJoinLimit;
    if (session.way_at != kNever) session.way_at = now + kWebSocketPatience;
  }
  return outputs;
}

SocketOutputs text_received(SocketSession& session, SocketGeneration generation, std::string_view text, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation)) return outputs;
  if (session.way == SocketWay::kWebSocket) {
    frame_received(session, text, now, outputs);
  } else if (session.way == SocketWay::kUpgrading && text == kProbeAnswer) {
    session.way = SocketWay::kSwitching;
    session.way_at = now + kUpgradeLimit;
    switch_when_quiet(session, outputs);
  }
  return outputs;
}

SocketOutputs socket_closed(SocketSession& session, SocketGeneration generation, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation)) return outputs;
  if (is_trying_web_socket(session)) {
    stay_polling(session, now, outputs);
  } else if (may_be_blocked(session)) {
    begin_polling(session, now, outputs);
  } else if (session.way == SocketWay::kWebSocket) {
    leave(session, SocketState::kWaiting, outputs);
    wait_for_retry(session, now);
  }
  return outputs;
}

SocketOutputs polled(SocketSession& session, SocketGeneration generation, bool ok, std::string_view body, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation) || session.way == SocketWay::kWebSocket) return outputs;
  session.polling = false;
  if (!ok) {
    session.poll_first = session.poll_first && session.state != SocketState::kOpening;
    give_up(session, now, outputs);
    return outputs;
  }
  for (std::string_view packet : engine_io::split_payload(body)) {
    frame_received(session, packet, now, outputs);
    if (!is_current(session, generation)) return outputs;
  }
  if (session.way == SocketWay::kSwitching) {
    switch_when_quiet(session, outputs);
  } else {
    poll(session, outputs);
  }
  return outputs;
}

SocketOutputs posted(SocketSession& session, SocketGeneration generation, bool ok, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation) || session.way == SocketWay::kWebSocket) return outputs;
  session.posting = false;
  if (!ok) {
    give_up(session, now, outputs);
  } else if (session.way == SocketWay::kSwitching) {
    switch_when_quiet(session, outputs);
  } else {
    post_unsent(session, outputs);
  }
  return outputs;
}

}  // namespace ssc
