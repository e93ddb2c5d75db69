// Capture of microphone and camera: carries out what shell/media_plan.hpp decides through web/glue/media.js, and reports
// each change. Knows nothing of calls.
#pragma once

#include <string>

#include <emscripten/val.h>

#include "shell/media_plan.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebMedia final : public ports::Media {
 public:
  /// `glue`: web/glue/media.js.
  WebMedia(emscripten::val glue, Sink sink);

  void want(const ports::MediaWish& wish) override;

  /// The browser answered the one request under way. `error` is empty or the name of a DOMException.
  void opened(bool microphone, bool camera, const std::string& error);
  /// A track ended by itself: unplugged, or taken back by the system.
  void lost(bool microphone);
  void test_picture_failed();
  /// See shell::devices_changed().
  void devices_changed(bool microphone_displaced, bool camera_displaced);

 private:
  void work();

  emscripten::val glue_;
  Sink sink_;
  shell::MediaPlan plan_;
  call::LocalDevice reported_microphone_, reported_camera_;
};

}  // namespace ssc::web
