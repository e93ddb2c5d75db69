// The words of the client in the person's language: lookup by key, placeholders, plural forms. Owns no state; the
// locale files are parsed once. Which words a situation needs is wording.hpp.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "app/state.hpp"
#include "assets/locales.hpp"

namespace ssc::view {

/// The closed list of everything the client says to people: made from the keys of assets/locales/*.json.
using Text = locales::Text;

/// The locale's words, with placeholders still in them.
std::string_view words(Language language, Text text);

using Replacements = std::initializer_list<std::pair<std::string_view, std::string_view>>;
/// Puts values in place of `{name}` placeholders.
std::string filled(std::string_view pattern, Replacements replacements);
std::string filled(Language language, Text text, Replacements replacements);

/// A counted thing in its three Slavic forms (English uses one and many).
struct PluralTexts {
  Text one, few, many;
};
/// Chosen by the language's rule (Unicode CLDR, integers), with {count} filled in.
std::string counted(Language language, const PluralTexts& texts, long long count);

}  // namespace ssc::view
