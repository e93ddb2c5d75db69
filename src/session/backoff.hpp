// How long to wait before trying again: exponential with full jitter, so that the clients of a server that comes
// back do not all knock at once. Pure: the seed is the caller's and moves on with each draw.
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace ssc {

inline constexpr Duration kBackoffFirst{500};
inline constexpr Duration kBackoffLimit{10'000};

/// The longest wait after `failures` failures in a row (at least 1): 0.5 s doubling up to 10 s.
Duration backoff_ceiling(int failures);

/// A wait drawn evenly from [0, backoff_ceiling(failures)]; advances `seed`.
Duration next_backoff(int failures, std::uint64_t& seed);

}  // namespace ssc
