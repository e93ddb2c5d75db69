// All that moves by itself: values gliding to targets, entrances, springs, endless phases. Owns the moving values, keyed by
// node; time is given at the start of a frame. It forgets what a frame did not ask for.
#pragma once

#include <vector>

#include "base/time.hpp"
#include "view/semantics.hpp"

namespace ssc::view {

/// The standard curve, cubic-bezier(0.2, 0, 0, 1), for `t` in 0..1.
float ease_out(float t);

class Motion {
 public:
  void begin_frame(Instant now, bool reduced);
  void end_frame();

  /// Glides to `target`; the first ask starts there. With reduced motion at most a short cross-fade.
  float glide(NodeId key, float target, Duration duration);
  /// 0 → 1 from the first ask on, after `delay`.
  float enter(NodeId key, Duration duration, Duration delay = Duration{0});
  /// Follows `target` like a thing on a spring (stiffness 380, damping 32); the first ask starts there.
  float spring(NodeId key, float target);
  /// Where in an endless period we are, 0..1. Asks for frames for ever; stands at 0 with reduced motion.
  float phase(Duration period);
  /// Time since the first ask.
  Duration age(NodeId key);

  /// True when this frame's picture is not yet the last one.
  bool moving() const { return moving_; }
  bool reduced() const { return reduced_; }
  Instant now() const { return now_; }

 private:
  struct Value {
    NodeId key = 0;
    float from = 0, target = 0, value = 0, velocity = 0;
    Instant since{};
    bool asked = false;
  };
  Value& find(NodeId key, float start, bool& fresh);

  std::vector<Value> values_;
  Instant now_{};
  Instant start_{};
  float step_s_ = 0;
  bool started_ = false;
  bool reduced_ = false;
  bool moving_ = false;
};

}  // namespace ssc::view
