// A server model: REST and events of calls (contract 3 and 4) in two characters. Sockets speak the real packets, REST
// is asked with the real requests. Knows no client. kOurs does what server/ does: graces for lost sockets, a ring
// limit, reasons, kept signalling, events to all devices of both; kExisting has the quirks of the present server.
#pragma once

#include <functional>
#include <map>
#include <set>
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
  /// The server died; nothing more comes from it.
  virtual void broken_by_server() = 0;
};

inline constexpr Duration kRingLimit{60'000};

bool is_live(const CallRecord& call);
bool is_party(const CallRecord& call, const UserId& user);

class Server {
 public:
  Server(World& world, ServerCharacter character)
      : world_(world), character_(character), random_(world.random().next()) {}

  User add_user(const std::string& name);
  ChatId add_chat(const User& a, const User& b);
  /// The token of a user whose tokens never expired.
  static std::string token_of(const UserId& user) { return "token-" + user.text; }
  /// Every access token handed out so far is refused from now on.
  void expire_tokens();
  std::string fresh_token(const UserId& user) const;

  // --- its life -------------------------------------------------------------------------------------------
  /// Killed: sockets break, what was in flight is lost, the database stays. Back after `down_for`.
  void kill(Duration down_for);
  bool is_running() const { return running_; }
  /// Counts its starts.
  std::uint64_t life() const { return life_; }

  // --- REST -----------------------------------------------------------------------------------------------
  Result<api::Reply> handle(const std::string& token, const api::Request& request);

  // --- sockets --------------------------------------------------------------------------------------------
  /// The socket stays known until disconnected().
  void connected(ServerSocket& socket);
  void received(ServerSocket& socket, const std::string& frame);
  void disconnected(ServerSocket& socket);

  /// Every call that is pending or accepted.
  std::vector<CallRecord> live_calls() const;
  /// Every call there ever was.
  const std::vector<CallRecord>& calls() const { return calls_; }
  const CallRecord* find_call(const CallId& call) const;
  bool is_online(const UserId& user) const;
  /// When it last began to wait for them to come back into their call.
  Instant missed_since(const UserId& user) const;
  bool is_ours() const { return character_ == ServerCharacter::kOurs; }
  /// How often POST /end was asked.
  int ends_asked() const { return ends_asked_; }
  /// The calls of `user` end without a word, as the React page's clean-up does (T11).
  void clean_up_calls_of(const UserId& user);

 private:
  struct Client {
    UserId user;
    bool joined = false;
    bool listening = false;  // its handlers are attached (contract 4.1)
    bool leaving = false;
    bool tells_calls = false;  // its page says which running call it is in, or that it is in none
    CallId call;               // what it said
    std::uint64_t number = 0;
  };
  struct Kept {
    UserId to;
    std::string event, payload;
  };
  /// Signalling of a live call that cannot go out yet.
  struct Signalling {
    std::string offer;          // of the ringing caller, for devices that come later
    bool is_warm = false;       // the caller lets addresses pass before the answer
    std::vector<Kept> held;     // until the accept
    std::vector<Kept> waiting;  // until that user has a socket again
    std::set<UserId> told_by;   // whose pages say that they are in the call
  };
  struct Grace {
    std::uint64_t order = 0;
    bool running = false;
    bool leaving = false;
    Instant began_at{};
  };
  struct Handler;
  friend struct Handler;

  void note_request(const std::string& who, const api::Request& request, const Result<api::Reply>& reply);
  CallRecord* find_live_of(const UserId& user);
  CallRecord* find_mutable(const CallId& call);
  void close_call(CallRecord& call, CallStatus status, ServerEndReason reason);
  void announce_end(const CallRecord& call, const UserId& by);
  CallRecord& add_call(const ChatId& chat, const User& caller, const User& callee, CallKind kind);
  void accepted(CallRecord& call);
  void ring_out_after(const CallId& call, Duration delay);
  void start_grace(const UserId& user, bool is_accepted, bool leaving);
  bool is_valid(const std::string& token) const;

  void joined(ServerSocket& socket, Client& client);
  void catch_up(ServerSocket& socket, const UserId& user);
  void event(ServerSocket& socket, const UserId& from, std::string_view name, std::string_view payload);
  void relay_in_call(const CallRecord& call, const UserId& from, const Kept& signal);
  void pass_or_keep(const CallRecord& call, const Kept& signal);
  /// Those that joined, of `user` or of everybody, in the order they came.
  std::vector<ServerSocket*> joined_sockets(const UserId& user = UserId()) const;
  void user_left(const UserId& user, bool said_so);
  /// A page says which call it is in.
  void told(Client& client, const CallId& call_id);
  /// A page of theirs was in `call`, and none of those that are open is.
  bool is_missed(const CallRecord& call, const UserId& user) const;
  void miss(const UserId& user, bool leaving = false);
  void ping_later(ServerSocket& socket, std::uint64_t number);
  void emit_to(const UserId& user, const std::string& name, const std::string& payload,
               const ServerSocket* except = nullptr);
  std::string call_json(const CallRecord& call) const;

  World& world_;
  ServerCharacter character_;
  Random random_;
  bool running_ = true;
  std::uint64_t life_ = 1;
  int oldest_token_ = 0;
  Instant expired_at_{};
  std::vector<User> users_;
  std::vector<Chat> chats_;
  std::vector<CallRecord> calls_;
  std::map<CallId, Signalling> signalling_;
  std::map<ServerSocket*, Client> clients_;  // never gone through in its own order, which is not that of the seed
  std::uint64_t last_client_ = 0;
  std::map<UserId, Grace> graces_;
  int ends_asked_ = 0;
};

}  // namespace ssc::sim
