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
  bool microphone_reopened = false;  // it ended by itself and was opened again: not twice without a change of devices
  bool camera_reopened = false;
  bool microphone_displaced = false;  // the preferred one is back while another one is open
  bool camera_displaced = false;
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
  // Both in one request, so that the person is asked once. What is open is replaced when the new one is there.
  bool open_microphone = false;
  bool open_camera = false;
  bool operator==(const MediaStep&) const = default;
};

CameraSource wanted_camera(const ports::MediaWish& wish);

/// A device that failed is tried again when it is wanted anew.
void want(MediaPlan& plan, const ports::MediaWish& wish);
/// The request under way ended. `error` is empty, or the name of a DOMException. Of a pair that failed the microphone is
/// asked for again alone: nobody can talk with a camera only.
void opened(MediaPlan& plan, bool microphone, bool camera, std::string_view error);
/// A track ended by itself: unplugged, or taken back by the system. Another device takes its place where there is one.
void lost(MediaPlan& plan, bool microphone);
/// Devices came or went: what was missing or taken is tried again. `…_displaced`: another device than the preferred one
/// is open, and the preferred one is there.
void devices_changed(MediaPlan& plan, bool microphone_displaced, bool camera_displaced);
/// What to do now; the plan already counts on it being done. Stops come at once, even while a request is under way;
/// nothing is opened before that request has ended.
MediaStep take_step(MediaPlan& plan);
/// A test picture could not be made.
void test_picture_failed(MediaPlan& plan);

call::LocalDevice microphone_report(const MediaPlan& plan);
call::LocalDevice camera_report(const MediaPlan& plan);

}  // namespace ssc::shell
