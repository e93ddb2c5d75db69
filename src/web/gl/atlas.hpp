// Bitmaps of text, icons and pictures packed into a few textures. Owns the textures; a bitmap whose page was emptied
// for newer ones is found gone by its slot and has to be added again. Knows nothing of what the bitmaps show.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ports/drawing.hpp"

namespace ssc::web {

struct AtlasSlot {
  std::size_t page = 0;
  std::uint32_t page_life = 0;  // of the page when the bitmap was added
  int x = 0, y = 0, width = 0, height = 0;  // device px
};

class Atlas {
 public:
  // Wide, so that a line of text of a phone at three device px a CSS px fits.
  static constexpr int kPageWidth = 2048;
  static constexpr int kPageHeight = 1024;
  static constexpr std::size_t kMaxPages = 4;

  Atlas() = default;
  ~Atlas();
  Atlas(const Atlas&) = delete;
  Atlas& operator=(const Atlas&) = delete;

  /// A page used in the current frame is never emptied, so that what was handed out stays drawable.
  void begin_frame() { ++frame_; }

  /// `rgba`: width × height premultiplied pixels. Nothing when every page is full and in use.
  std::optional<AtlasSlot> add(std::span<const std::uint8_t> rgba, int width, int height);

  /// The slot as part of a texture, or nothing when its page was emptied since.
  std::optional<ports::TextureImage> image(const AtlasSlot& slot, float pixel_ratio);

  /// The WebGL context was lost, and the textures with it, or is back. Nothing can be added while it is lost.
  void context_lost();
  void context_restored() { usable_ = true; }

 private:
  struct Shelf {
    int y = 0, height = 0, used = 0;
  };
  struct Page {
    std::uint32_t texture = 0;
    std::uint32_t life = 0;
    std::uint64_t used_in_frame = 0;
    int bottom = 0;  // of the lowest shelf
    std::vector<Shelf> shelves;
  };

  static std::optional<AtlasSlot> place(Page& page, int width, int height);
  std::optional<AtlasSlot> place_somewhere(int width, int height);
  bool empty_oldest();

  std::vector<Page> pages_;
  std::uint64_t frame_ = 0;
  std::uint32_t next_life_ = 1;
  bool usable_ = true;
};

}  // namespace ssc::web
