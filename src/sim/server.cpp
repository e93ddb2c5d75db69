// Sockets of the server model: joining, leaving, graces, and its own death.
#include "sim/server.hpp"

#include <algorithm>
#include <cstdlib>

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
constexpr std::string_view kTokenMark = "token-";

std::string user_json(const User& user) {
  return JsonObject().text("_id", user.id.text).text("username", user.username).flag("premium", false).finish();
}

std::string event_frame(const std::string& name, const std::string& payload) {
  return "4" + socket_io::encode_event(name, payload, std::nullopt);
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

std::string Server::fresh_token(const UserId& user) const {
  return token_of(user) + (oldest_token_ == 0 ? "" : "#" + std::to_string(oldest_token_));
}

void Server::expire_tokens() {
  constexpr Duration kTokensLive{60'000};  // the real ones live for days
  if (oldest_token_ > 0 && world_.now() < expired_at_ + kTokensLive) return;
  expired_at_ = world_.now();
  ++oldest_token_;
}

bool Server::is_valid(const std::string& token) const {
  const std::size_t mark = token.find('#');
  const int number = mark == std::string::npos ? 0 : std::atoi(token.c_str() + mark + 1);
  return token.starts_with(kTokenMark) && number >= oldest_token_;
}

void Server::kill(Duration down_for) {
  if (!running_) return;
  running_ = false;
  ++life_;
  for (auto& [call, signalling] : signalling_) signalling = {.told_by = std::move(signalling.told_by)};
  for (auto& [user, grace] : graces_) grace.running = false;
  std::vector<std::pair<std::uint64_t, ServerSocket*>> sockets;
  sockets.reserve(clients_.size());
  for (const auto& [socket, client] : clients_) sockets.emplace_back(client.number, socket);
  std::ranges::sort(sockets);
  clients_.clear();
  for (const auto& [number, socket] : sockets) socket->broken_by_server();
  world_.after(down_for, [this] {
    running_ = true;
    if (!is_ours()) return;
    for (const CallRecord& call : calls_) {
      if (!is_live(call)) continue;
      const Duration rung(world_.wall_now().unix_ms - call.created_at.unix_ms);
      if (call.status == CallStatus::kPending) {
        ring_out_after(call.id, std::clamp(kRingLimit - rung, kRingingGrace, kRingLimit));
      }
      for (const UserId& user : {call.caller.id, call.callee.id}) {
        start_grace(user, call.status == CallStatus::kAccepted, false);
      }
    }
  });
}

bool Server::is_online(const UserId& user) const {
  return std::ranges::any_of(clients_,
                             [&](const auto& entry) { return entry.second.joined && entry.second.user == user; });
}

Instant Server::missed_since(const UserId& user) const {
  const auto found = graces_.find(user);
  return found == graces_.end() ? Instant{} : found->second.began_at;
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
  Client& client = found->second;
  if (packet->type == socket_io::PacketType::kConnect) {
    const JsonDocument auth = parse_json(packet->payload, 100'000);
    const std::string token = ObjectReader(auth.get()).optional_text("token", 1'000);
    if (!is_valid(token)) {
      socket.deliver(R"(44{"message":"Authentication error - invalid token"})");
      return;
    }
    client.user = UserId(token.substr(kTokenMark.size(), token.find('#') - kTokenMark.size()));
    joined(socket, client);
  } else if (packet->type == socket_io::PacketType::kEvent && client.listening) {
    event(socket, client.user, packet->event, packet->payload);
    // The existing server's handlers never call back (contract 4.1).
    if (packet->ack && is_ours()) socket.deliver("4" + socket_io::encode_ack(*packet->ack));
  }
}

void Server::joined(ServerSocket& socket, Client& client) {
  client.joined = true;
  const CallRecord* running = is_ours() ? find_live_of(client.user) : nullptr;
  if (running == nullptr || !is_missed(*running, client.user)) {
    graces_[client.user].running = false;
  } else if (graces_[client.user].running && graces_[client.user].leaving) {
    miss(client.user);
  }
  socket.deliver(R"(40{"sid":"t"})");
  const auto listen = [this, &socket, number = client.number] {
    const auto found = clients_.find(&socket);
    if (found == clients_.end() || found->second.number != number) return;
    std::string users;
    for (const User& user : users_) {
      if (!is_online(user.id)) continue;
      users += (users.empty() ? "\"" : ",\"") + user.id.text + "\":{\"isOnline\":true}";
    }
    found->second.listening = true;
    socket.deliver(event_frame("onlineUsersSync", "{\"users\":{" + users + "}}"));
    if (is_ours()) catch_up(socket, found->second.user);
  };
  // The existing server attaches its handlers after two database calls; whatever comes before is lost (4.1).
  if (is_ours()) {
    listen();
  } else {
    world_.after(random_.delay(1, 60), listen);
  }
}

void Server::disconnected(ServerSocket& socket) {
  const auto found = clients_.find(&socket);
  if (found == clients_.end()) return;
  const Client client = found->second;
  clients_.erase(found);
  // A socket that the existing server does not listen to yet leaves without a trace.
  if (client.joined && (is_ours() || client.listening)) user_left(client.user, client.leaving);
}

void Server::user_left(const UserId& user, bool said_so) {
  if (!is_ours()) {  // any socket of the user closes: all his calls end, everybody is told without saying which
    const auto who = std::ranges::find(users_, user, &User::id);
    if (find_live_of(user) == nullptr || who == users_.end()) return;
    clean_up_calls_of(user);
    const std::string payload =
        JsonObject().text("reason", "user_disconnected").text("username", who->username).finish();
    for (ServerSocket* other : joined_sockets()) other->deliver(event_frame("callEnded", payload));
    return;
  }
  if (is_online(user)) {
    miss(user);
    return;
  }
  const CallRecord* live = find_live_of(user);
  if (live != nullptr && !graces_[user].running) start_grace(user, live->status == CallStatus::kAccepted, said_so);
}

void Server::told(Client& client, const CallId& call_id) {
  const CallRecord* call = find_call(call_id);
  const bool is_in = call != nullptr && call->status == CallStatus::kAccepted && is_party(*call, client.user);
  client.tells_calls = true;
  const CallId was_in = std::exchange(client.call, is_in ? call_id : CallId());
  if (is_in) {
    signalling_[call_id].told_by.insert(client.user);
    graces_[client.user].running = false;
  } else if (!was_in.empty() || !graces_[client.user].running) {
    miss(client.user, !was_in.empty());
  }
}

bool Server::is_missed(const CallRecord& call, const UserId& user) const {
  if (call.status != CallStatus::kAccepted) return false;
  const auto known = signalling_.find(call.id);
  bool would_tell = true, tells = false;
  for (const auto& [socket, client] : clients_) {
    if (!client.joined || client.user != user) continue;
    would_tell &= client.tells_calls;
    tells |= client.call == call.id;
  }
  would_tell |= known != signalling_.end() && known->second.told_by.contains(user);
  return would_tell && !tells;
}

void Server::miss(const UserId& user, bool leaving) {
  const CallRecord* call = is_ours() ? find_live_of(user) : nullptr;
  if (call != nullptr && is_missed(*call, user)) start_grace(user, true, leaving);
}

void Server::start_grace(const UserId& user, bool is_accepted, bool leaving) {
  Grace& grace = graces_[user];
  grace.running = true;
  grace.leaving = leaving;
  grace.began_at = world_.now();
  const std::uint64_t order = ++grace.order;
  const Duration patience = is_accepted ? kRunningGrace : kRingingGrace;
  world_.after(leaving ? kLeavingGrace : patience, [this, user, order] {
    Grace& over = graces_[user];
    CallRecord* call = find_live_of(user);
    if (!over.running || over.order != order || call == nullptr) return;
    if (is_online(user) && !is_missed(*call, user)) return;
    over.running = false;
    close_call(*call, CallStatus::kEnded, over.leaving ? ServerEndReason::kLeft : ServerEndReason::kConnectionLost);
    announce_end(*call, user);
  });
}

void Server::emit_to(const UserId& user, const std::string& name, const std::string& payload,
                     const ServerSocket* except) {
  if (world_.keeps_notes() && name.starts_with("call")) world_.note("        " + user.text + " is told " + name);
  for (ServerSocket* socket : joined_sockets(user)) {
    if (socket != except) socket->deliver(event_frame(name, payload));
  }
}

std::vector<ServerSocket*> Server::joined_sockets(const UserId& user) const {
  std::vector<std::pair<std::uint64_t, ServerSocket*>> found;
  for (const auto& [socket, client] : clients_) {
    if (client.joined && (user.empty() || client.user == user)) found.emplace_back(client.number, socket);
  }
  std::ranges::sort(found);
  std::vector<ServerSocket*> sockets;
  sockets.reserve(found.size());
  for (const auto& [number, socket] : found) sockets.push_back(socket);
  return sockets;
}

std::string Server::call_json(const CallRecord& call) const {
  JsonObject json;
  json.text("callId", call.id.text).member("caller", user_json(call.caller)).member("callee", user_json(call.callee));
  json.text("type", call.kind == CallKind::kVideo ? "video" : "audio").text("chat", call.chat.text);
  return json.finish();
}

}  // namespace ssc::sim
