// What a storm's story calls the phases of a call and the ways it ends.
#pragma once

#include <string>

#include "call/call_state.hpp"

namespace ssc::sim {

std::string phase_name(call::Phase phase);
std::string reason_name(call::EndReason reason);

}  // namespace ssc::sim
