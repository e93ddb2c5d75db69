// The messages of one chat as a list: sorting, merging of pages, live messages and one's own unsent ones, and calls
// from the history. Pure over a Conversation; knows nothing of requests.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "app/state.hpp"

namespace ssc {

/// What one message may hold, in the code points of what stands between blanks (contract 0.3).
inline constexpr int kMaxMessageCharacters = 1'000;
std::string_view trimmed(std::string_view text);
int message_characters(std::string_view text);

/// A message that arrived. One's own is recognised among the unsent ones by its text when the server's reply to it is
/// still on its way. False when it was there already.
bool add_arrived(Conversation& conversation, const Message& message, const UserId& me);
/// A message written here: shown at once.
void add_unsent(Conversation& conversation, std::uint32_t local_id, const User& me, std::string text, WallTime now);
/// The server's reply to an unsent message, which may come before or after the live event of the same message.
void confirm_sent(Conversation& conversation, std::uint32_t local_id, const Message& message);
/// True when it was still unsent.
bool fail_unsent(Conversation& conversation, std::uint32_t local_id);
ShownMessage* find_unsent(Conversation& conversation, std::uint32_t local_id);
void remove_message(Conversation& conversation, const MessageId& id);
void mark_own_read(Conversation& conversation, const UserId& me);

/// Page 1: the newest messages. What lies before them is forgotten when it no longer joins on.
void merge_newest(Conversation& conversation, const std::vector<Message>& page, bool has_more);
/// A further page. Pages shift while messages arrive: what is known already is skipped.
void merge_older(Conversation& conversation, const std::vector<Message>& page, bool has_more);

/// True when the server itself writes calls into this chat.
bool has_call_entries(const Conversation& conversation);
/// Calls of the history as entries of the conversation, but none twice and none before the oldest loaded message.
void show_calls(Conversation& conversation);

/// The newest message the server knows, or nullptr.
const Message* newest_message(const Conversation& conversation);

}  // namespace ssc
