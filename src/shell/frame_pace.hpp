// How often to draw what moves by itself, by what frames cost: where the processor draws in place of a graphics card, a
// ringing page would take all of it. Pure: the cost is measured elsewhere.
#pragma once

#include "base/time.hpp"

namespace ssc::shell {

class FramePace {
 public:
  /// True when the cost of the frame just handed over should be measured.
  bool wants_measure();
  void measured(Duration cost);
  /// When the frame after one begun at `start` is drawn, if nothing but time asks for it before `wanted`.
  Instant next(Instant start, Instant wanted) const;

 private:
  Duration last_{0};
  Duration cost_{0};
  int frames_to_measure_ = 0;
};

}  // namespace ssc::shell
