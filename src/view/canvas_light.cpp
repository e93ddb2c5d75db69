// Shadows and glows of Canvas: meshes whose vertices carry a falloff, so that no blur pass is needed.
#include <array>
#include <cmath>
#include <numbers>

#include "imgui.h"
#include "view/canvas.hpp"

namespace ssc::view {
namespace {

constexpr float kTurn = 2 * std::numbers::pi_v<float>;

// Opacity from full (0) to gone (1), close to what a Gaussian blur leaves.
float falloff(float t) {
  const float s = 1 - t;
  return s * s * (3 - 2 * s);
}

// Joins rings of `count` points each, innermost first, into closed strips.
void strips(ImDrawList* list, unsigned first, int rings, int count) {
  for (int ring = 0; ring + 1 < rings; ++ring) {
    for (int i = 0; i < count; ++i) {
      const unsigned a = first + static_cast<unsigned>(ring * count + i);
      const unsigned b = first + static_cast<unsigned>(ring * count + (i + 1) % count);
      const unsigned step = static_cast<unsigned>(count);
      for (const unsigned index : {a, b, b + step, a, b + step, a + step}) list->PrimWriteIdx(index);
    }
  }
}

}  // namespace

void Canvas::shadow(const Rect& rect, float corner, float spread, float drop, Color color) {
  color = faded_by_stack(color);
  if (alpha_of(color) <= 0 || empty(rect)) return;
  constexpr int kRings = 9, kPerCorner = 8, kCount = 4 * kPerCorner;
  // Half of the blur lies inside the outline; the thing itself covers it.
  const Rect base = inset(moved(rect, 0, drop), spread * 0.35f);
  const float base_corner = std::min({std::max(corner - spread * 0.35f, 1.0f), base.width / 2, base.height / 2});
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  list_->PrimReserve((kRings - 1) * kCount * 6 + (kCount - 2) * 3, kRings * kCount);
  const unsigned first = list_->_VtxCurrentIdx;
  const std::array<Point, 4> centers{{{right(base) - base_corner, bottom(base) - base_corner},
                                      {base.x + base_corner, bottom(base) - base_corner},
                                      {base.x + base_corner, base.y + base_corner},
                                      {right(base) - base_corner, base.y + base_corner}}};
  for (int ring = 0; ring < kRings; ++ring) {
    const float t = static_cast<float>(ring) / (kRings - 1);
    const Color at_ring = with_alpha(color, alpha_of(color) * falloff(t));
    const float r = base_corner + spread * 1.35f * t;
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      for (int i = 0; i < kPerCorner; ++i) {
        const float turn = 0.25f * (static_cast<float>(quarter) + static_cast<float>(i) / (kPerCorner - 1));
        const Point c = centers[quarter];
        list_->PrimWriteVtx({c.x + r * std::cos(turn * kTurn), c.y + r * std::sin(turn * kTurn)}, white, at_ring);
      }
    }
  }
  for (unsigned i = 2; i < kCount; ++i) {
    for (const unsigned index : {first, first + i - 1, first + i}) list_->PrimWriteIdx(index);
  }
  strips(list_, first, kRings, kCount);
}

void Canvas::glow(Point c, float inner, float outer, Color color) {
  color = faded_by_stack(color);
  if (alpha_of(color) <= 0 || outer <= inner) return;
  constexpr int kRings = 10, kCount = 48;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  list_->PrimReserve((kRings - 1) * kCount * 6, kRings * kCount);
  const unsigned first = list_->_VtxCurrentIdx;
  for (int ring = 0; ring < kRings; ++ring) {
    const float t = static_cast<float>(ring) / (kRings - 1);
    const Color at_ring = with_alpha(color, alpha_of(color) * falloff(t));
    const float r = inner + (outer - inner) * t;
    for (int i = 0; i < kCount; ++i) {
      const float turn = static_cast<float>(i) / kCount;
      list_->PrimWriteVtx({c.x + r * std::cos(turn * kTurn), c.y + r * std::sin(turn * kTurn)}, white, at_ring);
    }
  }
  strips(list_, first, kRings, kCount);
}

}  // namespace ssc::view
