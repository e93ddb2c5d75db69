// Puts one frame on the canvas: the backdrop, then ImGui's draw lists, all premultiplied on a transparent canvas under
// which the browser shows video. Owns the WebGL context's objects and makes them anew after a lost context.
#pragma once

#include <memory>
#include <optional>

#include "view/ui.hpp"

struct ImDrawData;

namespace ssc::web {

struct Picture {
  const ImDrawData* lists = nullptr;
  std::optional<view::Backdrop> backdrop;
  float width = 0, height = 0;            // CSS px
  int pixel_width = 0, pixel_height = 0;  // of the canvas
  float time_s = 0;                       // of the backdrop's slow movement
};

class Renderer {
 public:
  /// `canvas`: a CSS selector. Needs a current ImGui context.
  explicit Renderer(const char* canvas);
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// False: no WebGL2, or the context is lost at present.
  bool usable() const { return objects_ != nullptr; }
  void draw(const Picture& picture);

  void context_lost();
  void context_restored();

 private:
  struct Objects;

  std::unique_ptr<Objects> objects_;
};

}  // namespace ssc::web
