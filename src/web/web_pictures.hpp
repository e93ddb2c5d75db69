// Icons and avatars as textures: icons are path data painted by the browser, pictures are loaded by it and cut
// square. Owns what is loading and where the results lie in the atlas.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include <emscripten/val.h>

#include "ports/drawing.hpp"
#include "web/gl/atlas.hpp"

namespace ssc::web {

class WebPictures final : public ports::Pictures {
 public:
  /// `glue`: web/glue/pictures.js.
  WebPictures(emscripten::val glue, Atlas& atlas);

  std::optional<ports::TextureImage> picture(std::string_view url, float size_px) override;
  std::optional<ports::TextureImage> icon(std::string_view name, float size_px) override;

  void set_pixel_ratio(float ratio);
  /// The browser has loaded picture `number`, or given up.
  void loaded(std::uint32_t number, bool usable);

 private:
  enum class Loading { kUnderWay, kUsable, kFailed };
  struct Picture {
    std::uint32_t number = 0;
    Loading loading = Loading::kUnderWay;
  };

  std::optional<ports::TextureImage> cached(const std::string& key) const;
  std::optional<ports::TextureImage> keep(std::string key, int pixels);
  int device_pixels(float size_px) const;

  emscripten::val glue_;
  Atlas& atlas_;
  float pixel_ratio_ = 1;
  std::uint32_t next_number_ = 1;
  std::unordered_map<std::string, Picture> pictures_;  // by URL
  std::unordered_map<std::string, AtlasSlot> painted_;  // by kind, name and size
};

}  // namespace ssc::web
