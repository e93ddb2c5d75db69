#include "view/canvas.hpp"

#include <cmath>
#include <numbers>

#include "imgui.h"
#include "view/ui.hpp"

namespace ssc::view {
namespace {

constexpr float kTurn = 2 * std::numbers::pi_v<float>;

ImVec2 vec(Point p) { return {p.x, p.y}; }
ImVec2 low(const Rect& r) { return {r.x, r.y}; }
ImVec2 high(const Rect& r) { return {right(r), bottom(r)}; }
bool invisible(Color color) { return (color >> 24) == 0; }

}  // namespace

void Canvas::begin(ImDrawList* list, const Rect& page, float pixel_ratio) {
  list_ = list;
  pixel_ratio_ = pixel_ratio > 0 ? pixel_ratio : 1;
  list_->_FringeScale = 1 / pixel_ratio_;
  // Lines from a texture are made for one pixel a unit.
  list_->Flags &= ~ImDrawListFlags_AntiAliasedLinesUseTex;
  clips_.assign(1, page);
  alphas_.assign(1, 1.0f);
}

void Canvas::push_clip(const Rect& rect) {
  clips_.push_back(intersection(rect, clips_.back()));
  list_->PushClipRect(low(clips_.back()), high(clips_.back()));
}

void Canvas::pop_clip() {
  clips_.pop_back();
  list_->PopClipRect();
}

void Canvas::push_alpha(float factor) { alphas_.push_back(alphas_.back() * factor); }
void Canvas::pop_alpha() { alphas_.pop_back(); }

float Canvas::snapped(float value) const { return std::round(value * pixel_ratio_) / pixel_ratio_; }

void Canvas::path(const Rect& rect, const Corners& corners) {
  // A hair less than half a circle: two arcs that met in one point would have an edge without a direction, and ImGui's
  // antialiasing draws a spike there.
  const float most = std::max(0.0f, std::min(rect.width, rect.height) / 2 - 0.05f);
  const auto corner = [&](float radius, float cx, float cy, float from_turn, float sx, float sy) {
    const float r = std::min(radius, most);
    if (r < 0.5f) {
      list_->PathLineTo({cx, cy});
    } else {
      list_->PathArcTo({cx + sx * r, cy + sy * r}, r, from_turn * kTurn, (from_turn + 0.25f) * kTurn);
    }
  };
  list_->PathClear();
  corner(corners.top_left, rect.x, rect.y, 0.5f, 1, 1);
  corner(corners.top_right, right(rect), rect.y, 0.75f, -1, 1);
  corner(corners.bottom_right, right(rect), bottom(rect), 0, -1, -1);
  corner(corners.bottom_left, rect.x, bottom(rect), 0.25f, 1, -1);
}

void Canvas::fill(const Rect& rect, Color color, const Corners& corners) {
  color = faded_by_stack(color);
  if (invisible(color) || empty(rect)) return;
  const bool sharp =
      corners.top_left == 0 && corners.top_right == 0 && corners.bottom_right == 0 && corners.bottom_left == 0;
  if (sharp) {
    list_->AddRectFilled(low(rect), high(rect), color);
    return;
  }
  path(rect, corners);
  list_->PathFillConvex(color);
}

void Canvas::shade(int from_vertex, const Rect& rect, const Gradient& gradient) {
  const float dx = rect.width, dy = rect.height;
  const float length2 = std::max(dx * dx + dy * dy, 1.0f);
  for (int i = from_vertex; i < list_->VtxBuffer.Size; ++i) {
    ImDrawVert& vertex = list_->VtxBuffer[i];
    const float t = std::clamp(((vertex.pos.x - rect.x) * dx + (vertex.pos.y - rect.y) * dy) / length2, 0.0f, 1.0f);
    const Color color = mix(gradient.from, gradient.to, t);
    vertex.col = with_alpha(color, alpha_of(color) * alpha_of(vertex.col));
  }
}

void Canvas::fill(const Rect& rect, const Gradient& gradient, const Corners& corners) {
  const int from = list_->VtxBuffer.Size;
  fill(rect, rgb(0xffffff), corners);
  shade(from, rect, gradient);
}

void Canvas::fill_vertical(const Rect& rect, Color top, Color bottom_color) {
  const Color t = faded_by_stack(top), b = faded_by_stack(bottom_color);
  list_->AddRectFilledMultiColor(low(rect), high(rect), t, t, b, b);
}

void Canvas::stroke(const Rect& rect, Color color, float thickness, const Corners& corners) {
  color = faded_by_stack(color);
  if (invisible(color) || empty(rect)) return;
  path(inset(rect, thickness / 2), corners);
  list_->PathStroke(color, ImDrawFlags_Closed, thickness);
}

void Canvas::circle(Point c, float r, Color color) {
  color = faded_by_stack(color);
  if (!invisible(color) && r > 0) list_->AddCircleFilled(vec(c), r, color);
}

void Canvas::circle(Point c, float r, const Gradient& gradient) {
  const int from = list_->VtxBuffer.Size;
  circle(c, r, rgb(0xffffff));
  // The diagonal of the circle, not of the square around it: the ends of the gradient are inside.
  shade(from, inset(square(c, 2 * r), 0.29f * r), gradient);
}

void Canvas::ring(Point c, float r, float thickness, Color color) {
  color = faded_by_stack(color);
  if (!invisible(color) && r > 0) list_->AddCircle(vec(c), r, color, 0, thickness);
}

void Canvas::arc(Point c, float r, float thickness, float from_turn, float to_turn, Color color) {
  color = faded_by_stack(color);
  if (invisible(color)) return;
  list_->PathClear();
  list_->PathArcTo(vec(c), r, (from_turn - 0.25f) * kTurn, (to_turn - 0.25f) * kTurn);
  list_->PathStroke(color, 0, thickness);
}

void Canvas::star(Point c, float r, const Gradient& gradient) {
  // A star is not convex: five kites around the centre.
  const int from = list_->VtxBuffer.Size;
  const Color white = faded_by_stack(rgb(0xffffff));
  const auto at = [&](float turn, float radius) {
    return ImVec2{c.x + radius * std::sin(turn * kTurn), c.y - radius * std::cos(turn * kTurn)};
  };
  for (int i = 0; i < 5; ++i) {
    const float turn = static_cast<float>(i) / 5;
    list_->AddQuadFilled(vec(c), at(turn - 0.1f, r * 0.5f), at(turn, r), at(turn + 0.1f, r * 0.5f), white);
  }
  shade(from, square(c, 2 * r), gradient);
}

void Canvas::image(const ports::TextureImage& image, const Rect& rect, Color tint, const Corners& corners) {
  tint = faded_by_stack(image.coloured ? with_alpha(0xFFFFFF, alpha_of(tint)) : tint);
  if (invisible(tint) || empty(rect)) return;
  const float radius = std::min(corners.top_left, std::min(rect.width, rect.height) / 2);
  list_->AddImageRounded(image.texture, low(rect), high(rect), {image.u0, image.v0}, {image.u1, image.v1}, tint,
                         radius);
}

void Canvas::image_turned(const ports::TextureImage& image, const Rect& rect, Color tint, float turn) {
  tint = faded_by_stack(image.coloured ? with_alpha(0xFFFFFF, alpha_of(tint)) : tint);
  if (invisible(tint) || empty(rect)) return;
  const Point c = center(rect);
  const float sine = std::sin(turn * kTurn), cosine = std::cos(turn * kTurn);
  const auto at = [&](float x, float y) { return ImVec2{c.x + x * cosine - y * sine, c.y + x * sine + y * cosine}; };
  const float w = rect.width / 2, h = rect.height / 2;
  list_->AddImageQuad(image.texture, at(-w, -h), at(w, -h), at(w, h), at(-w, h), {image.u0, image.v0},
                      {image.u1, image.v0}, {image.u1, image.v1}, {image.u0, image.v1}, tint);
}

void Canvas::erase(const Rect& rect, const Corners& corners) {
  if (empty(rect)) return;
  list_->PushTextureID(kEraseTexture);
  fill(rect, rgb(0xffffff), corners);
  // fill() of a sharp or rounded rectangle never samples; the command's texture is only a mark for the renderer.
  list_->PopTextureID();
}

int Canvas::mark() const { return list_->VtxBuffer.Size; }

void Canvas::scale_since(int mark, Point c, float factor) {
  if (factor == 1) return;
  for (int i = mark; i < list_->VtxBuffer.Size; ++i) {
    ImVec2& p = list_->VtxBuffer[i].pos;
    p = {c.x + (p.x - c.x) * factor, c.y + (p.y - c.y) * factor};
  }
}

}  // namespace ssc::view
