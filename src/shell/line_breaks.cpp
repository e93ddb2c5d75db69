#include "shell/line_breaks.hpp"

#include <algorithm>
#include <array>

namespace ssc::shell {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;
};

// Malformed bytes count as one code point each: the text port paints them as such.
CodePoint code_point_at(std::string_view utf8, std::size_t at) {
  const auto byte = [&](std::size_t index) {
    return index < utf8.size() ? static_cast<unsigned char>(utf8[index]) : 0u;
  };
  const unsigned lead = byte(at);
  std::size_t size = 1;
  if (lead >= 0xF0 && lead < 0xF8)
    size = 4;
  else if (lead >= 0xE0)
    size = 3;
  else if (lead >= 0xC0)
    size = 2;
  if (size == 1 || lead >= 0xF8) return {.value = lead};
  char32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t index = 1; index < size; ++index) {
    if ((byte(at + index) & 0xC0u) != 0x80u) return {.value = lead};
    value = (value << 6) | (byte(at + index) & 0x3Fu);
  }
  return {.value = value, .size = size};
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || (c >= 0x2000 && c <= 0x200B && c != 0x2007) || c == 0x3000;
}

bool breaks_after(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2013 || c == 0x2014; }

bool is_unspaced_script(char32_t c) {
  return (c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Closing marks, small kana and the long-vowel mark may not begin a line.
bool forbids_line_start(char32_t c) {
  constexpr std::array<char32_t, 26> kClosing{'!',    '%',    ')',    ',',    '.',    ':',    ';',    '?',    ']',
                                              '}',    0x2026, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011,
                                              0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F};
  return std::ranges::find(kClosing, c) != kClosing.end();
}

bool forbids_line_end(char32_t c) {
  constexpr std::array<char32_t, 9> kOpening{'(', '[', '{', 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0xFF08};
  return std::ranges::find(kOpening, c) != kOpening.end();
}

bool may_break(char32_t before, char32_t after) {
  if (is_space(after)) return false;
  if (is_space(before)) return true;
  if (forbids_line_start(after) || forbids_line_end(before)) return false;
  return breaks_after(before) || is_unspaced_script(before) || is_unspaced_script(after);
}

}  // namespace

std::vector<std::uint32_t> line_breaks(std::string_view utf8) {
  std::vector<std::uint32_t> breaks;
  std::size_t at = 0;
  char32_t before = 0;
  while (at < utf8.size()) {
    const CodePoint point = code_point_at(utf8, at);
    if (at > 0 && may_break(before, point.value)) breaks.push_back(static_cast<std::uint32_t>(at));
    before = point.value;
    at += point.size;
  }
  if (!utf8.empty()) breaks.push_back(static_cast<std::uint32_t>(utf8.size()));
  return breaks;
}

}  // namespace ssc::shell
