// What to do next about capture: compares the newest wish with what is open, as a plain value with pure functions. Knows
// no browser; src/web carries the steps out, one request at a time, and reports back how they ended.
#pragma once

#include <string_view>

#include "call/call_state.hpp"
#include "ports/ports.hpp"

namespace ssc::shell {

enum class CameraSource { kNone, kCamera, kTestPicture };

/// What is captured now, and what failed since it was last unwanted.
struct Capture {
  bool microphone = false;
  CameraSource camera = CameraSource::kNone;
  bool opening_microphone = false;  // one request to the browser is under way for this
  bool opening_camera = false;
  call::DeviceTrouble microphone_trouble = call::DeviceTrouble::kNone;
  call::DeviceTrouble camera_trouble = call::DeviceTrouble::kNone;
  bool operator==(const Capture&) const = default;
};

struct MediaPlan {
  ports::MediaWish wish;
  Capture have;
  bool operator==(const MediaPlan&) const = default;
};

struct MediaStep {
  bool stop_microphone = false;
  bool stop_camera = false;
  bool start_test_picture = false;
  bool open_microphone = false;  // with open_camera: both in one request, so that the person is asked once
  bool open_camera = false;
  bool operator==(const MediaStep&) const = default;
};

CameraSource wanted_camera(const ports::MediaWish& wish);

/// A device that failed is tried again when it is wanted anew.
void want(MediaPlan& plan, const ports::MediaWish& wish);
/// The request under way ended. `error` is empty, or the name of a DOMException. Of a pair that failed the microphone is
/// asked for again alone: nobody can talk with a camera only.
void opened(MediaPlan& plan, bool microphone, bool camera, std::string_view error);
/// A track ended by itself.
void lost(MediaPlan& plan, bool microphone);
/// What to do now; the plan already counts on it being done. Stops come at once, even while a request is under way;
/// nothing is opened before that request has ended.
MediaStep take_step(MediaPlan& plan);
/// A test picture could not be made.
void test_picture_failed(MediaPlan& plan);

call::LocalDevice microphone_report(const MediaPlan& plan);
call::LocalDevice camera_report(const MediaPlan& plan);

}  // namespace ssc::shell
