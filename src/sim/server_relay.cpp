// Signalling through the server model: relayed to the other party, kept where ours keeps it.
#include <algorithm>
#include <array>

#include "protocol/socket_io.hpp"
#include "sim/server.hpp"

namespace ssc::sim {
namespace {

struct Relay {
  std::string_view event;
  std::string_view value;  // the member that is passed through
  bool is_toggle;
};
constexpr std::array<Relay, 5> kRelays{{{"webrtc-offer", "offer", false},
                                        {"webrtc-answer", "answer", false},
                                        {"webrtc-ice-candidate", "candidate", false},
                                        {"call-audio-toggle", "isAudioEnabled", true},
                                        {"call-video-toggle", "isVideoEnabled", true}}};

std::string text_of(const Json* object, std::string_view key) {
  ObjectReader reader(object);
  return reader.optional_text(key, 1'000'000);
}

/// The JSON text of member `key` of the object in `payload`. Members are looked for by their quoted name, which is
/// enough for what clients of this project and the React model send.
std::string member_text(std::string_view payload, std::string_view key) {
  const std::string mark = "\"" + std::string(key) + "\":";
  const std::size_t at = payload.find(mark);
  if (at == std::string_view::npos) return "null";
  std::size_t end = at + mark.size();
  int depth = 0;
  bool quoted = false;
  for (; end < payload.size(); ++end) {
    const char c = payload[end];
    if (quoted && c == '\\') {
      ++end;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '{' || c == '[')) {
      ++depth;
    } else if (!quoted && (c == '}' || c == ']' || c == ',')) {
      if (depth == 0) break;
      depth -= static_cast<int>(c != ',');
    }
  }
  return std::string(payload.substr(at + mark.size(), end - at - mark.size()));
}

}  // namespace

void Server::event(ServerSocket& socket, const UserId& from, std::string_view name, std::string_view payload) {
  clients_[&socket].leaving = name == "client-leaving";
  const auto found = std::ranges::find(kRelays, name, &Relay::event);
  const JsonDocument document = parse_json(payload, 1'000'000);
  const bool tells = name == "user-activity" && payload.find("\"callId\"") != std::string_view::npos;
  if (tells && is_ours()) told(clients_[&socket], CallId(text_of(document.get(), "callId")));
  if (found == kRelays.end()) return;
  const UserId target(text_of(document.get(), "targetUserId"));
  const CallId call_id(text_of(document.get(), "callId"));
  const auto sender = std::ranges::find(users_, from, &User::id);
  JsonObject out;
  out.text("callId", call_id.text).member(found->value, member_text(payload, found->value));
  out.text(found->is_toggle ? "userId" : "fromUserId", from.text);
  out.text(found->is_toggle ? "username" : "fromUsername", sender->username);
  const Kept signal{target, std::string(name), out.finish()};
  if (world_.keeps_notes()) world_.note("        " + sender->username + " signals " + signal.event);
  if (!is_ours()) {
    emit_to(target, signal.event, signal.payload, &socket);
    return;
  }
  const CallRecord* call = find_call(call_id);
  const bool is_between_the_two =
      call != nullptr && is_live(*call) && is_party(*call, from) && is_party(*call, target) && target != from;
  if (is_between_the_two) relay_in_call(*call, from, signal);
}

void Server::relay_in_call(const CallRecord& call, const UserId& from, const Kept& signal) {
  Signalling& kept = signalling_[call.id];
  if (signal.payload.find("\"ssc\":") != std::string::npos) kept.told_by.insert(from);
  const bool is_pending = call.status == CallStatus::kPending;
  const bool is_callers = from == call.caller.id;
  if (is_pending && is_callers && signal.event == "webrtc-offer") {
    kept.offer = signal.payload;
    kept.is_warm = signal.payload.find("\"warm\":true") != std::string::npos;
    emit_to(signal.to, signal.event, signal.payload);
    return;
  }
  const bool has_addresses = is_callers ? signal.event == "webrtc-ice-candidate" : signal.event.starts_with("webrtc-");
  if (is_pending && has_addresses && !kept.is_warm) {
    kept.held.push_back(signal);
  } else {
    pass_or_keep(call, signal);
  }
}

void Server::pass_or_keep(const CallRecord& call, const Kept& signal) {
  if (is_online(signal.to)) {
    emit_to(signal.to, signal.event, signal.payload);
  } else {
    signalling_[call.id].waiting.push_back(signal);
  }
}

void Server::catch_up(ServerSocket& socket, const UserId& user) {
  const CallRecord* call = find_live_of(user);
  if (call == nullptr) return;
  Signalling& kept = signalling_[call->id];
  const auto tell = [&socket](const std::string& name, const std::string& payload) {
    socket.deliver("4" + socket_io::encode_event(name, payload, std::nullopt));
  };
  if (call->status == CallStatus::kPending && call->callee.id == user) {
    tell("incomingCall", call_json(*call));
    if (!kept.offer.empty()) tell("webrtc-offer", kept.offer);
  }
  for (const Kept& signal : kept.waiting) {
    if (signal.to == user) tell(signal.event, signal.payload);
  }
  std::erase_if(kept.waiting, [&](const Kept& signal) { return signal.to == user; });
}

}  // namespace ssc::sim
