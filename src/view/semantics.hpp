// The accessibility tree the view emits beside its pixels: what each thing on screen is, is called, and can do. The
// shell mirrors it as transparent DOM elements that also receive all presses: a control is pressed by its element's
// DOM `click`, whatever caused it (mouse, touch, Enter, Space, a screen reader, a test), and in no other way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ports/drawing.hpp"

namespace ssc::view {

using NodeId = std::uint32_t;  // stable while the thing exists; 0 = none

enum class Role {
  kGroup,
  kRegion,
  kDialog,
  kAlert,
  kStatus,
  kTimer,
  kHeading,
  kText,
  kButton,
  kTextField,
  kPasswordField,
  kMultilineField,
  kList,
  kListItem,
  kRadio,
  kSwitch,
  kImage,
};

struct Node {
  NodeId id = 0;
  NodeId parent = 0;       // 0 = top level; parents come before their children
  Role role = Role::kGroup;
  std::string name;        // accessible name; for kText, kStatus, kTimer, kAlert the text itself
  std::string value;       // fields: the text to show when `value_revision` changes
  std::uint32_t value_revision = 0;  // raised when the program (not the person) sets the value
  ports::Rect rect;        // CSS px; where the element lies
  ports::Rect clip;        // visible part of a scrolling parent; zero size = unclipped
  bool disabled = false;
  bool pressed = false;    // toggle buttons: aria-pressed (only when `toggle`)
  bool toggle = false;
  bool selected = false;   // aria-current / aria-checked for kRadio, kSwitch
  bool expanded = false;
  bool busy = false;
  bool modal = false;      // kDialog: everything outside becomes inert
  bool selectable_text = false;  // kText: the person can select it (messages)
  bool wants_focus = false;      // focus it once, when it appears
  std::string placeholder;       // fields
  std::string autocomplete;      // fields: "username", "current-password", ...
  int level = 0;                 // kHeading
  float font_px = 15;            // fields and kText: so that caret and selection fit the pixels
  float line_px = 0;             // fields and kText: line height; 0 = one line, centred in rect
  float pad_left = 0, pad_right = 0, pad_top = 0;  // fields: from rect to the typed text (pad_top also below)
  int font_weight = 400;
  std::uint32_t text_rgba = 0;   // fields: colour of the typed text, 0xAABBGGRR
  bool operator==(const Node&) const = default;
};

}  // namespace ssc::view
