#include "web/web_text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "shell/line_breaks.hpp"

namespace ssc::web {
namespace {

using ports::TextStyle;

// Each cache starts anew when it has grown to this; what is on the screen is back within one frame.
constexpr std::size_t kMaxRuns = 4'096;

// Every emoji that browsers show in colour lies above U+2000, where UTF-8 begins with 0xE2.
bool may_be_coloured(std::string_view utf8) {
  return std::ranges::any_of(utf8, [](char byte) { return static_cast<unsigned char>(byte) >= 0xE2; });
}

}  // namespace

std::size_t WebText::Hash::operator()(const RunKey& key) const {
  const auto style = static_cast<std::size_t>(key.style.size_px * 64) * 31 +
                     static_cast<std::size_t>(key.style.weight) + (key.style.tabular ? 1 : 0);
  return std::hash<std::string_view>{}(key.text) ^ (style * 0x9E3779B1u) ^ (key.rgba * 0x85EBCA6Bu);
}

WebText::WebText(emscripten::val glue, Atlas& atlas) : glue_(std::move(glue)), atlas_(atlas) {}

void WebText::set_pixel_ratio(float ratio) {
  if (ratio == pixel_ratio_) return;
  pixel_ratio_ = ratio;
  painted_.clear();
}

void WebText::forget_fonts() {
  runs_.clear();
  painted_.clear();
}

bool WebText::take_misses() { return std::exchange(missed_, false); }

const WebText::Run& WebText::run(const RunKey& key) {
  if (const auto found = runs_.find(key); found != runs_.end()) return found->second;
  if (runs_.size() >= kMaxRuns) runs_.clear();
  const std::string text(key.text);
  Run run;
  run.metrics.width = glue_.call<float>("width", text, key.style.size_px, key.style.weight, key.style.tabular);
  run.metrics.ascent = glue_.call<float>("ascent", key.style.size_px, key.style.weight);
  run.metrics.descent = glue_.call<float>("descent", key.style.size_px, key.style.weight);
  run.coloured = may_be_coloured(key.text) && glue_.call<bool>("has_emoji", text);
  return runs_.emplace(OwnedRunKey{text, key.style, key.rgba}, run).first->second;
}

ports::TextMetrics WebText::measure(std::string_view utf8, const TextStyle& style) {
  return run({.text = utf8, .style = style}).metrics;
}

std::optional<ports::TextureImage> WebText::image(std::string_view utf8, const TextStyle& style, std::uint32_t rgba) {
  const bool coloured = run({.text = utf8, .style = style}).coloured;
  const RunKey key{.text = utf8, .style = style, .rgba = coloured ? rgba : 0};
  auto found = painted_.find(key);
  std::optional<ports::TextureImage> image;
  if (found != painted_.end()) image = atlas_.image(found->second.slot, pixel_ratio_);
  if (!image) {
    const std::optional<Painted> painted = paint(key, coloured);
    if (!painted) {
      missed_ = true;
      return std::nullopt;
    }
    if (painted_.size() >= kMaxRuns) painted_.clear();
    found = painted_.insert_or_assign(OwnedRunKey{std::string(utf8), style, key.rgba}, *painted).first;
    image = atlas_.image(found->second.slot, pixel_ratio_);
  }
  if (!image) return std::nullopt;
  image->offset_x = found->second.offset_x;
  image->offset_y = found->second.offset_y;
  image->coloured = coloured;
  return image;
}

std::optional<WebText::Painted> WebText::paint(const RunKey& key, bool coloured) {
  glue_.call<void>("paint", std::string(key.text), key.style.size_px, key.style.weight, key.style.tabular, pixel_ratio_,
                   coloured ? key.rgba : 0xFFFFFFFFu, coloured);
  // A view of our memory must be the last thing made before the call: making a string may grow the memory.
  std::array<std::int32_t, 4> box{};  // width, height, left and baseline in device px
  glue_.call<void>("read_box", emscripten::val(emscripten::typed_memory_view(box.size(), box.data())));
  const auto [width, height, left, baseline] = box;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  glue_.call<void>("read_pixels", emscripten::val(emscripten::typed_memory_view(pixels.size(), pixels.data())));
  const auto slot = atlas_.add(pixels, width, height);
  if (!slot) return std::nullopt;
  return Painted{.slot = *slot,
                 .offset_x = -static_cast<float>(left) / pixel_ratio_,
                 .offset_y = -static_cast<float>(baseline) / pixel_ratio_};
}

std::vector<std::uint32_t> WebText::break_points(std::string_view utf8) { return shell::line_breaks(utf8); }

}  // namespace ssc::web
