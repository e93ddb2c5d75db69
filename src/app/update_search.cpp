// Search for people, and opening a chat with one.
#include <algorithm>

#include "app/handlers.hpp"

namespace ssc {
namespace {

constexpr Duration kSearchDelay{250};  // D24
constexpr std::size_t kMaxQueryBytes = 200;

/// The name looked for: without blanks around it and without the "@" people put before names.
std::string name_in(std::string_view query) {
  const std::size_t first = query.find_first_not_of(" @");
  if (first == std::string_view::npos) return {};
  const std::size_t last = query.find_last_not_of(' ');
  return std::string(query.substr(first, std::min(last - first + 1, kMaxQueryBytes)));
}

const Chat* private_chat_with(const AppState& state, const UserId& user) {
  const auto found = std::ranges::find_if(state.chats, [&](const Chat& chat) {
    const User* other = other_participant(state, chat);
    return !chat.is_group && other != nullptr && other->id == user;
  });
  return found == state.chats.end() ? nullptr : &*found;
}

}  // namespace

void on(Context& context, const events::SearchChanged& event) {
  AppState& state = context.state;
  if (!state.account) return;
  PeopleSearch& search = state.search;
  search.query = event.query;
  search.failed = false;
  search.request = RequestId();
  const bool is_wanted = !name_in(event.query).empty();
  search.searching = is_wanted;
  search.send_at = is_wanted ? context.now.instant + kSearchDelay : kNever;
  if (!is_wanted) search.results.clear();
}

void search_time_passed(Context& context) {
  PeopleSearch& search = context.state.search;
  if (context.now.instant < search.send_at) return;
  search.send_at = kNever;
  search.request = ask(context, api::SearchUsers{name_in(search.query)});
}

void on_reply(Context& context, RequestId id, const api::SearchUsers&, const Reply& reply) {
  PeopleSearch& search = context.state.search;
  if (id != search.request) return;
  const auto users = reply_as<api::Users>(reply);
  search.searching = false;
  search.failed = !users;
  search.results = users ? users->users : std::vector<User>{};
  std::erase_if(search.results, [&](const User& user) { return user.id == my_id(context.state); });
}

void on(Context& context, const events::PersonChosen& event) {
  AppState& state = context.state;
  if (!state.account || event.user == my_id(state)) return;
  if (const Chat* chat = private_chat_with(state, event.user)) {
    const ChatId id = chat->id;
    state.search = PeopleSearch();
    state.opening_chat = RequestId();
    open_chat(context, id);
    return;
  }
  state.opening_chat = ask(context, api::OpenChatWith{event.user});
}

void on_reply(Context& context, RequestId id, const api::OpenChatWith&, const Reply& reply) {
  AppState& state = context.state;
  const auto opened = reply_as<api::OneChat>(reply);
  if (opened && find_chat(state, opened->chat.id) == nullptr) upsert_chat(context, opened->chat);
  if (id != state.opening_chat) return;
  state.opening_chat = RequestId();
  if (!opened) {
    notify(context, NoticeKind::kCouldNotOpenChat);
    return;
  }
  state.search = PeopleSearch();
  open_chat(context, opened->chat.id);
}

}  // namespace ssc
