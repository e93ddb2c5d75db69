// Short ways to decode a JSON text inside a test.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/json_read.hpp"

namespace ssc::testing {

/// `decode` of the parsed text; the text must be JSON.
template <class T>
std::optional<T> decoded(std::optional<T> (*decode)(const Json*), std::string_view text) {
  const JsonDocument document = parse_json(text, 10'000'000);
  return decode(document.get());
}

}  // namespace ssc::testing
