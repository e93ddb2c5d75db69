// The two clocks. Instant is monotonic and for measuring; WallTime is what the server and people call time.
// Neither reads a clock: the shell passes instants in, so that tests and the simulation own time.
#pragma once

#include <chrono>
#include <cstdint>

namespace ssc {

using Duration = std::chrono::milliseconds;

/// Marks ssc's monotonic clock (the page's performance.now()). Never read directly: use ports::Clock.
struct MonotonicClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;
};

using Instant = MonotonicClock::time_point;

/// Milliseconds since 1970-01-01T00:00:00Z. 0 means "not known".
struct WallTime {
  std::int64_t unix_ms = 0;

  bool known() const { return unix_ms != 0; }
  auto operator<=>(const WallTime&) const = default;
};

inline constexpr Instant kNever = Instant::max();

/// Both clocks at the moment something is handled.
struct Now {
  Instant instant;
  WallTime wall;
};

}  // namespace ssc
