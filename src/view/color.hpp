// Colours as 0xAABBGGRR (what ImGui's vertices hold) and their arithmetic, all constexpr. Which colour means what is
// tokens.hpp.
#pragma once

#include <cstdint>

namespace ssc::view {

using Color = std::uint32_t;

/// From the familiar 0xRRGGBB, opaque or at `alpha` (0..1).
constexpr Color rgb(std::uint32_t hex, float alpha = 1) {
  const auto a = static_cast<std::uint32_t>(alpha * 255 + 0.5f);
  return a << 24 | (hex & 0xFF) << 16 | (hex & 0xFF00) | (hex >> 16 & 0xFF);
}

constexpr int channel(Color color, int index) { return static_cast<int>(color >> (8 * index) & 0xFF); }
constexpr float alpha_of(Color color) { return static_cast<float>(channel(color, 3)) / 255; }

constexpr Color with_alpha(Color color, float alpha) {
  return (color & 0x00FFFFFF) | static_cast<std::uint32_t>(alpha * 255 + 0.5f) << 24;
}
constexpr Color faded(Color color, float factor) { return with_alpha(color, alpha_of(color) * factor); }

constexpr Color mix(Color a, Color b, float t) {
  Color result = 0;
  for (int i = 0; i < 4; ++i) {
    const float value = static_cast<float>(channel(a, i)) + static_cast<float>(channel(b, i) - channel(a, i)) * t;
    result |= static_cast<Color>(value + 0.5f) << (8 * i);
  }
  return result;
}

/// `top` (with its alpha) as it looks on an opaque `ground`.
constexpr Color over(Color top, Color ground) { return with_alpha(mix(ground, with_alpha(top, 1), alpha_of(top)), 1); }

/// Two colours at 135 degrees.
struct Gradient {
  Color from = 0, to = 0;
  bool operator==(const Gradient&) const = default;
};

constexpr Gradient mix(const Gradient& a, const Gradient& b, float t) {
  return {mix(a.from, b.from, t), mix(a.to, b.to, t)};
}

/// WCAG 2.2 relative luminance of an opaque colour and the contrast of two.
float luminance(Color color);
float contrast(Color a, Color b);

}  // namespace ssc::view
