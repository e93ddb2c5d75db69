// The chat list, people search and settings.
#include "screen.hpp"

namespace ssc::test {
namespace {

using view::Role;

class Chats : public ScreenTest {};

TEST_F(Chats, lists_each_chat_by_the_name_of_its_person) {
  settled(chats_state());
  EXPECT_TRUE(has(Role::kList, "Chats"));
  EXPECT_NE(starting(Role::kButton, "bob, online"), nullptr) << tree();
  EXPECT_NE(starting(Role::kButton, "carol, 1 unread message, Missed voice call"), nullptr) << tree();
}

TEST_F(Chats, opens_the_chat_that_is_pressed) {
  const AppState state = chats_state();
  settled(state);
  ui->node_pressed(starting(Role::kButton, "carol")->id);
  const auto events = frame(state).events;
  const auto* event = only<events::ChatChosen>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->chat, ChatId("chat-carol"));
}

TEST_F(Chats, marks_the_open_chat) {
  settled(conversation_state());
  EXPECT_TRUE(starting(Role::kButton, "bob")->selected);
  EXPECT_FALSE(starting(Role::kButton, "carol")->selected);
}

TEST_F(Chats, shows_one_pane_on_phones_and_a_way_back) {
  size(390, 844);
  AppState state = chats_state();
  settled(state);
  EXPECT_FALSE(has(Role::kMultilineField, "Message"));
  state.route.open_chat = ChatId("chat-bob");
  settled(state);
  EXPECT_TRUE(has(Role::kMultilineField, "Message"));
  EXPECT_FALSE(has_button("Settings"));
  EXPECT_NE(only<events::ChatLeft>(press(state, "Back to chats")), nullptr);
}

TEST_F(Chats, offers_nothing_of_a_pane_that_slides_away) {
  size(390, 844);
  AppState state = conversation_state();
  settled(state);
  state.route.open_chat = {};
  frame(state);
  pass(Duration(60));
  frame(state);
  EXPECT_FALSE(has(Role::kMultilineField, "Message"));
  EXPECT_TRUE(has_button("Settings"));
}

TEST_F(Chats, searches_people_while_typing) {
  const AppState state = chats_state();
  settled(state);
  type("Search people", "ve");
  const auto events = frame(state).events;
  const auto* event = only<events::SearchChanged>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->query, "ve");
}

TEST_F(Chats, opens_a_chat_with_a_person_found) {
  AppState state = chats_state();
  state.search.query = "ver";
  state.search.results = {person("vera")};
  settled(state);
  ui->node_pressed(starting(Role::kButton, "vera, @vera")->id);
  EXPECT_NE(only<events::PersonChosen>(frame(state).events), nullptr);
}

TEST_F(Chats, says_when_there_is_nothing_or_nothing_yet_or_no_answer) {
  AppState state = signed_in_state();
  settled(state);
  EXPECT_TRUE(has(Role::kHeading, "No chats yet"));
  state.chats_loaded = false;
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "Loading chats…"));
  state.chats_failed = true;
  settled(state);
  EXPECT_NE(only<events::ReloadChosen>(press(state, "Try again")), nullptr);
}

TEST_F(Chats, shows_who_is_typing_until_they_stop) {
  AppState state = chats_state();
  state.typing_until[ChatId("chat-bob")] = input.now + Duration(5'000);
  settled(state);
  EXPECT_NE(starting(Role::kButton, "bob, online, typing…"), nullptr) << tree();
  EXPECT_LE(out.next_frame, state.typing_until[ChatId("chat-bob")]);
  pass(Duration(5'000));
  frame(state);
  EXPECT_EQ(starting(Role::kButton, "bob, online, typing…"), nullptr);
}

TEST_F(Chats, opens_settings_as_a_dialog_that_escape_closes) {
  AppState state = chats_state();
  settled(state);
  EXPECT_NE(only<events::SettingsOpened>(press(state, "Settings")), nullptr);
  state.route.settings_open = true;
  settled(state);
  const view::Node* dialog = find(Role::kDialog, "Settings");
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(dialog->modal);
  ui->escape_pressed();
  const auto events = frame(state).events;
  const auto* event = only<events::SettingsOpened>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_FALSE(event->open);
}

TEST_F(Chats, changes_language_and_theme_and_signs_out) {
  AppState state = chats_state();
  state.route.settings_open = true;
  settled(state);
  const auto language = press(state, "Русский", Role::kRadio);
  ASSERT_NE(only<events::LanguageChosen>(language), nullptr);
  EXPECT_EQ(only<events::LanguageChosen>(language)->language, Language::kRussian);
  const auto theme = press(state, "Light", Role::kRadio);
  ASSERT_NE(only<events::ThemeChosen>(theme), nullptr);
  EXPECT_EQ(only<events::ThemeChosen>(theme)->theme, ThemeChoice::kLight);
  EXPECT_NE(only<events::SignOutChosen>(press(state, "Sign out")), nullptr);
}

TEST_F(Chats, says_that_the_server_is_away_and_counts_down_to_the_next_try) {
  AppState state = chats_state();
  state.socket.state = SocketState::kWaiting;
  state.offline_since = input.now - Duration(5'000);
  state.socket.retry_at = input.now + Duration(7'500);
  for (int i = 0; i < 30; ++i) {
    frame(state);
    pass(Duration(10));
  }
  frame(state);  // 7.2 s are left
  EXPECT_TRUE(has(Role::kAlert, "No connection to the server"));
  EXPECT_TRUE(has(Role::kText, "Next try in 8 seconds")) << tree();
  EXPECT_EQ(out.next_frame, input.now + Duration(200));
  EXPECT_NE(only<events::ReconnectChosen>(press(state, "Retry")), nullptr);
}

TEST_F(Chats, does_not_speak_of_a_server_that_is_away_for_a_moment) {
  AppState state = chats_state();
  state.socket.state = SocketState::kWaiting;
  state.offline_since = input.now;
  state.socket.retry_at = input.now + Duration(500);
  frame(state);
  EXPECT_FALSE(has(Role::kAlert, "No connection to the server"));
}

TEST_F(Chats, says_every_notice_with_its_weight_and_lets_it_go) {
  for (int kind = 0; kind <= static_cast<int>(NoticeKind::kWebRtcMissing); ++kind) {
    AppState state = chats_state();
    state.notices.push_back({.id = 5, .kind = static_cast<NoticeKind>(kind), .subject = "Bob"});
    settled(state);
    const Role role = state.notices[0].kind == NoticeKind::kServerBack ? Role::kStatus : Role::kAlert;
    const view::Node* node = starting(role, "");
    ASSERT_NE(node, nullptr) << kind;
    EXPECT_FALSE(node->name.empty());
    const auto events = press(state, "Dismiss");
    ASSERT_NE(only<events::NoticeDismissed>(events), nullptr);
    EXPECT_EQ(only<events::NoticeDismissed>(events)->id, 5u);
  }
}

}  // namespace
}  // namespace ssc::test
