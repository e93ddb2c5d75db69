// Randomness for property tests: fixed by default, replayable, chosen by SSC_TEST_SEED when set.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace ssc::testing {

class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}

  /// A number in [0, end); end must not be 0.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool chance(unsigned one_in) { return below(one_in) == 0; }
  char byte() { return static_cast<char>(below(256)); }

  template <class Container>
  const auto& pick(const Container& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 engine_;
};

inline std::uint64_t test_seed() {
  const char* given = std::getenv("SSC_TEST_SEED");
  return given == nullptr ? 20'261'122 : std::strtoull(given, nullptr, 10);
}

/// For SCOPED_TRACE: tells how to see a failure again.
inline std::string replay_hint(std::uint64_t seed) { return "replay with SSC_TEST_SEED=" + std::to_string(seed); }

/// Prints the seed of a property test and keeps it in the XML report.
inline std::uint64_t announced_seed() {
  const std::uint64_t seed = test_seed();
  ::testing::Test::RecordProperty("seed", std::to_string(seed));
  std::printf("[     seed ] SSC_TEST_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

}  // namespace ssc::testing
