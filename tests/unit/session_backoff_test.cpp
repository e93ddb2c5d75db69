#include "session/backoff.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace ssc {
namespace {

TEST(Backoff, DoublesFromHalfASecondToTenSeconds) {
  EXPECT_EQ(backoff_ceiling(1), Duration{500});
  EXPECT_EQ(backoff_ceiling(2), Duration{1'000});
  EXPECT_EQ(backoff_ceiling(3), Duration{2'000});
  EXPECT_EQ(backoff_ceiling(4), Duration{4'000});
  EXPECT_EQ(backoff_ceiling(5), Duration{8'000});
  EXPECT_EQ(backoff_ceiling(6), Duration{10'000});
  EXPECT_EQ(backoff_ceiling(std::numeric_limits<int>::max()), Duration{10'000});
  EXPECT_EQ(backoff_ceiling(0), Duration{500});
}

TEST(Backoff, DrawsFromTheWholeIntervalAndNotBeyond) {
  std::uint64_t seed = 0;
  Duration least{1'000'000};
  Duration most{0};
  for (int i = 0; i < 10'000; ++i) {
    const Duration wait = next_backoff(3, seed);
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  EXPECT_GE(least, Duration{0});
  EXPECT_LT(least, Duration{20});
  EXPECT_LE(most, Duration{2'000});
  EXPECT_GT(most, Duration{1'980});
}

TEST(Backoff, RepeatsItselfFromTheSameSeedOnly) {
  std::uint64_t first = 7;
  std::uint64_t same = 7;
  std::uint64_t other = 8;
  int differences = 0;
  for (int i = 0; i < 100; ++i) {
    const Duration wait = next_backoff(6, first);
    EXPECT_EQ(wait, next_backoff(6, same));
    if (wait != next_backoff(6, other)) ++differences;
  }
  EXPECT_GT(differences, 90);
}

}  // namespace
}  // namespace ssc
