// What a running call says beside its state: quality, a paused picture, devices in trouble; and the settings over it.
#include "screen.hpp"
#include "view/geometry.hpp"
#include "view/wording.hpp"

namespace ssc::test {
namespace {

using call::DeviceState;
using call::DeviceTrouble;
using call::Phase;
using call::QualityCause;
using view::Role;

class CallNotes : public ScreenTest {
 protected:
  static AppState refused_dial() {
    AppState state = call_state(Phase::kPreparing);
    state.call.microphone = {true, DeviceState::kFailed, DeviceTrouble::kDenied};
    return state;
  }
  static std::string said(const AppState& before, const AppState& after) {
    std::string all;
    for (const view::Announcement& one : view::announcements(before, after)) all += one.text + "|";
    return all;
  }
};

TEST_F(CallNotes, shows_no_bars_before_the_path_is_judged) {
  AppState state = call_state(Phase::kConnected);
  settled(state);
  EXPECT_EQ(starting(Role::kImage, "Connection quality"), nullptr);
  state.call.quality.bars = 3;
  settled(state);
  EXPECT_TRUE(has(Role::kImage, "Connection quality: 3 of 4")) << tree();
}

TEST_F(CallNotes, shows_the_bars_over_a_picture_too) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.quality.bars = 4;
  settled(state);
  EXPECT_TRUE(has(Role::kImage, "Connection quality: 4 of 4")) << tree();
}

TEST_F(CallNotes, says_who_has_the_problem_and_why) {
  const auto words = [](QualityCause cause, int figure) {
    AppState state = call_state(Phase::kConnected);
    state.call.quality = {1, cause, figure};
    return view::quality_words(Language::kEnglish, state.call);
  };
  EXPECT_EQ(words(QualityCause::kNone, 0), "");
  EXPECT_EQ(words(QualityCause::kLossHere, 12), "Your connection loses 12 % of packets");
  EXPECT_EQ(words(QualityCause::kLossThere, 7), "bob's connection loses 7 % of packets");
  EXPECT_EQ(words(QualityCause::kLossBothWays, 9), "The connection loses 9 % of packets both ways");
  EXPECT_EQ(words(QualityCause::kSlow, 640), "The connection is slow (640 ms)");
  AppState state = call_state(Phase::kConnected);
  state.call.quality = {1, QualityCause::kLossHere, 12};
  settled(state);
  EXPECT_TRUE(has(Role::kText, "Your connection loses 12 % of packets")) << tree();
}

TEST_F(CallNotes, says_nothing_of_quality_while_the_connection_is_repaired) {
  AppState state = call_state(Phase::kReconnecting);
  state.call.quality = {1, QualityCause::kLossHere, 12};
  settled(state);
  EXPECT_EQ(starting(Role::kText, "Your connection"), nullptr);
  EXPECT_EQ(starting(Role::kImage, "Connection quality"), nullptr);
}

TEST_F(CallNotes, speaks_of_quality_when_it_changes_and_not_when_it_recovers) {
  const AppState good = call_state(Phase::kConnected);
  AppState bad = good;
  bad.call.quality = {1, QualityCause::kLossHere, 12};
  EXPECT_EQ(said(good, bad), "Your connection loses 12 % of packets|");
  EXPECT_EQ(said(bad, bad), "");
  EXPECT_EQ(said(bad, good), "");
}

TEST_F(CallNotes, says_that_the_own_picture_is_paused) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  const AppState before = state;
  state.call.send_policy.step = 0;
  settled(state);
  EXPECT_TRUE(has(Role::kText, "Video paused: weak connection")) << tree();
  EXPECT_EQ(said(before, state), "Video paused: weak connection|");
  state.call.camera = {};
  settled(state);
  EXPECT_FALSE(has(Role::kText, "Video paused: weak connection"));
}

TEST_F(CallNotes, lets_a_caller_without_microphone_try_again_or_listen) {
  const AppState state = refused_dial();
  settled(state);
  EXPECT_NE(starting(Role::kAlert, "The browser does not allow the microphone"), nullptr) << tree();
  EXPECT_TRUE(has(Role::kStatus, "Waiting for the microphone…"));
  EXPECT_NE(only<events::MicrophoneRetried>(press(state, "Try again")), nullptr);
  EXPECT_NE(only<events::ListeningChosen>(press(state, "Call without microphone")), nullptr);
  EXPECT_TRUE(has_button("Cancel call"));
}

TEST_F(CallNotes, offers_only_another_try_once_somebody_is_called) {
  AppState state = call_state(Phase::kConnected);
  state.call.microphone = {true, DeviceState::kFailed, DeviceTrouble::kMissing};
  settled(state);
  EXPECT_NE(starting(Role::kAlert, "No microphone found"), nullptr) << tree();
  EXPECT_FALSE(has_button("Call without microphone"));
  EXPECT_FALSE(has(Role::kText, "You are muted"));
  EXPECT_NE(only<events::MicrophoneRetried>(press(state, "Try again")), nullptr);
  EXPECT_NE(only<events::MicrophoneRetried>(press(state, "Unmute microphone")), nullptr)
      << "the microphone button means the same while it is in trouble";
}

TEST_F(CallNotes, keeps_notices_and_notes_apart) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.microphone = {false, DeviceState::kMuted, DeviceTrouble::kNone};
  state.call.remote.mic_on = false;
  state.notices = {{1, NoticeKind::kServerAway, {}, kNever}, {2, NoticeKind::kCameraBusy, {}, kNever}};
  for (const float width : {390.0f, 800.0f, 1280.0f}) {
    size(width, 844);
    settled(state);
    for (const char* words : {"You are muted", "bob is muted"}) {
      const view::Node* note = find(Role::kText, words);
      ASSERT_NE(note, nullptr) << width << "\n" << tree();
      for (const view::Node& node : out.nodes) {
        if (node.role != Role::kAlert) continue;
        const ports::Rect common = view::intersection(node.rect, note->rect);
        EXPECT_TRUE(common.width <= 0 || common.height <= 0) << words << " under '" << node.name << "' at " << width;
      }
    }
  }
}

TEST_F(CallNotes, opens_the_settings_over_a_call_and_back) {
  AppState state = call_state(Phase::kConnected);
  settled(state);
  EXPECT_NE(only<events::SettingsOpened>(press(state, "Settings")), nullptr);
  state.route.settings_open = true;
  settled(state);
  const view::Node* dialog = find(Role::kDialog, "Settings");
  ASSERT_NE(dialog, nullptr) << tree();
  EXPECT_TRUE(dialog->modal);
  ui->escape_pressed();
  const auto events = frame(state).events;
  ASSERT_NE(only<events::SettingsOpened>(events), nullptr);
  EXPECT_FALSE(only<events::SettingsOpened>(events)->open);
}

TEST_F(CallNotes, never_lets_the_settings_cover_somebody_who_calls) {
  size(390, 844);
  AppState state = call_state(Phase::kIncoming);
  state.route.settings_open = true;
  settled(state);
  EXPECT_FALSE(has(Role::kDialog, "Settings"));
  EXPECT_TRUE(has_button("Accept"));
}

TEST_F(CallNotes, changes_how_calls_connect_and_what_they_cost) {
  AppState state = chats_state();
  state.route.settings_open = true;
  settled(state);
  const auto profile = press(state, "AnyFirewall", Role::kRadio);
  ASSERT_NE(only<events::IceProfileChosen>(profile), nullptr);
  EXPECT_EQ(only<events::IceProfileChosen>(profile)->profile, call::IceProfile::kAnyFirewall);
  const auto hidden = press(state, "Hide my address until I answer", Role::kSwitch);
  ASSERT_NE(only<events::HideAddressChosen>(hidden), nullptr);
  EXPECT_TRUE(only<events::HideAddressChosen>(hidden)->on);
  state.settings.low_data = true;
  settled(state);
  EXPECT_TRUE(find(Role::kSwitch, "Use less data")->selected);
  const auto full = press(state, "Use less data", Role::kSwitch);
  ASSERT_NE(only<events::LowDataChosen>(full), nullptr);
  EXPECT_FALSE(only<events::LowDataChosen>(full)->on);
}

TEST_F(CallNotes, lets_the_keyboard_reach_every_chat) {
  AppState state = chats_state();
  for (int i = 0; i < 20; ++i) add_chat(state, person("friend" + std::to_string(i)), {});
  size(390, 500);
  settled(state);
  // The next row is there although it lies below what is seen; going to it brings the one after.
  std::vector<std::string> reached;
  for (std::size_t step = 0; step < 40 && reached.size() < state.chats.size(); ++step) {
    const view::Node* next = nullptr;
    for (const view::Node& node : out.nodes) {
      const bool in_row = std::any_of(out.nodes.begin(), out.nodes.end(), [&](const view::Node& row) {
        return row.id == node.parent && row.role == Role::kListItem;
      });
      if (in_row && node.role == Role::kButton && std::count(reached.begin(), reached.end(), node.name) == 0) {
        next = &node;
        break;
      }
    }
    ASSERT_NE(next, nullptr) << "after " << reached.size() << " rows";
    reached.push_back(next->name);
    input.focused = next->id;
    settled(state);
  }
  EXPECT_EQ(reached.size(), state.chats.size());
}

}  // namespace
}  // namespace ssc::test
