// A server model: REST and events of calls (contract 3 and 4) in two characters. Sockets speak the real packets, REST
// is asked with the real requests. Knows no client. kOurs adds grace after a lost socket, a ring limit, reasons, and
// events to all devices of both; kExisting has the quirks of the present server.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "protocol/api.hpp"
#include "protocol/json_read.hpp"
#include "protocol/json_write.hpp"
#include "protocol/model.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

enum class ServerCharacter { kOurs, kExisting };

/// The server's end of one WebSocket.
class ServerSocket {
 public:
  virtual ~ServerSocket() = default;
  virtual void deliver(std::string frame) = 0;
};

class Server {
 public:
  Server(World& world, ServerCharacter character) : world_(world), character_(character) {}

  User add_user(const std::string& name);
  ChatId add_chat(const User& a, const User& b);
  static std::string token_of(const UserId& user) { return "token-" + user.text; }

  // --- REST ---------------------------------------------------------------------------------------------
  Result<api::Reply> handle(const std::string& token, const api::Request& request);

  // --- sockets ------------------------------------------------------------------------------------------
  /// The socket stays known until disconnected().
  void connected(ServerSocket& socket);
  void received(ServerSocket& socket, const std::string& frame);
  void disconnected(ServerSocket& socket);

  /// Every call that is pending or accepted.
  std::vector<CallRecord> live_calls() const;
  const CallRecord* find_call(const CallId& call) const;
  bool is_online(const UserId& user) const;
  /// How often POST /end was asked.
  int ends_asked() const { return ends_asked_; }
  /// A call of `user`, ended without a word, as the React page's clean-up does (T11).
  void clean_up_calls_of(const UserId& user);

 private:
  struct Client {
    UserId user;
    bool joined = false;
    bool listening = false;  // its handlers are attached (contract 4.1)
    bool leaving = false;
    std::uint64_t number = 0;
  };
  struct Handler;
  friend struct Handler;

  bool is_ours() const { return character_ == ServerCharacter::kOurs; }
  CallRecord* find_live_of(const UserId& user);
  CallRecord* find_mutable(const CallId& call);
  void close_call(CallRecord& call, CallStatus status, ServerEndReason reason);
  void announce_end(const CallRecord& call, const UserId& by);
  void joined(ServerSocket& socket, Client& client);
  void event(ServerSocket& socket, const Client& client, std::string_view name, std::string_view payload);
  void relay(ServerSocket& socket, const Client& client, std::string_view name, const Json* payload);
  void user_left(const UserId& user, bool said_so);
  void ping_later(ServerSocket& socket, std::uint64_t number);
  void emit_to(const UserId& user, const std::string& name, const std::string& payload,
               const ServerSocket* except = nullptr);
  std::string call_json(const CallRecord& call) const;

  World& world_;
  ServerCharacter character_;
  std::vector<User> users_;
  std::vector<Chat> chats_;
  std::vector<CallRecord> calls_;
  std::map<ServerSocket*, Client> clients_;
  std::uint64_t last_client_ = 0;
  std::map<UserId, std::uint64_t> absences_;  // counts, so that a return cancels the pending end
  int ends_asked_ = 0;
};

}  // namespace ssc::sim
