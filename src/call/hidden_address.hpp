// What candidates may say while a person's address stays hidden behind a relay: only where that relay takes packets.
// Formulas of RFC 8839, section 5.1. Pure text; knows no call.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ssc::call {

/// The candidate without the address behind its relay; nothing when it is not a relay's.
std::optional<std::string> hidden_candidate(std::string_view candidate);

/// The description with no other candidates than hidden ones.
std::string hidden_description(std::string_view sdp);

}  // namespace ssc::call
