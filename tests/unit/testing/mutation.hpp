// Damages texts the way broken peers and attackers do: bytes flipped, cut, doubled, tokens swapped for hostile ones.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "unit/testing/seeded_random.hpp"

namespace ssc::testing {

inline constexpr std::array<std::string_view, 18> kHostileTokens = {
    "null",       "true", "-1",        "1e999",       "9223372036854775808",
    "2147483648", "0.5",  "\"\"",      "\"\\u0000\"", "\"\\ud800\"",
    "[]",         "{}",   "[[[[[[[[",  "{\"a\":",     "\xff",
    "\\",         ",",    "\"callId\""};

inline std::string mutated(std::string text, SeededRandom& random) {
  for (std::size_t step = 1 + random.below(4); step > 0; --step) {
    const std::size_t at = random.below(text.size() + 1);
    const std::size_t length = random.below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (random.below(6)) {
      case 0:
        text.insert(at, 1, random.byte());
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.replace(at, length, random.pick(kHostileTokens));
        break;
      case 4:
        if (at < text.size()) text[at] = random.byte();
        break;
      default:
        if (random.chance(8)) text.resize(at);
        break;
    }
  }
  return text;
}

}  // namespace ssc::testing
