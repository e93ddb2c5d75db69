#include "protocol/decode_model.hpp"

#include <algorithm>
#include <array>

namespace ssc {
namespace {

struct StatusWord {
  std::string_view word;
  CallStatus status;
};
/// "cancelled" occurs in call entries of chats; their reason tells it from other ends.
constexpr std::array<StatusWord, 6> kStatusWords = {{{"pending", CallStatus::kPending},
                                                     {"accepted", CallStatus::kAccepted},
                                                     {"declined", CallStatus::kDeclined},
                                                     {"ended", CallStatus::kEnded},
                                                     {"cancelled", CallStatus::kEnded},
                                                     {"missed", CallStatus::kMissed}}};

struct ReasonWord {
  std::string_view word;
  ServerEndReason reason;
};
constexpr std::array<ReasonWord, 8> kReasonWords = {{{"hangup", ServerEndReason::kHangup},
                                                     {"cancelled", ServerEndReason::kCancelled},
                                                     {"declined", ServerEndReason::kDeclined},
                                                     {"missed", ServerEndReason::kMissed},
                                                     {"connection_lost", ServerEndReason::kConnectionLost},
                                                     {"user_disconnected", ServerEndReason::kConnectionLost},
                                                     {"left", ServerEndReason::kLeft},
                                                     {"cleanup", ServerEndReason::kCleanup}}};

/// Absent: pending, as in call events, which carry no status.
CallStatus read_status(ObjectReader& reader) {
  const std::string word = reader.optional_text("status", kMaxNameBytes);
  if (word.empty()) return CallStatus::kPending;
  const auto* const found = std::ranges::find(kStatusWords, word, &StatusWord::word);
  if (found == kStatusWords.end()) reader.fail();
  return found == kStatusWords.end() ? CallStatus::kPending : found->status;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) {
  if (text.size() < lower_prefix.size()) return false;
  return std::ranges::equal(text.substr(0, lower_prefix.size()), lower_prefix, [](char given, char lower) {
    return (given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given) == lower;
  });
}

bool is_base64(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=') + 1;
  if (end == 0 || text.size() - end > 2 || text.size() % 4 == 1) return false;
  return std::ranges::all_of(text.substr(0, end), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

/// Avatars are pictures for the eye only: a broken one never costs the user around it.
std::string read_avatar(const ObjectReader& reader) {
  const Json* avatar = reader.find("avatar");
  const std::string* stored = avatar == nullptr ? nullptr : as_text(*avatar);
  return stored == nullptr ? std::string{} : normalized_avatar(*stored);
}

std::string read_id(ObjectReader& reader, std::string_view key, std::string_view other_key) {
  return reader.text(reader.find(key) != nullptr ? key : other_key, kMaxIdBytes);
}

User read_user(ObjectReader& reader) {
  User user;
  user.id = UserId(read_id(reader, "_id", "id"));
  user.username = reader.text("username", kMaxNameBytes);
  user.display_name = reader.optional_text("displayName", kMaxNameBytes);
  user.avatar = read_avatar(reader);
  user.premium = reader.optional_flag("premium", false);
  return user;
}

/// `isRead` where the server worked it out, else the raw `readBy` list: somebody other than the sender is in it.
bool read_by_other(ObjectReader& reader, const UserId& sender) {
  const Json* list = reader.find("readBy");
  if (reader.find("isRead") != nullptr || list == nullptr) return reader.optional_flag("isRead", false);
  const auto entries = elements_of(*list);
  if (!entries) {
    reader.fail();
    return false;
  }
  return std::ranges::any_of(*entries, [&sender](const Json* entry) {
    const ObjectReader read(entry);
    const Json* user = read.find("user");
    const std::string* id = user == nullptr ? nullptr : as_text(*user);
    return id != nullptr && *id != sender.text;
  });
}

/// The additive `callData` of a message of type "call".
std::optional<CallRecord> decode_call_data(const Json* value) {
  ObjectReader reader(value);
  CallRecord call;
  call.id = CallId(reader.text("callId", kMaxIdBytes));
  call.kind = read_call_kind(reader, "callType");
  call.status = read_status(reader);
  call.reason = read_end_reason(reader);
  call.duration_s = reader.optional_whole("duration", 0, kMaxDurationSeconds);
  call.caller.id = UserId(reader.optional_text("callerId", kMaxIdBytes));
  call.callee.id = UserId(reader.optional_text("calleeId", kMaxIdBytes));
  call.started_at = reader.optional_date("startedAt");
  call.ended_at = reader.optional_date("endedAt");
  if (!reader.ok()) return std::nullopt;
  return call;
}

/// `chat` of a call: RawChat, a bare id, or absent. Of RawChat only the id is meaningful (contract 0.3).
ChatId read_call_chat(ObjectReader& reader) {
  const Json* chat = reader.find("chat");
  if (chat == nullptr || as_text(*chat) != nullptr) return ChatId(reader.optional_text("chat", kMaxIdBytes));
  ObjectReader raw(chat);
  ChatId id(read_id(raw, "_id", "id"));
  if (!raw.ok()) reader.fail();
  return id;
}

}  // namespace

std::string normalized_avatar(std::string_view stored) {
  if (stored.empty() || stored.size() > kMaxAvatarBytes) return {};
  for (const std::string_view scheme : {"data:", "https://", "http://"}) {
    if (starts_with_ignoring_case(stored, scheme)) return std::string(stored);
  }
  if (!is_base64(stored)) return {};
  return "data:image/jpeg;base64," + std::string(stored);
}

std::optional<User> decode_user(const Json* value) {
  ObjectReader reader(value);
  User user = read_user(reader);
  if (!reader.ok()) return std::nullopt;
  return user;
}

std::optional<User> decode_user_reference(const Json* value) {
  if (value == nullptr || is_null(*value)) return User{};
  const std::string* id = as_text(*value);
  if (id == nullptr) return decode_user(value);
  if (id->empty() || id->size() > kMaxIdBytes) return std::nullopt;
  User user;
  user.id = UserId(*id);
  return user;
}

std::optional<Account> decode_account(const Json* value) {
  ObjectReader reader(value);
  Account account;
  account.user = read_user(reader);
  account.email = reader.optional_text("email", kMaxNameBytes);
  if (!reader.ok()) return std::nullopt;
  return account;
}

std::optional<Message> decode_message(const Json* value) {
  ObjectReader reader(value);
  Message message;
  message.id = MessageId(reader.text("_id", kMaxIdBytes));
  message.content = reader.optional_text("content", kMaxContentBytes);
  message.sender = read_member(reader, "sender", decode_user_reference);
  message.created_at = reader.date("createdAt");
  message.read_by_other = read_by_other(reader, message.sender.id);
  // Other types, and "call" without its data, are shown by their text.
  if (reader.optional_text("type", kMaxNameBytes) == "call" && reader.find("callData") != nullptr) {
    message.kind = MessageKind::kCall;
    message.call = read_member(reader, "callData", decode_call_data);
  }
  if (!reader.ok()) return std::nullopt;
  return message;
}

std::optional<Chat> decode_chat(const Json* value) {
  ObjectReader reader(value);
  Chat chat;
  chat.id = ChatId(reader.text("_id", kMaxIdBytes));
  chat.is_group = reader.optional_text("type", kMaxNameBytes) == "group";
  chat.name = reader.optional_text("name", kMaxNameBytes);
  if (const Json* participants = reader.find("participants"); participants != nullptr) {
    auto users = decode_list(participants, decode_user_reference);
    if (!users) return std::nullopt;
    chat.participants = std::move(*users);
    std::erase_if(chat.participants, [](const User& user) { return user.id.empty(); });
  }
  if (const Json* last = reader.find("lastMessage"); last != nullptr && as_text(*last) == nullptr) {
    chat.last_message = read_member(reader, "lastMessage", decode_message);
  }
  chat.last_activity = reader.optional_date("lastActivity");
  // A raw chat document carries an array of everybody's counters instead of the asker's number.
  if (const Json* unread = reader.find("unreadCount"); unread != nullptr && !elements_of(*unread)) {
    chat.unread = reader.optional_whole("unreadCount", 0, kMaxCount);
  }
  if (!reader.ok()) return std::nullopt;
  return chat;
}

std::optional<CallRecord> decode_call(const Json* value) {
  ObjectReader reader(value);
  CallRecord call;
  call.id = CallId(read_id(reader, "callId", "_id"));
  call.chat = read_call_chat(reader);
  call.caller = read_member(reader, "caller", decode_user_reference);
  call.callee = read_member(reader, "callee", decode_user_reference);
  call.kind = read_call_kind(reader, "type");
  call.status = read_status(reader);
  call.created_at = reader.optional_date("createdAt");
  call.started_at = reader.optional_date("startedAt");
  call.ended_at = reader.optional_date("endedAt");
  call.duration_s = reader.optional_whole("duration", 0, kMaxDurationSeconds);
  call.reason = read_end_reason(reader);
  if (!reader.ok()) return std::nullopt;
  return call;
}

std::optional<std::vector<std::pair<UserId, Presence>>> decode_presence_map(const Json* value) {
  const auto members = value == nullptr ? std::nullopt : members_of(*value);
  if (!members) return std::nullopt;
  std::vector<std::pair<UserId, Presence>> entries;
  entries.reserve(members->size());
  for (const auto& [id, member] : *members) {
    if (id.empty() || id.size() > kMaxIdBytes) return std::nullopt;
    ObjectReader reader(member);
    Presence presence;
    presence.online = reader.flag("isOnline");
    presence.last_seen = reader.optional_date("lastSeen");
    if (!reader.ok()) return std::nullopt;
    entries.emplace_back(UserId(std::string(id)), presence);
  }
  return entries;
}

CallKind read_call_kind(ObjectReader& reader, std::string_view key) {
  const std::string word = reader.optional_text(key, kMaxNameBytes);
  if (word == wire_word(CallKind::kVideo)) return CallKind::kVideo;
  if (!word.empty() && word != wire_word(CallKind::kAudio)) reader.fail();
  return CallKind::kAudio;
}

ServerEndReason read_end_reason(ObjectReader& reader) {
  const std::string word = reader.optional_text("reason", kMaxNameBytes);
  const auto* const found = std::ranges::find(kReasonWords, word, &ReasonWord::word);
  return found == kReasonWords.end() ? ServerEndReason::kUnknown : found->reason;
}

std::string_view wire_word(CallKind kind) {
  switch (kind) {
    case CallKind::kAudio:
      return "audio";
    case CallKind::kVideo:
      return "video";
  }
  return "audio";
}

}  // namespace ssc
