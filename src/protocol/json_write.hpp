// Writing of the small JSON objects the client sends. Knows strings, numbers, flags and nested objects: no more is
// ever sent. Output is always valid UTF-8 and free of raw control characters, whatever the text holds.
#pragma once

#include <string>
#include <string_view>

namespace ssc {

/// `text` as a JSON string with quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// Builds one object member by member: `JsonObject().text("a", "b").flag("c", true).finish()`.
/// Keys are the contract's own words and are written as they are.
class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& flag(std::string_view key, bool value);
  JsonObject& whole(std::string_view key, int value);
  /// `json` is finished JSON text.
  JsonObject& member(std::string_view key, std::string_view json);

  std::string finish() const { return body_ + '}'; }

 private:
  std::string body_ = "{";
};

}  // namespace ssc
