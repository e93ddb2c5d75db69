// The chat list: loading, order, presence, typing, unread counts, which chat is open.
#include <algorithm>

#include "app/conversation.hpp"
#include "app/handlers.hpp"

namespace ssc {
namespace {

constexpr Duration kTypingShownFor{5'000};
/// More ids make the address of the request too long for some servers.
constexpr std::size_t kMaxPresenceIds = 100;

void fetch_presence(Context& context) {
  std::vector<UserId> users;
  for (const Chat& chat : context.state.chats) {
    const User* other = other_participant(context.state, chat);
    if (other != nullptr && users.size() < kMaxPresenceIds) users.push_back(other->id);
  }
  if (!users.empty()) ask(context, api::FetchOnlineStatus{std::move(users)});
}

bool is_on_screen(const AppState& state, const ChatId& chat) {
  const bool is_covered = call::is_active(state.call.phase) && !state.call.minimized;
  return is_signed_in(state) && state.environment.page_visible && !state.route.settings_open && !is_covered &&
         state.route.open_chat == chat;
}

}  // namespace

void load_chats(Context& context) { ask(context, api::ListChats{}); }

void resort_chats(AppState& state) {
  const auto is_newer = [](const Chat& a, const Chat& b) { return a.last_activity > b.last_activity; };
  // By insertion: the list is nearly sorted each time, and std::stable_sort is 4 KB of program for such a big type.
  for (auto chat = state.chats.begin(); chat != state.chats.end(); ++chat) {
    std::rotate(std::upper_bound(state.chats.begin(), chat, *chat, is_newer), chat, chat + 1);
  }
}

void upsert_chat(Context& context, const Chat& chat) {
  AppState& state = context.state;
  if (Chat* known = find_chat(state, chat.id)) {
    *known = chat;
  } else {
    state.chats.push_back(chat);
  }
  resort_chats(state);
}

void on_reply(Context& context, RequestId, const api::ListChats&, const Reply& reply) {
  AppState& state = context.state;
  const auto list = reply_as<api::ChatList>(reply);
  if (!list) {
    state.chats_failed = !state.chats_loaded;
    return;
  }
  state.chats = list->chats;
  state.chats_loaded = true;
  state.chats_failed = false;
  resort_chats(state);
  fetch_presence(context);
}

void on_reply(Context& context, RequestId, const api::FetchOnlineStatus&, const Reply& reply) {
  const auto list = reply_as<api::PresenceList>(reply);
  if (!list) return;
  for (const auto& [user, presence] : list->entries) context.state.presence[user] = presence;
}

void open_chat(Context& context, const ChatId& chat) {
  AppState& state = context.state;
  state.route.open_chat = chat;
  state.route.settings_open = false;
  Conversation& conversation = state.conversations[chat];
  if (!conversation.loaded && !conversation.loading) load_messages(context, chat, 1);
}

void on(Context& context, const events::ChatChosen& event) {
  AppState& state = context.state;
  if (find_chat(state, event.chat) == nullptr) return;
  state.opening_chat = RequestId();
  open_chat(context, event.chat);
}

void on(Context& context, const events::ChatLeft&) { context.state.route.open_chat = ChatId(); }

void on(Context& context, const events::ReloadChosen&) {
  AppState& state = context.state;
  if (!state.account) return;
  if (!state.chats_loaded) {
    state.chats_failed = false;
    load_chats(context);
  }
  const auto open = state.conversations.find(state.route.open_chat);
  if (open != state.conversations.end() && open->second.load_failed) {
    load_messages(context, open->first, open->second.loaded ? open->second.next_page : 1);
  }
  if (state.search.failed) on(context, events::SearchChanged{state.search.query});
}

void read_open_chat(Context& context) {
  AppState& state = context.state;
  Chat* chat = find_chat(state, state.route.open_chat);
  if (chat == nullptr || chat->unread == 0 || !is_on_screen(state, chat->id)) return;
  const auto conversation = state.conversations.find(chat->id);
  if (conversation == state.conversations.end() || !conversation->second.loaded) return;
  chat->unread = 0;
  ask(context, api::MarkRead{chat->id});
}

void on_reply(Context&, RequestId, const api::MarkRead&, const Reply&) {}

void catch_up_after_reconnect(Context& context) {
  AppState& state = context.state;
  load_chats(context);
  // Other conversations are loaded anew when they are opened; the one on screen joins the newest page on.
  std::erase_if(state.conversations, [&](const auto& entry) {
    const bool has_unsent = std::ranges::any_of(
        entry.second.messages, [](const ShownMessage& shown) { return shown.delivery != Delivery::kSent; });
    return entry.first != state.route.open_chat && !has_unsent;
  });
  for (auto& [chat, conversation] : state.conversations) {
    if (chat == state.route.open_chat) {
      load_messages(context, chat, 1);
    } else {
      conversation.loaded = false;
    }
  }
}

void on_message(Context& context, const signalling::ChatAppeared& message) { upsert_chat(context, message.chat); }

void on_message(Context& context, const signalling::UnreadChanged& message) {
  if (Chat* chat = find_chat(context.state, message.chat)) chat->unread = message.unread;
}

void on_message(Context& context, const signalling::Typing& message) {
  AppState& state = context.state;
  // Some servers tell everybody about everybody (contract 2.10).
  if (message.user == my_id(state) || find_chat(state, message.chat) == nullptr) return;
  if (message.typing) {
    state.typing_until[message.chat] = context.now.instant + kTypingShownFor;
  } else {
    state.typing_until.erase(message.chat);
  }
}

void on_message(Context& context, const signalling::PresenceChanged& message) {
  context.state.presence[message.user] = message.presence;
}

void chats_time_passed(Context& context) {
  std::erase_if(context.state.typing_until, [&](const auto& entry) { return context.now.instant >= entry.second; });
}

}  // namespace ssc
