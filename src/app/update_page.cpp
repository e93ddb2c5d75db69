// The page itself: what changes without us, settings, notices, and time.
#include <algorithm>
#include <utility>

#include "app/handlers.hpp"

namespace ssc {
namespace {

/// A timer that comes so late, or clocks that drift apart so far, mean that the page was frozen or the machine slept.
constexpr Duration kSlept{5'000};

/// Connects at once where that waits, or asks whether the connection is still good.
void make_sure_of_server(Context& context) {
  carry_out(context, retry_now(context.state.socket, context.now.instant));
  probe_server(context);
}

template <class T>
void set(Context& context, T& setting, T value) {
  const Settings before = context.state.settings;
  setting = value;
  context.effects.push_back(effects::SaveSettings{before});
}

bool woke_up(AppState& state, const Now& now) {
  const Duration between{now.wall.unix_ms - now.instant.time_since_epoch().count()};
  const Duration before = std::exchange(state.between_clocks, between);
  const bool clocks_parted = before != Duration(0) && between - before > kSlept;
  const Instant due = next_deadline(state);
  return clocks_parted || (due != kNever && now.instant - due > kSlept);
}

}  // namespace

void on(Context& context, const events::TimePassed&) {
  if (woke_up(context.state, context.now)) make_sure_of_server(context);
  session_time_passed(context);
  socket_time_passed(context);
  call_time_passed(context);
  search_time_passed(context);
  chats_time_passed(context);
  notices_time_passed(context);
}

void on(Context& context, const events::EnvironmentChanged& event) {
  AppState& state = context.state;
  const bool network_came_back = event.environment.network_online && !state.environment.network_online;
  const bool became_visible = event.environment.page_visible && !state.environment.page_visible;
  const bool microphone_came = event.environment.microphone_granted && !state.environment.microphone_granted;
  state.environment = event.environment;
  if (microphone_came) on(context, events::MicrophoneRetried{});
  if (network_came_back || became_visible) make_sure_of_server(context);
  if (network_came_back) call_network_changed(context);
}

void on(Context& context, const events::PageLeft&) {
  if (context.state.can_emit) emit(context, signalling::SendLeaving{});
}

void on(Context& context, const events::PageReturned&) {
  // From the back/forward cache: every timer stood still and the socket is closed or about to be.
  make_sure_of_server(context);
  on(context, events::TimePassed{});
}

void on(Context& context, const events::SettingsOpened& event) { context.state.route.settings_open = event.open; }

void on(Context& context, const events::LanguageChosen& event) {
  set(context, context.state.settings.language, event.language);
}

void on(Context& context, const events::ThemeChosen& event) { set(context, context.state.settings.theme, event.theme); }

void on(Context& context, const events::IceProfileChosen& event) {
  set(context, context.state.settings.ice_profile, event.profile);
  call_network_changed(context);  // a running call looks for its path anew, where the other side can follow
}

void on(Context& context, const events::HideAddressChosen& event) {
  set(context, context.state.settings.hide_address, event.on);
}

void on(Context& context, const events::LowDataChosen& event) {
  set(context, context.state.settings.low_data, event.on);
}

void on(Context& context, const events::NoticeDismissed& event) {
  std::erase_if(context.state.notices, [&](const Notice& notice) { return notice.id == event.id; });
}

void notices_time_passed(Context& context) {
  std::erase_if(context.state.notices, [&](const Notice& notice) { return context.now.instant >= notice.leaves_at; });
}

}  // namespace ssc
