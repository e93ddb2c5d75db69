#include "view/texts.hpp"

#include <algorithm>
#include <array>

namespace ssc::view {
namespace {

using Catalogue = std::array<std::string_view, locales::kTextCount>;

Catalogue parse(std::string_view lines) {
  Catalogue catalogue;
  for (std::string_view& text : catalogue) {
    text = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), text.size() + 1));
  }
  return catalogue;
}

const Catalogue& catalogue(Language language) {
  static const Catalogue english = parse(locales::k_locale_en);
  static const Catalogue russian = parse(locales::k_locale_ru);
  switch (language) {
    case Language::kEnglish:
      return english;
    case Language::kRussian:
      return russian;
  }
  return english;
}

}  // namespace

std::string_view words(Language language, Text text) { return catalogue(language)[static_cast<std::size_t>(text)]; }

std::string filled(std::string_view pattern, Replacements replacements) {
  std::string result;
  result.reserve(pattern.size() + 16);
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    result += pattern.substr(0, open);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : replacements) {
      if (key == name) result += value;
    }
    pattern.remove_prefix(close + 1);
  }
  result += pattern;
  return result;
}

std::string filled(Language language, Text text, Replacements replacements) {
  return filled(words(language, text), replacements);
}

std::string counted(Language language, const PluralTexts& texts, long long count) {
  Text form = texts.many;
  switch (language) {
    case Language::kEnglish:
      if (count == 1) form = texts.one;
      break;
    case Language::kRussian: {
      const long long tens = count % 100, ones = count % 10;
      if (ones == 1 && tens != 11)
        form = texts.one;
      else if (ones >= 2 && ones <= 4 && (tens < 12 || tens > 14))
        form = texts.few;
      break;
    }
  }
  return filled(language, form, {{"count", std::to_string(count)}});
}

}  // namespace ssc::view
