#include "web/web_tabs.hpp"

#include <utility>

namespace ssc::web {

WebTabs::WebTabs(emscripten::val glue) : glue_(std::move(glue)) {}

void WebTabs::join(const UserId& account) { glue_.call<void>("join", account.text); }
void WebTabs::claim() { glue_.call<void>("claim"); }
void WebTabs::say(const std::string& text) { glue_.call<void>("say", text); }

}  // namespace ssc::web
