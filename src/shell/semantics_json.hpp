// The difference between two frames' nodes as the JSON that web/glue/semantics.js reads. Pure.
//   {"gone":[id…], "order":[id…], "set":[{"i":id,"p":parent,"r":role,…}…]}
// `order` stands there only when ids came, went or moved; `set` holds new and changed nodes, whole.
#pragma once

#include <string>
#include <vector>

#include "view/semantics.hpp"

namespace ssc::shell {

/// Empty when nothing changed. A node whose id appears twice in `after` counts once, as its first.
std::string semantics_change(const std::vector<view::Node>& before, const std::vector<view::Node>& after);

}  // namespace ssc::shell
