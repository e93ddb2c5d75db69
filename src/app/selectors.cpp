// Questions about the state, for the view and for update().
#include <algorithm>

#include "app/context.hpp"

namespace ssc {

const User* other_participant(const AppState& state, const Chat& chat) {
  const UserId& me = my_id(state);
  const auto found = std::ranges::find_if(chat.participants, [&](const User& user) { return user.id != me; });
  return found == chat.participants.end() ? nullptr : &*found;
}

const Chat* find_chat(const AppState& state, const ChatId& id) {
  const auto found = std::ranges::find(state.chats, id, &Chat::id);
  return found == state.chats.end() ? nullptr : &*found;
}

bool is_dark(const AppState& state) {
  switch (state.settings.theme) {
    case ThemeChoice::kSystem:
      return state.environment.system_dark;
    case ThemeChoice::kDark:
      return true;
    case ThemeChoice::kLight:
      return false;
  }
  return false;
}

bool is_signed_in(const AppState& state) { return state.sign_in.phase == AuthPhase::kSignedIn; }

int total_unread(const AppState& state) {
  int total = 0;
  for (const Chat& chat : state.chats) total += chat.unread;
  return total;
}

int call_seconds(const AppState& state, Instant now, WallTime wall_now) {
  const call::CallState& call = state.call;
  if (!call::is_talking(call.phase)) return call.duration_s;
  return call::seconds_since_start(call, {now, wall_now});
}

}  // namespace ssc
