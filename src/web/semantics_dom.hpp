// Mirrors the view's nodes as DOM elements: finds out what changed since the last frame and hands that to
// web/glue/semantics.js as one JSON text. Owns the last frame's nodes; what an element looks like is the glue's affair.
#pragma once

#include <vector>

#include <emscripten/val.h>

#include "view/semantics.hpp"

namespace ssc::web {

class SemanticsDom {
 public:
  /// `glue`: web/glue/semantics.js.
  explicit SemanticsDom(emscripten::val glue);

  void show(std::vector<view::Node> nodes);

 private:
  emscripten::val glue_;
  std::vector<view::Node> shown_;
};

}  // namespace ssc::web
