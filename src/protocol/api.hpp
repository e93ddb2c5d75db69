// The REST side of the contract as closed variants: what can be asked and what can be answered.
// Encoding to HTTP and decoding of replies are pure functions; sending is a port's affair.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "protocol/model.hpp"

namespace ssc::api {

// The lists are tables: one shape a line.
// clang-format off

// --- requests -------------------------------------------------------------------------------------
struct FetchConfig { bool operator==(const FetchConfig&) const = default; };  // GET /api/config, additive, public
struct SignIn { std::string login, password; bool operator==(const SignIn&) const = default; };
struct Register { std::string username, email, password; bool operator==(const Register&) const = default; };
struct RefreshTokens { std::string refresh_token; bool operator==(const RefreshTokens&) const = default; };
struct SignOut { std::string refresh_token; bool operator==(const SignOut&) const = default; };
struct FetchMe { bool operator==(const FetchMe&) const = default; };
struct SearchUsers { std::string query; bool operator==(const SearchUsers&) const = default; };
struct FetchOnlineStatus { std::vector<UserId> users; bool operator==(const FetchOnlineStatus&) const = default; };
struct ListChats { bool operator==(const ListChats&) const = default; };
struct OpenChatWith { UserId user; bool operator==(const OpenChatWith&) const = default; };
struct ListMessages { ChatId chat; int page = 1; int limit = 30; bool operator==(const ListMessages&) const = default; };
/// `local_id` never reaches the wire: it ties the reply to the message shown as "sending".
struct SendMessage { ChatId chat; std::string content; std::uint32_t local_id = 0; bool operator==(const SendMessage&) const = default; };
struct MarkRead { ChatId chat; bool operator==(const MarkRead&) const = default; };
struct FetchIceServers { bool operator==(const FetchIceServers&) const = default; };  // additive; 404 elsewhere
struct InitiateCall { ChatId chat; CallKind kind = CallKind::kAudio; bool operator==(const InitiateCall&) const = default; };
struct AcceptCall { CallId call; bool operator==(const AcceptCall&) const = default; };
struct DeclineCall { CallId call; bool operator==(const DeclineCall&) const = default; };
struct EndCall { CallId call; bool operator==(const EndCall&) const = default; };
struct FetchActiveCall { bool operator==(const FetchActiveCall&) const = default; };
struct FetchCallHistory { ChatId chat; int page = 1; int limit = 30; bool operator==(const FetchCallHistory&) const = default; };

using Request = std::variant<FetchConfig, SignIn, Register, RefreshTokens, SignOut, FetchMe, SearchUsers,
                             FetchOnlineStatus, ListChats, OpenChatWith, ListMessages, SendMessage, MarkRead,
                             FetchIceServers, InitiateCall, AcceptCall, DeclineCall, EndCall, FetchActiveCall,
                             FetchCallHistory>;

// --- replies: one alternative a shape; the request says which is expected -------------------------
struct Done { bool operator==(const Done&) const = default; };  // success whose body nobody needs
struct ServerConfig { bool demo = false; std::vector<std::string> demo_users; bool operator==(const ServerConfig&) const = default; };
struct Session { Tokens tokens; Account account; bool operator==(const Session&) const = default; };  // sign in, register
struct NewTokens { Tokens tokens; bool operator==(const NewTokens&) const = default; };
struct Me { Account account; bool operator==(const Me&) const = default; };
struct Users { std::vector<User> users; bool operator==(const Users&) const = default; };  // 404 of search becomes an empty list
struct PresenceList { std::vector<std::pair<UserId, Presence>> entries; bool operator==(const PresenceList&) const = default; };
struct ChatList { std::vector<Chat> chats; bool operator==(const ChatList&) const = default; };
struct OneChat { Chat chat; bool operator==(const OneChat&) const = default; };
struct MessagePage { std::vector<Message> messages; int page = 1; bool has_more = false; bool operator==(const MessagePage&) const = default; };  // oldest first
struct OneMessage { Message message; bool operator==(const OneMessage&) const = default; };
struct IceServers { std::vector<IceServer> servers; int ttl_s = 0; bool operator==(const IceServers&) const = default; };
struct CallInitiated { CallId call; User callee; CallKind kind = CallKind::kAudio; bool callee_online = true; bool operator==(const CallInitiated&) const = default; };
struct CallAccepted { CallId call; WallTime started_at; bool operator==(const CallAccepted&) const = default; };
struct ActiveCall { std::optional<CallRecord> call; bool operator==(const ActiveCall&) const = default; };
struct CallHistory { std::vector<CallRecord> calls; bool operator==(const CallHistory&) const = default; };  // newest first

using Reply = std::variant<Done, ServerConfig, Session, NewTokens, Me, Users, PresenceList, ChatList, OneChat,
                           MessagePage, OneMessage, IceServers, CallInitiated, CallAccepted, ActiveCall, CallHistory>;

// clang-format on

// --- HTTP form ------------------------------------------------------------------------------------
enum class Method { kGet, kPost, kPut, kDelete };

struct HttpRequest {
  Method method = Method::kGet;
  std::string path;  // begins with /api/, query included, everything percent-encoded
  std::string body;  // JSON text or empty
  bool needs_token = true;
  bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
  int status = 0;  // 0 = no answer (network error, time-out)
  std::string body;
};

HttpRequest encode(const Request& request);

/// The reply to `request`, or the Error that the status and body of `response` mean (contract 1.1: 401 =
/// kUnauthorized, 403 with "Invalid token" = kSessionDead, other 403 = kForbidden, 409 = kConflict). A fresh token
/// cannot help a request that carries none: there 401 is kRejected (wrong password) and, for RefreshTokens, both
/// 401 and 403 are kSessionDead; so is FetchMe's 404 for a deleted user. Registration that waits for a code from
/// an e-mail is kRejected with the server's words.
/// Never throws, whatever the body holds; a body of the wrong shape is kMalformed.
Result<Reply> decode(const Request& request, const HttpResponse& response);

}  // namespace ssc::api
