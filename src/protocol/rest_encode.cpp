// REST requests to HTTP: paths, percent-encoding and bodies of contract 1 to 3.
#include <string_view>

#include "protocol/api.hpp"
#include "protocol/decode_model.hpp"
#include "protocol/json_write.hpp"

namespace ssc::api {
namespace {

/// Everything but RFC 3986's unreserved characters is encoded, so one function serves path parts and query values.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kUnreserved.contains(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 0xFU];
    }
  }
  return out;
}

/// A whole path segment. "." and ".." would be resolved away by the browser before sending: their dots are encoded too.
std::string segment(std::string_view text) {
  if (text == ".") return "%2E";
  if (text == "..") return "%2E%2E";
  return percent_encoded(text);
}

std::string page_query(int page, int limit) {
  return "?page=" + std::to_string(page) + "&limit=" + std::to_string(limit);
}

HttpRequest get(std::string path) { return {Method::kGet, std::move(path), {}, true}; }

HttpRequest post(std::string path, const JsonObject& body) {
  return {Method::kPost, std::move(path), body.finish(), true};
}

/// POST without a body, as the call actions are.
HttpRequest post(std::string path) { return {Method::kPost, std::move(path), {}, true}; }

HttpRequest without_token(HttpRequest request) {
  request.needs_token = false;
  return request;
}

std::string chat_path(const ChatId& chat, std::string_view what) {
  return "/api/messages/chats/" + segment(chat.text) + std::string(what);
}

std::string joined(const std::vector<UserId>& users) {
  std::string list;
  for (const UserId& user : users) {
    if (!list.empty()) list += ',';
    list += percent_encoded(user.text);
  }
  return list;
}

struct Encoder {
  HttpRequest operator()(const FetchConfig&) const { return without_token(get("/api/config")); }

  HttpRequest operator()(const SignIn& request) const {
    return without_token(
        post("/api/auth/login", JsonObject().text("email", request.login).text("password", request.password)));
  }

  HttpRequest operator()(const Register& request) const {
    return without_token(post("/api/auth/register", JsonObject()
                                                        .text("username", request.username)
                                                        .text("email", request.email)
                                                        .text("password", request.password)));
  }

  HttpRequest operator()(const RefreshTokens& request) const {
    return without_token(post("/api/auth/refresh", JsonObject().text("refreshToken", request.refresh_token)));
  }

  HttpRequest operator()(const SignOut& request) const {
    return without_token(post("/api/auth/logout", JsonObject().text("refreshToken", request.refresh_token)));
  }

  HttpRequest operator()(const FetchMe&) const { return get("/api/me"); }

  HttpRequest operator()(const SearchUsers& request) const {
    return get("/api/users/search?query=" + percent_encoded(request.query));
  }

  HttpRequest operator()(const FetchOnlineStatus& request) const {
    return get("/api/users/online-status?userIds=" + joined(request.users));
  }

  HttpRequest operator()(const ListChats&) const { return get("/api/messages/chats"); }

  HttpRequest operator()(const OpenChatWith& request) const {
    return post("/api/messages/chats", JsonObject().text("participantId", request.user.text));
  }

  HttpRequest operator()(const ListMessages& request) const {
    return get(chat_path(request.chat, "/messages") + page_query(request.page, request.limit));
  }

  HttpRequest operator()(const SendMessage& request) const {
    return post(chat_path(request.chat, "/messages"), JsonObject().text("content", request.content));
  }

  HttpRequest operator()(const MarkRead& request) const {
    return {Method::kPut, chat_path(request.chat, "/read"), {}, true};
  }

  HttpRequest operator()(const FetchIceServers&) const { return get("/api/calls/ice-servers"); }

  HttpRequest operator()(const InitiateCall& request) const {
    return post("/api/calls/initiate",
                JsonObject().text("chatId", request.chat.text).text("type", wire_word(request.kind)));
  }

  HttpRequest operator()(const AcceptCall& request) const {
    return post("/api/calls/accept/" + segment(request.call.text));
  }

  HttpRequest operator()(const DeclineCall& request) const {
    return post("/api/calls/decline/" + segment(request.call.text));
  }

  HttpRequest operator()(const EndCall& request) const { return post("/api/calls/end/" + segment(request.call.text)); }

  HttpRequest operator()(const FetchActiveCall&) const { return get("/api/calls/active"); }

  HttpRequest operator()(const FetchCallHistory& request) const {
    return get("/api/calls/history/" + segment(request.chat.text) + page_query(request.page, request.limit));
  }
};

}  // namespace

HttpRequest encode(const Request& request) { return std::visit(Encoder{}, request); }

}  // namespace ssc::api
