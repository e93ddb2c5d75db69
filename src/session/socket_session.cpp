#include "session/socket_session.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/engine_io.hpp"
#include "protocol/json_write.hpp"
#include "protocol/socket_io.hpp"
#include "session/backoff.hpp"

namespace ssc {
namespace {

namespace out = socket_output;

/// A server that ends the connection itself means it: it has restarted, or it found us a nuisance. It weighs as much
/// as this many lost connections, so that the next try is not made at once.
constexpr int kDismissalWeight = 3;

/// True while a WebSocket of the current generation was asked for and not given up.
bool has_web_socket(const SocketSession& session) {
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
  return has_web_socket(session) && generation == session.generation;
}

void send(const SocketSession& session, engine_io::PacketType type, std::string_view data, SocketOutputs& outputs) {
  outputs.push_back(out::SendText{session.generation, engine_io::encode(type, data)});
}

void open(SocketSession& session, Instant now, SocketOutputs& outputs) {
  session.generation = session.generation.next();
  session.state = SocketState::kOpening;
  session.retry_at = kNever;
  session.silent_after = now + kJoinLimit;
  session.max_payload = 0;
  outputs.push_back(out::Open{session.generation});
}

/// Leaves a state with a WebSocket for `next`; says so to those who relied on being online.
void leave(SocketSession& session, SocketState next, SocketOutputs& outputs) {
  if (session.state == SocketState::kOnline) outputs.push_back(out::WentOffline{});
  session.state = next;
  session.silent_after = kNever;
}

void close(SocketSession& session, SocketState next, SocketOutputs& outputs) {
  if (has_web_socket(session)) outputs.push_back(out::Close{session.generation});
  leave(session, next, outputs);
}

void wait_for_retry(SocketSession& session, Instant now) {
  session.failures = std::min(session.failures + 1, kMaxFailures);
  session.retry_at = now + next_backoff(session.failures, session.jitter_seed);
}

/// The connection is of no more use, but its WebSocket still stands.
void give_up(SocketSession& session, Instant now, SocketOutputs& outputs) {
  close(session, SocketState::kWaiting, outputs);
  wait_for_retry(session, now);
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

void event_received(const SocketSession& session, socket_io::Packet& packet, SocketOutputs& outputs) {
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
    // Probes and upgrades belong to other transports; a pong answers nothing we ever ask.
    case engine_io::PacketType::kPong:
    case engine_io::PacketType::kUpgrade:
    case engine_io::PacketType::kNoop:
      return;
  }
}

}  // namespace

SocketOutputs start(SocketSession& session, std::string token, Instant now) {
  SocketOutputs outputs;
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
  close(session, SocketState::kIdle, outputs);
  session.token.clear();
  session.retry_at = kNever;
  return outputs;
}

SocketOutputs socket_opened(SocketSession& session, SocketGeneration generation, Instant now) {
  // Engine.IO lets the server speak first: from here its open packet has the whole limit.
  if (is_current(session, generation) && session.state == SocketState::kOpening) {
    session.silent_after = now + kJoinLimit;
  }
  return {};
}

SocketOutputs text_received(SocketSession& session, SocketGeneration generation, std::string_view text, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation)) return outputs;
  const std::optional<engine_io::Packet> packet = engine_io::decode(text);
  // Before the join is done, chatter must not put off its limit.
  if (session.state == SocketState::kOnline) session.silent_after = now + session.silence_limit;
  if (packet) packet_received(session, *packet, now, outputs);
  return outputs;
}

SocketOutputs socket_closed(SocketSession& session, SocketGeneration generation, Instant now) {
  SocketOutputs outputs;
  if (!is_current(session, generation)) return outputs;
  leave(session, SocketState::kWaiting, outputs);
  wait_for_retry(session, now);
  return outputs;
}

SocketOutputs tick(SocketSession& session, Instant now) {
  SocketOutputs outputs;
  if (now < next_deadline(session)) return outputs;
  if (session.state == SocketState::kWaiting) {
    open(session, now, outputs);
  } else if (has_web_socket(session)) {
    give_up(session, now, outputs);
  }
  return outputs;
}

SocketOutputs retry_now(SocketSession& session, Instant now) {
  SocketOutputs outputs;
  if (session.state == SocketState::kWaiting) open(session, now, outputs);
  return outputs;
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
  outputs.push_back(out::SendText{session.generation, std::move(frame)});
  return outputs;
}

Instant next_deadline(const SocketSession& session) {
  switch (session.state) {
    case SocketState::kOpening:
    case SocketState::kJoining:
    case SocketState::kOnline:
      return session.silent_after;
    case SocketState::kWaiting:
      return session.retry_at;
    case SocketState::kIdle:
    case SocketState::kRefused:
      return kNever;
  }
  return kNever;
}

}  // namespace ssc
