#include "web/web_clock.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

namespace ssc::web {
namespace {

// setTimeout takes 32-bit milliseconds; longer waits are made of several.
constexpr Duration kLongestWait{3'600'000};

}  // namespace

WebClock::WebClock(Sink sink) : sink_(std::move(sink)) {}

WebClock::~WebClock() {
  if (timer_ != 0) emscripten_clear_timeout(timer_);
}

Instant WebClock::now() const { return Instant(Duration(static_cast<Duration::rep>(emscripten_get_now()))); }

WallTime WebClock::wall_now() const { return WallTime{static_cast<std::int64_t>(emscripten_date_now())}; }

void WebClock::wake_at(Instant when) {
  if (timer_ != 0) emscripten_clear_timeout(timer_);
  timer_ = 0;
  when_ = when;
  if (when_ != kNever) arm();
}

void WebClock::arm() {
  const Duration wait = std::clamp(when_ - now(), Duration{0}, kLongestWait);
  timer_ = emscripten_set_timeout([](void* self) { static_cast<WebClock*>(self)->fired(); },
                                  static_cast<double>(wait.count()), this);
}

void WebClock::fired() {
  timer_ = 0;
  // Browsers round timers to whole milliseconds and may fire a fraction early.
  if (now() < when_) return arm();
  when_ = kNever;
  sink_(events::TimePassed{});
}

}  // namespace ssc::web
