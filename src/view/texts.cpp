#include "view/texts.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "assets/locales.hpp"

namespace ssc::view {
namespace {

using Catalogue = std::array<std::string, kTextCount>;

constexpr std::array<std::string_view, kTextCount> kKeys{
#define SSC_TEXT_KEY(constant, key) #key,
    SSC_TEXT_KEYS(SSC_TEXT_KEY)
#undef SSC_TEXT_KEY
};

Catalogue parse(std::string_view json_text) {
  Catalogue catalogue;
  const auto json = nlohmann::json::parse(json_text, nullptr, false);
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const auto found = json.is_object() ? json.find(std::string(kKeys[i])) : json.end();
    const auto* value = found != json.end() ? found->get_ptr<const std::string*>() : nullptr;
    catalogue[i] = value ? *value : std::string(kKeys[i]);
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

std::string_view text_key(Text text) { return kKeys[static_cast<std::size_t>(text)]; }

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
