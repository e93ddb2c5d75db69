// Our camera, where the other side's program cannot show it.
#include <gtest/gtest.h>

#include "testing/call_desk.hpp"

namespace {

using namespace ssc;
using testing_tools::CallDesk;
using testing_tools::Phase;

constexpr call::LocalDevice kOn{true, call::DeviceState::kOn, call::DeviceTrouble::kNone};

int words_about_it(const CallDesk& desk) {
  int count = 0;
  for (const call::commands::Tell& told : desk.commands<call::commands::Tell>()) {
    count += told.remark == call::Remark::kCameraNotShown ? 1 : 0;
  }
  return count;
}

TEST(CallCamera, T5_none_is_opened_for_a_react_callee_in_a_voice_call_and_that_is_said) {
  CallDesk desk;
  desk.ring();
  desk.microphone_opens();
  desk.accepted();
  desk.remote_answer("theirs");
  call::toggle_camera(desk.turn());
  EXPECT_FALSE(desk.call.camera.wanted);
  EXPECT_EQ(desk.call.camera.state, call::DeviceState::kOff);
  EXPECT_EQ(words_about_it(desk), 1);
  call::choose_test_picture(desk.turn());
  EXPECT_FALSE(desk.call.camera.wanted);
  EXPECT_FALSE(desk.call.test_picture);
}

TEST(CallCamera, T5_none_is_opened_for_a_react_caller_in_a_voice_call) {
  CallDesk desk;
  desk.incoming();
  desk.remote_offer("theirs");
  call::answer(desk.turn(), false);
  desk.accept_confirmed();
  call::toggle_camera(desk.turn());
  EXPECT_FALSE(desk.call.camera.wanted);
  EXPECT_EQ(words_about_it(desk), 1);
}

TEST(CallCamera, one_opened_before_a_react_callee_answered_is_let_go_and_the_other_side_hears_of_none) {
  CallDesk desk;
  desk.ring();
  call::toggle_camera(desk.turn());
  call::media_changed(desk.turn(), kOn, kOn);
  EXPECT_TRUE(desk.call.camera.wanted);
  desk.accepted();
  desk.remote_answer("theirs");
  EXPECT_FALSE(desk.call.camera.wanted);
  EXPECT_EQ(words_about_it(desk), 1);
  ASSERT_FALSE(desk.emitted<signalling::SendCamera>().empty());
  EXPECT_FALSE(desk.emitted<signalling::SendCamera>().back().on);
}

TEST(CallCamera, a_peer_of_our_kind_and_a_video_call_show_it) {
  CallDesk ours;
  ours.ring();
  ours.microphone_opens();
  ours.accepted();
  ours.remote_answer("theirs", 1);
  call::toggle_camera(ours.turn());
  EXPECT_TRUE(ours.call.camera.wanted);

  CallDesk video;
  video.incoming(CallKind::kVideo);
  video.remote_offer("theirs");
  call::answer(video.turn(), true);
  EXPECT_TRUE(video.call.camera.wanted);
  EXPECT_EQ(words_about_it(ours) + words_about_it(video), 0);
}

TEST(CallCamera, a_test_picture_that_is_chosen_twice_goes_on_being_seen) {
  CallDesk desk;
  desk.talk_with_ours();
  call::choose_test_picture(desk.turn());
  call::media_changed(desk.turn(), desk.call.microphone, {true, call::DeviceState::kOn, call::DeviceTrouble::kNone});
  desk.forget();
  call::choose_test_picture(desk.turn());
  EXPECT_TRUE(call::is_camera_sending(desk.call)) << "the shell reports nothing where nothing changes";
}

TEST(RemoteCamera, of_a_react_peer_that_answers_our_video_call_is_on_from_the_start) {
  for (const CallKind kind : {CallKind::kVideo, CallKind::kAudio}) {
    CallDesk desk;
    desk.dial(kind);
    desk.offer_made();
    desk.initiated();
    desk.accepted();
    desk.remote_answer(CallDesk::sdp("theirs"));
    EXPECT_EQ(desk.call.remote.camera_on, kind == CallKind::kVideo);
  }
}

}  // namespace
