#include "view/text_layout.hpp"

#include <algorithm>
#include <cmath>

namespace ssc::view {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kCacheLimit = 1'500;
constexpr std::uint32_t kUnusedFrames = 120;

std::uint64_t hash_key(std::string_view text, const ports::TextStyle& style, float width, int extra) {
  std::uint64_t h = 1469598103934665603ull;  // FNV-1a, 64 bit
  const auto mix = [&h](std::uint64_t value) { h = (h ^ value) * 1099511628211ull; };
  for (const char c : text) mix(static_cast<unsigned char>(c));
  mix(static_cast<std::uint64_t>(std::lround(style.size_px * 64)));
  mix(static_cast<std::uint64_t>(style.weight) << 1 | (style.tabular ? 1u : 0u));
  mix(static_cast<std::uint64_t>(std::lround(width * 16)));
  mix(static_cast<std::uint64_t>(extra) + 7);
  return h;
}

template <class Cache>
void prune(Cache& cache, std::uint32_t frame) {
  if (cache.size() <= kCacheLimit) return;
  std::erase_if(cache, [frame](const auto& entry) { return frame - entry.second.used > kUnusedFrames; });
  if (cache.size() > 2 * kCacheLimit) cache.clear();
}

std::string_view without_trailing_spaces(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// The code point at `at` and its length; a broken sequence counts as one byte.
char32_t code_point(std::string_view text, std::size_t at, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(at);
  length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (at + length > text.size()) length = text.size() - at;
  if (length == 1) return first;
  char32_t point = length == 2 ? first & 0x1F : length == 3 ? first & 0x0F : first & 0x07;
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte(at + i) & 0x3F);
  return point;
}

bool continues_character(char32_t point) {
  return (point >= 0x0300 && point <= 0x036F) || (point >= 0x064B && point <= 0x065F) || point == 0x200D ||
         (point >= 0x20D0 && point <= 0x20FF) || (point >= 0xFE00 && point <= 0xFE0F) ||
         (point >= 0x1F3FB && point <= 0x1F3FF) || (point >= 0xE0020 && point <= 0xE007F);
}

}  // namespace

std::vector<std::uint32_t> character_offsets(std::string_view utf8) {
  std::vector<std::uint32_t> offsets{0};
  std::size_t at = 0, length = 0;
  bool joined = false;
  while (at < utf8.size()) {
    const char32_t point = code_point(utf8, at, length);
    if (at > 0 && !joined && !continues_character(point)) offsets.push_back(static_cast<std::uint32_t>(at));
    joined = point == 0x200D;
    at += length;
  }
  if (!utf8.empty()) offsets.push_back(static_cast<std::uint32_t>(utf8.size()));
  return offsets;
}

void TextLayout::begin_frame() {
  ++frame_;
  prune(widths_, frame_);
  prune(lines_, frame_);
  prune(blocks_, frame_);
}

float TextLayout::width(std::string_view text, const ports::TextStyle& style) {
  if (text.empty()) return 0;
  const auto key = hash_key(text, style, 0, 0);
  auto [entry, fresh] = widths_.try_emplace(key);
  if (fresh) entry->second.value = text_.measure(text, style).width;
  entry->second.used = frame_;
  return entry->second.value;
}

const TextLine& TextLayout::line(std::string_view text, const ports::TextStyle& style, float width, Trim trim) {
  const auto key = hash_key(text, style, width, trim == Trim::kEnd ? 1 : 2);
  auto [entry, fresh] = lines_.try_emplace(key);
  if (fresh) {
    TextLine& result = entry->second.value;
    std::string flat(text);  // one line has no breaks
    for (char& c : flat) {
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
    result.text = this->width(flat, style) <= width ? flat : shortened(flat, style, width, trim);
    result.width = this->width(result.text, style);
  }
  entry->second.used = frame_;
  return entry->second.value;
}

std::string TextLayout::shortened(std::string_view text, const ports::TextStyle& style, float width, Trim trim) {
  const auto offsets = character_offsets(text);
  const std::size_t characters = offsets.size() - 1;
  const auto candidate = [&](std::size_t kept) {
    const std::size_t head = trim == Trim::kEnd ? kept : (kept + 1) / 2;
    std::string result(trim == Trim::kEnd ? without_trailing_spaces(text.substr(0, offsets[head]))
                                          : text.substr(0, offsets[head]));
    result += kEllipsis;
    result += text.substr(offsets[characters - (kept - head)]);
    return result;
  };
  std::size_t low = 0, high = characters;  // `low` characters fit (none always do)
  while (low + 1 < high) {
    const std::size_t middle = (low + high) / 2;
    if (text_.measure(candidate(middle), style).width <= width)
      low = middle;
    else
      high = middle;
  }
  return candidate(low);
}

std::size_t TextLayout::fitting_prefix(std::string_view text, const ports::TextStyle& style, float width) {
  const auto offsets = character_offsets(text);
  std::size_t low = 1, high = offsets.size();  // one character always goes, or nothing would ever end
  while (low + 1 < high) {
    const std::size_t middle = (low + high) / 2;
    if (text_.measure(text.substr(0, offsets[middle]), style).width <= width)
      low = middle;
    else
      high = middle;
  }
  return offsets[std::min(low, offsets.size() - 1)];
}

void TextLayout::break_paragraph(std::string_view paragraph, const ports::TextStyle& style, float width,
                                 TextBlock& block) {
  const auto finish = [&](std::string_view line_text) {
    line_text = without_trailing_spaces(line_text);
    block.lines.push_back({std::string(line_text), this->width(line_text, style)});
    block.width = std::max(block.width, block.lines.back().width);
  };
  if (this->width(paragraph, style) <= width) {
    finish(paragraph);
    return;
  }
  std::size_t line_start = 0, at = 0;
  float line_width = 0;
  for (const std::uint32_t next : text_.break_points(paragraph)) {
    if (next <= at || next > paragraph.size()) continue;
    const std::string_view piece = paragraph.substr(at, next - at);
    const float piece_width = this->width(without_trailing_spaces(piece), style);
    if (line_width + piece_width > width && at > line_start) {
      finish(paragraph.substr(line_start, at - line_start));
      line_start = at;
      line_width = 0;
    }
    if (piece_width > width) {  // a word longer than a line breaks anywhere
      while (this->width(paragraph.substr(line_start, next - line_start), style) > width) {
        const std::size_t taken = fitting_prefix(paragraph.substr(line_start, next - line_start), style, width);
        if (line_start + taken >= next) break;
        finish(paragraph.substr(line_start, taken));
        line_start += taken;
      }
      line_width = this->width(paragraph.substr(line_start, next - line_start), style);
    } else {
      line_width += this->width(piece, style);
    }
    at = next;
  }
  if (line_start < paragraph.size()) finish(paragraph.substr(line_start));
}

const TextBlock& TextLayout::block(std::string_view text, const ports::TextStyle& style, float width, int max_lines) {
  const auto key = hash_key(text, style, width, 16 + max_lines);
  auto [entry, fresh] = blocks_.try_emplace(key);
  entry->second.used = frame_;
  TextBlock& result = entry->second.value;
  if (!fresh) return result;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    break_paragraph(text.substr(start, end - start), style, width, result);
    start = end + 1;
  }
  const auto most = static_cast<std::size_t>(std::max(max_lines, 0));
  if (most > 0 && result.lines.size() > most) {
    TextLine& last = result.lines[most - 1];
    last.text = shortened(last.text + " " + result.lines[most].text, style, width, Trim::kEnd);
    last.width = this->width(last.text, style);
    result.lines.resize(most);
  }
  return result;
}

}  // namespace ssc::view
