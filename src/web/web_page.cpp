#include "web/web_page.hpp"

#include <utility>

namespace ssc::web {
namespace {

const char* ring_name(ports::RingSound sound) {
  switch (sound) {
    case ports::RingSound::kNone:
      return "";
    case ports::RingSound::kIncoming:
      return "incoming";
    case ports::RingSound::kRingback:
      return "ringback";
  }
  return "";
}

}  // namespace

WebPage::WebPage(emscripten::val page, emscripten::val sound) : page_(std::move(page)), sound_(std::move(sound)) {}

void WebPage::set_ring(ports::RingSound sound) { sound_.call<void>("set_ring", std::string(ring_name(sound))); }

void WebPage::set_awake(bool keep_screen_on) { page_.call<void>("set_awake", keep_screen_on); }

void WebPage::set_language(std::string_view language) { page_.call<void>("set_language", std::string(language)); }

void WebPage::set_theme(bool dark) { page_.call<void>("set_theme", dark); }

void WebPage::set_title(const std::string& title) {
  if (title == title_) return;
  title_ = title;
  page_.call<void>("set_title", title);
}

void WebPage::announce(const std::string& text, bool assertive) { page_.call<void>("announce", text, assertive); }

void WebPage::show_ready() { page_.call<void>("show_ready"); }

}  // namespace ssc::web
