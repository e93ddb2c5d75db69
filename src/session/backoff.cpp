#include "session/backoff.hpp"

#include <algorithm>

namespace ssc {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): any seed will do, also 0.
std::uint64_t next_random(std::uint64_t& seed) {
  seed += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = seed;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

}  // namespace

Duration backoff_ceiling(int failures) {
  constexpr int kDoublingsToLimit = 5;  // 0.5 s * 2^5 = 16 s is past the limit
  const int doublings = std::clamp(failures - 1, 0, kDoublingsToLimit);
  return std::min(kBackoffFirst * (1 << doublings), kBackoffLimit);
}

Duration next_backoff(int failures, std::uint64_t& seed) {
  const auto ceiling_ms = static_cast<std::uint64_t>(backoff_ceiling(failures).count());
  return Duration{static_cast<Duration::rep>(next_random(seed) % (ceiling_ms + 1))};
}

}  // namespace ssc
