// Buttons and the other small controls: round, pill, words, a choice of segments. Each draws itself in all its states and
// makes its node; the answer is whether it was pressed.
#pragma once

#include <span>
#include <string_view>

#include "view/painter.hpp"

namespace ssc::view {

enum class Tone {
  kGhost,  // an icon or words on what is there
  kSoft,  // on a quiet ground
  kAccent,
  kVoice,  // green
  kVideo,  // blue
  kDanger,  // red
  kGlass,  // floating over a call
  kGlassOff,  // a device that is off: light ground, dark icon
};

struct ButtonSpec {
  std::string_view icon;  // file name in assets/icons
  std::string_view label;  // accessible name
  Tone tone = Tone::kGhost;
  float icon_turn = 0;  // clockwise, in turns
  float icon_size = 0;  // 0: from the button's size
  bool disabled = false;
  bool busy = false;  // quiet progress ring
  bool toggle = false;
  bool pressed = false;
  bool expanded = false;
};

/// `diameter` is what is drawn; the target is at least space::kTouch.
bool round_button(Painter& painter, std::string_view key, Point c, float diameter, const ButtonSpec& spec);
/// Words (and an icon before them) in a rounded box; `spec.label` is shown unless `caption` says otherwise.
bool pill_button(Painter& painter, std::string_view key, const Rect& rect, const ButtonSpec& spec,
                 std::string_view caption = {});
float pill_width(Painter& painter, std::string_view caption, bool icon, const ports::TextStyle& style = type::kLabel);

struct Segment {
  std::string_view key;
  std::string_view label;
  std::string_view icon;
  bool selected = false;
};
/// A radio group in one rounded bar. Returns the index pressed, or -1.
int segments(Painter& painter, std::string_view key, std::string_view name, const Rect& rect,
             std::span<const Segment> items);

/// A switch with words before it and a line of explanation under them. Returns whether it was pressed.
bool switch_row(Painter& painter, std::string_view key, const Rect& rect, std::string_view label,
                std::string_view detail, bool on);

/// Thin arc that turns while something takes time.
void spinner(Painter& painter, Point c, float r, Color color);

}  // namespace ssc::view
