// Bars and the reason for missing ones.
#include <gtest/gtest.h>

#include "call/quality.hpp"

namespace ssc::call {
namespace {

/// A path measured second by second.
struct Path {
  QualityWindow window;
  Quality quality;
  PathReport report{.jitter_ms = 5, .remote_lost_share = 0, .rtt_ms = 40};
  Instant now{Duration{1'000'000}};

  /// One second in which `lost_here` of a hundred packets are lost.
  void second(double lost_here_pct = 0) {
    now += Duration(1'000);
    report.audio_packets += 50 * (1 - lost_here_pct / 100);
    report.audio_lost += 50 * lost_here_pct / 100;
    judge(window, quality, report, now);
  }
  void seconds(int count, double lost_here_pct = 0) {
    for (int i = 0; i < count; ++i) second(lost_here_pct);
  }
};

TEST(Quality, RatesAsTheEModelDoes) {
  EXPECT_NEAR(transmission_rating(0, 0), 93.2, 0.01);
  EXPECT_NEAR(transmission_rating(100, 0), 90.8, 0.01);
  EXPECT_NEAR(transmission_rating(300, 0), 93.2 - 7.2 - 0.11 * 122.7, 0.01);
  EXPECT_NEAR(transmission_rating(0, 0.251), 93.2 - 47.5, 0.01) << "half of 95 where the loss is as high as Bpl";
  EXPECT_GE(transmission_rating(5'000, 1), 0);
}

TEST(Quality, JudgesNothingInTheFirstFiveSeconds) {
  Path path;
  path.seconds(5, 30);
  EXPECT_EQ(path.quality, Quality());
}

TEST(Quality, GivesAGoodPathFourBarsAndNoReason) {
  Path path;
  path.seconds(6);
  EXPECT_EQ(path.quality, (Quality{4, QualityCause::kNone, 0}));
}

TEST(Quality, SaysWhoLosesPackets) {
  Path here;
  here.seconds(12, 12);
  EXPECT_EQ(here.quality.cause, QualityCause::kLossHere);
  EXPECT_NEAR(here.quality.figure, 12, 1);
  EXPECT_EQ(here.quality.bars, 2) << "R is about 60.3";

  Path there;
  there.report.remote_lost_share = 0.2;
  there.seconds(12);
  EXPECT_EQ(there.quality.cause, QualityCause::kLossThere);
  EXPECT_EQ(there.quality.figure, 20);

  Path both;
  both.report.remote_lost_share = 0.1;
  both.seconds(12, 8);
  EXPECT_EQ(both.quality.cause, QualityCause::kLossBothWays);
}

TEST(Quality, SaysThatTheConnectionIsSlowWhenDelayIsTheWorseTrouble) {
  Path path;
  path.report.rtt_ms = 604;
  path.seconds(12, 1);
  EXPECT_EQ(path.quality.cause, QualityCause::kSlow);
  EXPECT_EQ(path.quality.figure, 600);
  EXPECT_LT(path.quality.bars, 4);
}

TEST(Quality, TakesTheRemoteReportWhereThePairTellsNoRoundTrip) {
  Path path;
  path.report.rtt_ms = PathReport::kNotTold;
  path.report.remote_rtt_ms = 800;
  path.seconds(12);
  EXPECT_EQ(path.quality.cause, QualityCause::kSlow);
}

TEST(Quality, DoesNotTakeOneBadSecondForABadPath) {
  Path path;
  path.seconds(10);
  path.second(10);
  path.seconds(2);
  EXPECT_EQ(path.quality.bars, 4);
}

TEST(Quality, FallsAndRisesWithThePath) {
  Path path;
  path.seconds(10);
  path.seconds(10, 25);
  EXPECT_LE(path.quality.bars, 1);
  path.seconds(10);
  EXPECT_EQ(path.quality, (Quality{4, QualityCause::kNone, 0}));
}

TEST(Quality, DoesNotTrembleAtABorder) {
  // R around 80: the upper side of the border is not enough to rise.
  Path path;
  path.seconds(10);
  path.seconds(12, 4.4);
  ASSERT_EQ(path.quality.bars, 3);
  int changes = 0;
  for (int i = 0; i < 60; ++i) {
    const Quality before = path.quality;
    path.second(i % 10 < 5 ? 3.2 : 4.0);
    changes += static_cast<int>(before.bars != path.quality.bars);
  }
  EXPECT_EQ(changes, 0);
}

TEST(Quality, KeepsAFigureThatOnlyTrembles) {
  Path path;
  path.seconds(12, 10);
  const Quality shown = path.quality;
  for (int i = 0; i < 20; ++i) path.second(9 + i % 3);
  EXPECT_EQ(path.quality, shown);
  path.seconds(10, 30);
  EXPECT_NEAR(path.quality.figure, 30, 2);
}

TEST(Quality, BlamesNobodyForTheTimeThePageSlept) {
  Path path;
  path.seconds(10);
  path.now += Duration(60'000);
  path.report.audio_lost += 3'000;
  path.seconds(10);
  EXPECT_EQ(path.quality.bars, 4);
}

TEST(Quality, SpeaksOfNoShareWhereHardlyAnythingWasSent) {
  Path path;
  path.report.audio_lost = 0;
  for (int i = 0; i < 12; ++i) {
    path.now += Duration(1'000);
    path.report.audio_packets += 1;
    path.report.audio_lost += 1;
    judge(path.window, path.quality, path.report, path.now);
  }
  EXPECT_EQ(path.quality.bars, 4);
}

}  // namespace
}  // namespace ssc::call
