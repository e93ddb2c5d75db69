// What the page does around the canvas: ring tone, wake lock, language, theme, title, spoken announcements. Desired
// state handed to web/glue/page.js and sound.js; knows nothing of why.
#pragma once

#include <string>

#include <emscripten/val.h>

#include "ports/ports.hpp"

namespace ssc::web {

class WebPage final : public ports::Page {
 public:
  /// `page`: web/glue/page.js; `sound`: web/glue/sound.js.
  WebPage(emscripten::val page, emscripten::val sound);

  void set_ring(ports::RingSound sound) override;
  void set_awake(bool keep_screen_on) override;
  void set_language(std::string_view language) override;
  void set_theme(bool dark) override;

  void set_title(const std::string& title);
  void announce(const std::string& text, bool assertive);
  /// The first picture is on the screen: the start screen may go.
  void show_ready();

 private:
  emscripten::val page_, sound_;
  std::string title_;
};

}  // namespace ssc::web
