// REST of the server model: every branch of the call endpoints, and as much of the rest as a client needs to start.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/server.hpp"

namespace ssc::sim {
namespace {

constexpr std::int64_t kStaleAfter_ms = 300'000;  // the existing server, when somebody dials
constexpr std::int64_t kCrossingWindow_ms = 15;   // its check and its write are not one

std::unexpected<Error> refusal(ErrorKind kind, int status) { return std::unexpected(Error{kind, status, {}}); }

std::string_view word_of(ServerEndReason reason) {
  switch (reason) {
    case ServerEndReason::kHangup:
      return "hangup";
    case ServerEndReason::kCancelled:
      return "cancelled";
    case ServerEndReason::kDeclined:
      return "declined";
    case ServerEndReason::kMissed:
      return "missed";
    case ServerEndReason::kConnectionLost:
      return "connection_lost";
    case ServerEndReason::kLeft:
      return "left";
    case ServerEndReason::kCleanup:
      return "cleanup";
    case ServerEndReason::kUnknown:
      return "";
  }
  return "";
}

std::string by_json(const std::string& member, const CallId& call, const UserId& user) {
  return JsonObject().text("callId", call.text).member(member, "\"" + user.text + "\"").finish();
}

}  // namespace

bool is_live(const CallRecord& call) {
  return call.status == CallStatus::kPending || call.status == CallStatus::kAccepted;
}

bool is_party(const CallRecord& call, const UserId& user) { return call.caller.id == user || call.callee.id == user; }

struct Server::Handler {
  Server& server;
  const User me;

  using Answer = Result<api::Reply>;

  Answer operator()(const api::FetchConfig&) const { return api::Reply(api::ServerConfig{}); }
  Answer operator()(const api::SignIn& request) const {
    const auto user = std::ranges::find(server.users_, request.login, &User::username);
    if (user == server.users_.end()) return refusal(ErrorKind::kRejected, 400);
    return api::Reply(api::Session{{server.fresh_token(user->id), "refresh"}, {*user, {}}});
  }
  Answer operator()(const api::Register&) const { return refusal(ErrorKind::kRejected, 400); }
  Answer operator()(const api::RefreshTokens& request) const {
    return api::Reply(api::NewTokens{{server.fresh_token(me.id), request.refresh_token}});
  }
  Answer operator()(const api::SignOut&) const { return api::Reply(api::Done{}); }
  Answer operator()(const api::FetchMe&) const { return api::Reply(api::Me{{me, {}}}); }
  Answer operator()(const api::SearchUsers&) const { return api::Reply(api::Users{}); }
  Answer operator()(const api::FetchOnlineStatus&) const { return api::Reply(api::PresenceList{}); }
  Answer operator()(const api::ListChats&) const {
    api::ChatList list;
    for (const Chat& chat : server.chats_) {
      const bool is_mine = std::ranges::any_of(chat.participants, [&](const User& user) { return user.id == me.id; });
      if (is_mine) list.chats.push_back(chat);
    }
    return api::Reply(list);
  }
  Answer operator()(const api::OpenChatWith&) const { return refusal(ErrorKind::kNotFound, 404); }
  Answer operator()(const api::ListMessages& request) const {
    return api::Reply(api::MessagePage{{}, request.page, false});
  }
  Answer operator()(const api::SendMessage&) const { return refusal(ErrorKind::kForbidden, 403); }
  Answer operator()(const api::MarkRead&) const { return api::Reply(api::Done{}); }
  Answer operator()(const api::FetchIceServers&) const {
    if (!server.is_ours()) return refusal(ErrorKind::kNotFound, 404);
    return api::Reply(api::IceServers{{}, 3600});
  }
  Answer operator()(const api::FetchCallHistory&) const { return api::Reply(api::CallHistory{}); }

  Answer operator()(const api::InitiateCall& request) const {
    const auto chat = std::ranges::find(server.chats_, request.chat, &Chat::id);
    if (chat == server.chats_.end()) return refusal(ErrorKind::kForbidden, 403);
    const User other = chat->participants[chat->participants[0].id == me.id ? 1 : 0];
    if (is_busy(other)) return refusal(ErrorKind::kConflict, 409);
    const CallRecord& call = server.add_call(request.chat, me, other, request.kind);
    return api::Reply(
        api::CallInitiated{call.id, other, request.kind, server.is_online(other.id) || !server.is_ours()});
  }

  bool is_busy(const User& other) const {
    const std::int64_t now_ms = server.world_.wall_now().unix_ms;
    for (CallRecord& call : server.calls_) {
      if (!is_live(call) || (!is_party(call, me.id) && !is_party(call, other.id))) continue;
      const std::int64_t age_ms = now_ms - call.created_at.unix_ms;
      if (server.is_ours()) return true;
      if (call.status == CallStatus::kPending && age_ms > kStaleAfter_ms) {
        server.close_call(call, CallStatus::kMissed, ServerEndReason::kUnknown);
      } else if (age_ms > kCrossingWindow_ms || call.caller.id == me.id) {
        return true;
      }
    }
    return false;
  }

  Answer operator()(const api::AcceptCall& request) const {
    CallRecord* call = server.find_mutable(request.call);
    if (call == nullptr) return refusal(ErrorKind::kNotFound, 404);
    if (call->callee.id != me.id) return refusal(ErrorKind::kForbidden, 403);
    if (call->status != CallStatus::kPending) return refusal(ErrorKind::kRejected, 400);
    server.accepted(*call);
    return api::Reply(api::CallAccepted{call->id, call->started_at});
  }

  Answer operator()(const api::DeclineCall& request) const {
    CallRecord* call = server.find_mutable(request.call);
    if (call == nullptr) return refusal(ErrorKind::kNotFound, 404);
    if (call->callee.id != me.id) return refusal(ErrorKind::kForbidden, 403);
    if (call->status != CallStatus::kPending) return refusal(ErrorKind::kRejected, 400);
    server.close_call(*call, CallStatus::kDeclined, ServerEndReason::kDeclined);
    const std::string payload = by_json("declinedBy", call->id, me.id);
    server.emit_to(call->caller.id, "callDeclined", payload);
    if (server.is_ours()) server.emit_to(call->callee.id, "callDeclined", payload);
    return api::Reply(api::Done{});
  }

  Answer operator()(const api::EndCall& request) const {
    ++server.ends_asked_;
    CallRecord* call = server.find_mutable(request.call);
    if (call == nullptr) return refusal(ErrorKind::kNotFound, 404);
    if (!is_party(*call, me.id)) return refusal(ErrorKind::kForbidden, 403);
    const bool was_ringing = call->status == CallStatus::kPending;
    if (server.is_ours() && !is_live(*call)) return api::Reply(api::Done{});
    const ServerEndReason unanswered =
        me.id == call->caller.id ? ServerEndReason::kCancelled : ServerEndReason::kDeclined;
    server.close_call(*call, CallStatus::kEnded, was_ringing ? unanswered : ServerEndReason::kHangup);
    server.announce_end(*call, me.id);
    return api::Reply(api::Done{});
  }

  Answer operator()(const api::FetchActiveCall&) const {
    const CallRecord* call = server.find_live_of(me.id);
    return api::Reply(api::ActiveCall{call == nullptr ? std::nullopt : std::optional(*call)});
  }
};

Result<api::Reply> Server::handle(const std::string& token, const api::Request& request) {
  const auto is_theirs = [&](const User& one) {
    const std::string theirs = token_of(one.id);
    return token == theirs || token.starts_with(theirs + "#");
  };
  const auto user = std::ranges::find_if(users_, is_theirs);
  const bool needs_user = !std::holds_alternative<api::SignOut>(request) &&
                          !std::holds_alternative<api::FetchConfig>(request) &&
                          !std::holds_alternative<api::SignIn>(request);
  // A refresh is asked with the old token, which stands for the refresh token here.
  const bool is_accepted = is_valid(token) || std::holds_alternative<api::RefreshTokens>(request);
  if (needs_user && (user == users_.end() || !is_accepted)) return refusal(ErrorKind::kUnauthorized, 401);
  Result<api::Reply> reply = std::visit(Handler{*this, user == users_.end() ? User() : *user}, request);
  if (world_.keeps_notes()) note_request(user == users_.end() ? "somebody" : user->username, request, reply);
  return reply;
}

void Server::note_request(const std::string& who, const api::Request& request, const Result<api::Reply>& reply) {
  const api::HttpRequest encoded = api::encode(request);
  if (!encoded.path.starts_with("/api/calls/") || encoded.path.ends_with("ice-servers")) return;
  std::string result = reply ? "yes" : "no " + std::to_string(reply.error().http_status);
  if (const CallRecord* live = find_live_of(UserId("user-" + who))) result += ", now in " + live->id.text;
  world_.note("        " + who + " asks " + encoded.path + ": " + result);
}

CallRecord& Server::add_call(const ChatId& chat, const User& caller, const User& callee, CallKind kind) {
  CallRecord call;
  call.id = CallId("call-" + std::to_string(calls_.size() + 1));
  call.chat = chat;
  call.caller = caller;
  call.callee = callee;
  call.kind = kind;
  call.created_at = world_.wall_now();
  calls_.push_back(call);
  if (is_ours()) {
    ring_out_after(call.id, kRingLimit);
    if (!is_online(caller.id)) start_grace(caller.id, false, false);
  }
  emit_to(callee.id, "incomingCall", call_json(call));
  emit_to(caller.id, "callInitiated", call_json(call));
  return calls_.back();
}

void Server::ring_out_after(const CallId& call, Duration delay) {
  world_.after(delay, [this, call, life = life_] {
    CallRecord* ringing = find_mutable(call);
    if (life != life_ || ringing->status != CallStatus::kPending) return;
    close_call(*ringing, CallStatus::kMissed, ServerEndReason::kMissed);
    announce_end(*ringing, ringing->caller.id);
  });
}

void Server::accepted(CallRecord& call) {
  call.status = CallStatus::kAccepted;
  call.started_at = world_.wall_now();
  const std::string payload = by_json("acceptedBy", call.id, call.callee.id);
  emit_to(call.caller.id, "callAccepted", payload);
  emit_to(call.callee.id, "callAccepted", payload);
  if (!is_ours()) return;
  for (const UserId& user : {call.caller.id, call.callee.id}) {
    const bool is_away = !is_online(user) || is_missed(call, user);
    if (is_away && !(graces_[user].running && graces_[user].leaving)) start_grace(user, true, false);
  }
  const std::vector<Kept> held = std::exchange(signalling_[call.id].held, {});
  for (const Kept& signal : held) pass_or_keep(call, signal);
}

CallRecord* Server::find_live_of(const UserId& user) {
  const auto found =
      std::ranges::find_if(calls_, [&](const CallRecord& call) { return is_live(call) && is_party(call, user); });
  return found == calls_.end() ? nullptr : &*found;
}

CallRecord* Server::find_mutable(const CallId& call) {
  const auto found = std::ranges::find(calls_, call, &CallRecord::id);
  return found == calls_.end() ? nullptr : &*found;
}

const CallRecord* Server::find_call(const CallId& call) const {
  const auto found = std::ranges::find(calls_, call, &CallRecord::id);
  return found == calls_.end() ? nullptr : &*found;
}

std::vector<CallRecord> Server::live_calls() const {
  std::vector<CallRecord> live;
  std::ranges::copy_if(calls_, std::back_inserter(live), is_live);
  return live;
}

void Server::close_call(CallRecord& call, CallStatus status, ServerEndReason reason) {
  call.status = status;
  call.reason = reason;
  call.ended_at = world_.wall_now();
  signalling_.erase(call.id);
  for (const UserId& user : {call.caller.id, call.callee.id}) graces_[user].running = false;
}

void Server::announce_end(const CallRecord& call, const UserId& by) {
  JsonObject json;
  json.text("callId", call.id.text);
  if (!by.empty()) json.text("endedBy", by.text);
  json.whole("duration", 0);
  if (is_ours()) json.text("reason", word_of(call.reason));
  const std::string payload = json.finish();
  emit_to(call.caller.id, "callEnded", payload);
  emit_to(call.callee.id, "callEnded", payload);
}

void Server::clean_up_calls_of(const UserId& user) {
  for (CallRecord& call : calls_) {
    if (is_live(call) && is_party(call, user)) close_call(call, CallStatus::kEnded, ServerEndReason::kUnknown);
  }
}

}  // namespace ssc::sim
