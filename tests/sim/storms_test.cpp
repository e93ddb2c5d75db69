// Seeds of the simulation under the sanitizers, and the tools around it: a seed replays exactly, a failing schedule
// becomes small. Many more seeds run in ssc_storms (tests/storms). SSC_SEED=n replays one.
#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "sim/shrink.hpp"
#include "sim/storm.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint64_t kFirstSeed = 47;
constexpr std::uint64_t kSeedsInShare = 40;

std::uint64_t only_seed() {
  const char* text = std::getenv("SSC_SEED");
  return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

/// In shares, so that several run at once and each stays short.
class Storms : public testing::TestWithParam<int> {};

TEST_P(Storms, leave_nothing_behind_and_show_no_lie) {
  const std::uint64_t only = only_seed();
  const std::uint64_t first = only != 0 ? only : kFirstSeed + kSeedsInShare * static_cast<std::uint64_t>(GetParam());
  const std::uint64_t end = only != 0 ? only + 1 : first + kSeedsInShare;
  for (std::uint64_t seed = first; seed < end; ++seed) {
    const std::string problems = Storm(plan_of(seed)).run();
    EXPECT_EQ(problems, "") << "seed " << seed << ", replay: ssc_storms --seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Share, Storms, testing::Range(0, 4));

TEST(StormTools, a_seed_gives_the_same_run_every_time) {
  const Plan plan = plan_of(36);
  Storm once(plan, true);
  Storm again(plan, true);
  once.run();
  again.run();
  EXPECT_GT(once.story().size(), 10U);
  EXPECT_EQ(once.story(), again.story());
}

TEST(StormTools, a_failing_schedule_shrinks_to_what_it_needs) {
  Plan plan;
  plan.genre = Genre::kStory;
  plan.residents.resize(2);
  plan.steps = {{Duration(3'000), StepKind::kDial, 0, 0, {}},
                {Duration(4'000), StepKind::kAnswer, 1, 0, {}},
                {Duration(7'000), StepKind::kCutSocket, 0, 0, {}},
                {Duration(8'000), StepKind::kNoMedia, 0, 0, Duration(120'000)},  // no call lives through this
                {Duration(9'000), StepKind::kExpireTokens, 0, 0, {}}};
  ASSERT_NE(Storm(plan).run(), "");
  const Plan small = shrink(plan);
  ASSERT_EQ(small.steps.size(), 3U);
  EXPECT_EQ(small.steps[2].kind, StepKind::kNoMedia);
}

}  // namespace
}  // namespace ssc::sim
