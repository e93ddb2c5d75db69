#include "view/scroll_area.hpp"

#include <cmath>

namespace ssc::view {
namespace {

constexpr float kNotch_px = 100;      // one notch of a wheel, as browsers report it
constexpr float kSlop_px = 8;         // a finger that moved less wanted to press
constexpr float kFriction_per_s = 3.2f;
constexpr float kSlowest_px_per_s = 12;
constexpr Duration kThumbShown{700};

float seconds(Duration duration) { return static_cast<float>(duration.count()) / 1000; }

}  // namespace

ScrollArea::ScrollArea(Painter& painter, NodeId id, const Rect& view, const ScrollSpec& spec)
    : painter_(painter), id_(id), view_(view), content_(spec.content_height) {
  Scroll& scroll = painter.memory.scroll(id);
  const float most = std::max(0.0f, content_ - view.height);
  scroll.asked = true;
  if (scroll.fresh) {
    scroll.fresh = false;
    scroll.offset = spec.to_end ? most : 0;
    scroll.at_end = spec.to_end;
  }
  scroll.offset += spec.prepended;
  if (spec.to_end && scroll.at_end && !scroll.dragging) scroll.offset = most;
  if (!painter.inert) follow_pointer(scroll, most);
  scroll.offset = std::clamp(scroll.offset, 0.0f, most);
  scroll.at_end = scroll.offset >= most - 2;
  scroll.content = content_;
  offset_ = painter.canvas.snapped(scroll.offset);
  painter.canvas.push_clip(view);
}

void ScrollArea::follow_pointer(Scroll& scroll, float most) {
  Memory& memory = painter_.memory;
  const Pointer& pointer = memory.pointer;
  const bool over =
      pointer.inside && contains(intersection(view_, painter_.canvas.clip()), pointer.at) && !memory.covered_by_modal;
  const float step_s = std::clamp(seconds(memory.frame_step), 0.001f, 0.05f);
  if (over && pointer.wheel != 0 && !memory.wheel_taken && most > 0) {
    scroll.offset -= pointer.wheel * kNotch_px;
    scroll.velocity = 0;
    memory.wheel_taken = true;
  }
  if (over && pointer.touch && pointer.went_down) {
    scroll.grabbed = true;
    scroll.dragging = false;
    scroll.velocity = 0;
    scroll.grabbed_y = scroll.last_y = pointer.at.y;
    scroll.grabbed_offset = scroll.offset;
  }
  if (scroll.grabbed && pointer.down) {
    if (!scroll.dragging && std::abs(pointer.at.y - scroll.grabbed_y) > kSlop_px && most > 0) {
      scroll.dragging = memory.scroll_drag = true;
      scroll.grabbed_y = pointer.at.y;
    }
    if (scroll.dragging) {
      scroll.offset = scroll.grabbed_offset - (pointer.at.y - scroll.grabbed_y);
      const float speed = (scroll.last_y - pointer.at.y) / step_s;
      scroll.velocity = scroll.velocity * 0.6f + speed * 0.4f;
    }
    scroll.last_y = pointer.at.y;
  } else if (scroll.grabbed) {
    scroll.grabbed = scroll.dragging = false;
  } else if (scroll.velocity != 0) {
    scroll.offset += scroll.velocity * step_s;
    scroll.velocity *= std::exp(-kFriction_per_s * step_s);
    const bool stopped = std::abs(scroll.velocity) < kSlowest_px_per_s || scroll.offset <= 0 || scroll.offset >= most;
    if (stopped || painter_.motion.reduced())
      scroll.velocity = 0;
    else
      painter_.wake_at(painter_.motion.now());
  }
}

ScrollArea::~ScrollArea() {
  painter_.canvas.pop_clip();
  if (content_ <= view_.height + 1 || painter_.inert) return;
  Scroll& scroll = painter_.memory.scroll(id_);
  if (painter_.memory.reveal != 0) {
    scroll.offset += painter_.memory.reveal;
    painter_.memory.reveal = 0;
    painter_.wake_at(painter_.motion.now());
  }
  // The thumb shows while something moves and for a moment after.
  if (scroll.shown_offset != offset_) {
    scroll.shown_offset = offset_;
    scroll.moved_at = painter_.motion.now();
  }
  const bool shown = painter_.motion.now() - scroll.moved_at < kThumbShown;
  if (shown) painter_.wake_at(scroll.moved_at + kThumbShown);
  const float opacity = painter_.motion.glide(id_ ^ 0x54u, shown ? 1.0f : 0.0f, motion::kStandard);
  const float height = std::max(view_.height * view_.height / content_, 36.0f);
  const float y = view_.y + (view_.height - height) * offset_ / (content_ - view_.height);
  painter_.canvas.fill({right(view_) - 7, y + 3, 4, height - 6}, faded(painter_.colors->text_faint, 0.55f * opacity),
                       2);
}

}  // namespace ssc::view
