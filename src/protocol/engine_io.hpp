// Engine.IO 4 packets as WebSocket text frames and HTTP bodies carry them. Pure; knows nothing of Socket.IO inside a
// message.
//
//   frame   = type [data]
//   type    = "0" open / "1" close / "2" ping / "3" pong / "4" message / "5" upgrade / "6" noop
//   data    = the rest of the frame; JSON for open, a Socket.IO packet for message
//   body    = frame {"\x1e" frame}
// Binary frames and their form in bodies ("b" packets) do not occur here and are refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace ssc::engine_io {

/// Frames from the server may hold several avatars of megabytes (contract 0.3); beyond this a frame is refused.
inline constexpr std::size_t kMaxFrameBytes = 16'000'000;

inline constexpr char kPayloadSeparator = '\x1e';
/// Servers take no more in one body: the default of Python's engineio.
inline constexpr std::size_t kMaxPacketsInPayload = 16;

enum class PacketType { kOpen, kClose, kPing, kPong, kMessage, kUpgrade, kNoop };

struct Packet {
  PacketType type = PacketType::kNoop;
  std::string_view data;  // points into the decoded frame
  bool operator==(const Packet&) const = default;
};

/// What the server says in its open packet.
struct Handshake {
  std::string sid;
  Duration ping_interval{0};
  Duration ping_timeout{0};
  std::size_t max_payload = 0;  // the largest frame the server takes, 0 = not said
  bool operator==(const Handshake&) const = default;
};

std::optional<Packet> decode(std::string_view frame);
std::string encode(PacketType type, std::string_view data);

/// The frames of an HTTP body, which point into it. Nothing when it is longer than a frame may be.
std::vector<std::string_view> split_payload(std::string_view body);

/// The data of an open packet. Nothing when a field is missing or an interval is not within (0, 10 minutes].
std::optional<Handshake> decode_handshake(std::string_view data);

}  // namespace ssc::engine_io
