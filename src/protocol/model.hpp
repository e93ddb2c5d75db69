// Domain shapes as they stand on the wire (contract 0.3), whole values only. Owns data, no behaviour;
// knows nothing of JSON (that is the decode_*.cpp files) and nothing of the screen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace ssc {

enum class CallKind { kAudio, kVideo };

struct User {
  UserId id;
  std::string username;
  std::string display_name;  // may be empty: then the username is shown
  std::string avatar;        // "" or something an <img> can load: a data: or https: URL (contract 7.6 normalised)
  bool premium = false;

  const std::string& shown_name() const { return display_name.empty() ? username : display_name; }
  bool operator==(const User&) const = default;
};

struct Presence {
  bool online = false;
  WallTime last_seen;
  bool operator==(const Presence&) const = default;
};

/// Status of a call record on the server.
enum class CallStatus { kPending, kAccepted, kDeclined, kEnded, kMissed };

/// Why the server says a call ended (additive `reason`; kUnknown from a server that sends none).
enum class ServerEndReason { kUnknown, kHangup, kCancelled, kDeclined, kMissed, kConnectionLost, kLeft, kCleanup };

/// One call as REST and events describe it. Fields a given source does not carry stay empty.
struct CallRecord {
  CallId id;
  ChatId chat;
  User caller;
  User callee;  // empty id in `incomingCall` of the existing server
  CallKind kind = CallKind::kAudio;
  CallStatus status = CallStatus::kPending;
  WallTime created_at;
  WallTime started_at;
  WallTime ended_at;
  int duration_s = 0;
  ServerEndReason reason = ServerEndReason::kUnknown;
  bool operator==(const CallRecord&) const = default;
};

enum class MessageKind { kText, kCall };

struct Message {
  MessageId id;
  MessageKind kind = MessageKind::kText;
  std::string content;
  User sender;
  WallTime created_at;
  bool read_by_other = false;      // meaningful for one's own messages only (contract 2.3)
  std::optional<CallRecord> call;  // set when kind == kCall
  bool operator==(const Message&) const = default;
};

struct Chat {
  ChatId id;
  bool is_group = false;
  std::string name;
  std::vector<User> participants;
  std::optional<Message> last_message;
  WallTime last_activity;
  int unread = 0;
  bool operator==(const Chat&) const = default;
};

/// The signed-in account. `id` is read as `_id ?? id` (contract T13).
struct Account {
  User user;
  std::string email;
  bool operator==(const Account&) const = default;
};

struct Tokens {
  std::string access;
  std::string refresh;
  bool operator==(const Tokens&) const = default;
};

/// One entry of RTCConfiguration.iceServers.
struct IceServer {
  std::vector<std::string> urls;
  std::string username;
  std::string credential;
  bool operator==(const IceServer&) const = default;
};

/// How a connection looks for its path.
struct IceSetup {
  std::vector<IceServer> servers;
  bool relay_only = false;  // the other side learns no address of ours, and no direct path is tried
  bool operator==(const IceSetup&) const = default;
};

}  // namespace ssc
