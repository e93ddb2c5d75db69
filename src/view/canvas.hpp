// The brush: shapes, shadows, glows and images on one ImGui draw list, with a stack of clips and an opacity. The only
// place besides ui.cpp that speaks to ImGui. It knows nothing of nodes; whoever draws something to press or read uses
// Painter, which does both.
#pragma once

#include <cstdint>
#include <vector>

#include "ports/drawing.hpp"
#include "view/color.hpp"
#include "view/geometry.hpp"

struct ImDrawList;

namespace ssc::view {

/// Radii of a rectangle's corners, clockwise from the top left.
struct Corners {
  float top_left = 0, top_right = 0, bottom_right = 0, bottom_left = 0;
  Corners() = default;
  Corners(float all)
      : top_left(all), top_right(all), bottom_right(all), bottom_left(all) {}  // NOLINT: meant to convert
  Corners(float tl, float tr, float br, float bl) : top_left(tl), top_right(tr), bottom_right(br), bottom_left(bl) {}
};

class Canvas {
 public:
  void begin(ImDrawList* list, const Rect& page, float pixel_ratio);

  // Every clip and opacity pushed is popped in the same function.
  void push_clip(const Rect& rect);
  void pop_clip();
  const Rect& clip() const { return clips_.back(); }
  void push_alpha(float factor);
  void pop_alpha();
  float alpha() const { return alphas_.back(); }

  void fill(const Rect& rect, Color color, const Corners& corners = {});
  void fill(const Rect& rect, const Gradient& gradient, const Corners& corners = {});
  void fill_vertical(const Rect& rect, Color top, Color bottom_color);
  void stroke(const Rect& rect, Color color, float thickness, const Corners& corners = {});
  void circle(Point c, float r, Color color);
  void circle(Point c, float r, const Gradient& gradient);
  void ring(Point c, float r, float thickness, Color color);
  void arc(Point c, float r, float thickness, float from_turn, float to_turn, Color color);
  void star(Point c, float r, const Gradient& gradient);
  /// Soft shadow of a floating thing: fades over `spread`, `drop` below it.
  void shadow(const Rect& rect, float corner, float spread, float drop, Color color);
  /// Light around a circle: full at `inner`, gone at `outer`.
  void glow(Point c, float inner, float outer, Color color);

  /// `tint` colours white images; coloured ones only take its opacity.
  void image(const ports::TextureImage& image, const Rect& rect, Color tint, const Corners& corners = {});
  /// Around its centre, clockwise, in turns.
  void image_turned(const ports::TextureImage& image, const Rect& rect, Color tint, float turn);
  /// Opens a window to what lies under the canvas (video).
  void erase(const Rect& rect, const Corners& corners);

  /// What is drawn between mark() and scale_since() shrinks or grows around `c`.
  int mark() const;
  void scale_since(int mark, Point c, float factor);

  float snapped(float value) const;
  float pixel() const { return 1 / pixel_ratio_; }

 private:
  void path(const Rect& rect, const Corners& corners);
  void shade(int from_vertex, const Rect& rect, const Gradient& gradient);
  Color faded_by_stack(Color color) const { return faded(color, alphas_.back()); }

  ImDrawList* list_ = nullptr;
  float pixel_ratio_ = 1;
  std::vector<Rect> clips_;
  std::vector<float> alphas_;
};

}  // namespace ssc::view
