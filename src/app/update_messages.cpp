// Messages: pages, live arrival, sending with an immediate local echo, read marks, typing, calls from the history.
#include <algorithm>

#include "app/conversation.hpp"
#include "app/handlers.hpp"

namespace ssc {
namespace {

constexpr int kPageSize = 30;
constexpr Duration kTypingEvery{3'000};

void post(Context& context, const ChatId& chat, std::string text, std::uint32_t local_id) {
  ask(context, api::SendMessage{chat, std::move(text), local_id});
}

/// The list shows the newest message of each chat.
void show_in_list(Context& context, const ChatId& id, const Message& message) {
  Chat* chat = find_chat(context.state, id);
  if (chat == nullptr) return;
  const bool is_newer = !chat->last_message || chat->last_message->created_at <= message.created_at;
  if (!is_newer) return;
  chat->last_message = message;
  chat->last_activity = std::max(chat->last_activity, message.created_at);
  resort_chats(context.state);
}

}  // namespace

void load_messages(Context& context, const ChatId& chat, int page) {
  Conversation& conversation = context.state.conversations[chat];
  conversation.loading = true;
  conversation.load_failed = false;
  conversation.request = ask(context, api::ListMessages{chat, page, kPageSize});
}

void on(Context& context, const events::OlderMessagesWanted& event) {
  const auto found = context.state.conversations.find(event.chat);
  if (found == context.state.conversations.end()) return;
  const Conversation& conversation = found->second;
  if (conversation.loaded && conversation.has_more && !conversation.loading) {
    load_messages(context, event.chat, conversation.next_page);
  }
}

void on_reply(Context& context, RequestId id, const api::ListMessages& asked, const Reply& reply) {
  const auto found = context.state.conversations.find(asked.chat);
  if (found == context.state.conversations.end() || found->second.request != id) return;
  Conversation& conversation = found->second;
  conversation.loading = false;
  const auto page = reply_as<api::MessagePage>(reply);
  if (!page) {
    conversation.load_failed = true;
    return;
  }
  if (asked.page > 1) {
    merge_older(conversation, page->messages, page->has_more);
    return;
  }
  const bool is_first_time = !conversation.loaded;
  merge_newest(conversation, page->messages, page->has_more);
  if (is_first_time && !has_call_entries(conversation)) load_call_history(context, asked.chat);
}

void load_call_history(Context& context, const ChatId& chat) {
  const auto found = context.state.conversations.find(chat);
  if (found == context.state.conversations.end() || !found->second.loaded || has_call_entries(found->second)) return;
  ask(context, api::FetchCallHistory{chat, 1, kPageSize});
}

void on_reply(Context& context, RequestId, const api::FetchCallHistory& asked, const Reply& reply) {
  const auto history = reply_as<api::CallHistory>(reply);
  const auto found = context.state.conversations.find(asked.chat);
  if (!history || found == context.state.conversations.end()) return;
  found->second.calls = history->calls;
  show_calls(found->second);
}

void on(Context& context, const events::MessageSubmitted& event) {
  AppState& state = context.state;
  const std::string_view text = trimmed(event.text);
  // The field offers to send no more than this, and nothing that was written is ever cut.
  if (message_characters(text) > kMaxMessageCharacters) return;
  if (text.empty() || !state.account || find_chat(state, event.chat) == nullptr) return;
  const std::uint32_t local_id = state.next_local_message++;
  add_unsent(state.conversations[event.chat], local_id, state.account->user, std::string(text), context.now.wall);
  post(context, event.chat, std::string(text), local_id);
  if (state.typing_told_chat == event.chat) {
    emit(context, signalling::SendTyping{event.chat, false});
    state.typing_told_chat = ChatId();
  }
}

void on(Context& context, const events::MessageRetried& event) {
  const auto found = context.state.conversations.find(event.chat);
  if (found == context.state.conversations.end()) return;
  ShownMessage* unsent = find_unsent(found->second, event.local_id);
  if (unsent == nullptr || unsent->delivery != Delivery::kFailed) return;
  unsent->delivery = Delivery::kSending;
  post(context, event.chat, unsent->message.content, event.local_id);
}

void on_reply(Context& context, RequestId, const api::SendMessage& asked, const Reply& reply) {
  AppState& state = context.state;
  const auto sent = reply_as<api::OneMessage>(reply);
  const auto found = state.conversations.find(asked.chat);
  if (found == state.conversations.end()) return;
  if (sent) {
    confirm_sent(found->second, asked.local_id, sent->message);
    show_in_list(context, asked.chat, sent->message);
  } else if (fail_unsent(found->second, asked.local_id)) {
    notify(context, NoticeKind::kMessageFailed);
  }
}

void on_message(Context& context, const signalling::MessageArrived& message) {
  AppState& state = context.state;
  Chat* chat = find_chat(state, message.chat);
  if (chat == nullptr) {
    load_chats(context);  // a chat made a moment ago
    return;
  }
  const bool is_mine = message.message.sender.id == my_id(state);
  const bool is_known = chat->last_message && chat->last_message->id == message.message.id;
  const auto found = state.conversations.find(message.chat);
  const bool is_new = found == state.conversations.end()
                          ? !is_known
                          : add_arrived(found->second, message.message, my_id(state)) && !is_known;
  // A call's entry says itself whether it was missed here; of other messages the flag means one's own only.
  const bool is_seen_to = message.message.kind == MessageKind::kCall && message.message.read_by_other;
  if (is_new && !is_mine && !is_seen_to) ++chat->unread;
  if (!is_mine) state.typing_until.erase(message.chat);
  show_in_list(context, message.chat, message.message);
}

void on_message(Context& context, const signalling::MessagesRead& message) {
  AppState& state = context.state;
  Chat* chat = find_chat(state, message.chat);
  if (message.by == my_id(state)) {
    if (chat != nullptr) chat->unread = 0;
    return;
  }
  const auto found = state.conversations.find(message.chat);
  if (found != state.conversations.end()) mark_own_read(found->second, my_id(state));
  if (chat != nullptr && chat->last_message && chat->last_message->sender.id == my_id(state)) {
    chat->last_message->read_by_other = true;
  }
}

void on_message(Context& context, const signalling::MessageDeleted& message) {
  AppState& state = context.state;
  const auto found = state.conversations.find(message.chat);
  if (found != state.conversations.end()) remove_message(found->second, message.message);
  Chat* chat = find_chat(state, message.chat);
  if (chat == nullptr || !chat->last_message || chat->last_message->id != message.message) return;
  const Message* newest = found == state.conversations.end() ? nullptr : newest_message(found->second);
  chat->last_message = newest == nullptr ? std::nullopt : std::optional(*newest);
}

void on(Context& context, const events::MessageTyped& event) {
  AppState& state = context.state;
  const bool told_lately =
      state.typing_told_chat == event.chat && context.now.instant < state.typing_told_at + kTypingEvery;
  if (told_lately || find_chat(state, event.chat) == nullptr) return;
  state.typing_told_chat = event.chat;
  state.typing_told_at = context.now.instant;
  emit(context, signalling::SendTyping{event.chat, true});
}

}  // namespace ssc
