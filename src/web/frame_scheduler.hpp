// When the next frame is drawn. One number says when the picture will be out of date; at most one animation-frame
// request or one timer is in flight, and none while nothing changes. In a hidden tab no frame is drawn: changes are
// collected and reported a few times a second at most. Knows nothing of what a frame shows.
#pragma once

#include <functional>

#include "base/time.hpp"
#include "ports/ports.hpp"

namespace ssc::web {

class FrameScheduler {
 public:
  /// `run_frame` is called with whether the picture can be seen.
  FrameScheduler(const ports::Clock& clock, std::function<void(bool visible)> run_frame);
  ~FrameScheduler();
  FrameScheduler(const FrameScheduler&) = delete;
  FrameScheduler& operator=(const FrameScheduler&) = delete;

  /// The state changed: show it in the next frame; in a hidden tab within kHiddenPace.
  void request();
  /// What people wait for is shown without waiting for the refresh of the screen, which is late on a busy machine.
  void request_at_once();
  /// The person did something: also draw the frames that ImGui needs to settle (hover, popups).
  void request_after_input();
  /// The picture just drawn is good until `when`.
  void drawn(Instant when);
  void set_visible(bool visible);
  bool visible() const { return visible_; }

 private:
  void arm(Instant when);
  void ask_for_frame();
  void disarm_timer();
  void run();

  const ports::Clock& clock_;
  std::function<void(bool)> run_frame_;
  bool visible_ = true;
  bool frame_asked_ = false;
  int frame_request_ = 0;
  int timer_ = 0;
  int soon_ = 0;
  int settle_frames_ = 0;
};

}  // namespace ssc::web
