// Dates of the wire: ISO-8601 with a zone, as JSON.stringify and Python's isoformat write them.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace ssc {

/// `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)` with real days and times from year 1970 on; nothing for anything else.
std::optional<WallTime> parse_date(std::string_view text);

}  // namespace ssc
