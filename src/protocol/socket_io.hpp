// Socket.IO 5 packets, the data of Engine.IO message packets. Pure; knows no event of the product.
//
//   packet    = type [namespace ","] [ack] [payload]
//   type      = "0" connect / "1" disconnect / "2" event / "3" ack / "4" connect error
//   namespace = "/" {any character but ","}          absent: "/"
//   ack       = digit {digit}                        an unsigned 32-bit number
//   payload   = JSON: connect [object], disconnect none, event [name string, arguments…], ack [arguments…],
//               connect error object or string
// Binary packets ("5", "6", with an attachment count and "-") are refused: the contract has none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::socket_io {

enum class PacketType { kConnect, kDisconnect, kEvent, kAck, kConnectError };

struct Packet {
  PacketType type = PacketType::kDisconnect;
  std::string_view name_space = "/";  // points into the decoded text, as does payload
  std::optional<std::uint32_t> ack;
  std::string event;         // of kEvent only
  std::string_view payload;  // JSON text: the whole payload of kConnect and kConnectError, the first argument of
                             // kEvent and kAck; "" when there is none
  bool operator==(const Packet&) const = default;
};

std::optional<Packet> decode(std::string_view text);

/// CONNECT of the default namespace; `auth_json` is a finished object.
std::string encode_connect(std::string_view auth_json);
/// EVENT with one argument of finished JSON, or none when `payload_json` is empty.
std::string encode_event(std::string_view event, std::string_view payload_json, std::optional<std::uint32_t> ack);
/// ACK without arguments: "it arrived".
std::string encode_ack(std::uint32_t ack);
std::string encode_disconnect();

}  // namespace ssc::socket_io
