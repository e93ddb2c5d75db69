// How long the drawing of a frame takes, from its begin to the last pixel: drawing only queues work, and where the
// processor draws it goes on long after. The page does not wait for it.
#pragma once

#include <functional>

#include "base/time.hpp"
#include "ports/ports.hpp"

struct __GLsync;

namespace ssc::web {

class DrawMeter {
 public:
  /// `measured` hears how long a frame took.
  DrawMeter(const ports::Clock& clock, std::function<void(Duration)> measured);
  ~DrawMeter();
  DrawMeter(const DrawMeter&) = delete;
  DrawMeter& operator=(const DrawMeter&) = delete;

  bool busy() const { return fence_ != nullptr; }
  /// To call when a frame begun at `start` was handed over, with the GL context current, and not while busy.
  void measure(Instant start);

 private:
  void look_again_soon();
  void look();
  void forget_fence();

  const ports::Clock& clock_;
  std::function<void(Duration)> measured_;
  Instant start_{};
  __GLsync* fence_ = nullptr;
  int timer_ = 0;
};

}  // namespace ssc::web
