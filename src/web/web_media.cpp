#include "web/web_media.hpp"

#include <utility>

namespace ssc::web {

WebMedia::WebMedia(emscripten::val glue, Sink sink) : glue_(std::move(glue)), sink_(std::move(sink)) {}

void WebMedia::want(const ports::MediaWish& wish) {
  shell::want(plan_, wish);
  work();
}

void WebMedia::opened(bool microphone, bool camera, const std::string& error) {
  shell::opened(plan_, microphone, camera, error);
  work();
}

void WebMedia::lost(bool microphone) {
  shell::lost(plan_, microphone);
  work();
}

void WebMedia::test_picture_failed() {
  shell::test_picture_failed(plan_);
  work();
}

void WebMedia::devices_changed(bool microphone_displaced, bool camera_displaced) {
  shell::devices_changed(plan_, microphone_displaced, camera_displaced);
  work();
}

void WebMedia::work() {
  const shell::MediaStep step = shell::take_step(plan_);
  if (step.stop_microphone) glue_.call<void>("stop", true);
  if (step.stop_camera) glue_.call<void>("stop", false);
  if (step.start_test_picture) glue_.call<void>("start_test_picture");
  glue_.call<void>("set_muted", plan_.wish.microphone_muted);
  glue_.call<void>("set_sending", plan_.wish.send);
  if (step.open_microphone || step.open_camera) glue_.call<void>("open", step.open_microphone, step.open_camera);

  const call::LocalDevice microphone = shell::microphone_report(plan_);
  const call::LocalDevice camera = shell::camera_report(plan_);
  if (microphone == reported_microphone_ && camera == reported_camera_) return;
  reported_microphone_ = microphone;
  reported_camera_ = camera;
  sink_(events::MediaChanged{.microphone = microphone, .camera = camera});
}

}  // namespace ssc::web
