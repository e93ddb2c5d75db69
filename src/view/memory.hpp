// What the screen remembers between frames: texts of fields, scroll positions, what the pointer is doing, presses that
// wait for the next frame. Knows nothing of what is drawn.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "view/geometry.hpp"
#include "view/row_heights.hpp"
#include "view/semantics.hpp"

namespace ssc::view {

struct Pointer {
  Point at{-1, -1};
  bool inside = false;
  bool down = false;
  bool went_down = false;  // in this frame
  bool went_up = false;
  bool touch = false;
  float wheel = 0;         // notches, up is positive
};

struct Field {
  NodeId id = 0;
  std::string text;
  std::uint32_t revision = 1;  // raised when the program sets the text
  bool changed = false;        // by the person, since the last frame
  bool submitted = false;
  bool is_draft = false;       // outlives its screen
  bool asked = false;

  void set(std::string value) {
    text = std::move(value);
    ++revision;
  }
};

struct Scroll {
  NodeId id = 0;
  float offset = 0;    // CSS px from the top of the content
  float content = 0;   // height in the last frame
  float velocity = 0;  // px/s after a finger let go
  float grabbed_y = 0; // pointer and offset when the finger came down
  float grabbed_offset = 0;
  float last_y = 0;
  bool grabbed = false;
  bool dragging = false;
  bool at_end = true;
  bool fresh = true;   // never laid out
  float shown_offset = 0;
  Instant moved_at{};
  bool asked = false;
};

struct Memory {
  std::deque<Field> fields;    // references stay good while a frame is drawn
  std::deque<Scroll> scrolls;
  std::vector<NodeId> presses;
  std::vector<Node> last_nodes;
  Pointer pointer;
  NodeId hovered = 0;
  NodeId held = 0;
  bool escape = false;
  bool scroll_drag = false;      // a finger moves a list: its click is not a press
  bool wheel_taken = false;
  NodeId last_focused = 0;
  float reveal = 0;              // how far the present scroll area must move to show what got the focus
  bool covered_by_modal = false; // what is drawn now lies under a dialog
  Duration frame_step{0};
  std::deque<RowHeights> conversations;
  float floating_from = 0;       // where cards may float: below the headers of the page
  std::string last_chat;         // drawn while its pane slides away

  Field& field(NodeId id);
  Scroll& scroll(NodeId id);
  RowHeights& row_heights(NodeId id);
  bool take_press(NodeId id);
  bool take_escape();

  /// What lies topmost under the pointer among the nodes of the last frame, if it can be pressed.
  NodeId control_under_pointer() const;
};

bool is_control(Role role);

}  // namespace ssc::view
