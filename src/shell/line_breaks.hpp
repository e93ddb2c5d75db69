// Where a line of text may end: after spaces and hyphens, and around ideographs and kana, which are written without
// spaces (the simple part of Unicode's UAX 14). Pure; knows nothing of widths.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ssc::shell {

/// Byte offsets, ascending; the last is the size of the text (nothing for an empty text).
std::vector<std::uint32_t> line_breaks(std::string_view utf8);

}  // namespace ssc::shell
