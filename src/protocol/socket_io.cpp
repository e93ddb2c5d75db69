#include "protocol/socket_io.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocol/json_read.hpp"
#include "protocol/json_scan.hpp"
#include "protocol/json_write.hpp"

namespace ssc::socket_io {
namespace {

constexpr std::string_view kTypes = "01234";  // the place of a digit is its PacketType
constexpr std::size_t kMaxNamespaceBytes = 128;
constexpr std::size_t kMaxEventBytes = 128;

/// Names that socket.io reserves for its own local events; the specification forbids them on the wire.
constexpr std::array<std::string_view, 6> kReservedEvents = {"connect",       "connect_error", "disconnect",
                                                             "disconnecting", "newListener",   "removeListener"};

bool take_namespace(std::string_view& rest, Packet& packet) {
  if (!rest.starts_with('/')) return true;
  const std::size_t comma = rest.find(',');
  if (comma == std::string_view::npos || comma > kMaxNamespaceBytes) return false;
  packet.name_space = rest.substr(0, comma);
  rest.remove_prefix(comma + 1);
  return true;
}

bool take_ack(std::string_view& rest, Packet& packet) {
  if (rest.empty() || rest.front() < '0' || rest.front() > '9') return true;
  std::uint32_t ack = 0;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), ack);
  if (problem != std::errc{}) return false;
  packet.ack = ack;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return true;
}

/// The text of the array element at `at`, which moves past it and its comma.
std::optional<std::string_view> take_element(std::string_view array, std::size_t& at) {
  at = skip_json_space(array, at);
  const std::optional<std::size_t> end = json_value_end(array, at);
  if (!end) return std::nullopt;
  const std::string_view element = array.substr(at, *end - at);
  at = skip_json_space(array, *end);
  if (at < array.size() && array[at] == ',') ++at;
  return element;
}

/// Both take the inside of a payload that is already known to be a well-formed array.
bool is_empty_array(std::string_view array) { return array[skip_json_space(array, 1)] == ']'; }

std::string_view argument_at(std::string_view array, std::size_t at) {
  if (array[skip_json_space(array, at)] == ']') return {};
  return take_element(array, at).value_or(std::string_view{});
}

bool take_event(std::string_view array, Packet& packet) {
  if (is_empty_array(array)) return false;
  std::size_t at = 1;
  const std::optional<std::string_view> name = take_element(array, at);
  // A name may be written in escapes six times its length.
  const JsonDocument document = parse_json(name.value_or(std::string_view{}), 6 * kMaxEventBytes);
  const std::string* event = document == nullptr ? nullptr : as_text(*document);
  if (event == nullptr || event->size() > kMaxEventBytes) return false;
  if (std::ranges::find(kReservedEvents, *event) != kReservedEvents.end()) return false;
  packet.event = *event;
  packet.payload = argument_at(array, at);
  return true;
}

bool take_payload(std::string_view rest, Packet& packet) {
  const bool has_payload = !rest.empty();
  if (has_payload && !is_json_value(rest)) return false;
  const bool is_object = has_payload && rest.front() == '{';
  const bool is_array = has_payload && rest.front() == '[';
  switch (packet.type) {
    case PacketType::kConnect:
      packet.payload = rest;
      return !packet.ack && (!has_payload || is_object);
    case PacketType::kDisconnect:
      return !packet.ack && !has_payload;
    case PacketType::kEvent:
      return is_array && take_event(rest, packet);
    case PacketType::kAck:
      if (!is_array || !packet.ack) return false;
      packet.payload = argument_at(rest, 1);
      return true;
    case PacketType::kConnectError:
      packet.payload = rest;
      return !packet.ack && (is_object || (has_payload && rest.front() == '"'));
  }
  return false;
}

std::string message(PacketType type, std::string_view data) {
  std::string packet(1, kTypes[static_cast<std::size_t>(type)]);
  packet += data;
  return packet;
}

}  // namespace

std::optional<Packet> decode(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::size_t type = kTypes.find(text.front());
  if (type == std::string_view::npos) return std::nullopt;
  Packet packet;
  packet.type = static_cast<PacketType>(type);
  std::string_view rest = text.substr(1);
  if (!take_namespace(rest, packet) || !take_ack(rest, packet) || !take_payload(rest, packet)) return std::nullopt;
  return packet;
}

std::string encode_connect(std::string_view auth_json) { return message(PacketType::kConnect, auth_json); }

std::string encode_event(std::string_view event, std::string_view payload_json, std::optional<std::uint32_t> ack) {
  std::string data = ack ? std::to_string(*ack) : std::string{};
  data += '[';
  data += json_string(event);
  if (!payload_json.empty()) {
    data += ',';
    data += payload_json;
  }
  data += ']';
  return message(PacketType::kEvent, data);
}

std::string encode_ack(std::uint32_t ack) { return message(PacketType::kAck, std::to_string(ack) + "[]"); }

std::string encode_disconnect() { return message(PacketType::kDisconnect, {}); }

}  // namespace ssc::socket_io
