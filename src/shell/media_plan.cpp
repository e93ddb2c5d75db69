#include "shell/media_plan.hpp"

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
  if (!wish.microphone) plan.have.microphone_trouble = DeviceTrouble::kNone;
  if (wanted_camera(wish) != wanted_camera(plan.wish)) plan.have.camera_trouble = DeviceTrouble::kNone;
  plan.wish = wish;
}

void opened(MediaPlan& plan, bool microphone, bool camera, std::string_view error) {
  Capture& have = plan.have;
  const Capture asked = have;
  have.opening_microphone = have.opening_camera = false;
  if (!error.empty()) {
    if (asked.opening_camera)
      have.camera_trouble = trouble_of(error);
    else
      have.microphone_trouble = trouble_of(error);
    return;
  }
  if (microphone)
    have.microphone = true;
  else if (asked.opening_microphone)
    have.microphone_trouble = DeviceTrouble::kUnknown;
  if (camera)
    have.camera = CameraSource::kCamera;
  else if (asked.opening_camera)
    have.camera_trouble = DeviceTrouble::kUnknown;
}

void lost(MediaPlan& plan, bool microphone) {
  if (microphone) {
    plan.have.microphone = false;
    plan.have.microphone_trouble = DeviceTrouble::kUnknown;
  } else {
    plan.have.camera = CameraSource::kNone;
    plan.have.camera_trouble = DeviceTrouble::kUnknown;
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
  step.open_microphone = plan.wish.microphone && !have.microphone && have.microphone_trouble == DeviceTrouble::kNone;
  step.open_camera = source == CameraSource::kCamera && picture_missing;
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
