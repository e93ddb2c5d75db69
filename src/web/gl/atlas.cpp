#include "web/gl/atlas.hpp"

#include <GLES3/gl3.h>

#include <algorithm>

namespace ssc::web {
namespace {

// A bitmap may waste this part of its shelf's height before a new shelf is opened for it.
constexpr float kMaxShelfWaste = 0.35f;

std::uint32_t make_texture() {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, Atlas::kPageWidth, Atlas::kPageHeight);
  return texture;
}

}  // namespace

Atlas::~Atlas() { context_lost(); }

void Atlas::context_lost() {
  for (const Page& page : pages_) glDeleteTextures(1, &page.texture);
  pages_.clear();
  usable_ = false;
}

std::optional<AtlasSlot> Atlas::place(Page& page, int width, int height) {
  Shelf* best = nullptr;
  for (Shelf& shelf : page.shelves) {
    const bool fits = shelf.height >= height && shelf.used + width <= kPageWidth;
    if (fits && (best == nullptr || shelf.height < best->height)) best = &shelf;
  }
  const bool room_below = page.bottom + height <= kPageHeight;
  if (best == nullptr ||
      (room_below && static_cast<float>(best->height - height) > kMaxShelfWaste * static_cast<float>(best->height))) {
    if (!room_below) return std::nullopt;
    best = &page.shelves.emplace_back(Shelf{.y = page.bottom, .height = height});
    page.bottom += height;
  }
  const AtlasSlot slot{.page_life = page.life, .x = best->used, .y = best->y, .width = width, .height = height};
  best->used += width;
  return slot;
}

std::optional<AtlasSlot> Atlas::place_somewhere(int width, int height) {
  for (std::size_t index = 0; index < pages_.size(); ++index) {
    if (auto slot = place(pages_[index], width, height)) {
      slot->page = index;
      return slot;
    }
  }
  return std::nullopt;
}

bool Atlas::empty_oldest() {
  const auto oldest = std::ranges::min_element(pages_, {}, &Page::used_in_frame);
  if (oldest == pages_.end() || oldest->used_in_frame == frame_) return false;
  oldest->life = next_life_++;
  oldest->bottom = 0;
  oldest->shelves.clear();
  return true;
}

std::optional<AtlasSlot> Atlas::add(std::span<const std::uint8_t> rgba, int width, int height) {
  if (!usable_ || width > kPageWidth || height > kPageHeight) return std::nullopt;
  auto slot = place_somewhere(width, height);
  if (!slot) {
    if (pages_.size() < kMaxPages)
      pages_.push_back(Page{.texture = make_texture(), .life = next_life_++});
    else if (!empty_oldest())
      return std::nullopt;
    slot = place_somewhere(width, height);
  }
  if (!slot) return std::nullopt;
  glBindTexture(GL_TEXTURE_2D, pages_[slot->page].texture);
  glTexSubImage2D(GL_TEXTURE_2D, 0, slot->x, slot->y, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return slot;
}

std::optional<ports::TextureImage> Atlas::image(const AtlasSlot& slot, float pixel_ratio) {
  if (slot.page >= pages_.size() || pages_[slot.page].life != slot.page_life) return std::nullopt;
  Page& page = pages_[slot.page];
  page.used_in_frame = frame_;
  constexpr float kU = 1.0f / kPageWidth, kV = 1.0f / kPageHeight;
  return ports::TextureImage{.texture = page.texture,
                             .u0 = static_cast<float>(slot.x) * kU,
                             .v0 = static_cast<float>(slot.y) * kV,
                             .u1 = static_cast<float>(slot.x + slot.width) * kU,
                             .v1 = static_cast<float>(slot.y + slot.height) * kV,
                             .width = static_cast<float>(slot.width) / pixel_ratio,
                             .height = static_cast<float>(slot.height) / pixel_ratio};
}

}  // namespace ssc::web
