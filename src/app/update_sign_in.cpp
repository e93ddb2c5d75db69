// From the first event of the page to a signed-in session, and out of it.
#include <algorithm>

#include "app/handlers.hpp"
#include "call/ice_profiles.hpp"
#include "call/machine.hpp"

namespace ssc {
namespace {

constexpr Duration kRestoreRetry{3'000};
constexpr Duration kIceRetry{60'000};
constexpr Duration kSignOutPatience{3'000};
constexpr std::string_view kDemoPassword = "demo";
constexpr int kUnauthorized = 401;
constexpr int kTooManyRequests = 429;

/// The contract's own words (1.2, 1.3); there is no code to go by.
FormTrouble trouble_of_words(std::string_view words) {
  if (words == "Пользователь не найден") return FormTrouble::kUnknownUser;
  if (words == "Неверный пароль") return FormTrouble::kWrongPassword;
  if (words == "Email и пароль обязательны для заполнения") return FormTrouble::kFieldsMissing;
  if (words == "Все поля обязательны для заполнения") return FormTrouble::kFieldsMissing;
  if (words == "Пароль должен содержать минимум 6 символов") return FormTrouble::kPasswordTooShort;
  if (words == "Введите корректный email адрес") return FormTrouble::kBadEmail;
  if (words == "Пользователь с таким email уже существует") return FormTrouble::kEmailTaken;
  if (words == "Имя пользователя уже занято") return FormTrouble::kNameTaken;
  if (words == "Недопустимое имя пользователя") return FormTrouble::kBadName;
  return FormTrouble::kOther;
}

FormTrouble trouble_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kNetwork:
      return FormTrouble::kServerUnreachable;
    case ErrorKind::kServer:
      return error.message.empty() ? FormTrouble::kServerUnreachable : FormTrouble::kOther;
    case ErrorKind::kRejected:
    case ErrorKind::kUnauthorized: {
      if (error.http_status == kTooManyRequests) return FormTrouble::kTooManyTries;
      const FormTrouble trouble = trouble_of_words(error.message);
      const bool is_password = error.http_status == kUnauthorized && trouble == FormTrouble::kOther;
      return is_password ? FormTrouble::kWrongPassword : trouble;
    }
    case ErrorKind::kSessionDead:
    case ErrorKind::kForbidden:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kMalformed:
      return FormTrouble::kOther;
  }
  return FormTrouble::kOther;
}

void show_form(Context& context, FormTrouble trouble, std::string detail = {}) {
  SignInState& form = context.state.sign_in;
  form.phase = AuthPhase::kSignedOut;
  form.trouble = trouble;
  form.trouble_detail = std::move(detail);
  form.demo_user.clear();
  form.request = RequestId();
}

void submit(Context& context, api::Request request) {
  SignInState& form = context.state.sign_in;
  form.phase = AuthPhase::kSigningIn;
  form.trouble = FormTrouble::kNone;
  form.trouble_detail.clear();
  form.request = ask(context, std::move(request));
}

bool can_submit(const AppState& state) { return state.sign_in.phase == AuthPhase::kSignedOut; }

void session_arrived(Context& context, RequestId id, const Reply& reply) {
  AppState& state = context.state;
  if (id != state.sign_in.request || state.sign_in.phase != AuthPhase::kSigningIn) return;
  const auto session = reply_as<api::Session>(reply);
  if (!session) {
    show_form(context, trouble_of(session.error()), session.error().message);
    return;
  }
  signed_in(state.auth, session->tokens);
  state.account = session->account;
  const bool persistent = state.sign_in.persistent;
  state.sign_in = SignInState();
  state.sign_in.persistent = persistent;
  state.sign_in.phase = AuthPhase::kSignedIn;
  context.effects.push_back(effects::SaveSession{persistent});
  begin_session(context);
}

/// The state of a page nobody is signed in on. What belongs to the page itself stays.
void forget_account(AppState& state) {
  AppState fresh;
  fresh.settings = state.settings;
  fresh.environment = state.environment;
  fresh.server.config_known = state.server.config_known;
  fresh.server.demo = state.server.demo;
  signed_out(state.auth);
  fresh.auth = std::move(state.auth);
  fresh.socket = std::move(state.socket);
  fresh.call = std::move(state.call);
  fresh.notices = std::move(state.notices);
  fresh.next_notice = state.next_notice;
  fresh.next_local_message = state.next_local_message;
  fresh.last_request = state.last_request;
  fresh.session_floor = state.last_request;
  state = std::move(fresh);
}

}  // namespace

void on(Context& context, const events::Started& event) {
  AppState& state = context.state;
  state.settings = event.settings;
  state.environment = event.environment;
  state.auth.jitter_seed = event.seed;
  state.socket.jitter_seed = event.seed + 1;
  state.call.device_id = std::to_string(event.seed);
  state.sign_in.persistent = event.persistent && event.demo_user.empty();
  const bool is_demo_restored = event.account && event.account->user.username == event.demo_user;
  if (event.tokens && (event.demo_user.empty() || is_demo_restored)) {
    signed_in(state.auth, *event.tokens);
    state.account = event.account;
    state.sign_in.phase = AuthPhase::kRestoring;
    state.sign_in.request = ask(context, api::FetchMe{});
    begin_session(context);
    const call::SavedPage before = event.before_reload.value_or(call::SavedPage());
    state.ledger.interrupted = before.call;
    call_owe(context, before.ends);
  } else if (!event.demo_user.empty()) {
    state.sign_in.demo_user = event.demo_user;
    state.sign_in.phase = AuthPhase::kSigningIn;
    state.sign_in.request = ask(context, api::FetchConfig{});
  }
}

void on_reply(Context& context, RequestId id, const api::FetchConfig&, const Reply& reply) {
  AppState& state = context.state;
  if (id != state.sign_in.request || state.sign_in.phase != AuthPhase::kSigningIn) return;
  const auto config = reply_as<api::ServerConfig>(reply);
  if (config) {
    state.server.config_known = true;
    state.server.demo = config->demo;
    if (config->demo) {
      submit(context, api::SignIn{state.sign_in.demo_user, std::string(kDemoPassword)});
      return;
    }
  }
  const bool is_silent =
      !config && (config.error().kind == ErrorKind::kNetwork || config.error().kind == ErrorKind::kServer);
  state.sign_in.persistent = true;
  show_form(context, is_silent ? FormTrouble::kServerUnreachable : FormTrouble::kNotDemoServer);
}

void on(Context& context, const events::SignInSubmitted& event) {
  if (!can_submit(context.state)) return;
  if (event.login.empty() || event.password.empty()) {
    show_form(context, FormTrouble::kFieldsMissing);
    return;
  }
  submit(context, api::SignIn{event.login, event.password});
}

void on(Context& context, const events::RegisterSubmitted& event) {
  if (!can_submit(context.state)) return;
  if (event.username.empty() || event.email.empty() || event.password.empty()) {
    show_form(context, FormTrouble::kFieldsMissing);
    return;
  }
  submit(context, api::Register{event.username, event.email, event.password});
}

void on(Context& context, const events::RegisterFormChosen& event) {
  if (!can_submit(context.state)) return;
  show_form(context, FormTrouble::kNone);
  context.state.sign_in.registering = event.registering;
}

void on_reply(Context& context, RequestId id, const api::SignIn&, const Reply& reply) {
  session_arrived(context, id, reply);
}

void on_reply(Context& context, RequestId id, const api::Register&, const Reply& reply) {
  session_arrived(context, id, reply);
}

void on_reply(Context& context, RequestId id, const api::FetchMe&, const Reply& reply) {
  AppState& state = context.state;
  if (id != state.sign_in.request) return;
  const auto me = reply_as<api::Me>(reply);
  if (!me) {
    state.sign_in.retry_at = context.now.instant + kRestoreRetry;
    // The tokens were not refused: who was signed in here stays so, with what can be shown.
    if (state.account) state.sign_in.phase = AuthPhase::kSignedIn;
    return;
  }
  const bool was_known = state.account.has_value();
  state.account = me->account;
  state.sign_in.phase = AuthPhase::kSignedIn;
  context.effects.push_back(effects::SaveSession{state.sign_in.persistent});
  if (was_known) return;
  load_chats(context);  // who the others are could not be told before
  call_resume(context);
}

void begin_session(Context& context) {
  AppState& state = context.state;
  state.session_floor = RequestId{state.last_request.number};
  if (state.sign_in.phase == AuthPhase::kRestoring) state.session_floor.number -= 1;  // /api/me is on its way
  carry_out(context, start(state.socket, state.auth.tokens.access, context.now.instant));
  load_chats(context);
  ask(context, api::FetchIceServers{});
}

void end_session(Context& context, FormTrouble trouble) {
  AppState& state = context.state;
  call_leave(context);
  carry_out(context, stop(state.socket));
  forget_account(state);
  state.sign_in.trouble = trouble;
  context.effects.push_back(effects::ForgetSession{});
}

void session_refused(Context& context) {
  AppState& state = context.state;
  // Media need no session.
  state.sign_in.over_after_call = call::is_talking(state.call.phase);
  if (!state.sign_in.over_after_call) end_session(context, FormTrouble::kSessionExpired);
}

void end_session_when_due(Context& context) {
  AppState& state = context.state;
  const Instant now = context.now.instant;
  if (state.sign_in.over_after_call && !call::is_talking(state.call.phase)) {
    // The server would not take the end of the call from us any more, but sees us leave.
    if (state.can_emit) emit(context, signalling::SendLeaving{});
    end_session(context, FormTrouble::kSessionExpired);
  } else if (state.sign_in.leaves_at != kNever && (state.ledger.abandoned.empty() || now >= state.sign_in.leaves_at)) {
    ask(context, api::SignOut{state.auth.tokens.refresh});
    end_session(context, FormTrouble::kNone);
  }
}

void on(Context& context, const events::SignOutChosen&) {
  AppState& state = context.state;
  if (state.auth.state == AuthState::kSignedOut) return;
  call_leave(context);
  // A dial under way may have made a call, which only its answer names and only this session can end.
  state.sign_in.leaves_at = std::min(state.sign_in.leaves_at, context.now.instant + kSignOutPatience);
}

void on_reply(Context&, RequestId, const api::SignOut&, const Reply&) {}

void on_reply(Context& context, RequestId, const api::FetchIceServers&, const Reply& reply) {
  ServerFacts& server = context.state.server;
  call_resume(context);  // its new connection wants these servers, which will be known when the answer comes
  const auto ice = reply_as<api::IceServers>(reply);
  if (ice) {
    server.ice_servers = ice->servers;
    server.ice_known = true;
    if (ice->ttl_s > 0) server.ice_fetch_at = context.now.instant + std::chrono::seconds(ice->ttl_s) / 2;
    return;
  }
  if (ice.error().kind == ErrorKind::kNotFound) {  // a server without that path
    server.ice_servers = call::profile_servers(call::IceProfile::kAuto);
    server.ice_known = true;
  } else {
    server.ice_fetch_at = context.now.instant + kIceRetry;
  }
}

}  // namespace ssc
