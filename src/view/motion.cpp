#include "view/motion.hpp"

#include <algorithm>
#include <cmath>

#include "view/tokens.hpp"

namespace ssc::view {
namespace {

constexpr float kStiffness = 380, kDamping = 32;
constexpr float kLongestStep_s = 0.05f;  // a tab that slept must not make springs explode

float share(Duration passed, Duration whole) {
  if (whole.count() <= 0) return 1;
  return std::clamp(static_cast<float>(passed.count()) / static_cast<float>(whole.count()), 0.0f, 1.0f);
}

}  // namespace

float ease_out(float t) {
  // Control points (0.2, 0) and (0, 1): x(u) = 0.6u(1-u)^2 + u^3, y(u) = 3u^2(1-u) + u^3.
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  float low = 0, high = 1, u = t;
  for (int i = 0; i < 16; ++i) {
    const float x = 0.6f * u * (1 - u) * (1 - u) + u * u * u;
    if (x < t)
      low = u;
    else
      high = u;
    u = (low + high) / 2;
  }
  return 3 * u * u * (1 - u) + u * u * u;
}

void Motion::begin_frame(Instant now, bool reduced) {
  if (!started_) {
    started_ = true;
    start_ = now_ = now;
  }
  const float passed_s = static_cast<float>((now - now_).count()) / 1000;
  step_s_ = std::clamp(passed_s, 0.0f, kLongestStep_s);
  now_ = std::max(now, now_);
  reduced_ = reduced;
  moving_ = false;
  for (Value& value : values_) value.asked = false;
}

void Motion::end_frame() {
  std::erase_if(values_, [](const Value& value) { return !value.asked; });
}

Motion::Value& Motion::find(NodeId key, float start, bool& fresh) {
  for (Value& value : values_) {
    if (value.key == key) {
      fresh = false;
      value.asked = true;
      return value;
    }
  }
  fresh = true;
  values_.push_back({.key = key, .from = start, .target = start, .value = start, .since = now_, .asked = true});
  return values_.back();
}

float Motion::glide(NodeId key, float target, Duration duration) {
  bool fresh = false;
  Value& value = find(key, target, fresh);
  if (value.target != target) {
    value.from = value.value;
    value.target = target;
    value.since = now_;
  }
  if (reduced_) duration = std::min(duration, motion::kCrossFade);
  const float t = share(now_ - value.since, duration);
  value.value = value.from + (value.target - value.from) * ease_out(t);
  if (t < 1 && value.from != value.target) moving_ = true;
  return value.value;
}

float Motion::enter(NodeId key, Duration duration, Duration delay) {
  bool fresh = false;
  const Value& value = find(key, 0, fresh);
  if (reduced_) {
    delay = Duration{0};
    duration = std::min(duration, motion::kCrossFade);
  }
  const float t = share(now_ - value.since - delay, duration);
  if (t < 1) moving_ = true;
  return ease_out(t);
}

float Motion::spring(NodeId key, float target) {
  bool fresh = false;
  Value& value = find(key, target, fresh);
  value.target = target;
  if (reduced_) {
    value.value = target;
    value.velocity = 0;
    return target;
  }
  constexpr int kSubsteps = 4;
  const float h = step_s_ / kSubsteps;
  for (int i = 0; i < kSubsteps; ++i) {
    value.velocity += (kStiffness * (target - value.value) - kDamping * value.velocity) * h;
    value.value += value.velocity * h;
  }
  if (std::abs(target - value.value) < 0.1f && std::abs(value.velocity) < 1) {
    value.value = target;
    value.velocity = 0;
  } else {
    moving_ = true;
  }
  return value.value;
}

float Motion::phase(Duration period) {
  if (reduced_) return 0;
  moving_ = true;
  const auto passed = (now_ - start_).count() % period.count();
  return static_cast<float>(passed) / static_cast<float>(period.count());
}

Duration Motion::age(NodeId key) {
  bool fresh = false;
  return now_ - find(key, 0, fresh).since;
}

}  // namespace ssc::view
