#include "session/socket_session.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/engine_io.hpp"
#include "protocol/json_write.hpp"
#include "protocol/socket_io.hpp"
#include "session/backoff.hpp"
#include "session/socket_parts.hpp"

namespace ssc {
namespace socket_parts {

namespace out = socket_output;

/// True while a connection of the current generation was asked for and not given up.
bool has_connection(const SocketSession& session) {
  switch (session.state) {
    case SocketState::kOpening:
    case SocketState::kJoining:
    case SocketState::kOnline:
      return true;
    case SocketState::kIdle:
    case SocketState::kWaiting:
    case SocketState::kRefused:
      return false;
  }
  return false;
}

bool is_current(const SocketSession& session, SocketGeneration generation) {
  return has_connection(session) && generation == session.generation;
}

/// The connection is of no more use, but what carries it still stands.
void give_up(SocketSession& session, Instant now, SocketOutputs& outputs) {
  close(session, SocketState::kWaiting, outputs);
  wait_for_retry(session, now);
}

void close(SocketSession& session, SocketState next, SocketOutputs& outputs) {
  if (has_connection(session)) outputs.push_back(out::Close{session.generation});
  leave(session, next, outputs);
}

void leave(SocketSession& session, SocketState next, SocketOutputs& outputs) {
  if (session.state == SocketState::kOnline) outputs.push_back(out::WentOffline{});
  session.state = next;
  session.silent_after = session.way_at = session.probe_until = kNever;
  session.way = SocketWay::kWebSocket;
  session.polling = session.posting = false;
  session.sid.clear();
  session.unsent.clear();
}

void wait_for_retry(SocketSession& session, Instant now) {
  session.failures = std::min(session.failures + 1, kMaxFailures);
  Duration wait = next_backoff(session.failures, session.jitter_seed);
  if (session.urgent) wait = std::min(wait, kUrgentBackoff);
  session.retry_at = now + wait;
}

}  // namespace socket_parts

namespace {

namespace out = socket_output;
using socket_parts::close;
using socket_parts::give_up;
using socket_parts::open;
using socket_parts::say_goodbye;
using socket_parts::transmit;
using socket_parts::wait_for_retry;
using socket_parts::way_is_due;
using socket_parts::way_stands;

/// A server that ends the connection itself means it: it has restarted, or it found us a nuisance. It weighs as much
/// as this many lost connections, so that the next try is not made at once.
constexpr int kDismissalWeight = 3;

void send(SocketSession& session, engine_io::PacketType type, std::string_view data, SocketOutputs& outputs) {
  transmit(session, engine_io::encode(type, data), outputs);
}

void dismissed(SocketSession& session, Instant now, SocketOutputs& outputs) {
  session.failures += kDismissalWeight;
  give_up(session, now, outputs);
}

void refused(SocketSession& session, SocketOutputs& outputs) {
  close(session, SocketState::kRefused, outputs);
  session.failures = std::min(session.failures + 1, kMaxFailures);
  ++session.refusals;
  outputs.push_back(out::TokenRefused{});
}

void handshake_received(SocketSession& session, std::string_view data, Instant now, SocketOutputs& outputs) {
  if (session.state != SocketState::kOpening) return;
  const std::optional<engine_io::Handshake> handshake = engine_io::decode_handshake(data);
  if (!handshake) {
    give_up(session, now, outputs);
    return;
  }
  session.state = SocketState::kJoining;
  session.silence_limit = handshake->ping_interval + handshake->ping_timeout;
  session.max_payload = handshake->max_payload;
  session.silent_after = now + kJoinLimit;
  way_stands(session, handshake->sid, now);
  const std::string auth = JsonObject().text("token", session.token).finish();
  send(session, engine_io::PacketType::kMessage, socket_io::encode_connect(auth), outputs);
}

void joined(SocketSession& session, Instant now, SocketOutputs& outputs) {
  if (session.state != SocketState::kJoining) return;
  session.state = SocketState::kOnline;
  session.failures = 0;
  session.refusals = 0;
  session.silent_after = now + session.silence_limit;
  outputs.push_back(out::CameOnline{});
}

void event_received(SocketSession& session, socket_io::Packet& packet, SocketOutputs& outputs) {
  if (session.state != SocketState::kOnline) return;
  outputs.push_back(out::EventArrived{std::move(packet.event), std::string(packet.payload)});
  if (packet.ack) send(session, engine_io::PacketType::kMessage, socket_io::encode_ack(*packet.ack), outputs);
}

void message_received(SocketSession& session, std::string_view data, Instant now, SocketOutputs& outputs) {
  std::optional<socket_io::Packet> packet = socket_io::decode(data);
  // Other namespaces are not ours; what does not parse is dropped, the connection lives on.
  if (!packet || packet->name_space != "/") return;
  switch (packet->type) {
    case socket_io::PacketType::kConnect:
      joined(session, now, outputs);
      return;
    case socket_io::PacketType::kDisconnect:
      dismissed(session, now, outputs);
      return;
    case socket_io::PacketType::kEvent:
      event_received(session, *packet, outputs);
      return;
    case socket_io::PacketType::kAck:
      if (session.state == SocketState::kOnline && packet->ack) {
        session.server_acknowledges = true;
        outputs.push_back(out::Acknowledged{*packet->ack, std::string(packet->payload)});
      }
      return;
    case socket_io::PacketType::kConnectError:
      if (session.state == SocketState::kJoining) refused(session, outputs);
      return;
  }
}

void packet_received(SocketSession& session, const engine_io::Packet& packet, Instant now, SocketOutputs& outputs) {
  switch (packet.type) {
    case engine_io::PacketType::kOpen:
      handshake_received(session, packet.data, now, outputs);
      return;
    case engine_io::PacketType::kClose:
      dismissed(session, now, outputs);
      return;
    case engine_io::PacketType::kPing:
      send(session, engine_io::PacketType::kPong, packet.data, outputs);
      return;
    case engine_io::PacketType::kMessage:
      message_received(session, packet.data, now, outputs);
      return;
    // Probes are met before they come here; a pong answers nothing else that we ask.
    case engine_io::PacketType::kPong:
    case engine_io::PacketType::kUpgrade:
    case engine_io::PacketType::kNoop:
      return;
  }
}

}  // namespace

namespace socket_parts {

void frame_received(SocketSession& session, std::string_view frame, Instant now, SocketOutputs& outputs) {
  const std::optional<engine_io::Packet> packet = engine_io::decode(frame);
  // Before the join is done, chatter must not put off its limit.
  if (session.state == SocketState::kOnline) session.silent_after = now + session.silence_limit;
  session.probe_until = kNever;
  if (packet) packet_received(session, *packet, now, outputs);
}

}  // namespace socket_parts

SocketOutputs start(SocketSession& session, std::string token, Instant now) {
  SocketOutputs outputs;
  if (session.state == SocketState::kIdle) session.server_acknowledges = false;
  const bool refused_again = session.state == SocketState::kRefused && session.refusals > 1;
  if (session.state == SocketState::kIdle) session.failures = session.refusals = 0;
  close(session, SocketState::kIdle, outputs);
  session.token = std::move(token);
  if (refused_again) {
    session.state = SocketState::kWaiting;
    wait_for_retry(session, now);
  } else {
    open(session, now, outputs);
  }
  return outputs;
}

SocketOutputs stop(SocketSession& session) {
  SocketOutputs outputs;
  say_goodbye(session, outputs);
  close(session, SocketState::kIdle, outputs);
  session.token.clear();
  session.retry_at = kNever;
  return outputs;
}

SocketOutputs tick(SocketSession& session, Instant now) {
  SocketOutputs outputs;
  if (now < next_deadline(session)) return outputs;
  if (session.state == SocketState::kWaiting) {
    open(session, now, outputs);
  } else if (now >= session.silent_after) {
    give_up(session, now, outputs);
  } else if (now >= session.probe_until) {
    // The server lives, as far as we know; it is the path that died. Nothing is gained by waiting.
    close(session, SocketState::kWaiting, outputs);
    open(session, now, outputs);
  } else if (now >= session.way_at) {
    way_is_due(session, now, outputs);
  }
  return outputs;
}

SocketOutputs retry_now(SocketSession& session, Instant now) {
  SocketOutputs outputs;
  if (session.state == SocketState::kWaiting) open(session, now, outputs);
  return outputs;
}

SocketOutputs probe(SocketSession& session, std::string_view event, Instant now) {
  if (session.state != SocketState::kOnline || !session.server_acknowledges || session.probe_until != kNever) return {};
  session.probe_until = now + kProbePatience;
  return emit(session, event, "{}", true);
}

void set_urgent(SocketSession& session, bool urgent, Instant now) {
  if (urgent && !session.urgent && session.state == SocketState::kWaiting) {
    session.retry_at = std::min(session.retry_at, now + kUrgentBackoff);
  }
  session.urgent = urgent;
}

SocketOutputs emit(SocketSession& session, std::string_view event, std::string_view payload_json, bool wants_ack,
                   std::uint32_t* ack_id) {
  SocketOutputs outputs;
  if (session.state != SocketState::kOnline) return outputs;
  const std::optional<std::uint32_t> ack = wants_ack ? std::optional(session.next_ack) : std::nullopt;
  std::string frame =
      engine_io::encode(engine_io::PacketType::kMessage, socket_io::encode_event(event, payload_json, ack));
  // The server answers a longer frame by closing the connection (contract 4.1).
  if (session.max_payload != 0 && frame.size() > session.max_payload) return outputs;
  if (ack) ++session.next_ack;
  if (ack && ack_id != nullptr) *ack_id = *ack;
  transmit(session, std::move(frame), outputs);
  return outputs;
}

Instant next_deadline(const SocketSession& session) {
  switch (session.state) {
    case SocketState::kOpening:
    case SocketState::kJoining:
    case SocketState::kOnline:
      return std::min({session.silent_after, session.probe_until, session.way_at});
    case SocketState::kWaiting:
      return session.retry_at;
    case SocketState::kIdle:
    case SocketState::kRefused:
      return kNever;
  }
  return kNever;
}

}  // namespace ssc
