#include "protocol/json_scan.hpp"

#include <array>

namespace ssc {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Walks one text. Each `skip_…` moves past what it names and says whether that was there.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t position() const { return at_; }

  bool skip_value() {
    bool expects_value = true;
    while (true) {
      skip_space();
      if (expects_value) {
        if (!open_or_skip_scalar(expects_value)) return false;
      } else if (!close_or_continue(expects_value)) {
        return false;
      }
      if (!expects_value && depth_ == 0) return true;
    }
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() { at_ = skip_json_space(text_, at_); }

  bool skip_char(char wanted) {
    if (peek() != wanted || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  bool skip_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool skip_digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) ++at_;
    return true;
  }

  bool skip_number() {
    skip_char('-');
    if (!skip_char('0') && !skip_digits()) return false;
    if (skip_char('.') && !skip_digits()) return false;
    if (skip_char('e') || skip_char('E')) {
      if (!skip_char('+')) skip_char('-');
      return skip_digits();
    }
    return true;
  }

  bool skip_escape() {
    const char c = peek();
    ++at_;
    if (c != 'u') return std::string_view("\"\\/bfnrt").contains(c);
    for (int digit = 0; digit < 4; ++digit) {
      if (!is_hex(peek())) return false;
      ++at_;
    }
    return true;
  }

  bool skip_string() {
    if (!skip_char('"')) return false;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_++]);
      if (c == '"') return true;
      if (c < 0x20) return false;
      if (c == '\\' && (at_ >= text_.size() || !skip_escape())) return false;
    }
    return false;
  }

  bool skip_key() {
    skip_space();
    if (!skip_string()) return false;
    skip_space();
    return skip_char(':');
  }

  bool open(char closer) {
    if (depth_ == kMaxJsonDepth) return false;
    closers_[depth_++] = closer;
    return true;
  }

  /// At the place of a value: a scalar is skipped whole, a container is entered.
  bool open_or_skip_scalar(bool& expects_value) {
    expects_value = false;
    switch (peek()) {
      case '"':
        return skip_string();
      case 't':
        return skip_word("true");
      case 'f':
        return skip_word("false");
      case 'n':
        return skip_word("null");
      case '[':
      case '{': {
        const bool is_object = peek() == '{';
        ++at_;
        if (!open(is_object ? '}' : ']')) return false;
        skip_space();
        if (peek() == closers_[depth_ - 1]) return true;
        expects_value = true;
        return is_object ? skip_key() : true;
      }
      default:
        return skip_number();
    }
  }

  /// After a value inside a container: its end, or a comma and the next value.
  bool close_or_continue(bool& expects_value) {
    const char closer = closers_[depth_ - 1];
    if (skip_char(closer)) {
      --depth_;
      return true;
    }
    if (!skip_char(',')) return false;
    expects_value = true;
    return closer == '}' ? skip_key() : true;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t depth_ = 0;
  std::array<char, kMaxJsonDepth> closers_{};
};

}  // namespace

std::size_t skip_json_space(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  return at;
}

std::optional<std::size_t> json_value_end(std::string_view text, std::size_t at) {
  Scanner scanner(text, at);
  if (!scanner.skip_value()) return std::nullopt;
  return scanner.position();
}

bool is_json_value(std::string_view text) {
  const std::optional<std::size_t> end = json_value_end(text, 0);
  return end && skip_json_space(text, *end) == text.size();
}

}  // namespace ssc
