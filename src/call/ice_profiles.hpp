// The ICE servers of the site's profiles (contract 6.1) and their names on the wire and in storage. Constants only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/model.hpp"

namespace ssc::call {

enum class IceProfile : std::uint8_t { kAuto, kOpenRelay, kExpressTurn, kAnyFirewall };

/// kAuto: those to use where the backend names none.
std::vector<IceServer> profile_servers(IceProfile profile);

/// The site's `serverKey`.
std::string_view profile_key(IceProfile profile);
/// Unknown keys mean kAuto, as on the site.
IceProfile profile_of(std::string_view key);

}  // namespace ssc::call
