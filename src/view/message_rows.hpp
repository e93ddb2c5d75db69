// The rows of a conversation: bubbles, call entries, day separators. Each knows its height before it is drawn, so that
// only visible ones are drawn at all.
#pragma once

#include "view/painter.hpp"
#include "view/wording.hpp"

namespace ssc::view {

/// Where a message stands among its neighbours.
struct RowPlace {
  bool own = false;
  bool new_day = false;      // a date goes above it
  bool first_of_run = true;  // of one person's messages in a row
  bool last_of_run = true;
  bool names_sender = false; // groups
};

float row_height(Painter& painter, const ShownMessage& shown, const RowPlace& place, float width);
void draw_row(Painter& painter, const Rect& row, const Chat& chat, const ShownMessage& shown, const RowPlace& place);

}  // namespace ssc::view
