// How much may be sent over the measured path.
#include <gtest/gtest.h>

#include "app/wishes.hpp"
#include "call/send_policy.hpp"

namespace ssc::call {
namespace {

struct Sender {
  SendPolicy policy;
  Instant now{Duration{1'000'000}};

  void seconds(int count, double available_kbps, bool sends_video = true) {
    for (int i = 0; i < count; ++i) {
      now += Duration(1'000);
      adapt(policy, {.available_kbps = available_kbps}, sends_video, now);
    }
  }
  SendLimits limits(bool low_data = false) const { return send_limits(policy, low_data); }
};

TEST(SendPolicy, BeginsWithASmallPictureThatIsThereSoon) {
  Sender sender;
  EXPECT_EQ(sender.limits().video_lines, 360);
  sender.seconds(1, 2'000);
  EXPECT_EQ(sender.limits().video_lines, 360);
  sender.seconds(1, 2'000);
  EXPECT_EQ(sender.limits(), SendLimits());
}

TEST(SendPolicy, GoesOnWithTheFullPictureAndLetsTheBrowserFindItsWay) {
  Sender sender;
  sender.seconds(4, 300);
  EXPECT_EQ(sender.limits(), SendLimits());
}

TEST(SendPolicy, FollowsThePathDownAtOnceAndUpStepByStep) {
  Sender sender;
  sender.seconds(8, 2'000);
  sender.seconds(2, 300);
  EXPECT_EQ(sender.limits().video_lines, 360);
  sender.seconds(2, 5'000);
  EXPECT_EQ(sender.limits().video_lines, 360);
  sender.seconds(1, 5'000);
  EXPECT_EQ(sender.limits().video_lines, 540);
  sender.seconds(3, 5'000);
  EXPECT_EQ(sender.limits(), SendLimits());
}

TEST(SendPolicy, PausesVideoBelowSixtyAndReturnsFromSeventy) {
  Sender sender;
  sender.seconds(8, 2'000);
  sender.seconds(5, 61);
  EXPECT_FALSE(sender.limits().video_paused);
  sender.seconds(2, 59);
  EXPECT_TRUE(sender.limits().video_paused);
  EXPECT_TRUE(sender.limits().spare_audio);
  sender.seconds(5, 69);
  EXPECT_TRUE(sender.limits().video_paused);
  sender.seconds(3, 71);
  EXPECT_FALSE(sender.limits().video_paused);
}

TEST(SendPolicy, OneWeakSecondPausesNothing) {
  Sender sender;
  sender.seconds(8, 2'000);
  sender.seconds(1, 40);
  sender.seconds(1, 2'000);
  sender.seconds(1, 40);
  EXPECT_EQ(sender.limits(), SendLimits());
}

TEST(SendPolicy, TriesAPausedPictureAgainAndWaitsLongerEachTime) {
  Sender sender;
  sender.seconds(10, 50);
  ASSERT_TRUE(sender.limits().video_paused);
  const auto paused_for = [&sender] {
    int seconds = 0;
    while (sender.limits().video_paused && seconds < 1'000) {
      sender.seconds(1, 50);
      ++seconds;
    }
    sender.seconds(2, 50);
    return seconds;
  };
  const int first = paused_for(), second = paused_for(), third = paused_for();
  EXPECT_GE(first, 5);
  EXPECT_GT(second, first);
  EXPECT_GT(third, second);
  for (int i = 0; i < 6; ++i) EXPECT_LE(paused_for(), 121) << "it never gives up";
}

TEST(SendPolicy, ForgetsWhenThePictureIsTurnedOff) {
  Sender sender;
  sender.seconds(10, 50);
  ASSERT_TRUE(sender.limits().video_paused);
  sender.seconds(1, 50, false);
  EXPECT_EQ(sender.limits(), Sender().limits());
}

TEST(SendPolicy, HoldsLowDataToThreeHundredKilobits) {
  Sender sender;
  sender.seconds(8, 5'000);
  const SendLimits limits = sender.limits(true);
  EXPECT_LE(limits.video_kbps, 270);
  EXPECT_EQ(limits.video_lines, 360);
  EXPECT_TRUE(limits.spare_audio);
  sender.seconds(3, 100);
  EXPECT_EQ(sender.limits(true).video_lines, 180) << "a weak path goes below what the person asked for";
}

TEST(SendPolicy, GoesByLossWhereTheBrowserTellsNoEstimate) {
  SendPolicy policy;
  Instant now{Duration{1'000'000}};
  const auto seconds = [&](int count, double lost) {
    for (int i = 0; i < count; ++i) {
      now += Duration(1'000);
      adapt(policy, {.remote_lost_share = lost}, true, now);
    }
  };
  seconds(10, 0);
  EXPECT_EQ(send_limits(policy, false), SendLimits());
  seconds(10, 0.3);
  EXPECT_LT(send_limits(policy, false).video_lines, 720);
  seconds(60, 0.3);
  EXPECT_TRUE(policy.step <= 1);
  seconds(120, 0);
  EXPECT_EQ(send_limits(policy, false), SendLimits());
}

TEST(SendPolicy, ReachesTheShellAsAWish) {
  AppState state;
  state.call.send_policy.step = 0;
  EXPECT_TRUE(derive_wishes(state).send_limits.video_paused);
  state.call.send_policy.step = SendPolicy::kBestStep;
  state.settings.low_data = true;
  EXPECT_EQ(derive_wishes(state).send_limits.video_lines, 360);
}

}  // namespace
}  // namespace ssc::call
