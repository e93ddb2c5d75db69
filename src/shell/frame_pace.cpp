#include "shell/frame_pace.hpp"

#include <algorithm>

namespace ssc::shell {
namespace {

// A third of the time at most goes into frames.
constexpr int kRestFactor = 3;
// Up to this a frame is cheap enough to be drawn with each refresh of the screen.
constexpr Duration kCheap{6};
constexpr Duration kLongestPause{250};
constexpr int kMeasureEvery = 12;

}  // namespace

bool FramePace::wants_measure() {
  if (frames_to_measure_-- > 0) return false;
  frames_to_measure_ = cost_ > kCheap ? 0 : kMeasureEvery;
  return true;
}

void FramePace::measured(Duration cost) {
  // One slow frame may be another program's doing: of two the faster one counts.
  cost_ = std::min(cost, last_);
  if (cost > kCheap) frames_to_measure_ = 0;
  last_ = cost;
}

Instant FramePace::next(Instant start, Instant wanted) const {
  if (cost_ <= kCheap) return wanted;
  return std::max(wanted, start + std::min(cost_ * kRestFactor, kLongestPause));
}

}  // namespace ssc::shell
