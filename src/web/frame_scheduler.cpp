#include "web/frame_scheduler.hpp"

#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <utility>

namespace ssc::web {
namespace {

constexpr Duration kHiddenPace{250};
// ImGui shows the effect of an input one or two frames later (ocornut/imgui issue 1206).
constexpr int kSettleFrames = 2;
// Nearer than this a timer would only come late: the next animation frame does it.
constexpr Duration kNearlyNow{20};
// setTimeout takes 32-bit milliseconds; waking once an hour costs nothing.
constexpr Duration kLongestWait{3'600'000};

}  // namespace

FrameScheduler::FrameScheduler(const ports::Clock& clock, std::function<void(bool)> run_frame)
    : clock_(clock), run_frame_(std::move(run_frame)) {}

FrameScheduler::~FrameScheduler() {
  disarm_timer();
  if (soon_ != 0) emscripten_clear_timeout(soon_);
  if (frame_asked_) emscripten_cancel_animation_frame(frame_request_);
}

void FrameScheduler::request() {
  if (visible_)
    ask_for_frame();
  else if (timer_ == 0)
    arm(clock_.now() + kHiddenPace);
}

void FrameScheduler::request_at_once() {
  if (!visible_) return request();
  if (soon_ != 0) return;
  soon_ = emscripten_set_timeout(
      [](void* self) {
        auto& scheduler = *static_cast<FrameScheduler*>(self);
        scheduler.soon_ = 0;
        scheduler.run();
      },
      0, this);
}

void FrameScheduler::request_after_input() {
  settle_frames_ = kSettleFrames;
  request();
}

void FrameScheduler::drawn(Instant when) {
  if (!visible_) return;
  if (settle_frames_ > 0) {
    --settle_frames_;
    when = clock_.now();
  }
  if (frame_asked_) return;
  if (when == kNever) return disarm_timer();
  if (when <= clock_.now() + kNearlyNow) return ask_for_frame();
  arm(when);
}

void FrameScheduler::set_visible(bool visible) {
  if (visible == visible_) return;
  visible_ = visible;
  disarm_timer();
  if (!visible_ && frame_asked_) {
    // The browser would keep it until the tab is seen again, and nothing else would be shown before.
    emscripten_cancel_animation_frame(frame_request_);
    frame_asked_ = false;
  }
  request();
}

void FrameScheduler::arm(Instant when) {
  disarm_timer();
  const Duration wait = std::clamp(when - clock_.now(), Duration{0}, kLongestWait);
  timer_ = emscripten_set_timeout(
      [](void* self) {
        auto& scheduler = *static_cast<FrameScheduler*>(self);
        scheduler.timer_ = 0;
        if (scheduler.visible_)
          scheduler.ask_for_frame();
        else
          scheduler.run();
      },
      static_cast<double>(wait.count()), this);
}

void FrameScheduler::ask_for_frame() {
  disarm_timer();
  if (frame_asked_) return;
  frame_asked_ = true;
  frame_request_ = emscripten_request_animation_frame(
      [](double, void* self) {
        auto& scheduler = *static_cast<FrameScheduler*>(self);
        scheduler.frame_asked_ = false;
        scheduler.run();
        return false;
      },
      this);
}

void FrameScheduler::disarm_timer() {
  if (timer_ != 0) emscripten_clear_timeout(timer_);
  timer_ = 0;
}

void FrameScheduler::run() { run_frame_(visible_); }

}  // namespace ssc::web
