// One chat: its messages, the calls among them, writing.
#include "screen.hpp"

namespace ssc::test {
namespace {

using view::Role;

class ConversationScreen : public ScreenTest {
 protected:
  std::vector<std::string> texts() const {
    std::vector<std::string> found;
    for (const view::Node& node : out.nodes) {
      if (node.role == Role::kText && node.selectable_text) found.push_back(node.name);
    }
    return found;
  }
};

TEST_F(ConversationScreen, names_the_person_and_their_presence_and_offers_calls) {
  const AppState state = conversation_state();
  settled(state);
  EXPECT_TRUE(has(Role::kHeading, "bob"));
  EXPECT_TRUE(has(Role::kText, "online"));
  const auto voice = press(state, "Voice call");
  ASSERT_NE(only<events::CallRequested>(voice), nullptr);
  EXPECT_EQ(only<events::CallRequested>(voice)->kind, CallKind::kAudio);
  const auto video = press(state, "Video call");
  ASSERT_NE(only<events::CallRequested>(video), nullptr);
  EXPECT_EQ(only<events::CallRequested>(video)->kind, CallKind::kVideo);
}

TEST_F(ConversationScreen, offers_no_second_call_during_one) {
  AppState state = call_state(call::Phase::kConnected);
  state.call.minimized = true;
  settled(state);
  EXPECT_TRUE(find(Role::kButton, "Voice call")->disabled);
  EXPECT_TRUE(find(Role::kButton, "Video call")->disabled);
}

TEST_F(ConversationScreen, shows_messages_as_text_that_can_be_selected) {
  settled(conversation_state());
  const auto shown = texts();
  EXPECT_NE(std::find(shown.begin(), shown.end(), "See you on Saturday!"), shown.end());
  EXPECT_TRUE(has(Role::kListItem, "You, 11:52, read")) << tree();
  EXPECT_TRUE(has(Role::kListItem, "You, 11:53, sent"));
  EXPECT_TRUE(has(Role::kText, "Today"));
}

TEST_F(ConversationScreen, starts_at_the_newest_message) {
  AppState state = conversation_state();
  auto& messages = state.conversations[ChatId("chat-bob")].messages;
  for (int i = 0; i < 100; ++i)
    messages.push_back(text_message("x" + std::to_string(i), person("bob"), "line " + std::to_string(i), 8));
  settled(state);
  EXPECT_EQ(texts().back(), "line 99");
}

TEST_F(ConversationScreen, follows_new_messages_at_the_end) {
  AppState state = conversation_state();
  auto& messages = state.conversations[ChatId("chat-bob")].messages;
  for (int i = 0; i < 60; ++i)
    messages.push_back(text_message("x" + std::to_string(i), person("bob"), "line " + std::to_string(i), 8));
  settled(state);
  messages.push_back(text_message("new", person("bob"), "the newest", 0));
  settled(state);
  EXPECT_EQ(texts().back(), "the newest");
}

TEST_F(ConversationScreen, asks_for_older_messages_at_the_top_and_keeps_its_place_when_they_come) {
  AppState state = conversation_state();
  auto& conversation = state.conversations[ChatId("chat-bob")];
  for (int i = 0; i < 60; ++i) {
    conversation.messages.push_back(
        text_message("x" + std::to_string(i), person("bob"), "line " + std::to_string(i), 8));
  }
  conversation.has_more = true;
  settled(state);
  EXPECT_TRUE(out.events.empty());
  ImGui::GetIO().AddMousePosEvent(800, 400);
  ImGui::GetIO().AddMouseWheelEvent(0, 100);
  frame(state);
  EXPECT_NE(only<events::OlderMessagesWanted>(frame(state).events), nullptr);
  conversation.loading = true;
  settled(state);
  EXPECT_TRUE(out.events.empty());
  const std::string first = texts().front();
  const float before = find(Role::kText, first)->rect.y;

  conversation.loading = false;
  conversation.has_more = false;
  std::vector<ShownMessage> older;
  for (int i = 0; i < 20; ++i)
    older.push_back(text_message("o" + std::to_string(i), person("bob"), "old " + std::to_string(i), 3'000));
  conversation.messages.insert(conversation.messages.begin(), older.begin(), older.end());
  settled(state);
  ASSERT_TRUE(has(Role::kText, first)) << tree();
  EXPECT_NEAR(find(Role::kText, first)->rect.y, before, 60);
}

TEST_F(ConversationScreen, draws_only_what_is_in_view_of_a_long_chat) {
  AppState state = conversation_state();
  auto& messages = state.conversations[ChatId("chat-bob")].messages;
  for (int i = 0; i < 10'000; ++i)
    messages.push_back(text_message("x" + std::to_string(i), person("bob"), "line " + std::to_string(i), 8));
  settled(state);
  EXPECT_LT(out.nodes.size(), 200u);
  const int measured = text.measured;
  frame(state);
  EXPECT_LT(text.measured - measured, 1'000);
}

TEST_F(ConversationScreen, shows_calls_with_their_outcome_and_calls_back) {
  const AppState state = conversation_state();
  size(1280, 1'000);
  settled(state);
  EXPECT_TRUE(has(Role::kText, "Missed voice call"));
  EXPECT_TRUE(has(Role::kText, "Outgoing video call"));
  EXPECT_TRUE(has(Role::kText, "11:02 · 12:34")) << tree();
  const auto events = press(state, "Call back");
  ASSERT_NE(only<events::CallRequested>(events), nullptr);
  EXPECT_EQ(only<events::CallRequested>(events)->kind, CallKind::kAudio);
}

TEST_F(ConversationScreen, sends_what_was_written_and_empties_the_field) {
  const AppState state = conversation_state();
  settled(state);
  EXPECT_TRUE(find(Role::kButton, "Send")->disabled);
  type("Message", "  hi \n there ");
  const auto typed = frame(state).events;
  EXPECT_NE(only<events::MessageTyped>(typed), nullptr);
  const auto revision = find(Role::kMultilineField, "Message")->value_revision;
  const auto events = press(state, "Send");
  ASSERT_NE(only<events::MessageSubmitted>(events), nullptr);
  EXPECT_EQ(only<events::MessageSubmitted>(events)->text, "  hi \n there ");
  frame(state);
  EXPECT_EQ(find(Role::kMultilineField, "Message")->value, "");
  EXPECT_GT(find(Role::kMultilineField, "Message")->value_revision, revision);
}

TEST_F(ConversationScreen, sends_nothing_when_only_spaces_were_written) {
  const AppState state = conversation_state();
  settled(state);
  type("Message", "   \n ");
  frame(state);
  ui->field_submitted(find(Role::kMultilineField, "Message")->id);
  EXPECT_TRUE(frame(state).events.empty());
}

TEST_F(ConversationScreen, keeps_a_draft_for_each_chat) {
  AppState state = conversation_state();
  settled(state);
  type("Message", "for bob");
  frame(state);
  state.route.open_chat = ChatId("chat-carol");
  settled(state);
  EXPECT_EQ(find(Role::kMultilineField, "Message")->value, "");
  state.route.open_chat = ChatId("chat-bob");
  settled(state);
  EXPECT_EQ(find(Role::kMultilineField, "Message")->value, "for bob");
}

TEST_F(ConversationScreen, grows_the_field_with_its_lines_up_to_five) {
  const AppState state = conversation_state();
  settled(state);
  const float one = find(Role::kMultilineField, "Message")->rect.height;
  type("Message", "a\nb\nc");
  settled(state);
  const float three = find(Role::kMultilineField, "Message")->rect.height;
  type("Message", "a\nb\nc\nd\ne\nf\ng\nh");
  settled(state);
  const float eight = find(Role::kMultilineField, "Message")->rect.height;
  EXPECT_GT(three, one + 30);
  EXPECT_LT(eight, three + 60);
}

TEST_F(ConversationScreen, offers_to_send_again_what_failed) {
  AppState state = conversation_state();
  auto failed = text_message("", state.account->user, "lost", 0);
  failed.local_id = 7;
  failed.delivery = Delivery::kFailed;
  state.conversations[ChatId("chat-bob")].messages.push_back(failed);
  settled(state);
  const auto events = press(state, "Try again");
  ASSERT_NE(only<events::MessageRetried>(events), nullptr);
  EXPECT_EQ(only<events::MessageRetried>(events)->local_id, 7u);
}

TEST_F(ConversationScreen, shows_shapes_while_it_loads_and_says_when_it_cannot) {
  AppState state = conversation_state();
  auto& conversation = state.conversations[ChatId("chat-bob")] = Conversation{};
  conversation.loading = true;
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "Loading messages…"));
  conversation.loading = false;
  conversation.load_failed = true;
  settled(state);
  EXPECT_NE(only<events::ReloadChosen>(press(state, "Try again")), nullptr);
}

TEST_F(ConversationScreen, does_not_press_what_a_finger_scrolls_over) {
  AppState state = chats_state();
  size(390, 400);
  input.touch = true;
  settled(state);
  const view::NodeId row = starting(Role::kButton, "carol")->id;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(200, 300);
  io.AddMouseButtonEvent(0, true);
  frame(state);
  frame(state);
  for (int i = 1; i <= 6; ++i) {
    io.AddMousePosEvent(200, 300.0f - 15.0f * static_cast<float>(i));
    pass(Duration(16));
    frame(state);
  }
  EXPECT_LT(starting(Role::kButton, "dmitry")->rect.y, 340) << "the list followed the finger";
  ui->node_pressed(row);
  EXPECT_TRUE(frame(state).events.empty());
}

TEST_F(ConversationScreen, counts_the_last_characters_and_keeps_a_text_that_is_too_long) {
  const AppState state = conversation_state();
  settled(state);
  type("Message", std::string(900, 'x'));
  settled(state);
  EXPECT_EQ(starting(Role::kText, "Characters left"), nullptr);
  type("Message", std::string(980, 'x') + "привет");  // letters count, not bytes
  settled(state);
  EXPECT_TRUE(has(Role::kText, "Characters left: 14")) << tree();
  const std::string too_long(1'003, 'x');
  type("Message", too_long);
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "The message is too long. Characters over: 3")) << tree();
  EXPECT_TRUE(find(Role::kButton, "Send")->disabled);
  const view::Node* field = find(Role::kMultilineField, "Message");
  ASSERT_NE(field, nullptr);
  ui->field_submitted(field->id);
  EXPECT_TRUE(frame(state).events.empty());
  EXPECT_EQ(find(Role::kMultilineField, "Message")->value, too_long);
}

}  // namespace
}  // namespace ssc::test
