// Pointer and wheel of the page into ImGui's IO. Owns only whether the last pointer was a finger. Text and presses do not
// come this way: fields are real elements and controls are pressed by their elements' click.
#pragma once

namespace ssc::web {

class Input {
 public:
  void pointer_moved(float x, float y, bool touch);
  /// The move to the place comes before the press, and a lifted finger leaves nothing hovered.
  void pointer_pressed(float x, float y, int button, bool touch);
  void pointer_released(float x, float y, int button, bool touch);
  void pointer_left();
  /// CSS px, positive = the content moves up and left.
  void wheel_turned(float x_px, float y_px);
  /// The window lost the focus: nothing is held any more.
  void release_all();

  bool touch() const { return touch_; }

 private:
  void set_source(bool touch);

  bool touch_ = false;
};

}  // namespace ssc::web
