// REST answers to replies: first what the status means (contract 1.1), then the body, whole or not at all.
#include <optional>
#include <string_view>
#include <utility>

#include "protocol/api.hpp"
#include "protocol/decode_model.hpp"

namespace ssc::api {
namespace {

/// A page of messages repeats its senders' avatars, each up to megabytes (contract 0.3).
constexpr std::size_t kMaxBodyBytes = 64'000'000;
constexpr std::size_t kMaxErrorBodyBytes = 64'000;
constexpr std::size_t kMaxErrorTextBytes = 500;
constexpr std::size_t kMaxUrlBytes = 2'048;
constexpr int kMaxRetrySeconds = 86'400;
constexpr int kMaxTtlSeconds = 100'000'000;

/// Nothing where the body has not the contract's shape.
using MaybeReply = std::optional<Reply>;

// --- errors ---------------------------------------------------------------------------------------

/// The server's words, shortened between characters.
std::string error_text(const JsonDocument& body) {
  ObjectReader reader(body.get());
  const bool has_message = reader.find("message") != nullptr;
  std::string text = reader.optional_text(has_message ? "message" : "error", kMaxErrorBodyBytes);
  if (text.size() <= kMaxErrorTextBytes) return text;
  std::size_t end = kMaxErrorTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text;
}

/// Requests made without a token cannot be helped by a fresh one.
bool is_public(const Request& request) { return !encode(request).needs_token; }

ErrorKind forbidden_kind(const Request& request, std::string_view message) {
  if (std::holds_alternative<RefreshTokens>(request)) return ErrorKind::kSessionDead;
  return !is_public(request) && message == "Invalid token" ? ErrorKind::kSessionDead : ErrorKind::kForbidden;
}

ErrorKind unauthorized_kind(const Request& request) {
  if (std::holds_alternative<RefreshTokens>(request)) return ErrorKind::kSessionDead;
  return is_public(request) ? ErrorKind::kRejected : ErrorKind::kUnauthorized;
}

/// Tokens outlive their user: then /api/me says 404 with a message, unlike a missing route (contract 1.1, 1.5).
ErrorKind not_found_kind(const Request& request, const JsonDocument& body) {
  const bool is_missing_route = ObjectReader(body.get()).find("message") == nullptr;
  return std::holds_alternative<FetchMe>(request) && !is_missing_route ? ErrorKind::kSessionDead : ErrorKind::kNotFound;
}

Error error_of(const Request& request, const HttpResponse& response) {
  if (response.status == 0) return {ErrorKind::kNetwork, 0, {}};
  const JsonDocument body = parse_json(response.body, kMaxErrorBodyBytes);
  Error error{ErrorKind::kMalformed, response.status, error_text(body)};
  error.retry_after_s = ObjectReader(body.get()).optional_whole("retryAfter", 0, kMaxRetrySeconds);
  if (response.status == 401) {
    error.kind = unauthorized_kind(request);
  } else if (response.status == 403) {
    error.kind = forbidden_kind(request, error.message);
  } else if (response.status == 404) {
    error.kind = not_found_kind(request, body);
  } else if (response.status == 409) {
    error.kind = ErrorKind::kConflict;
  } else if (response.status >= 500) {
    error.kind = ErrorKind::kServer;
  } else if (response.status >= 400) {
    error.kind = ErrorKind::kRejected;
  }
  return error;
}

// --- bodies ---------------------------------------------------------------------------------------

Tokens read_tokens(ObjectReader& reader) {
  return {reader.text("accessToken", kMaxTokenBytes), reader.text("refreshToken", kMaxTokenBytes)};
}

std::optional<std::string> decode_name(const Json* value) {
  const std::string* name = as_text(*value);
  if (name == nullptr || name->size() > kMaxNameBytes) return std::nullopt;
  return *name;
}

std::optional<std::string> decode_url(const Json* value) {
  const std::string* url = as_text(*value);
  if (url == nullptr || url->empty() || url->size() > kMaxUrlBytes) return std::nullopt;
  return *url;
}

/// `urls` is one address or a list of them.
std::optional<IceServer> decode_ice_server(const Json* value) {
  ObjectReader reader(value);
  IceServer server;
  const Json* urls = reader.find("urls");
  if (urls != nullptr && as_text(*urls) != nullptr) {
    server.urls.push_back(reader.text("urls", kMaxUrlBytes));
  } else {
    server.urls = decode_list(urls, decode_url).value_or(std::vector<std::string>{});
  }
  server.username = reader.optional_text("username", kMaxNameBytes);
  server.credential = reader.optional_text("credential", kMaxNameBytes);
  if (!reader.ok() || server.urls.empty()) return std::nullopt;
  return server;
}

/// The reply when everything read from `reader` was there.
template <class T>
MaybeReply whole(const ObjectReader& reader, T reply) {
  if (!reader.ok()) return std::nullopt;
  return Reply(std::move(reply));
}

template <class T, class Element>
MaybeReply list_reply(const Json* body, std::optional<Element> (*decode_element)(const Json*)) {
  auto list = decode_list(body, decode_element);
  if (!list) return std::nullopt;
  return Reply(T{std::move(*list)});
}

template <class T, class Value>
MaybeReply value_reply(std::optional<Value> value) {
  if (!value) return std::nullopt;
  return Reply(T{std::move(*value)});
}

MaybeReply decode_config(const Json* body) {
  ObjectReader reader(body);
  ServerConfig config;
  config.demo = reader.flag("demo");
  if (reader.find("demoUsers") != nullptr) {
    auto names = decode_list(reader.find("demoUsers"), decode_name);
    if (!names) return std::nullopt;
    config.demo_users = std::move(*names);
  }
  return whole(reader, std::move(config));
}

MaybeReply decode_session(const Json* body) {
  ObjectReader reader(body);
  Session session;
  session.tokens = read_tokens(reader);
  session.account = read_member(reader, "user", decode_account);
  return whole(reader, std::move(session));
}

MaybeReply decode_message_page(const ListMessages& request, const Json* body) {
  ObjectReader reader(body);
  auto messages = decode_list(reader.find("messages"), decode_message);
  ObjectReader pagination(reader.find("pagination"));
  MessagePage page;
  page.page = pagination.optional_whole("page", request.page, kMaxCount);
  page.has_more = pagination.flag("hasMore");
  if (!messages || !pagination.ok()) return std::nullopt;
  page.messages = std::move(*messages);
  return whole(reader, std::move(page));
}

MaybeReply decode_ice_servers(const Json* body) {
  ObjectReader reader(body);
  auto servers = decode_list(reader.find("iceServers"), decode_ice_server);
  if (!servers) return std::nullopt;
  return whole(reader, IceServers{std::move(*servers), reader.optional_whole("ttl", 0, kMaxTtlSeconds)});
}

MaybeReply decode_call_initiated(const Json* body) {
  ObjectReader reader(body);
  CallInitiated initiated;
  initiated.call = CallId(reader.text("callId", kMaxIdBytes));
  initiated.callee = read_member(reader, "callee", decode_user);
  initiated.kind = read_call_kind(reader, "type");
  initiated.callee_online = reader.optional_flag("calleeOnline", true);
  return whole(reader, std::move(initiated));
}

MaybeReply decode_call_accepted(const Json* body) {
  ObjectReader reader(body);
  CallAccepted accepted;
  accepted.call = CallId(reader.text("callId", kMaxIdBytes));
  accepted.started_at = reader.optional_date("startedAt");
  return whole(reader, std::move(accepted));
}

MaybeReply decode_active_call(const Json* body) {
  if (body != nullptr && is_null(*body)) return Reply(ActiveCall{});
  return value_reply<ActiveCall>(decode_call(body));
}

struct Decoder {
  const Json* body;

  MaybeReply operator()(const FetchConfig&) const { return decode_config(body); }
  MaybeReply operator()(const SignIn&) const { return decode_session(body); }
  MaybeReply operator()(const Register&) const { return decode_session(body); }

  MaybeReply operator()(const RefreshTokens&) const {
    ObjectReader reader(body);
    NewTokens tokens{read_tokens(reader)};
    return whole(reader, std::move(tokens));
  }

  MaybeReply operator()(const FetchMe&) const {
    ObjectReader reader(body);
    return value_reply<Me>(decode_account(reader.find("user")));
  }

  MaybeReply operator()(const SearchUsers&) const { return list_reply<Users>(body, decode_user); }
  MaybeReply operator()(const FetchOnlineStatus&) const { return value_reply<PresenceList>(decode_presence_map(body)); }
  MaybeReply operator()(const ListChats&) const { return list_reply<ChatList>(body, decode_chat); }
  MaybeReply operator()(const OpenChatWith&) const { return value_reply<OneChat>(decode_chat(body)); }
  MaybeReply operator()(const ListMessages& request) const { return decode_message_page(request, body); }
  MaybeReply operator()(const SendMessage&) const { return value_reply<OneMessage>(decode_message(body)); }
  MaybeReply operator()(const FetchIceServers&) const { return decode_ice_servers(body); }
  MaybeReply operator()(const InitiateCall&) const { return decode_call_initiated(body); }
  MaybeReply operator()(const AcceptCall&) const { return decode_call_accepted(body); }
  MaybeReply operator()(const FetchActiveCall&) const { return decode_active_call(body); }
  MaybeReply operator()(const FetchCallHistory&) const { return list_reply<CallHistory>(body, decode_call); }

  // Nobody needs the bodies of these.
  MaybeReply operator()(const SignOut&) const { return Reply(Done{}); }
  MaybeReply operator()(const MarkRead&) const { return Reply(Done{}); }
  MaybeReply operator()(const DeclineCall&) const { return Reply(Done{}); }
  MaybeReply operator()(const EndCall&) const { return Reply(Done{}); }
};

/// The existing server registers without signing in and sends a mail first (contract 1.3): not a reply we can use,
/// but its words tell the person what to do.
bool waits_for_verification(const Request& request, const JsonDocument& body) {
  return std::holds_alternative<Register>(request) &&
         ObjectReader(body.get()).optional_flag("requiresVerification", false);
}

}  // namespace

Result<Reply> decode(const Request& request, const HttpResponse& response) {
  if (response.status == 404 && std::holds_alternative<SearchUsers>(request)) return Reply(Users{});
  if (response.status < 200 || response.status > 299) return std::unexpected(error_of(request, response));
  const JsonDocument body = parse_json(response.body, kMaxBodyBytes);
  if (waits_for_verification(request, body)) {
    return std::unexpected(Error{ErrorKind::kRejected, response.status, error_text(body)});
  }
  MaybeReply reply = std::visit(Decoder{body.get()}, request);
  if (!reply) return std::unexpected(Error{ErrorKind::kMalformed, response.status, {}});
  return std::move(*reply);
}

}  // namespace ssc::api
