#include "view/ui.hpp"

#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "view/avatar.hpp"
#include "view/call_parts.hpp"
#include "view/screens.hpp"

namespace ssc::view {
namespace {

Rect safe_page(const FrameInput& input) {
  return {input.inset_left, input.inset_top, std::max(1.0f, input.width - input.inset_left - input.inset_right),
          std::max(1.0f, input.height - input.inset_top - input.inset_bottom)};
}

Backdrop mixed(const Backdrop& a, const Backdrop& b, float t) {
  const auto between = [t](float x, float y) { return x + (y - x) * t; };
  return {.from = mix(a.from, b.from, t),
          .to = mix(a.to, b.to, t),
          .glow = mix(a.glow, b.glow, t),
          .glow_x = between(a.glow_x, b.glow_x),
          .glow_y = between(a.glow_y, b.glow_y),
          .glow_strength = between(a.glow_strength, b.glow_strength)};
}

Backdrop page_backdrop(const Palette& p, bool signed_in) {
  return {.from = p.page.from,
          .to = p.page.to,
          .glow = p.accent.from,
          .glow_x = 0.5f,
          .glow_y = 0.3f,
          .glow_strength = signed_in ? 0.0f : 0.35f};
}

}  // namespace

struct Ui::Private {
  Private(ports::Text& text, ports::Pictures& picture_port) : layout(text), pictures(picture_port) {}

  TextLayout layout;
  ports::Pictures& pictures;
  Motion motion;
  Canvas canvas;
  Memory memory;
  User last_peer;  // the room stays theirs while it closes

  void read_pointer(const FrameInput& input);
  void draw(Painter& painter, const Rect& page);
  void draw_page(Painter& painter, const Rect& page);
  void draw_call(Painter& painter, const Rect& page);
  void forget_unused();
};

void Ui::Private::read_pointer(const FrameInput& input) {
  const ImGuiIO& io = ImGui::GetIO();
  Pointer& pointer = memory.pointer;
  const bool was_down = pointer.down;
  pointer.at = {io.MousePos.x, io.MousePos.y};
  pointer.inside = ImGui::IsMousePosValid(&io.MousePos);
  pointer.down = io.MouseDown[0];
  pointer.went_down = pointer.down && !was_down;
  pointer.went_up = !pointer.down && was_down;
  pointer.touch = input.touch;
  pointer.wheel = io.MouseWheel;
  if (pointer.went_down) memory.scroll_drag = false;
  memory.hovered = memory.control_under_pointer();
  if (pointer.went_down) memory.held = memory.hovered;
  if (!pointer.down) memory.held = 0;
  memory.wheel_taken = false;
  memory.reveal = 0;
  if (memory.last_focused != input.focused) memory.last_focused = 0;
}

void Ui::Private::draw_page(Painter& painter, const Rect& page) {
  switch (painter.state.sign_in.phase) {
    case AuthPhase::kRestoring:
      restoring_screen(painter, page);
      break;
    case AuthPhase::kSignedOut:
    case AuthPhase::kSigningIn:
      sign_in_screen(painter, page);
      break;
    case AuthPhase::kSignedIn:
      main_screen(painter, page);
      break;
  }
}

/// Not inlined: it is of the part of the program that comes after the first screen (tools/split_wasm.py).
[[gnu::noinline]] void Ui::Private::draw_call(Painter& painter, const Rect& page) {
  const call::CallState& call = painter.state.call;
  switch (call.phase) {
    case call::Phase::kIdle:
      break;
    case call::Phase::kIncoming:
      incoming_call(painter, page);
      break;
    case call::Phase::kEnded:
      ended_note(painter, page);
      break;
    case call::Phase::kPreparing:
    case call::Phase::kRinging:
    case call::Phase::kAccepting:
    case call::Phase::kConnecting:
    case call::Phase::kConnected:
    case call::Phase::kReconnecting:
      if (call.minimized)
        minimized_call(painter, page);
      else
        call_screen(painter, page);
      break;
  }
}

void Ui::Private::draw(Painter& painter, const Rect& page) {
  const call::CallState& call = painter.state.call;
  const bool signed_in = painter.state.sign_in.phase == AuthPhase::kSignedIn;
  if (call::is_active(call.phase)) last_peer = call.peer;
  const bool covered = signed_in && call_fills_page(painter.state, page);
  const bool incoming = signed_in && call.phase == call::Phase::kIncoming;
  const float room = painter.motion.glide(painter.id("room"), covered ? 1.0f : 0.0f, motion::kEnter);
  const float still = painter.motion.reduced() ? 0.8f : 1.0f;
  painter.out.backdrop =
      mixed(page_backdrop(*painter.colors, signed_in), person_backdrop(last_peer, 0.9f * still), room);

  if (room < 1) {
    // What lies under a call is seen while it opens and closes, but cannot be used.
    painter.inert = covered;
    memory.covered_by_modal = incoming || painter.state.route.settings_open;
    const AlphaScope alpha(painter, 1 - room);
    draw_page(painter, page);
    if (signed_in && !covered) {
      memory.covered_by_modal = incoming;
      settings_sheet(painter, page);
    }
    memory.covered_by_modal = false;
    painter.inert = false;
  }
  if (signed_in) {
    memory.covered_by_modal = covered && !incoming && painter.state.route.settings_open;
    if (call.phase != call::Phase::kIdle) draw_call(painter, page);
    memory.covered_by_modal = false;
    if (covered && !incoming) {
      const PaletteScope dark(painter, kDark);
      settings_sheet(painter, page);
    }
  }
  if (signed_in) second_call_card(painter, page);
  notices(painter, page);
}

void Ui::Private::forget_unused() {
  // Drafts of messages outlive their screen; typed passwords do not.
  std::erase_if(memory.fields,
                [](const Field& field) { return !field.asked && (!field.is_draft || field.text.empty()); });
  for (Field& field : memory.fields) field.changed = field.submitted = field.asked = false;
  for (Scroll& scroll : memory.scrolls) {
    if (!scroll.asked) scroll = Scroll{.id = scroll.id};
    scroll.asked = false;
  }
  memory.presses.clear();
  memory.escape = false;
}

Ui::Ui(ports::Text& text, ports::Pictures& pictures) : private_(std::make_unique<Private>(text, pictures)) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
}

Ui::~Ui() = default;

FrameOutput Ui::frame(const AppState& state, const FrameInput& input) {
  Private& d = *private_;
  ImGuiIO& io = ImGui::GetIO();
  const float ratio = input.pixel_ratio > 0 ? input.pixel_ratio : 1;
  const Duration step = std::clamp(input.now - d.motion.now(), Duration{1}, Duration{50});
  io.DisplaySize = {input.width, input.height};
  io.DisplayFramebufferScale = {ratio, ratio};
  io.DeltaTime = static_cast<float>(step.count()) / 1000;
  ImGui::GetStyle().CircleTessellationMaxError = 0.2f / ratio;
  ImGui::NewFrame();
  d.read_pointer(input);
  d.memory.frame_step = step;
  d.motion.begin_frame(input.now, input.reduced_motion);
  d.layout.begin_frame();

  FrameOutput out;
  const Rect whole{0, 0, input.width, input.height};
  d.canvas.begin(ImGui::GetBackgroundDrawList(), whole, ratio);
  Painter painter(state, input, out, d.canvas, d.layout, d.pictures, d.motion, d.memory);
  d.draw(painter, safe_page(input));
  d.motion.end_frame();
  ImGui::Render();

  d.memory.last_nodes = out.nodes;
  d.forget_unused();
  // What this frame moved under a resting pointer is lit in the next.
  if (d.motion.moving() || d.memory.control_under_pointer() != d.memory.hovered) out.next_frame = input.now;
  return out;
}

void Ui::node_pressed(NodeId node) {
  if (private_->memory.scroll_drag && private_->memory.pointer.down) return;  // a finger that scrolls does not press
  private_->memory.presses.push_back(node);
}

void Ui::field_changed(NodeId node, std::string_view text) {
  Field& field = private_->memory.field(node);
  field.text = text;
  field.changed = true;
}

void Ui::field_submitted(NodeId node) { private_->memory.field(node).submitted = true; }

void Ui::escape_pressed() { private_->memory.escape = true; }

}  // namespace ssc::view
