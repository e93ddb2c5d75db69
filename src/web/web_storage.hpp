// The browser's storage under the site's keys (contract 1.6) and our own two. Turns values into the texts that
// web/glue/storage.js writes; which of the two storages holds the session is the glue's affair.
#pragma once

#include <emscripten/val.h>

#include "ports/ports.hpp"

namespace ssc::web {

class WebStorage final : public ports::Storage {
 public:
  /// `glue`: web/glue/storage.js.
  explicit WebStorage(emscripten::val glue);

  void save_session(const Tokens& tokens, const Account& account, bool persistent) override;
  void forget_session() override;
  void keep(const call::SavedPage& page) override;
  void save_setting(std::string_view key, std::string_view value) override;

 private:
  emscripten::val glue_;
};

}  // namespace ssc::web
