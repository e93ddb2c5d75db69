// The face: draws one AppState with Dear ImGui and says what else must be on screen. Owns only what concerns the
// screen (scroll positions, animations, drafts of fields); knows nothing of ports that act, the DOM or GL.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/events.hpp"
#include "app/state.hpp"
#include "ports/drawing.hpp"
#include "view/semantics.hpp"

namespace ssc::view {

struct FrameInput {
  Instant now{};
  WallTime wall_now;
  int utc_offset_minutes = 0;  // for showing times of day
  float width = 0, height = 0; // CSS px of the part we own
  float pixel_ratio = 1;
  float inset_top = 0, inset_right = 0, inset_bottom = 0, inset_left = 0;  // safe area of phones, soft keyboard
  bool touch = false;          // last pointer was a finger
  bool reduced_motion = false;
  NodeId focused = 0;          // node whose element has keyboard focus
};

/// A shader effect drawn under everything by the shell (look.md, "Shaders"); colours are 0xAABBGGRR.
struct Backdrop {
  std::uint32_t from = 0, to = 0, glow = 0;
  float glow_x = 0.5f, glow_y = 0.38f, glow_strength = 0;  // relative to the part we own
  bool operator==(const Backdrop&) const = default;
};

/// Draw commands with this texture erase what lies under them: no sampling, blending
/// dst = dst * (1 - vertex alpha) in colour and alpha. That is how a VideoSurface gets its window through the
/// backdrop and everything drawn before it, with rounded edges, while what is drawn later lies on the video.
inline constexpr std::uint64_t kEraseTexture = 0xFFFFFFFFu;

struct FrameOutput {
  std::vector<Node> nodes;                     // in drawing order: later lies above
  std::vector<ports::VideoSurface> surfaces;
  std::optional<Backdrop> backdrop;            // none: the canvas stays clear under the drawn things
  std::vector<AppEvent> events;                // what the person asked for in this frame
  Instant next_frame = kNever;                 // when this picture will be out of date by itself (animation: now)
};

class Ui {
 public:
  /// Needs a current ImGui context (created by the shell or a test) for its whole life.
  Ui(ports::Text& text, ports::Pictures& pictures);
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  /// Draws everything between ImGui::NewFrame and ImGui::Render (both called inside). The pointer position, buttons and
  /// wheel are in ImGui's IO already.
  FrameOutput frame(const AppState& state, const FrameInput& input);

  // What the DOM elements of nodes report. Each takes effect in the next frame().
  void node_pressed(NodeId node);  // DOM click
  void field_changed(NodeId node, std::string_view text);  // input event
  void field_submitted(NodeId node);  // Enter in a field
  void escape_pressed();

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

/// The tab's title, with the unread count or who is calling.
std::string page_title(const AppState& state);

struct Announcement {
  std::string text;
  bool assertive = false;
};
/// What a screen reader should say about the step from `before` to `after` (nothing, mostly).
std::vector<Announcement> announcements(const AppState& before, const AppState& after);

}  // namespace ssc::view
