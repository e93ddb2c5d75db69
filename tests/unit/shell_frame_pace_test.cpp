#include <gtest/gtest.h>

#include "shell/frame_pace.hpp"

namespace ssc::shell {
namespace {

constexpr Instant kStart{Duration{1'000}};

TEST(FramePace, LetsCheapFramesFollowEachOther) {
  FramePace pace;
  for (int i = 0; i < 5; ++i) pace.measured(Duration{3});
  EXPECT_EQ(pace.next(kStart, kStart), kStart);
}

TEST(FramePace, RestsTwiceAsLongAsDearFramesTake) {
  FramePace pace;
  pace.measured(Duration{40});
  pace.measured(Duration{30});
  EXPECT_EQ(pace.next(kStart, kStart), kStart + Duration{90});
  EXPECT_EQ(pace.next(kStart, kStart + Duration{500}), kStart + Duration{500});
  EXPECT_EQ(pace.next(kStart, kNever), kNever);
}

TEST(FramePace, DoesNotBelieveOneSlowFrame) {
  FramePace pace;
  pace.measured(Duration{3});
  pace.measured(Duration{200});
  EXPECT_EQ(pace.next(kStart, kStart), kStart);
  EXPECT_TRUE(pace.wants_measure()) << "it wants to know at once";
}

TEST(FramePace, NeverStandsStill) {
  FramePace pace;
  pace.measured(Duration{5'000});
  pace.measured(Duration{5'000});
  EXPECT_LE(pace.next(kStart, kStart), kStart + Duration{250});
}

TEST(FramePace, RecoversWhenFramesAreCheapAgain) {
  FramePace pace;
  pace.measured(Duration{40});
  pace.measured(Duration{40});
  EXPECT_TRUE(pace.wants_measure());
  pace.measured(Duration{2});
  EXPECT_EQ(pace.next(kStart, kStart), kStart);
}

TEST(FramePace, MeasuresCheapFramesSeldom) {
  FramePace pace;
  int measured = 0;
  for (int i = 0; i < 60; ++i) {
    if (!pace.wants_measure()) continue;
    ++measured;
    pace.measured(Duration{2});
  }
  EXPECT_GE(measured, 3);
  EXPECT_LE(measured, 8);
}

}  // namespace
}  // namespace ssc::shell
