// The Socket.IO session inside the client: carries out what the machine says, hands its events on, and knows when
// the server is away, back, or refuses the token.
#include <variant>

#include "app/handlers.hpp"

namespace ssc {
namespace {

namespace out = socket_output;

constexpr Duration kActivityEvery{30'000};

signalling::SendActivity sign_of_life(const AppState& state) {
  return {call::is_talking(state.call.phase) ? state.call.id : CallId()};
}

void note_away(Context& context) {
  if (context.state.offline_since == kNever) context.state.offline_since = context.now.instant;
}

void note_if_away(Context& context) {
  if (context.state.socket.state == SocketState::kWaiting) note_away(context);
}

void carry_out_one(Context& context, const out::Open& output) {
  context.effects.push_back(effects::OpenSocket{output.generation, output.sid});
}

void carry_out_one(Context& context, const out::Drop& output) {
  context.effects.push_back(effects::DropWebSocket{output.generation});
}

void carry_out_one(Context& context, const out::Poll& output) {
  context.effects.push_back(effects::PollSocket{output.generation, output.sid});
}

void carry_out_one(Context& context, const out::Post& output) {
  context.effects.push_back(effects::PostSocket{output.generation, output.sid, output.body});
}

void carry_out_one(Context& context, const out::SendText& output) {
  context.effects.push_back(effects::SendSocketText{output.generation, output.text});
}

void carry_out_one(Context& context, const out::Close& output) {
  context.effects.push_back(effects::CloseSocket{output.generation});
}

void carry_out_one(Context& context, const out::CameOnline&) {
  AppState& state = context.state;
  state.offline_since = kNever;
  if (std::exchange(state.away_told, false)) notify(context, NoticeKind::kServerBack);
  // Also the first time: what was loaded before the events began to flow may be older than them.
  if (state.was_online || state.chats_loaded || state.chats_failed) catch_up_after_reconnect(context);
  state.was_online = true;
}

void carry_out_one(Context& context, const out::WentOffline&) {
  context.state.can_emit = false;
  context.state.activity_at = kNever;
  note_away(context);
}

void carry_out_one(Context& context, const out::TokenRefused&) {
  note_away(context);
  refresh_tokens(context, want_refresh(context.state.auth));
}

void carry_out_one(Context& context, const out::EventArrived& output) {
  const auto message = signalling::decode(output.event, output.payload);
  if (message) std::visit([&context](const auto& arrived) { on_message(context, arrived); }, *message);
}

void carry_out_one(Context&, const out::Acknowledged&) {}  // a sign of life, which the session has noted

}  // namespace

void carry_out(Context& context, const SocketOutputs& outputs) {
  for (const SocketOutput& output : outputs) {
    std::visit([&context](const auto& what) { carry_out_one(context, what); }, output);
  }
}

void on(Context& context, const events::SocketOpened& event) {
  carry_out(context, socket_opened(context.state.socket, event.generation, context.now.instant));
}

void on(Context& context, const events::SocketReceived& event) {
  carry_out(context, text_received(context.state.socket, event.generation, event.text, context.now.instant));
}

void on(Context& context, const events::SocketClosed& event) {
  carry_out(context, socket_closed(context.state.socket, event.generation, context.now.instant));
  note_if_away(context);
}

void on(Context& context, const events::SocketPolled& event) {
  carry_out(context, polled(context.state.socket, event.generation, event.ok, event.body, context.now.instant));
  note_if_away(context);
}

void on(Context& context, const events::SocketPosted& event) {
  carry_out(context, posted(context.state.socket, event.generation, event.ok, context.now.instant));
  note_if_away(context);
}

void probe_server(Context& context) {
  const auto question = signalling::encode(signalling::SendActivity{});
  carry_out(context, probe(context.state.socket, question.event, context.now.instant));
}

void on(Context& context, const events::ReconnectChosen&) {
  carry_out(context, retry_now(context.state.socket, context.now.instant));
}

void tell_activity(Context& context) { emit(context, sign_of_life(context.state)); }

void on_message(Context& context, const signalling::PresenceSync& message) {
  AppState& state = context.state;
  for (auto& [user, presence] : state.presence) {
    if (!presence.online) continue;
    presence.online = false;
    presence.last_seen = context.now.wall;
  }
  for (const auto& [user, presence] : message.entries) state.presence[user] = presence;
  // The server listens to us from now on (contract 4.1).
  state.can_emit = true;
  state.activity_at = context.now.instant + kActivityEvery;
  send_waiting_signals(context);
  // Its acknowledgement, or none, tells whether this server can be asked later on if it is still there.
  if (!state.socket.server_acknowledges || call::is_talking(state.call.phase)) tell_activity(context);
  call_socket_came_up(context);
}

void socket_time_passed(Context& context) {
  AppState& state = context.state;
  carry_out(context, tick(state.socket, context.now.instant));
  note_if_away(context);
  if (state.offline_since != kNever && !state.away_told &&
      context.now.instant >= state.offline_since + kAwayToldAfter) {
    state.away_told = true;
    notify(context, NoticeKind::kServerAway);
  }
  if (context.now.instant >= state.activity_at) {
    state.activity_at = context.now.instant + kActivityEvery;
    if (state.environment.page_visible || call::is_talking(state.call.phase)) tell_activity(context);
  }
}

}  // namespace ssc
