// A strict JSON grammar check without a document: where does the value that starts here end? It bounds nesting
// before anything recursive sees the text, and lets the packet codec hand on slices without parsing them.
// It does not check UTF-8 or number ranges; the parser behind it does.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ssc {

/// The deepest value of the contract (a chat list) nests 6 levels; 32 leaves room and protects the stack.
inline constexpr std::size_t kMaxJsonDepth = 32;

/// Skips JSON white space from `at` on.
std::size_t skip_json_space(std::string_view text, std::size_t at);

/// The index after the JSON value that starts at `at` (white space before it allowed), or nothing when there is no
/// well-formed value or it nests deeper than kMaxJsonDepth.
std::optional<std::size_t> json_value_end(std::string_view text, std::size_t at);

/// True when `text` is exactly one well-formed JSON value of bounded depth.
bool is_json_value(std::string_view text);

}  // namespace ssc
