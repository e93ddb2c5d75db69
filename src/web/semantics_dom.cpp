#include "web/semantics_dom.hpp"

#include <utility>

#include "shell/semantics_json.hpp"

namespace ssc::web {

SemanticsDom::SemanticsDom(emscripten::val glue) : glue_(std::move(glue)) {}

void SemanticsDom::show(std::vector<view::Node> nodes) {
  const std::string change = shell::semantics_change(shown_, nodes);
  shown_ = std::move(nodes);
  if (!change.empty()) glue_.call<void>("apply", change);
}

}  // namespace ssc::web
