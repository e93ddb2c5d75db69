#include "app/conversation.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace ssc {
namespace {

constexpr std::string_view kHistoryPrefix = "call-history:";

bool is_from_history(const ShownMessage& shown) { return shown.message.id.text.starts_with(kHistoryPrefix); }

/// Unsent messages stand last, whatever the clocks say.
bool comes_before(const ShownMessage& a, const ShownMessage& b) {
  const bool a_sent = a.delivery == Delivery::kSent;
  const bool b_sent = b.delivery == Delivery::kSent;
  if (a_sent != b_sent) return a_sent;
  if (!a_sent) return a.local_id < b.local_id;
  return a.message.created_at < b.message.created_at;
}

void insert_sorted(Conversation& conversation, ShownMessage shown) {
  auto& messages = conversation.messages;
  const auto place = std::upper_bound(messages.begin(), messages.end(), shown, comes_before);
  messages.insert(place, std::move(shown));
}

auto find_id(Conversation& conversation, const MessageId& id) {
  return std::ranges::find_if(conversation.messages, [&](const ShownMessage& shown) { return shown.message.id == id; });
}

bool has_id(const Conversation& conversation, const MessageId& id) {
  return std::ranges::any_of(conversation.messages, [&](const ShownMessage& shown) { return shown.message.id == id; });
}

void insert_new(Conversation& conversation, const std::vector<Message>& page) {
  for (const Message& message : page) {
    const auto known = find_id(conversation, message.id);
    if (known == conversation.messages.end()) {
      insert_sorted(conversation, {message, Delivery::kSent, 0});
    } else {
      known->message = message;  // read marks and names may be newer
    }
  }
}

/// Calls that still ring or run are not history yet.
bool is_over(CallStatus status) {
  switch (status) {
    case CallStatus::kPending:
    case CallStatus::kAccepted:
      return false;
    case CallStatus::kDeclined:
    case CallStatus::kEnded:
    case CallStatus::kMissed:
      return true;
  }
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

int message_characters(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(trimmed(text), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool add_arrived(Conversation& conversation, const Message& message, const UserId& me) {
  if (has_id(conversation, message.id)) return false;
  if (message.sender.id == me && message.kind == MessageKind::kText) {
    const auto unsent = std::ranges::find_if(conversation.messages, [&](const ShownMessage& shown) {
      return shown.delivery == Delivery::kSending && shown.message.content == message.content;
    });
    if (unsent != conversation.messages.end()) {
      confirm_sent(conversation, unsent->local_id, message);
      return true;
    }
  }
  insert_sorted(conversation, {message, Delivery::kSent, 0});
  if (message.kind == MessageKind::kCall) show_calls(conversation);
  return true;
}

void add_unsent(Conversation& conversation, std::uint32_t local_id, const User& me, std::string text, WallTime now) {
  ShownMessage shown;
  shown.message.sender = me;
  shown.message.content = std::move(text);
  shown.message.created_at = now;
  shown.delivery = Delivery::kSending;
  shown.local_id = local_id;
  insert_sorted(conversation, std::move(shown));
}

void confirm_sent(Conversation& conversation, std::uint32_t local_id, const Message& message) {
  auto& messages = conversation.messages;
  const auto known = find_id(conversation, message.id);
  const auto mine = std::ranges::find(messages, local_id, &ShownMessage::local_id);
  if (known != messages.end()) {
    // The live event came first and took an unsent message of the same text, perhaps another one: they change places.
    if (mine != messages.end() && mine != known) {
      std::swap(known->local_id, mine->local_id);
      if (mine->local_id == 0) messages.erase(mine);
    }
    return;
  }
  if (mine != messages.end()) messages.erase(mine);
  insert_sorted(conversation, {message, Delivery::kSent, local_id});
}

bool fail_unsent(Conversation& conversation, std::uint32_t local_id) {
  ShownMessage* unsent = find_unsent(conversation, local_id);
  if (unsent == nullptr) return false;
  unsent->delivery = Delivery::kFailed;
  return true;
}

ShownMessage* find_unsent(Conversation& conversation, std::uint32_t local_id) {
  const auto found = std::ranges::find_if(conversation.messages, [&](const ShownMessage& shown) {
    return shown.local_id == local_id && shown.delivery != Delivery::kSent;
  });
  return found == conversation.messages.end() ? nullptr : &*found;
}

void remove_message(Conversation& conversation, const MessageId& id) {
  std::erase_if(conversation.messages, [&](const ShownMessage& shown) { return shown.message.id == id; });
}

void mark_own_read(Conversation& conversation, const UserId& me) {
  for (ShownMessage& shown : conversation.messages) {
    if (shown.message.sender.id == me && shown.delivery == Delivery::kSent) shown.message.read_by_other = true;
  }
}

void merge_newest(Conversation& conversation, const std::vector<Message>& page, bool has_more) {
  const bool joins_on =
      !has_more || std::ranges::any_of(page, [&](const Message& message) { return has_id(conversation, message.id); });
  if (!conversation.loaded || !joins_on) {
    std::erase_if(conversation.messages, [](const ShownMessage& shown) { return shown.delivery == Delivery::kSent; });
    conversation.has_more = has_more;
    conversation.next_page = 2;
  }
  conversation.loaded = true;
  insert_new(conversation, page);
  show_calls(conversation);
}

void merge_older(Conversation& conversation, const std::vector<Message>& page, bool has_more) {
  insert_new(conversation, page);
  conversation.has_more = has_more;
  ++conversation.next_page;
  show_calls(conversation);
}

bool has_call_entries(const Conversation& conversation) {
  return std::ranges::any_of(conversation.messages, [](const ShownMessage& shown) {
    return shown.message.kind == MessageKind::kCall && !is_from_history(shown);
  });
}

void show_calls(Conversation& conversation) {
  std::erase_if(conversation.messages, is_from_history);
  std::set<CallId> shown_calls;
  for (const ShownMessage& shown : conversation.messages) {
    if (shown.message.call) shown_calls.insert(shown.message.call->id);
  }
  const WallTime oldest = conversation.has_more && !conversation.messages.empty()
                              ? conversation.messages.front().message.created_at
                              : WallTime{};
  for (const CallRecord& call : conversation.calls) {
    if (!is_over(call.status) || call.created_at < oldest || !shown_calls.insert(call.id).second) continue;
    ShownMessage entry;
    entry.message.id = MessageId(std::string(kHistoryPrefix) + call.id.text);
    entry.message.kind = MessageKind::kCall;
    entry.message.sender = call.caller;
    entry.message.created_at = call.created_at;
    entry.message.call = call;
    insert_sorted(conversation, std::move(entry));
  }
}

const Message* newest_message(const Conversation& conversation) {
  const auto newest = std::find_if(conversation.messages.rbegin(), conversation.messages.rend(),
                                   [](const ShownMessage& shown) { return shown.delivery == Delivery::kSent; });
  return newest == conversation.messages.rend() ? nullptr : &newest->message;
}

}  // namespace ssc
