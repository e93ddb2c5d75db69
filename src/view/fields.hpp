// Text fields. The browser's own input lies over the drawn box (password managers, input methods, selection); here are the
// box, its icon and its node, and the text as last reported.
#pragma once

#include <string_view>

#include "view/painter.hpp"

namespace ssc::view {

struct FieldSpec {
  std::string_view label;  // accessible name
  std::string_view placeholder;  // the label when empty
  std::string_view autocomplete;
  std::string_view icon;
  Role role = Role::kTextField;
  float corner = radius::kField;
  float reserve_right = 0;  // room for a control inside the box
  bool invalid = false;
  bool wants_focus = false;
  bool disabled = false;
};

/// The reference is good until the end of the frame.
Field& text_field(Painter& painter, NodeId id, const Rect& rect, const FieldSpec& spec);

/// Height the composer's box needs for `text` in `width`, between one and five lines.
float multiline_height(Painter& painter, std::string_view text, float width);

}  // namespace ssc::view
