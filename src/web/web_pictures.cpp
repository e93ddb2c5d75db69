#include "web/web_pictures.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "assets/icons.hpp"

namespace ssc::web {
namespace {

constexpr int kMaxPixels = 512;
constexpr std::size_t kMaxPictures = 256;

std::string_view icon_path(std::string_view name) {
  const auto found = std::ranges::find(icons::k_all, name, &icons::Icon::name);
  return found == std::end(icons::k_all) ? std::string_view{} : found->path;
}

}  // namespace

WebPictures::WebPictures(emscripten::val glue, Atlas& atlas) : glue_(std::move(glue)), atlas_(atlas) {}

void WebPictures::set_pixel_ratio(float ratio) {
  if (ratio == pixel_ratio_) return;
  pixel_ratio_ = ratio;
  painted_.clear();
}

void WebPictures::loaded(std::uint32_t number, bool usable) {
  for (auto& [url, picture] : pictures_) {
    if (picture.number == number) picture.loading = usable ? Loading::kUsable : Loading::kFailed;
  }
}

int WebPictures::device_pixels(float size_px) const {
  return std::clamp(static_cast<int>(std::lround(size_px * pixel_ratio_)), 1, kMaxPixels);
}

std::optional<ports::TextureImage> WebPictures::cached(const std::string& key) const {
  const auto found = painted_.find(key);
  return found == painted_.end() ? std::nullopt : atlas_.image(found->second, pixel_ratio_);
}

std::optional<ports::TextureImage> WebPictures::keep(std::string key, int pixels) {
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(pixels) * 4);
  glue_.call<void>("read_pixels", emscripten::val(emscripten::typed_memory_view(rgba.size(), rgba.data())));
  const auto slot = atlas_.add(rgba, pixels, pixels);
  if (!slot) return std::nullopt;
  painted_.insert_or_assign(std::move(key), *slot);
  return atlas_.image(*slot, pixel_ratio_);
}

std::optional<ports::TextureImage> WebPictures::icon(std::string_view name, float size_px) {
  const int pixels = device_pixels(size_px);
  std::string key = std::string(name) + '@' + std::to_string(pixels);
  if (auto image = cached(key)) return image;
  const std::string_view path = icon_path(name);
  if (path.empty()) return std::nullopt;
  glue_.call<void>("paint_icon", std::string(path), pixels);
  return keep(std::move(key), pixels);
}

std::optional<ports::TextureImage> WebPictures::picture(std::string_view url, float size_px) {
  auto found = pictures_.find(std::string(url));
  if (found == pictures_.end()) {
    if (pictures_.size() >= kMaxPictures) {
      pictures_.clear();
      glue_.call<void>("forget_all");
    }
    found = pictures_.emplace(std::string(url), Picture{.number = next_number_++}).first;
    glue_.call<void>("load", found->second.number, found->first);
  }
  if (found->second.loading != Loading::kUsable) return std::nullopt;
  const int pixels = device_pixels(size_px);
  std::string key = '#' + std::to_string(found->second.number) + '@' + std::to_string(pixels);
  auto image = cached(key);
  if (!image && glue_.call<bool>("paint_picture", found->second.number, pixels)) image = keep(std::move(key), pixels);
  if (image) image->coloured = true;
  return image;
}

}  // namespace ssc::web
