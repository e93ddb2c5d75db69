// Typed, bounded reading of JSON from outside. The only door to the JSON library: it is included in json_read.cpp
// alone, so that its templates are instantiated once. Knows nothing of the contract's shapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/time.hpp"

namespace ssc {

using Json = nlohmann::json;

struct JsonDelete {
  void operator()(const Json* document) const;
};
using JsonDocument = std::unique_ptr<const Json, JsonDelete>;

/// The document, or null when `text` is longer than `max_bytes`, nests deeper than kMaxJsonDepth or is not JSON.
JsonDocument parse_json(std::string_view text, std::size_t max_bytes);

bool is_null(const Json& value);
/// The text of a string value, or null.
const std::string* as_text(const Json& value);
/// The elements of an array; nothing when `value` is no array.
std::optional<std::vector<const Json*>> elements_of(const Json& value);
/// The members of an object; nothing when `value` is no object.
std::optional<std::vector<std::pair<std::string_view, const Json*>>> members_of(const Json& value);

/// Reads the members of one object and remembers whether all were as asked for, so that a decoder reads straight
/// through and asks ok() once. After a failure every further read returns its empty value.
/// A member that is null counts as absent (the contract leaves undefined fields out; some servers write null).
class ObjectReader {
 public:
  /// A null pointer or anything but an object fails at once.
  explicit ObjectReader(const Json* value);

  bool ok() const { return ok_; }
  void fail() { ok_ = false; }

  /// The member, or null when absent.
  const Json* find(std::string_view key) const;

  /// Required: a non-empty string of at most `max_bytes`.
  std::string text(std::string_view key, std::size_t max_bytes);
  /// Absent: "".
  std::string optional_text(std::string_view key, std::size_t max_bytes);
  bool flag(std::string_view key);
  bool optional_flag(std::string_view key, bool fallback);
  /// A whole number within [0, max]; a fraction is cut off.
  int optional_whole(std::string_view key, int fallback, int max);
  WallTime date(std::string_view key);
  /// An ISO-8601 date; absent: not known.
  WallTime optional_date(std::string_view key);

 private:
  const Json* object_ = nullptr;
  bool ok_ = false;
};

}  // namespace ssc
