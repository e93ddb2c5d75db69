// Calls on the screen: incoming, dialling, talking, minimised, ended.
#include "screen.hpp"
#include "view/wording.hpp"

namespace ssc::test {
namespace {

using call::DeviceState;
using call::EndReason;
using call::Phase;
using view::Role;

class CallScreen : public ScreenTest {
 protected:
  int count(ports::VideoSource source) const {
    return static_cast<int>(
        std::count_if(out.surfaces.begin(), out.surfaces.end(),
                      [source](const ports::VideoSurface& surface) { return surface.source == source; }));
  }
};

TEST_F(CallScreen, rings_in_a_modal_dialog_named_after_the_caller) {
  for (const float width : {390.0f, 1280.0f}) {
    size(width, 844);
    const AppState state = call_state(Phase::kIncoming);
    settled(state);
    const view::Node* dialog = find(Role::kDialog, "Incoming voice call from bob");
    ASSERT_NE(dialog, nullptr) << tree();
    EXPECT_TRUE(dialog->modal);
    EXPECT_FALSE(has_button("Accept with video"));
    EXPECT_NE(only<events::CallRefused>(press(state, "Decline")), nullptr);
    const auto events = press(state, "Accept");
    ASSERT_NE(only<events::CallAnswered>(events), nullptr);
    EXPECT_FALSE(only<events::CallAnswered>(events)->with_video);
  }
}

TEST_F(CallScreen, offers_both_answers_to_a_video_call) {
  const AppState state = call_state(Phase::kIncoming, CallKind::kVideo);
  settled(state);
  EXPECT_TRUE(has(Role::kDialog, "Incoming video call from bob"));
  EXPECT_TRUE(has_button("Accept"));
  const auto events = press(state, "Accept with video");
  ASSERT_NE(only<events::CallAnswered>(events), nullptr);
  EXPECT_TRUE(only<events::CallAnswered>(events)->with_video);
}

TEST_F(CallScreen, keeps_its_rings_moving_while_it_rings_and_still_for_those_who_ask) {
  const AppState state = call_state(Phase::kIncoming);
  settled(state);
  EXPECT_EQ(out.next_frame, input.now);
  input.reduced_motion = true;
  settled(state);
  EXPECT_EQ(out.next_frame, kNever);
}

TEST_F(CallScreen, can_be_cancelled_while_it_rings) {
  const AppState state = call_state(Phase::kRinging);
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "Ringing…")) << tree();
  EXPECT_FALSE(has_button("End call"));
  EXPECT_NE(only<events::CallHungUp>(press(state, "Cancel call")), nullptr);
}

TEST_F(CallScreen, says_how_long_to_wait_after_too_many_calls) {
  AppState state = call_state(Phase::kEnded);
  state.call.end_reason = call::EndReason::kTooManyCalls;
  state.call.retry_after_s = 12;
  EXPECT_EQ(view::end_words(Language::kEnglish, state.call), "Too many calls. Try again in 12 s");
  settled(state);
  EXPECT_NE(tree().find("Too many calls. Try again in 12 s"), std::string::npos) << tree();
}

TEST_F(CallScreen, says_that_the_other_side_is_offline_and_rings_anyway) {
  AppState state = call_state(Phase::kRinging);
  state.call.peer_online = false;
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "bob is offline. Ringing anyway…")) << tree();
}

TEST_F(CallScreen, asks_for_the_microphone_in_words_while_the_browser_asks) {
  AppState state = call_state(Phase::kPreparing);
  state.call.microphone.state = DeviceState::kOpening;
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "Allow the microphone in your browser"));
}

TEST_F(CallScreen, shows_name_time_and_state_of_a_running_call) {
  const AppState state = call_state(Phase::kConnected);
  input.wall_now = kWallNow;
  frame(state);
  EXPECT_TRUE(has(Role::kRegion, "Call with bob"));
  EXPECT_TRUE(has(Role::kTimer, "12:34")) << tree();
  EXPECT_TRUE(has(Role::kStatus, "Connected"));
  for (const char* button : {"Mute microphone", "Turn camera on", "Minimize call", "End call"})
    EXPECT_TRUE(has_button(button)) << button;
  const view::Node* region = find(Role::kRegion, "Call with bob");
  EXPECT_EQ(starting(Role::kTimer, "")->parent, region->id);
  EXPECT_EQ(starting(Role::kStatus, "")->parent, region->id);
}

TEST_F(CallScreen, asks_for_a_frame_only_when_the_second_changes) {
  AppState state = call_state(Phase::kConnected);
  settled(state);
  const auto passed_ms = input.wall_now.unix_ms - state.call.started_at.unix_ms;
  EXPECT_EQ(out.next_frame, input.now + Duration(1'000 - passed_ms % 1'000));
}

TEST_F(CallScreen, sends_what_its_buttons_mean) {
  AppState state = call_state(Phase::kConnected);
  settled(state);
  EXPECT_NE(only<events::MicrophoneToggled>(press(state, "Mute microphone")), nullptr);
  EXPECT_NE(only<events::CameraToggled>(press(state, "Turn camera on")), nullptr);
  const auto minimized = press(state, "Minimize call");
  ASSERT_NE(only<events::CallMinimized>(minimized), nullptr);
  EXPECT_TRUE(only<events::CallMinimized>(minimized)->minimized);
  EXPECT_NE(only<events::CallHungUp>(press(state, "End call")), nullptr);
}

TEST_F(CallScreen, names_devices_by_what_pressing_does) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.microphone = {false, DeviceState::kMuted, call::DeviceTrouble::kNone};
  settled(state);
  EXPECT_TRUE(has_button("Unmute microphone"));
  EXPECT_TRUE(has_button("Turn camera off"));
  EXPECT_TRUE(has(Role::kText, "You are muted"));
}

TEST_F(CallScreen, says_that_the_other_side_is_muted) {
  AppState state = call_state(Phase::kConnected);
  state.call.remote.mic_on = false;
  settled(state);
  EXPECT_TRUE(has(Role::kText, "bob is muted")) << tree();
}

TEST_F(CallScreen, lays_the_remote_picture_edge_to_edge_and_the_own_one_mirrored_above_it) {
  const AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  settled(state);
  ASSERT_EQ(out.surfaces.size(), 2u);
  EXPECT_EQ(out.surfaces[0].source, ports::VideoSource::kRemote);
  EXPECT_EQ(out.surfaces[0].rect, (ports::Rect{0, 0, 1280, 800}));
  EXPECT_TRUE(out.surfaces[1].mirrored);
  EXPECT_GT(out.surfaces[1].order, out.surfaces[0].order);
  EXPECT_NEAR(out.surfaces[1].rect.height, 0.22f * 800, 1);
}

TEST_F(CallScreen, shows_the_person_instead_of_a_picture_that_is_off) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.remote.camera_on = false;
  settled(state);
  EXPECT_EQ(count(ports::VideoSource::kRemote), 0);
  EXPECT_EQ(count(ports::VideoSource::kLocal), 1);
  EXPECT_TRUE(has(Role::kHeading, "bob"));
}

TEST_F(CallScreen, does_not_mirror_a_test_picture) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.test_picture = true;
  settled(state);
  EXPECT_FALSE(out.surfaces[1].mirrored);
}

TEST_F(CallScreen, offers_a_test_picture_where_the_camera_failed_on_a_demo_server) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.camera = {true, DeviceState::kFailed, call::DeviceTrouble::kMissing};
  settled(state);
  EXPECT_TRUE(has(Role::kAlert, "No camera found."));
  EXPECT_NE(only<events::TestPictureChosen>(press(state, "Send a test picture")), nullptr);
  state.server.demo = false;
  settled(state);
  EXPECT_FALSE(has_button("Send a test picture"));
}

TEST_F(CallScreen, says_that_it_repairs_the_connection) {
  settled(call_state(Phase::kReconnecting));
  EXPECT_TRUE(has(Role::kStatus, "Reconnecting…"));
  EXPECT_NE(starting(Role::kTimer, "12:3"), nullptr);
}

TEST_F(CallScreen, leaves_the_chat_usable_when_minimised) {
  AppState state = call_state(Phase::kConnected, CallKind::kVideo);
  state.call.minimized = true;
  settled(state);
  EXPECT_TRUE(has(Role::kRegion, "Call with bob"));
  EXPECT_TRUE(has(Role::kMultilineField, "Message"));
  EXPECT_NE(starting(Role::kTimer, "12:3"), nullptr);
  EXPECT_TRUE(has(Role::kStatus, "Connected"));
  EXPECT_EQ(count(ports::VideoSource::kRemote), 1);
  const auto expanded = press(state, "Expand call");
  ASSERT_NE(only<events::CallMinimized>(expanded), nullptr);
  EXPECT_FALSE(only<events::CallMinimized>(expanded)->minimized);
  EXPECT_NE(only<events::MicrophoneToggled>(press(state, "Mute microphone")), nullptr);
  EXPECT_NE(only<events::CallHungUp>(press(state, "End call")), nullptr);
}

TEST_F(CallScreen, offers_only_itself_while_it_fills_the_page) {
  settled(call_state(Phase::kConnected));
  EXPECT_FALSE(has(Role::kMultilineField, "Message"));
  EXPECT_EQ(std::ranges::count(out.nodes, "Settings", &view::Node::name), 1) << "the call's own";
}

TEST_F(CallScreen, says_every_outcome_in_its_own_words) {
  std::vector<std::string> said;
  for (int reason = static_cast<int>(EndReason::kHungUpHere); reason <= static_cast<int>(EndReason::kFailed);
       ++reason) {
    const AppState state = ended_state(static_cast<EndReason>(reason));
    settled(state);
    const bool trouble = view::is_trouble(state.call.end_reason);
    const std::string words = view::end_words(Language::kEnglish, state.call);
    EXPECT_TRUE(has(trouble ? Role::kAlert : Role::kStatus, words)) << reason << "\n" << tree();
    said.push_back(words);
  }
  std::sort(said.begin(), said.end());
  const auto different = std::unique(said.begin(), said.end()) - said.begin();
  EXPECT_EQ(static_cast<std::size_t>(different), said.size() - 1) << "only the two hang-ups share words";
}

TEST_F(CallScreen, sums_up_an_ended_call_and_calls_again) {
  const AppState state = ended_state(EndReason::kHungUpThere, 754);
  settled(state);
  EXPECT_TRUE(has(Role::kText, "bob · 12:34")) << tree();
  EXPECT_NE(only<events::EndedCallDismissed>(press(state, "Close")), nullptr);
  EXPECT_NE(only<events::CallRequested>(press(state, "Call again")), nullptr);
}

}  // namespace
}  // namespace ssc::test
