// Text as the browser shapes and paints it: whole runs, measured once, painted once a pixel ratio into the atlas.
// Owns both caches; knows nothing of layout.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <emscripten/val.h>

#include "ports/drawing.hpp"
#include "web/gl/atlas.hpp"

namespace ssc::web {

class WebText final : public ports::Text {
 public:
  /// `glue`: web/glue/text.js.
  WebText(emscripten::val glue, Atlas& atlas);

  ports::TextMetrics measure(std::string_view utf8, const ports::TextStyle& style) override;
  std::optional<ports::TextureImage> image(std::string_view utf8, const ports::TextStyle& style,
                                           std::uint32_t rgba) override;
  std::vector<std::uint32_t> break_points(std::string_view utf8) override;

  /// Bitmaps are painted for one ratio of device px to CSS px.
  void set_pixel_ratio(float ratio);
  /// Fonts came or went: every width may be another.
  void forget_fonts();
  /// True once after image() had to return nothing although the run can be painted: another frame is due.
  bool take_misses();

 private:
  struct RunKey {
    std::string_view text;
    ports::TextStyle style;
    std::uint32_t rgba = 0;
    bool operator==(const RunKey&) const = default;
  };
  struct OwnedRunKey {
    std::string text;
    ports::TextStyle style;
    std::uint32_t rgba = 0;
    RunKey view() const { return {text, style, rgba}; }
  };
  // Both kinds of key find each other, so that a look-up copies no text.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const RunKey& key) const;
    std::size_t operator()(const OwnedRunKey& key) const { return (*this)(key.view()); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const RunKey& a, const OwnedRunKey& b) const { return a == b.view(); }
    bool operator()(const OwnedRunKey& a, const RunKey& b) const { return a.view() == b; }
    bool operator()(const OwnedRunKey& a, const OwnedRunKey& b) const { return a.view() == b.view(); }
  };
  struct Run {
    ports::TextMetrics metrics;
    bool coloured = false;
  };
  struct Painted {
    AtlasSlot slot;
    float offset_x = 0, offset_y = 0;
  };

  const Run& run(const RunKey& key);
  std::optional<Painted> paint(const RunKey& key, bool coloured);

  emscripten::val glue_;
  Atlas& atlas_;
  float pixel_ratio_ = 1;
  bool missed_ = false;
  std::unordered_map<OwnedRunKey, Run, Hash, Equal> runs_;
  std::unordered_map<OwnedRunKey, Painted, Hash, Equal> painted_;
};

}  // namespace ssc::web
