// A clipped part whose content is taller than it: wheel, finger with a run-out, a thin thumb, sticking to the end. The
// caller draws the content from top() on, in the area's life time, and skips what is out of view.
#pragma once

#include <string_view>

#include "view/painter.hpp"

namespace ssc::view {

struct ScrollSpec {
  float content_height = 0;
  bool to_end = false;      // starts at the end and stays there while content arrives
  float prepended = 0;      // content that came in above since the last frame
};

class ScrollArea {
 public:
  ScrollArea(Painter& painter, NodeId id, const Rect& view, const ScrollSpec& spec);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;

  /// Where the content's upper edge lies on the page.
  float top() const { return view_.y - offset_; }
  float offset() const { return offset_; }
  bool visible(float y, float height) const { return y + height >= view_.y && y <= bottom(view_); }
  /// Visible, or the next of its kind above or below: the focus goes there by Tab and scrolls it in.
  bool within_reach(float y, float height) const { return visible(y - height, 3 * height); }

 private:
  void follow_pointer(Scroll& scroll, float most);

  Painter& painter_;
  NodeId id_;
  Rect view_;
  float content_ = 0;
  float offset_ = 0;
};

}  // namespace ssc::view
