// Answers of the REST side: first whose session they belong to and whether the token held, then to their handler.
#include <variant>

#include "app/handlers.hpp"

namespace ssc {
namespace {

/// Requests that belong to no session: their answers are matched by the sign-in itself.
struct IsSessionless {
  bool operator()(const api::FetchConfig&) const { return true; }
  bool operator()(const api::SignIn&) const { return true; }
  bool operator()(const api::Register&) const { return true; }
  bool operator()(const api::SignOut&) const { return true; }
  template <class T>
  bool operator()(const T&) const {
    return false;
  }
};

}  // namespace

void on(Context& context, const events::HttpAnswered& event) {
  AppState& state = context.state;
  const bool is_sessionless = std::visit(IsSessionless{}, event.request);
  if (!is_sessionless && (!state.account.has_value() && state.auth.state == AuthState::kSignedOut)) return;
  if (!is_sessionless && event.id <= state.session_floor) return;
  if (!is_sessionless && !event.reply && !std::holds_alternative<api::RefreshTokens>(event.request)) {
    if (event.reply.error().kind == ErrorKind::kSessionDead) {
      session_refused(context);
      if (!state.sign_in.over_after_call) return;
    }
    if (event.reply.error().kind == ErrorKind::kUnauthorized) {
      switch (on_unauthorized(state.auth, event.id, event.request, context.now.instant)) {
        case ParkOutcome::kStartRefresh:
          refresh_tokens(context, true);
          return;
        case ParkOutcome::kParked:
          return;
        case ParkOutcome::kGaveUp:
          break;
      }
    }
  }
  deliver_reply(context, event.id, event.request, event.reply);
}

void deliver_reply(Context& context, RequestId id, const api::Request& request, const Reply& reply) {
  std::visit([&](const auto& asked) { on_reply(context, id, asked, reply); }, request);
}

void refresh_tokens(Context& context, bool wanted) {
  if (wanted) ask(context, api::RefreshTokens{context.state.auth.tokens.refresh});
}

void on_reply(Context& context, RequestId, const api::RefreshTokens&, const Reply& reply) {
  AppState& state = context.state;
  const auto renewed = reply_as<api::NewTokens>(reply);
  if (!renewed) {
    const RefreshFailure failure = on_refresh_failed(state.auth, renewed.error(), context.now.instant);
    if (failure.session_dead) {
      session_refused(context);
      if (!state.sign_in.over_after_call) return;
    }
    for (const ParkedRequest& parked : failure.abandoned) {
      deliver_reply(context, parked.id, parked.request, std::unexpected(renewed.error()));
    }
    return;
  }
  const std::vector<ParkedRequest> again = on_refreshed(state.auth, renewed->tokens);
  context.effects.push_back(effects::SaveSession{state.sign_in.persistent});
  for (const ParkedRequest& parked : again) {
    context.effects.push_back(effects::SendApi{parked.id, parked.request, state.auth.tokens.access});
  }
  if (state.socket.state == SocketState::kRefused) {
    carry_out(context, start(state.socket, state.auth.tokens.access, context.now.instant));
  }
}

void session_time_passed(Context& context) {
  AppState& state = context.state;
  for (const ParkedRequest& parked : expire_parked(state.auth, context.now.instant)) {
    deliver_reply(context, parked.id, parked.request, std::unexpected(Error{ErrorKind::kNetwork, 0, {}}));
  }
  refresh_tokens(context, refresh_due(state.auth, context.now.instant));
  if (context.now.instant >= state.sign_in.retry_at) {
    state.sign_in.retry_at = kNever;
    state.sign_in.request = ask(context, api::FetchMe{});
  }
  if (context.now.instant >= state.server.ice_fetch_at) {
    state.server.ice_fetch_at = kNever;
    ask(context, api::FetchIceServers{});
  }
}

}  // namespace ssc
