// Puts the page's media elements where the view wants them, under the canvas. Owns what is placed now; the elements
// belong to web/glue/videos.js, which made them once and never moves them in the document.
#pragma once

#include <vector>

#include <emscripten/val.h>

#include "ports/drawing.hpp"

namespace ssc::web {

class VideoSurfaces {
 public:
  /// `glue`: web/glue/videos.js.
  explicit VideoSurfaces(emscripten::val glue);

  /// A source that is not in the list is hidden.
  void show(std::vector<ports::VideoSurface> surfaces);

 private:
  emscripten::val glue_;
  std::vector<ports::VideoSurface> shown_;
};

}  // namespace ssc::web
