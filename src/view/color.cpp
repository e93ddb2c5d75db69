#include "view/color.hpp"

#include <algorithm>
#include <cmath>

namespace ssc::view {

float luminance(Color color) {
  const auto linear = [](int value) {
    const float s = static_cast<float>(value) / 255;
    return s <= 0.04045f ? s / 12.92f : std::pow((s + 0.055f) / 1.055f, 2.4f);
  };
  return 0.2126f * linear(channel(color, 0)) + 0.7152f * linear(channel(color, 1)) +
         0.0722f * linear(channel(color, 2));
}

float contrast(Color a, Color b) {
  const float la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05f) / (std::min(la, lb) + 0.05f);
}

}  // namespace ssc::view
