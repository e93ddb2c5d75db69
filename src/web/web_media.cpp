#include "web/web_media.hpp"

#include <utility>

namespace ssc::web {
namespace {

using call::DeviceTrouble;

// The names of getUserMedia's errors (W3C Media Capture and Streams, 10.2).
DeviceTrouble trouble_of(const std::string& error) {
  if (error == "NotAllowedError" || error == "SecurityError") return DeviceTrouble::kDenied;
  if (error == "NotFoundError") return DeviceTrouble::kMissing;
  if (error == "NotReadableError" || error == "AbortError") return DeviceTrouble::kBusy;
  if (error == "OverconstrainedError" || error == "NotSupportedError" || error == "TypeError") {
    return DeviceTrouble::kUnsupported;
  }
  return DeviceTrouble::kUnknown;
}

}  // namespace

WebMedia::WebMedia(emscripten::val glue, Sink sink) : glue_(std::move(glue)), sink_(std::move(sink)) {}

void WebMedia::want(const ports::MediaWish& wish) {
  // Wanting a device anew is another try.
  if (!wish.microphone) have_.microphone_trouble = DeviceTrouble::kNone;
  if (wanted_camera(wish) != wanted_camera(wish_)) have_.camera_trouble = DeviceTrouble::kNone;
  wish_ = wish;
  work();
}

void WebMedia::opened(bool microphone, bool camera, const std::string& error) {
  const Capture asked = have_;
  have_.opening_microphone = have_.opening_camera = false;
  if (error.empty()) {
    have_.microphone = have_.microphone || microphone;
    if (camera) have_.camera = CameraSource::kCamera;
    if (asked.opening_microphone && !microphone) have_.microphone_trouble = DeviceTrouble::kUnknown;
    if (asked.opening_camera && !camera) have_.camera_trouble = DeviceTrouble::kUnknown;
  } else {
    // Of a failed pair the microphone is asked for again alone: nobody can talk with a camera only.
    if (asked.opening_camera) have_.camera_trouble = trouble_of(error);
    else have_.microphone_trouble = trouble_of(error);
  }
  work();
}

void WebMedia::lost(bool microphone) {
  if (microphone) {
    have_.microphone = false;
    have_.microphone_trouble = DeviceTrouble::kUnknown;
  } else {
    have_.camera = CameraSource::kNone;
    have_.camera_trouble = DeviceTrouble::kUnknown;
  }
  work();
}

void WebMedia::work() {
  carry_out(next_step(wish_, have_));
  if (have_.microphone && muted_ != wish_.microphone_muted) {
    muted_ = wish_.microphone_muted;
    glue_.call<void>("set_muted", muted_);
  }
  report();
}

void WebMedia::carry_out(const MediaStep& step) {
  if (step.stop_microphone) {
    glue_.call<void>("stop", true);
    have_.microphone = false;
    muted_ = false;
  }
  if (step.stop_camera) {
    glue_.call<void>("stop", false);
    have_.camera = CameraSource::kNone;
  }
  if (step.start_test_picture) {
    if (glue_.call<bool>("start_test_picture")) have_.camera = CameraSource::kTestPicture;
    else have_.camera_trouble = DeviceTrouble::kUnsupported;
  }
  if (step.open_microphone || step.open_camera) request(step.open_microphone, step.open_camera);
}

void WebMedia::request(bool microphone, bool camera) {
  have_.opening_microphone = microphone;
  have_.opening_camera = camera;
  glue_.call<void>("open", microphone, camera);
}

void WebMedia::report() {
  const call::LocalDevice microphone = microphone_report(wish_, have_);
  const call::LocalDevice camera = camera_report(wish_, have_);
  if (microphone == reported_microphone_ && camera == reported_camera_) return;
  reported_microphone_ = microphone;
  reported_camera_ = camera;
  sink_(events::MediaChanged{.microphone = microphone, .camera = camera});
}

}  // namespace ssc::web
