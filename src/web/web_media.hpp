// Capture of microphone and camera: works towards the newest wish through web/glue/media.js, steps never overlap,
// and tracks that come too late are stopped at once. Owns what is open; knows nothing of calls.
#pragma once

#include <string>

#include <emscripten/val.h>

#include "web/media_plan.hpp"
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

 private:
  void work();
  void carry_out(const MediaStep& step);
  void request(bool microphone, bool camera);
  void report();

  emscripten::val glue_;
  Sink sink_;
  ports::MediaWish wish_;
  Capture have_;
  call::LocalDevice reported_microphone_, reported_camera_;
  bool muted_ = false;  // as the track is set
};

}  // namespace ssc::web
