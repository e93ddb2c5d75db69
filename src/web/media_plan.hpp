// What to do next about capture, as a pure function: compares the wish with what is open. Owns nothing and knows
// no browser; web_media.cpp carries the steps out, one at a time.
#pragma once

#include "call/call_state.hpp"
#include "ports/ports.hpp"

namespace ssc::web {

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

struct MediaStep {
  bool stop_microphone = false;
  bool stop_camera = false;
  bool start_test_picture = false;
  bool open_microphone = false;  // with open_camera: both in one request, so that the person is asked once
  bool open_camera = false;
  bool operator==(const MediaStep&) const = default;
};

inline CameraSource wanted_camera(const ports::MediaWish& wish) {
  if (wish.test_picture) return CameraSource::kTestPicture;
  return wish.camera ? CameraSource::kCamera : CameraSource::kNone;
}

/// Stops come at once, even while a request is under way; nothing is opened before that request has ended.
inline MediaStep next_step(const ports::MediaWish& wish, const Capture& have) {
  const CameraSource source = wanted_camera(wish);
  MediaStep step;
  step.stop_microphone = have.microphone && !wish.microphone;
  step.stop_camera = have.camera != CameraSource::kNone && have.camera != source;
  const bool camera_free = have.camera == CameraSource::kNone || step.stop_camera;
  step.start_test_picture = source == CameraSource::kTestPicture && camera_free;
  if (have.opening_microphone || have.opening_camera) return step;
  step.open_microphone =
      wish.microphone && !have.microphone && have.microphone_trouble == call::DeviceTrouble::kNone;
  step.open_camera =
      source == CameraSource::kCamera && camera_free && have.camera_trouble == call::DeviceTrouble::kNone;
  return step;
}

inline call::LocalDevice microphone_report(const ports::MediaWish& wish, const Capture& have) {
  using call::DeviceState;
  if (!wish.microphone) return {};
  if (have.microphone) return {.state = wish.microphone_muted ? DeviceState::kMuted : DeviceState::kOn};
  if (have.microphone_trouble == call::DeviceTrouble::kNone) return {.state = DeviceState::kOpening};
  return {.state = DeviceState::kFailed, .trouble = have.microphone_trouble};
}

inline call::LocalDevice camera_report(const ports::MediaWish& wish, const Capture& have) {
  using call::DeviceState;
  const CameraSource source = wanted_camera(wish);
  if (source == CameraSource::kNone) return {};
  if (have.camera == source) return {.state = DeviceState::kOn};
  if (have.camera_trouble == call::DeviceTrouble::kNone) return {.state = DeviceState::kOpening};
  return {.state = DeviceState::kFailed, .trouble = have.camera_trouble};
}

}  // namespace ssc::web
