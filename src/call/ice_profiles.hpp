// The ICE servers to use where the backend names none (contract 6.1, profile "auto"). Constants only.
#pragma once

#include <vector>

#include "protocol/model.hpp"

namespace ssc::call {

std::vector<IceServer> default_ice_servers();

}  // namespace ssc::call
