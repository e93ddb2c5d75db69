// Timelines of chats and messages.
#include <gtest/gtest.h>

#include "app/conversation.hpp"
#include "unit/testing/app_desk.hpp"

namespace ssc {
namespace {

using testing_tools::AppDesk;

std::vector<std::string> texts(const Conversation& conversation) {
  std::vector<std::string> found;
  for (const ShownMessage& shown : conversation.messages) found.push_back(shown.message.content);
  return found;
}
using Texts = std::vector<std::string>;

TEST(Messages, an_opened_chat_loads_its_newest_page_once) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "one", 2), desk.message("m2", "me", "two", 1)});
  EXPECT_EQ(texts(desk.conversation("bob")), (Texts{"one", "two"}));
  desk.happen(events::ChatLeft{});
  desk.happen(events::ChatChosen{ChatId("chat-bob")});
  EXPECT_EQ(desk.sent<api::ListMessages>().size(), 1U);
}

TEST(Messages, D23_no_chat_is_loaded_before_it_is_opened) {
  AppDesk desk;
  desk.settle();
  EXPECT_TRUE(desk.sent<api::ListMessages>().empty());
}

TEST(Messages, what_is_written_shows_at_once_and_becomes_sent) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "  hello  "});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
  EXPECT_EQ(desk.conversation("bob").messages[0].delivery, Delivery::kSending);
  EXPECT_EQ(desk.last<api::SendMessage>().content, "hello");
  desk.answer<api::SendMessage>(api::OneMessage{desk.message("m1", "me", "hello")});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
  EXPECT_EQ(desk.conversation("bob").messages[0].delivery, Delivery::kSent);
  EXPECT_EQ(desk.chat("bob").last_message->content, "hello");
}

TEST(Messages, messageSent_and_the_reply_in_either_order_make_one_message) {
  for (const bool event_first : {true, false}) {
    AppDesk desk;
    desk.settle();
    desk.open("bob");
    desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "hello"});
    const auto reply = [&] { desk.answer<api::SendMessage>(api::OneMessage{desk.message("m1", "me", "hello")}); };
    if (event_first) desk.message_event("messageSent", "bob", "m1", "me", "hello");
    reply();
    if (!event_first) desk.message_event("messageSent", "bob", "m1", "me", "hello");
    ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
    EXPECT_EQ(desk.conversation("bob").messages[0].delivery, Delivery::kSent);
    EXPECT_EQ(desk.chat("bob").unread, 0);
  }
}

TEST(Messages, two_equal_texts_at_once_stay_two_messages) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "a"});
  const auto first = desk.sent<api::SendMessage>().back();
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "a"});
  const auto second = desk.sent<api::SendMessage>().back();
  desk.message_event("messageSent", "bob", "m2", "me", "a");  // the server took the second one first
  desk.happen(
      events::HttpAnswered{second.id, second.request, api::Reply(api::OneMessage{desk.message("m2", "me", "a")})});
  desk.happen(
      events::HttpAnswered{first.id, first.request, api::Reply(api::OneMessage{desk.message("m1", "me", "a")})});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 2U);
  for (const ShownMessage& shown : desk.conversation("bob").messages) EXPECT_EQ(shown.delivery, Delivery::kSent);
}

TEST(Messages, one_that_failed_says_so_and_can_be_sent_again) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "hello"});
  desk.refuse<api::SendMessage>(ErrorKind::kNetwork);
  ASSERT_EQ(desk.conversation("bob").messages[0].delivery, Delivery::kFailed);
  EXPECT_EQ(desk.state.notices[0].kind, NoticeKind::kMessageFailed);
  desk.happen(events::MessageRetried{ChatId("chat-bob"), desk.conversation("bob").messages[0].local_id});
  EXPECT_EQ(desk.sent<api::SendMessage>().size(), 2U);
  desk.answer<api::SendMessage>(api::OneMessage{desk.message("m1", "me", "hello")});
  EXPECT_EQ(desk.conversation("bob").messages.size(), 1U);
}

TEST(Messages, a_lost_reply_after_the_live_event_is_no_failure) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), "hello"});
  desk.message_event("messageSent", "bob", "m1", "me", "hello");
  desk.refuse<api::SendMessage>(ErrorKind::kNetwork);
  EXPECT_EQ(desk.conversation("bob").messages[0].delivery, Delivery::kSent);
  EXPECT_TRUE(desk.state.notices.empty());
}

TEST(Messages, empty_text_is_not_sent_and_too_long_text_is_never_cut) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), " \n\t "});
  EXPECT_TRUE(desk.sent<api::SendMessage>().empty());
  std::string longest;
  for (int i = 0; i < kMaxMessageCharacters; ++i) longest += "ж";
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), longest + "ж"});
  EXPECT_TRUE(desk.sent<api::SendMessage>().empty());
  EXPECT_TRUE(desk.conversation("bob").messages.empty());
  desk.happen(events::MessageSubmitted{ChatId("chat-bob"), " " + longest + " "});
  EXPECT_EQ(desk.last<api::SendMessage>().content, longest);
}

TEST(Messages, arriving_ones_count_as_unread_unless_they_are_seen) {
  AppDesk desk;
  desk.settle();
  desk.message_event("newMessage", "bob", "m1", "bob", "hi");
  EXPECT_EQ(desk.chat("bob").unread, 1);
  EXPECT_EQ(total_unread(desk.state), 1);
  EXPECT_TRUE(desk.sent<api::MarkRead>().empty());
  desk.open("bob", {desk.message("m1", "bob", "hi")});
  EXPECT_EQ(desk.chat("bob").unread, 0);
  EXPECT_EQ(desk.sent<api::MarkRead>().size(), 1U);
  desk.message_event("newMessage", "bob", "m2", "bob", "again");
  EXPECT_EQ(desk.chat("bob").unread, 0);
  EXPECT_EQ(desk.sent<api::MarkRead>().size(), 2U);
}

TEST(Messages, a_calls_entry_is_unread_only_where_it_was_missed) {
  AppDesk desk;
  desk.settle();
  const auto entry = [&](const std::string& id, const std::string& status, bool seen_to) {
    desk.event("newMessage", R"({"chatId":"chat-bob","message":{"_id":")" + id +
                                 R"(","type":"call","sender":{"_id":"id-bob","username":"bob"},)" +
                                 R"("createdAt":"2026-11-22T12:00:00.000Z","isRead":)" + (seen_to ? "true" : "false") +
                                 R"(,"callData":{"callId":"k-)" + id + R"(","callType":"audio","status":")" + status +
                                 R"(","duration":3,"callerId":"id-bob","calleeId":"id-me"}}})");
  };
  entry("m1", "ended", true);
  entry("m2", "declined", true);
  EXPECT_EQ(desk.chat("bob").last_message->id, MessageId("m2")) << "it arrived";
  EXPECT_EQ(desk.chat("bob").unread, 0);
  entry("m3", "missed", false);
  EXPECT_EQ(desk.chat("bob").unread, 1);
  desk.event("unreadCountUpdated", R"({"chatId":"chat-bob","unreadCount":0})");
  EXPECT_EQ(desk.chat("bob").unread, 0);
}

TEST(Messages, an_open_chat_on_a_hidden_page_is_read_when_the_page_shows) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  Environment hidden = desk.state.environment;
  hidden.page_visible = false;
  desk.happen(events::EnvironmentChanged{hidden});
  desk.message_event("newMessage", "bob", "m1", "bob", "hi");
  EXPECT_EQ(desk.chat("bob").unread, 1);
  EXPECT_TRUE(desk.sent<api::MarkRead>().empty());
  hidden.page_visible = true;
  desk.happen(events::EnvironmentChanged{hidden});
  EXPECT_EQ(desk.chat("bob").unread, 0);
  EXPECT_EQ(desk.sent<api::MarkRead>().size(), 1U);
}

TEST(Messages, the_same_message_twice_is_one) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "hi")});
  desk.message_event("newMessage", "bob", "m1", "bob", "hi");
  EXPECT_EQ(desk.conversation("bob").messages.size(), 1U);
  desk.message_event("newMessage", "carol", "m9", "carol", "ho");
  desk.message_event("newMessage", "carol", "m9", "carol", "ho");
  EXPECT_EQ(desk.chat("carol").unread, 1);
}

TEST(Messages, ones_own_from_another_device_appears_too) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.message_event("messageSent", "bob", "m1", "me", "from the phone");
  EXPECT_EQ(texts(desk.conversation("bob")), (Texts{"from the phone"}));
}

TEST(Messages, older_pages_join_on_although_pages_shifted) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m3", "bob", "three", 3), desk.message("m4", "bob", "four", 2)}, true);
  desk.happen(events::OlderMessagesWanted{ChatId("chat-bob")});
  desk.happen(events::OlderMessagesWanted{ChatId("chat-bob")});
  ASSERT_EQ(desk.sent<api::ListMessages>().size(), 2U) << "one page at a time";
  EXPECT_EQ(desk.last<api::ListMessages>().page, 2);
  desk.answer<api::ListMessages>(
      api::MessagePage{{desk.message("m2", "bob", "two", 4), desk.message("m3", "bob", "three", 3)}, 2, false});
  EXPECT_EQ(texts(desk.conversation("bob")), (Texts{"two", "three", "four"}));
  EXPECT_FALSE(desk.conversation("bob").has_more);
}

TEST(Messages, a_page_that_did_not_load_can_be_asked_for_again) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::ChatChosen{ChatId("chat-bob")});
  desk.refuse<api::ListMessages>(ErrorKind::kServer, 500);
  EXPECT_TRUE(desk.conversation("bob").load_failed);
  desk.happen(events::ReloadChosen{});
  EXPECT_EQ(desk.sent<api::ListMessages>().size(), 2U);
  EXPECT_FALSE(desk.conversation("bob").load_failed);
}

TEST(Messages, read_marks_of_the_other_side_concern_ones_own_messages) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "me", "mine", 2), desk.message("m2", "bob", "theirs", 1)});
  desk.event("messagesRead", R"({"chatId":"chat-bob","readBy":"id-bob","readByUsername":"bob"})");
  EXPECT_TRUE(desk.conversation("bob").messages[0].message.read_by_other);
  EXPECT_FALSE(desk.conversation("bob").messages[1].message.read_by_other);
}

TEST(Messages, a_deleted_one_disappears_from_chat_and_list) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "one", 2)});
  desk.message_event("newMessage", "bob", "m2", "bob", "two");
  desk.event("messageDeleted", R"({"chatId":"chat-bob","messageId":"m2"})");
  EXPECT_EQ(texts(desk.conversation("bob")), (Texts{"one"}));
  EXPECT_EQ(desk.chat("bob").last_message->content, "one");
}

TEST(Messages, the_list_is_sorted_by_activity_and_unknown_chats_are_fetched) {
  AppDesk desk;
  desk.settle();
  desk.pass(Duration(30'000));
  desk.happen(events::MessageSubmitted{ChatId("chat-carol"), "hi"});
  desk.answer<api::SendMessage>(api::OneMessage{desk.message("m1", "me", "hi")});
  EXPECT_EQ(desk.state.chats.front().name, "carol");
  const std::size_t before = desk.sent<api::ListChats>().size();
  desk.message_event("newMessage", "stranger", "m2", "stranger", "hello");
  EXPECT_EQ(desk.sent<api::ListChats>().size(), before + 1);
}

TEST(Messages, typing_is_told_at_most_every_three_seconds_and_shown_for_five) {
  AppDesk desk;
  desk.settle();
  for (int i = 0; i < 4; ++i) {
    desk.happen(events::MessageTyped{ChatId("chat-bob")});
    desk.pass(Duration(1'000));
  }
  EXPECT_EQ(desk.emitted("typing").size(), 2U);
  desk.event("userTyping", R"({"chatId":"chat-bob","userId":"id-bob","username":"bob","isTyping":true})");
  EXPECT_TRUE(desk.state.typing_until.contains(ChatId("chat-bob")));
  desk.pass(Duration(4'900));
  EXPECT_TRUE(desk.state.typing_until.contains(ChatId("chat-bob")));
  desk.pass(Duration(200));
  EXPECT_FALSE(desk.state.typing_until.contains(ChatId("chat-bob")));
}

TEST(Messages, typing_of_oneself_and_in_foreign_chats_is_not_shown) {
  AppDesk desk;
  desk.settle();
  desk.event("userTyping", R"({"chatId":"chat-bob","userId":"id-me","username":"me","isTyping":true})");
  desk.event("userTyping", R"({"chatId":"elsewhere","userId":"id-bob","username":"bob","isTyping":true})");
  EXPECT_TRUE(desk.state.typing_until.empty());
}

CallRecord past_call(const std::string& id, const AppDesk& desk, int minutes_ago, CallStatus status) {
  CallRecord call;
  call.id = CallId(id);
  call.caller = AppDesk::user("bob");
  call.callee = AppDesk::user("me");
  call.status = status;
  call.created_at = WallTime{desk.wall.unix_ms - minutes_ago * 60'000};
  return call;
}

TEST(Messages, calls_of_the_history_stand_between_messages_where_the_server_writes_none) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "before", 10), desk.message("m2", "bob", "after", 1)});
  ASSERT_EQ(desk.sent<api::FetchCallHistory>().size(), 1U);
  desk.answer<api::FetchCallHistory>(api::CallHistory{
      {past_call("c2", desk, 0, CallStatus::kAccepted), past_call("c1", desk, 5, CallStatus::kMissed)}});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 3U);
  EXPECT_EQ(desk.conversation("bob").messages[1].message.kind, MessageKind::kCall);
  EXPECT_EQ(desk.conversation("bob").messages[1].message.call->id, CallId("c1"));
}

TEST(Messages, a_server_that_writes_calls_itself_is_not_asked_for_its_history) {
  AppDesk desk;
  desk.settle();
  Message entry = desk.message("m1", "bob", "", 1);
  entry.kind = MessageKind::kCall;
  entry.call = past_call("c1", desk, 1, CallStatus::kEnded);
  desk.open("bob", {entry});
  EXPECT_TRUE(desk.sent<api::FetchCallHistory>().empty());
}

TEST(Messages, a_live_call_entry_takes_the_place_of_the_one_from_the_history) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.answer<api::FetchCallHistory>(api::CallHistory{{past_call("c1", desk, 0, CallStatus::kEnded)}});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
  desk.event("newMessage",
             R"({"chatId":"chat-bob","message":{"_id":"m1","type":"call","content":"","sender":{"_id":"id-bob",)"
             R"("username":"bob"},"createdAt":"2026-11-22T12:00:00.000Z","callData":{"callId":"c1","callType":"audio",)"
             R"("status":"ended","duration":3}}})");
  ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
  EXPECT_EQ(desk.conversation("bob").messages[0].message.id, MessageId("m1"));
}

TEST(Search, D24_waits_for_a_pause_and_only_the_newest_answer_counts) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::SearchChanged{"b"});
  desk.pass(Duration(100));
  desk.happen(events::SearchChanged{" @bo"});
  desk.pass(Duration(260));
  ASSERT_EQ(desk.sent<api::SearchUsers>().size(), 1U);
  EXPECT_EQ(desk.last<api::SearchUsers>().query, "bo");
  const auto old = desk.sent<api::SearchUsers>().back();
  desk.happen(events::SearchChanged{"bob"});
  desk.pass(Duration(260));
  desk.happen(events::HttpAnswered{old.id, old.request, api::Reply(api::Users{{AppDesk::user("bogus")}})});
  EXPECT_TRUE(desk.state.search.results.empty());
  desk.answer<api::SearchUsers>(api::Users{{AppDesk::user("bob"), AppDesk::user("me")}});
  ASSERT_EQ(desk.state.search.results.size(), 1U) << "without oneself";
  EXPECT_FALSE(desk.state.search.searching);
}

TEST(Search, clearing_the_field_sends_nothing_and_shows_the_list) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::SearchChanged{"b"});
  desk.happen(events::SearchChanged{""});
  desk.pass(Duration(1'000));
  EXPECT_TRUE(desk.sent<api::SearchUsers>().empty());
}

TEST(Search, a_person_found_opens_their_chat_known_or_new) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::PersonChosen{UserId("id-bob")});
  EXPECT_TRUE(desk.sent<api::OpenChatWith>().empty());
  EXPECT_EQ(desk.state.route.open_chat, ChatId("chat-bob"));
  desk.happen(events::PersonChosen{UserId("id-dave")});
  desk.answer<api::OpenChatWith>(api::OneChat{desk.chat_with("dave")});
  EXPECT_EQ(desk.state.route.open_chat, ChatId("chat-dave"));
  EXPECT_NE(find_chat(std::as_const(desk.state), ChatId("chat-dave")), nullptr);
}

TEST(Search, a_chat_that_could_not_be_opened_is_said) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::PersonChosen{UserId("id-dave")});
  desk.refuse<api::OpenChatWith>(ErrorKind::kNotFound, 404);
  EXPECT_EQ(desk.state.notices.at(0).kind, NoticeKind::kCouldNotOpenChat);
}

}  // namespace
}  // namespace ssc
