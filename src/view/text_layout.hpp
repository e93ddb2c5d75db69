// Lines of text: widths, wrapping, shortening. Shaping is the browser's (ports::Text); here is only what must be known
// before drawing. Results are cached by text, style and width, and forgotten when long unused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ports/drawing.hpp"

namespace ssc::view {

enum class Trim { kEnd, kMiddle };

struct TextLine {
  std::string text;
  float width = 0;
};

struct TextBlock {
  std::vector<TextLine> lines;
  float width = 0;  // of the widest line
};

class TextLayout {
 public:
  explicit TextLayout(ports::Text& text) : text_(text) {}

  void begin_frame();

  float width(std::string_view text, const ports::TextStyle& style);
  /// `text` on one line no wider than `width`, shortened with an ellipsis if it must be.
  const TextLine& line(std::string_view text, const ports::TextStyle& style, float width, Trim trim = Trim::kEnd);
  /// Broken into lines no wider than `width`; the last of `max_lines` is shortened (0: as many as it takes).
  const TextBlock& block(std::string_view text, const ports::TextStyle& style, float width, int max_lines = 0);

  ports::Text& port() { return text_; }

 private:
  template <class T>
  struct Cached {
    T value;
    std::uint32_t used = 0;
  };
  template <class T>
  using Cache = std::unordered_map<std::uint64_t, Cached<T>>;

  std::string shortened(std::string_view text, const ports::TextStyle& style, float width, Trim trim);
  void break_paragraph(std::string_view paragraph, const ports::TextStyle& style, float width, TextBlock& block);
  std::size_t fitting_prefix(std::string_view text, const ports::TextStyle& style, float width);

  ports::Text& text_;
  std::uint32_t frame_ = 0;
  Cache<float> widths_;
  Cache<TextLine> lines_;
  Cache<TextBlock> blocks_;
};

/// Byte offsets between what a person takes for characters (combining marks, joiners and skin tones stay with what
/// they belong to), from 0 to size.
std::vector<std::uint32_t> character_offsets(std::string_view utf8);

}  // namespace ssc::view
