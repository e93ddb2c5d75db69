#include "app/update.hpp"

#include <variant>

#include "app/handlers.hpp"

namespace ssc {

Effects update(AppState& state, const AppEvent& event, const Now& now) {
  Effects effects;
  Context context{state, now, effects};
  std::visit([&context](const auto& happened) { on(context, happened); }, event);
  end_session_when_due(context);
  set_urgent(state.socket, call::is_active(state.call.phase), now.instant);
  read_open_chat(context);
  return effects;
}

}  // namespace ssc
