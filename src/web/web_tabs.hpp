// Other tabs of this browser, through a lock and a channel that the glue holds. Knows nothing of what is said.
#pragma once

#include <emscripten/val.h>

#include "ports/ports.hpp"

namespace ssc::web {

class WebTabs final : public ports::Tabs {
 public:
  /// `glue`: web/glue/tabs.js.
  explicit WebTabs(emscripten::val glue);

  void join(const UserId& account) override;
  void claim() override;
  void say(const std::string& text) override;

 private:
  emscripten::val glue_;
};

}  // namespace ssc::web
