#include "web/input.hpp"

#include <imgui.h>

#include <cfloat>

namespace ssc::web {
namespace {

// What ImGui's own web back ends count as one step of a wheel.
constexpr float kWheelStepPx = 100.0f;

}  // namespace

void Input::set_source(bool touch) {
  touch_ = touch;
  ImGui::GetIO().AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
}

void Input::pointer_moved(float x, float y, bool touch) {
  set_source(touch);
  ImGui::GetIO().AddMousePosEvent(x, y);
}

void Input::pointer_pressed(float x, float y, int button, bool touch) {
  pointer_moved(x, y, touch);
  ImGui::GetIO().AddMouseButtonEvent(button, true);
}

void Input::pointer_released(float x, float y, int button, bool touch) {
  pointer_moved(x, y, touch);
  ImGui::GetIO().AddMouseButtonEvent(button, false);
  if (touch) pointer_left();
}

void Input::pointer_left() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

void Input::wheel_turned(float x_px, float y_px) {
  ImGui::GetIO().AddMouseWheelEvent(-x_px / kWheelStepPx, -y_px / kWheelStepPx);
}

void Input::release_all() {
  for (int button = 0; button < ImGuiMouseButton_COUNT; ++button) ImGui::GetIO().AddMouseButtonEvent(button, false);
  pointer_left();
}

}  // namespace ssc::web
