// Makes a failing plan smaller while it goes on failing: leaves out steps, pages and bad networks (delta debugging).
#pragma once

#include "sim/plan.hpp"

namespace ssc::sim {

/// `plan` must fail.
Plan shrink(Plan plan);

}  // namespace ssc::sim
