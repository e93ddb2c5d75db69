// The Socket.IO client as a pure machine: Engine.IO 4 handshake, heartbeat watchdog, CONNECT with the token,
// events with acknowledgements, reconnect with backoff and jitter; HTTP long-polling where a WebSocket does not open,
// and the change to a WebSocket later. Input: what the WebSocket and the requests did and what time it is. Output: what
// to do with them and what arrived. It knows nothing of calls or chats and reads no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace ssc {

/// kIdle --start--> kOpening --open packet--> kJoining --CONNECT ack--> kOnline
///   any --closed / silent too long--> kWaiting --retry_at reached--> kOpening
///   kJoining --CONNECT_ERROR--> kRefused --start(new token)--> kOpening, or kWaiting when fresh tokens are refused too
///   any --stop--> kIdle
enum class SocketState {
  kIdle,  // not wanted: signed out
  kOpening,  // connection asked for, Engine.IO open packet not yet seen
  kJoining,  // namespace CONNECT sent, not yet answered
  kOnline,  // events flow both ways
  kWaiting,  // lost; the next try is at retry_at
  kRefused,  // the server refused the token; a fresh one is needed
};

/// How the packets of a connection travel.
enum class SocketWay {
  kWebSocket,
  kPolling,  // HTTP: one request waits for packets, another carries ours
  kUpgrading,  // polling still, while a WebSocket to the same session is tried
  kSwitching,  // that one works; it is used when the last request is answered
};

// A table: one output a line.
// clang-format off
namespace socket_output {
/// `sid`: of the running session that the WebSocket shall join; empty for a new one.
struct Open { SocketGeneration generation; std::string sid{}; bool operator==(const Open&) const = default; };
/// Closes the WebSocket only.
struct Drop { SocketGeneration generation; bool operator==(const Drop&) const = default; };
struct Poll { SocketGeneration generation; std::string sid; bool operator==(const Poll&) const = default; };
struct Post { SocketGeneration generation; std::string sid; std::string body; bool operator==(const Post&) const = default; };
struct SendText { SocketGeneration generation; std::string text; bool operator==(const SendText&) const = default; };
struct Close { SocketGeneration generation; bool operator==(const Close&) const = default; };
struct CameOnline { bool operator==(const CameOnline&) const = default; };
struct WentOffline { bool operator==(const WentOffline&) const = default; };
struct TokenRefused { bool operator==(const TokenRefused&) const = default; };
struct EventArrived { std::string event; std::string payload; bool operator==(const EventArrived&) const = default; };  // payload: JSON text of the first argument
struct Acknowledged { std::uint32_t ack = 0; std::string payload; bool operator==(const Acknowledged&) const = default; };
}  // namespace socket_output
// clang-format on

using SocketOutput =
    std::variant<socket_output::Open, socket_output::Drop, socket_output::Poll, socket_output::Post,
                 socket_output::SendText, socket_output::Close, socket_output::CameOnline, socket_output::WentOffline,
                 socket_output::TokenRefused, socket_output::EventArrived, socket_output::Acknowledged>;
using SocketOutputs = std::vector<SocketOutput>;

/// How long a WebSocket may take to open, to bring the open packet, and to answer CONNECT: each on its own.
/// socket.io-client's own limit.
inline constexpr Duration kJoinLimit{20'000};
/// A WebSocket that has not opened after this is tried no longer than HTTP.
inline constexpr Duration kWebSocketPatience{3'000};
/// From polling to the first try of a WebSocket, and between tries.
inline constexpr Duration kFirstUpgradeAfter{3'000};
inline constexpr Duration kUpgradeEvery{60'000};
inline constexpr Duration kUpgradeLimit{5'000};
/// How long the server may take to acknowledge a question whether it is there.
inline constexpr Duration kProbePatience{2'000};
/// The longest wait between two tries where somebody waits for us.
inline constexpr Duration kUrgentBackoff{2'000};
inline constexpr Duration kUrgentJoinLimit{5'000};
/// Beyond this the count of failures says nothing new.
inline constexpr int kMaxFailures = 1'000;

/// A plain, copyable, comparable value; the functions below move it on.
struct SocketSession {
  SocketState state = SocketState::kIdle;
  SocketGeneration generation;  // of the newest WebSocket
  std::string token;  // sent in CONNECT only
  int failures = 0;  // consecutive, drives the backoff
  int refusals = 0;  // CONNECT_ERRORs in a row: a second one is not the token's fault and is waited out
  Instant retry_at = kNever;  // meaningful in kWaiting
  Instant silent_after = kNever;  // pingInterval + pingTimeout after the last packet (server pings in Engine.IO 4)
  Duration silence_limit{45'000};
  std::size_t max_payload = 0;  // the server's limit for one frame, 0 = not said
  std::uint32_t next_ack = 1;
  SocketWay way = SocketWay::kWebSocket;
  bool web_socket_worked = false;  // once: a later failure is not the fault of the WebSocket as such
  bool poll_first = false;  // HTTP worked where a WebSocket did not
  std::string sid;  // of the session, while polling
  bool polling = false, posting = false;  // requests in flight
  std::vector<std::string> unsent;  // wait for the request that carries ours
  Instant way_at = kNever;  // the patience with this way ends, or the next one is due
  bool server_acknowledges = false;  // it did once
  Instant probe_until = kNever;  // the server was asked whether it is there
  bool urgent = false;  // somebody waits: see kUrgentBackoff
  std::uint64_t jitter_seed = 1;  // seeded by the shell; advanced by each backoff
  bool operator==(const SocketSession&) const = default;
};

/// Start (or restart with a fresh token). Emits Open, after Close when a WebSocket lives. When the server refuses
/// fresh tokens again and again nothing is opened yet: the next try waits for its backoff.
SocketOutputs start(SocketSession& session, std::string token, Instant now);
/// Stop for good (signed out). Emits Close when a WebSocket lives. Each CameOnline is followed by one WentOffline,
/// here too.
SocketOutputs stop(SocketSession& session);
/// The WebSocket of `generation` opened / received a text frame / closed. Stale generations are ignored.
SocketOutputs socket_opened(SocketSession& session, SocketGeneration generation, Instant now);
SocketOutputs text_received(SocketSession& session, SocketGeneration generation, std::string_view text, Instant now);
SocketOutputs socket_closed(SocketSession& session, SocketGeneration generation, Instant now);
/// The request that waits for packets / that carried ours was answered; not `ok`: with an error, or not at all.
SocketOutputs polled(SocketSession& session, SocketGeneration generation, bool ok, std::string_view body, Instant now);
SocketOutputs posted(SocketSession& session, SocketGeneration generation, bool ok, Instant now);
/// Time passed: reconnect when retry_at is reached, drop a silent connection.
SocketOutputs tick(SocketSession& session, Instant now);
/// The network came back, or the person asked: do not wait for retry_at.
SocketOutputs retry_now(SocketSession& session, Instant now);
/// Asks the server by `event` whether it is there: without a sign of life within kProbePatience the connection is made
/// anew. Nothing happens with a server that acknowledges nothing; its silence is noticed by the missing pings.
SocketOutputs probe(SocketSession& session, std::string_view event, Instant now);
/// Somebody waits for the connection, or nobody does any more.
void set_urgent(SocketSession& session, bool urgent, Instant now);
/// One event with one JSON argument. Empty unless online (whoever needs delivery keeps its own queue) and when the
/// frame would be longer than the server takes. Events the server wants acknowledged are acknowledged at once.
/// `wants_ack` asks the server to acknowledge; the id used is written to *ack_id when given.
SocketOutputs emit(SocketSession& session, std::string_view event, std::string_view payload_json,
                   bool wants_ack = false, std::uint32_t* ack_id = nullptr);
/// The next instant at which tick() has something to do, or kNever.
Instant next_deadline(const SocketSession& session);

}  // namespace ssc
