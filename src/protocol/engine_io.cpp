#include "protocol/engine_io.hpp"

#include <algorithm>

#include "protocol/json_read.hpp"

namespace ssc::engine_io {
namespace {

constexpr std::string_view kTypes = "0123456";  // the place of a digit is its PacketType
constexpr std::size_t kMaxSidBytes = 256;
constexpr std::size_t kMaxHandshakeBytes = 4'096;
constexpr int kMaxIntervalMs = 600'000;
constexpr int kMaxPayload = 1'000'000'000;

}  // namespace

std::optional<Packet> decode(std::string_view frame) {
  if (frame.empty() || frame.size() > kMaxFrameBytes) return std::nullopt;
  const std::size_t type = kTypes.find(frame.front());
  if (type == std::string_view::npos) return std::nullopt;
  return Packet{static_cast<PacketType>(type), frame.substr(1)};
}

std::string encode(PacketType type, std::string_view data) {
  std::string frame;
  frame.reserve(data.size() + 1);
  frame += kTypes[static_cast<std::size_t>(type)];
  frame += data;
  return frame;
}

std::vector<std::string_view> split_payload(std::string_view body) {
  std::vector<std::string_view> frames;
  if (body.size() > kMaxFrameBytes) return frames;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find(kPayloadSeparator), body.size());
    frames.push_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return frames;
}

std::optional<Handshake> decode_handshake(std::string_view data) {
  const JsonDocument document = parse_json(data, kMaxHandshakeBytes);
  ObjectReader reader(document.get());
  Handshake handshake;
  handshake.sid = reader.text("sid", kMaxSidBytes);
  handshake.ping_interval = Duration{reader.optional_whole("pingInterval", 0, kMaxIntervalMs)};
  handshake.ping_timeout = Duration{reader.optional_whole("pingTimeout", 0, kMaxIntervalMs)};
  handshake.max_payload = static_cast<std::size_t>(reader.optional_whole("maxPayload", 0, kMaxPayload));
  if (!reader.ok() || handshake.ping_interval.count() == 0 || handshake.ping_timeout.count() == 0) return std::nullopt;
  return handshake;
}

}  // namespace ssc::engine_io
