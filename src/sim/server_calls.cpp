// REST of the server model: every branch of the call endpoints, and as much of the rest as a client needs to start.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/server.hpp"

namespace ssc::sim {
namespace {

constexpr Duration kRingLimit{60'000};

bool is_live(const CallRecord& call) {
  return call.status == CallStatus::kPending || call.status == CallStatus::kAccepted;
}

bool is_party(const CallRecord& call, const UserId& user) { return call.caller.id == user || call.callee.id == user; }

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

}  // namespace

struct Server::Handler {
  Server& server;
  const User me;

  using Answer = Result<api::Reply>;

  Answer operator()(const api::FetchConfig&) const { return api::Reply(api::ServerConfig{}); }
  Answer operator()(const api::SignIn&) const { return refusal(ErrorKind::kRejected, 400); }
  Answer operator()(const api::Register&) const { return refusal(ErrorKind::kRejected, 400); }
  Answer operator()(const api::RefreshTokens& request) const {
    return api::Reply(api::NewTokens{{token_of(me.id), request.refresh_token}});
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
    if (server.find_live_of(me.id) != nullptr || server.find_live_of(other.id) != nullptr) {
      return refusal(ErrorKind::kConflict, 409);
    }
    CallRecord call;
    call.id = CallId("call-" + std::to_string(server.calls_.size() + 1));
    call.chat = request.chat;
    call.caller = me;
    call.callee = other;
    call.kind = request.kind;
    call.created_at = server.world_.wall_now();
    server.calls_.push_back(call);
    const CallId id = call.id;
    if (server.is_ours()) {
      server.world_.after(kRingLimit, [&world_server = server, id] {
        CallRecord* ringing = world_server.find_mutable(id);
        if (ringing->status != CallStatus::kPending) return;
        world_server.close_call(*ringing, CallStatus::kMissed, ServerEndReason::kMissed);
        world_server.announce_end(*ringing, UserId());
      });
    }
    server.emit_to(other.id, "incomingCall", server.call_json(call));
    server.emit_to(me.id, "callInitiated", server.call_json(call));
    return api::Reply(api::CallInitiated{id, other, request.kind, server.is_online(other.id) || !server.is_ours()});
  }

  Answer operator()(const api::AcceptCall& request) const {
    CallRecord* call = server.find_mutable(request.call);
    if (call == nullptr) return refusal(ErrorKind::kNotFound, 404);
    if (call->callee.id != me.id) return refusal(ErrorKind::kForbidden, 403);
    if (call->status != CallStatus::kPending) return refusal(ErrorKind::kRejected, 400);
    call->status = CallStatus::kAccepted;
    call->started_at = server.world_.wall_now();
    const std::string payload =
        JsonObject().text("callId", call->id.text).member("acceptedBy", "\"" + me.id.text + "\"").finish();
    server.emit_to(call->caller.id, "callAccepted", payload);
    server.emit_to(call->callee.id, "callAccepted", payload);
    return api::Reply(api::CallAccepted{call->id, call->started_at});
  }

  Answer operator()(const api::DeclineCall& request) const {
    CallRecord* call = server.find_mutable(request.call);
    if (call == nullptr) return refusal(ErrorKind::kNotFound, 404);
    if (call->callee.id != me.id) return refusal(ErrorKind::kForbidden, 403);
    if (call->status != CallStatus::kPending) return refusal(ErrorKind::kRejected, 400);
    server.close_call(*call, CallStatus::kDeclined, ServerEndReason::kDeclined);
    const std::string payload =
        JsonObject().text("callId", call->id.text).member("declinedBy", "\"" + me.id.text + "\"").finish();
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
    server.close_call(*call, CallStatus::kEnded, was_ringing ? ServerEndReason::kCancelled : ServerEndReason::kHangup);
    server.announce_end(*call, me.id);
    return api::Reply(api::Done{});
  }

  Answer operator()(const api::FetchActiveCall&) const {
    const CallRecord* call = server.find_live_of(me.id);
    return api::Reply(api::ActiveCall{call == nullptr ? std::nullopt : std::optional(*call)});
  }
};

Result<api::Reply> Server::handle(const std::string& token, const api::Request& request) {
  const auto user = std::ranges::find_if(users_, [&](const User& one) { return token == token_of(one.id); });
  const bool needs_user =
      !std::holds_alternative<api::SignOut>(request) && !std::holds_alternative<api::FetchConfig>(request);
  if (user == users_.end() && needs_user) return refusal(ErrorKind::kUnauthorized, 401);
  return std::visit(Handler{*this, user == users_.end() ? User() : *user}, request);
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
