// Sockets of the server model: joining, relaying, leaving.
#include "sim/server.hpp"

#include <algorithm>
#include <array>

#include "protocol/engine_io.hpp"
#include "protocol/socket_io.hpp"

namespace ssc::sim {
namespace {

constexpr std::string_view kOpenPacket =
    R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})";
constexpr Duration kPingEvery{25'000};
constexpr Duration kRunningGrace{75'000};
constexpr Duration kRingingGrace{10'000};
constexpr Duration kLeavingGrace{8'000};

std::string user_json(const User& user) {
  return JsonObject().text("_id", user.id.text).text("username", user.username).flag("premium", false).finish();
}

std::string event_frame(const std::string& name, const std::string& payload) {
  return "4" + socket_io::encode_event(name, payload, std::nullopt);
}

std::string text_of(const Json* object, std::string_view key) {
  ObjectReader reader(object);
  return reader.optional_text(key, 1'000'000);
}

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

User Server::add_user(const std::string& name) {
  User user;
  user.id = UserId("user-" + name);
  user.username = name;
  users_.push_back(user);
  return user;
}

ChatId Server::add_chat(const User& a, const User& b) {
  Chat chat;
  chat.id = ChatId("chat-" + a.username + "-" + b.username);
  chat.participants = {a, b};
  chat.last_activity = world_.wall_now();
  chats_.push_back(chat);
  return chat.id;
}

bool Server::is_online(const UserId& user) const {
  return std::ranges::any_of(clients_,
                             [&](const auto& entry) { return entry.second.joined && entry.second.user == user; });
}

void Server::connected(ServerSocket& socket) {
  Client client;
  client.number = ++last_client_;
  clients_[&socket] = client;
  socket.deliver(std::string(kOpenPacket));
  ping_later(socket, client.number);
}

void Server::ping_later(ServerSocket& socket, std::uint64_t number) {
  world_.after(kPingEvery, [this, &socket, number] {
    const auto found = clients_.find(&socket);
    if (found == clients_.end() || found->second.number != number) return;
    socket.deliver("2");
    ping_later(socket, number);
  });
}

void Server::received(ServerSocket& socket, const std::string& frame) {
  const auto found = clients_.find(&socket);
  if (found == clients_.end() || !frame.starts_with('4')) return;
  const auto packet = socket_io::decode(std::string_view(frame).substr(1));
  if (!packet) {
    world_.complain("the server got a frame that is no packet: " + frame.substr(0, 80));
    return;
  }
  if (packet->type == socket_io::PacketType::kConnect) {
    const JsonDocument auth = parse_json(packet->payload, 100'000);
    const std::string token = text_of(auth.get(), "token");
    found->second.user = UserId(token.starts_with("token-") ? token.substr(6) : "");
    joined(socket, found->second);
  } else if (packet->type == socket_io::PacketType::kEvent && found->second.listening) {
    event(socket, found->second, packet->event, packet->payload);
  }
}

void Server::joined(ServerSocket& socket, Client& client) {
  client.joined = true;
  ++absences_[client.user];
  socket.deliver(R"(40{"sid":"t"})");
  // The existing server attaches its handlers after two database calls; whatever comes before is lost (4.1).
  const std::uint64_t number = client.number;
  world_.after(world_.random().delay(1, 60), [this, &socket, number] {
    const auto found = clients_.find(&socket);
    if (found == clients_.end() || found->second.number != number) return;
    std::string users;
    for (const User& user : users_) {
      if (!is_online(user.id)) continue;
      users += (users.empty() ? "\"" : ",\"") + user.id.text + "\":{\"isOnline\":true}";
    }
    found->second.listening = true;
    socket.deliver(event_frame("onlineUsersSync", "{\"users\":{" + users + "}}"));
  });
}

void Server::event(ServerSocket& socket, const Client& client, std::string_view name, std::string_view payload) {
  if (name == "client-leaving") {
    clients_[&socket].leaving = true;
    return;
  }
  const auto found = std::ranges::find(kRelays, name, &Relay::event);
  if (found == kRelays.end()) return;
  const JsonDocument document = parse_json(payload, 1'000'000);
  const UserId target(text_of(document.get(), "targetUserId"));
  const CallId call_id(text_of(document.get(), "callId"));
  const CallRecord* call = find_call(call_id);
  if (is_ours()) {
    const bool is_live =
        call != nullptr && (call->status == CallStatus::kPending || call->status == CallStatus::kAccepted);
    if (!is_live || (call->caller.id != client.user && call->callee.id != client.user)) return;
  }
  const auto sender = std::ranges::find(users_, client.user, &User::id);
  JsonObject out;
  out.text("callId", call_id.text).member(found->value, member_text(payload, found->value));
  out.text(found->is_toggle ? "userId" : "fromUserId", client.user.text);
  out.text(found->is_toggle ? "username" : "fromUsername", sender->username);
  emit_to(target, std::string(name), out.finish(), &socket);
}

void Server::disconnected(ServerSocket& socket) {
  const auto found = clients_.find(&socket);
  if (found == clients_.end()) return;
  const Client client = found->second;
  clients_.erase(found);
  if (client.joined) user_left(client.user, client.leaving);
}

void Server::user_left(const UserId& user, bool said_so) {
  if (!is_ours()) {  // any socket of the user closes: all his calls end, everybody is told without saying which
    bool any = false;
    for (CallRecord& call : calls_) {
      const bool is_live = call.status == CallStatus::kPending || call.status == CallStatus::kAccepted;
      if (!is_live || (call.caller.id != user && call.callee.id != user)) continue;
      close_call(call, CallStatus::kEnded, ServerEndReason::kUnknown);
      any = true;
    }
    const auto who = std::ranges::find(users_, user, &User::id);
    if (!any || who == users_.end()) return;
    const std::string payload =
        JsonObject().text("reason", "user_disconnected").text("username", who->username).finish();
    for (auto& [other, client] : clients_) {
      if (client.joined) other->deliver(event_frame("callEnded", payload));
    }
    return;
  }
  if (is_online(user)) return;
  const std::uint64_t absence = ++absences_[user];
  const CallRecord* live = find_live_of(user);
  if (live == nullptr) return;
  const Duration grace = said_so ? kLeavingGrace : live->status == CallStatus::kPending ? kRingingGrace : kRunningGrace;
  world_.after(grace, [this, user, absence] {
    CallRecord* call = find_live_of(user);
    if (absences_[user] != absence || call == nullptr) return;
    // A callee who is away may still come and answer; only the caller's absence ends a ringing call.
    if (call->status == CallStatus::kPending && call->callee.id == user) return;
    close_call(*call, CallStatus::kEnded, ServerEndReason::kConnectionLost);
    announce_end(*call, user);
  });
}

void Server::emit_to(const UserId& user, const std::string& name, const std::string& payload,
                     const ServerSocket* except) {
  for (auto& [socket, client] : clients_) {
    if (client.joined && client.user == user && socket != except) socket->deliver(event_frame(name, payload));
  }
}

std::string Server::call_json(const CallRecord& call) const {
  JsonObject json;
  json.text("callId", call.id.text).member("caller", user_json(call.caller)).member("callee", user_json(call.callee));
  json.text("type", call.kind == CallKind::kVideo ? "video" : "audio").text("chat", call.chat.text);
  return json.finish();
}

}  // namespace ssc::sim
