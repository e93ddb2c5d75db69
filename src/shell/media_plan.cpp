#include "shell/media_plan.hpp"

#include <utility>

namespace ssc::shell {
namespace {

using call::DeviceState;
using call::DeviceTrouble;

// The names of getUserMedia's errors (W3C Media Capture and Streams, 10.2).
DeviceTrouble trouble_of(std::string_view error) {
  if (error == "NotAllowedError" || error == "SecurityError") return DeviceTrouble::kDenied;
  if (error == "NotFoundError") return DeviceTrouble::kMissing;
  if (error == "NotReadableError" || error == "AbortError") return DeviceTrouble::kBusy;
  if (error == "OverconstrainedError" || error == "NotSupportedError" || error == "TypeError") {
    return DeviceTrouble::kUnsupported;
  }
  return DeviceTrouble::kUnknown;
}

call::LocalDevice not_captured(DeviceTrouble trouble) {
  if (trouble == DeviceTrouble::kNone) return {.state = DeviceState::kOpening};
  return {.state = DeviceState::kFailed, .trouble = trouble};
}

}  // namespace

CameraSource wanted_camera(const ports::MediaWish& wish) {
  if (wish.test_picture) return CameraSource::kTestPicture;
  return wish.camera ? CameraSource::kCamera : CameraSource::kNone;
}

void want(MediaPlan& plan, const ports::MediaWish& wish) {
  if (!wish.microphone || wish.microphone_try != plan.wish.microphone_try) {
    plan.have.microphone_trouble = DeviceTrouble::kNone;
    plan.have.microphone_reopened = false;
  }
  if (wanted_camera(wish) != wanted_camera(plan.wish)) {
    plan.have.camera_trouble = DeviceTrouble::kNone;
    plan.have.camera_reopened = false;
  }
  plan.wish = wish;
}

void opened(MediaPlan& plan, bool microphone, bool camera, std::string_view error) {
  Capture& have = plan.have;
  const Capture asked = have;
  have.opening_microphone = have.opening_camera = false;
  if (asked.opening_microphone) have.microphone_displaced = false;
  if (asked.opening_camera) have.camera_displaced = false;
  const DeviceTrouble trouble = error.empty() ? DeviceTrouble::kUnknown : trouble_of(error);
  // A pair fails as one; the microphone is tried again alone. What could not be replaced stays as it is.
  const bool blames_microphone = error.empty() || !asked.opening_camera;
  if (microphone)
    have.microphone = true;
  else if (asked.opening_microphone && !have.microphone && blames_microphone)
    have.microphone_trouble = trouble;
  if (camera)
    have.camera = CameraSource::kCamera;
  else if (asked.opening_camera && have.camera != CameraSource::kCamera)
    have.camera_trouble = trouble;
}

void lost(MediaPlan& plan, bool microphone) {
  Capture& have = plan.have;
  if (microphone) {
    have.microphone = have.microphone_displaced = false;
    if (std::exchange(have.microphone_reopened, true)) have.microphone_trouble = DeviceTrouble::kUnknown;
  } else {
    have.camera = CameraSource::kNone;
    have.camera_displaced = false;
    if (std::exchange(have.camera_reopened, true)) have.camera_trouble = DeviceTrouble::kUnknown;
  }
}

void devices_changed(MediaPlan& plan, bool microphone_displaced, bool camera_displaced) {
  Capture& have = plan.have;
  have.microphone_reopened = have.camera_reopened = false;
  have.microphone_displaced = have.microphone && microphone_displaced;
  have.camera_displaced = have.camera == CameraSource::kCamera && camera_displaced;
  // A person who said no is not asked again by a plug.
  for (DeviceTrouble* trouble : {&have.microphone_trouble, &have.camera_trouble}) {
    if (*trouble != DeviceTrouble::kDenied) *trouble = DeviceTrouble::kNone;
  }
}

void test_picture_failed(MediaPlan& plan) {
  plan.have.camera = CameraSource::kNone;
  plan.have.camera_trouble = DeviceTrouble::kUnsupported;
}

MediaStep take_step(MediaPlan& plan) {
  Capture& have = plan.have;
  const CameraSource source = wanted_camera(plan.wish);
  MediaStep step;
  step.stop_microphone = have.microphone && !plan.wish.microphone;
  if (step.stop_microphone) have.microphone = false;
  step.stop_camera = have.camera != CameraSource::kNone && have.camera != source;
  if (step.stop_camera) have.camera = CameraSource::kNone;

  const bool picture_missing = have.camera == CameraSource::kNone && have.camera_trouble == DeviceTrouble::kNone;
  step.start_test_picture = source == CameraSource::kTestPicture && picture_missing;
  if (step.start_test_picture) have.camera = CameraSource::kTestPicture;

  if (have.opening_microphone || have.opening_camera) return step;
  const bool microphone_missing = !have.microphone && have.microphone_trouble == DeviceTrouble::kNone;
  step.open_microphone = plan.wish.microphone && (microphone_missing || have.microphone_displaced);
  step.open_camera = source == CameraSource::kCamera && (picture_missing || have.camera_displaced);
  have.opening_microphone = step.open_microphone;
  have.opening_camera = step.open_camera;
  return step;
}

call::LocalDevice microphone_report(const MediaPlan& plan) {
  if (!plan.wish.microphone) return {};
  if (plan.have.microphone) return {.state = plan.wish.microphone_muted ? DeviceState::kMuted : DeviceState::kOn};
  return not_captured(plan.have.microphone_trouble);
}

call::LocalDevice camera_report(const MediaPlan& plan) {
  const CameraSource source = wanted_camera(plan.wish);
  if (source == CameraSource::kNone) return {};
  if (plan.have.camera == source) return {.state = DeviceState::kOn};
  return not_captured(plan.have.camera_trouble);
}

}  // namespace ssc::shell
