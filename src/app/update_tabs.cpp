// Other tabs of this browser with the same account: which one rings, and what they are told and tell of the call.
#include "app/handlers.hpp"
#include "call/machine.hpp"

namespace ssc {

void on(Context& context, const events::TabOwnershipChanged& event) {
  context.state.tabs.owns_ringing = event.owns_ringing;
}

void on(Context& context, const events::TabSaid& event) {
  AppState& state = context.state;
  const TabNews& news = event.news;
  if (!is_signed_in(state)) return;
  const TabNews ours = tab_news(state.call);
  if (news.hello && !ours.call.empty()) context.effects.push_back(effects::TellTabs{ours});
  call_heard_tab(context, news);
  if (!news.call.empty() || news.device_id == state.tabs.other.device_id) state.tabs.other = news;
}

}  // namespace ssc
