// What the view wants from the browser to draw: text and pictures as textures, and places for video. No ImGui
// and no GL type appears here; a texture is an opaque number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssc::ports {

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;  // CSS px, origin top left of the page part we own
  bool operator==(const Rect&) const = default;
};

struct TextStyle {
  float size_px = 15;   // CSS px
  int weight = 400;
  bool tabular = false;  // digits of equal width (timers)
  bool operator==(const TextStyle&) const = default;
};

struct TextMetrics {
  float width = 0;    // advance, CSS px
  float ascent = 0;   // above the baseline
  float descent = 0;  // below it
};

/// A rectangle of a texture. `coloured`: draw as is (emoji, pictures); otherwise white, to be tinted.
struct TextureImage {
  std::uint64_t texture = 0;
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  float width = 0, height = 0;      // CSS px to draw at
  float offset_x = 0, offset_y = 0; // from the pen position (baseline start) to the top left
  bool coloured = false;
};

/// Text is shaped and rasterised by the browser in whole runs (one line, one style, one direction).
class Text {
 public:
  virtual ~Text() = default;
  virtual TextMetrics measure(std::string_view utf8, const TextStyle& style) = 0;
  /// The run as a texture at the current pixel ratio; `rgba` (0xAABBGGRR) only matters for runs that hold emoji, whose
  /// other glyphs cannot be tinted afterwards. Nothing when the cache is full this frame (draw it next frame).
  virtual std::optional<TextureImage> image(std::string_view utf8, const TextStyle& style, std::uint32_t rgba) = 0;
  /// Byte offsets at which a line may be broken (after spaces, between CJK characters, ...), ascending, last = size.
  virtual std::vector<std::uint32_t> break_points(std::string_view utf8) = 0;
};

class Pictures {
 public:
  virtual ~Pictures() = default;
  /// The picture at `url` as a square texture of `size_px` CSS px, or nothing while it loads or when it cannot be loaded.
  virtual std::optional<TextureImage> picture(std::string_view url, float size_px) = 0;
  /// A named vector icon of assets/icons, white, `size_px` CSS px square.
  virtual std::optional<TextureImage> icon(std::string_view name, float size_px) = 0;
};

enum class VideoSource { kLocal, kRemote };
enum class VideoFit { kCover, kContain };

/// Where a media element must be. Video is composited by the browser under the transparent canvas: the view leaves
/// the canvas clear there and draws rounded corners or overlays above it.
struct VideoSurface {
  VideoSource source = VideoSource::kRemote;
  Rect rect;
  VideoFit fit = VideoFit::kCover;
  bool mirrored = false;
  float radius = 0;
  int order = 0;  // higher is nearer
  bool operator==(const VideoSurface&) const = default;
};

}  // namespace ssc::ports
