// Points and rectangles in CSS px, and the cuts that layouts are made of. Pure arithmetic; knows nothing of drawing.
#pragma once

#include <algorithm>

#include "ports/drawing.hpp"

namespace ssc::view {

using ports::Rect;

struct Point {
  float x = 0, y = 0;
};

inline float right(const Rect& r) { return r.x + r.width; }
inline float bottom(const Rect& r) { return r.y + r.height; }
inline Point center(const Rect& r) { return {r.x + r.width / 2, r.y + r.height / 2}; }
inline bool empty(const Rect& r) { return r.width <= 0 || r.height <= 0; }

inline Rect around(Point c, float width, float height) { return {c.x - width / 2, c.y - height / 2, width, height}; }
inline Rect square(Point c, float size) { return around(c, size, size); }
inline Rect inset(const Rect& r, float dx, float dy) {
  return {r.x + dx, r.y + dy, std::max(0.0f, r.width - 2 * dx), std::max(0.0f, r.height - 2 * dy)};
}
inline Rect inset(const Rect& r, float d) { return inset(r, d, d); }
inline Rect moved(const Rect& r, float dx, float dy) { return {r.x + dx, r.y + dy, r.width, r.height}; }

inline bool contains(const Rect& r, Point p) { return p.x >= r.x && p.y >= r.y && p.x < right(r) && p.y < bottom(r); }
inline Rect intersection(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0f, std::min(right(a), right(b)) - x), std::max(0.0f, std::min(bottom(a), bottom(b)) - y)};
}
inline bool overlap(const Rect& a, const Rect& b) { return !empty(intersection(a, b)); }

// Each cuts a slice off `r` (never more than there is) and returns it.
inline Rect cut_top(Rect& r, float height) {
  height = std::clamp(height, 0.0f, r.height);
  const Rect slice{r.x, r.y, r.width, height};
  r.y += height;
  r.height -= height;
  return slice;
}
inline Rect cut_bottom(Rect& r, float height) {
  height = std::clamp(height, 0.0f, r.height);
  r.height -= height;
  return {r.x, r.y + r.height, r.width, height};
}
inline Rect cut_left(Rect& r, float width) {
  width = std::clamp(width, 0.0f, r.width);
  const Rect slice{r.x, r.y, width, r.height};
  r.x += width;
  r.width -= width;
  return slice;
}
inline Rect cut_right(Rect& r, float width) {
  width = std::clamp(width, 0.0f, r.width);
  r.width -= width;
  return {r.x + r.width, r.y, width, r.height};
}

}  // namespace ssc::view
