// One frame's drawing: pixels and nodes together. Whatever can be pressed or read is drawn through here, so that nothing
// of the kind can be drawn without its node. Lives for one frame; what must last is in Memory and Motion.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/state.hpp"
#include "view/canvas.hpp"
#include "view/memory.hpp"
#include "view/motion.hpp"
#include "view/text_layout.hpp"
#include "view/texts.hpp"
#include "view/tokens.hpp"
#include "view/ui.hpp"

namespace ssc::view {

enum class Align { kStart, kCenter, kEnd };

/// How a line of text is set in its box.
struct TextLook {
  ports::TextStyle style = type::kBody;
  Color color = 0;
  Align align = Align::kStart;
  Trim trim = Trim::kEnd;
};

/// What the pointer and the keyboard are doing with a control.
struct Touch {
  NodeId id = 0;
  bool hovered = false;
  bool held = false;
  bool pressed = false;  // act on it
  bool focused = false;
};

class Painter {
 public:
  Painter(const AppState& app_state, const FrameInput& frame_input, FrameOutput& output, Canvas& brush,
          TextLayout& text_layout, ports::Pictures& picture_port, Motion& mover, Memory& remembered);
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  const AppState& state;
  const FrameInput& input;
  FrameOutput& out;
  Canvas& canvas;
  TextLayout& layout;
  ports::Pictures& pictures;
  Motion& motion;
  Memory& memory;
  const Palette* colors;

  Language language() const { return state.settings.language; }
  std::string_view say(Text text) const { return words(language(), text); }
  std::string say(Text text, Replacements replacements) const { return filled(language(), text, replacements); }
  void emit(AppEvent event) { out.events.push_back(std::move(event)); }
  /// This picture is out of date at `when` at the latest.
  void wake_at(Instant when) { out.next_frame = std::min(out.next_frame, when); }

  // --- the tree -----------------------------------------------------------------------------------------
  /// A stable id for `key` (and `number`) below the present parent.
  NodeId id(std::string_view key, std::uint64_t number = 0) const;
  /// Adds the node to the present parent, clipped by the present clip. Without an id it gets one from its key.
  void add(Node node);
  /// Words, or the name of a picture, that were drawn into `rect` otherwise.
  void read(std::string_view key, Role role, std::string_view name, const Rect& rect);
  /// Adds a control and says what is being done with it.
  Touch control(Node node);
  /// True while what is drawn is only leaving the screen: no nodes are made of it.
  bool inert = false;

  // --- text ---------------------------------------------------------------------------------------------
  /// Pixels only, for text that is part of a control's name. Returns where it was drawn.
  Rect paint_text(const Rect& box, std::string_view text, const TextLook& look);
  /// Pixels and a node to read (kText unless said otherwise).
  Rect label(std::string_view key, const Rect& box, std::string_view text, const TextLook& look,
             Role role = Role::kText);
  /// Several lines from the top of `box` on; `selectable` makes the node's text selectable. Returns the height.
  float paragraph(std::string_view key, const Rect& box, std::string_view text, const TextLook& look, int max_lines = 0,
                  bool selectable = false);
  void paint_block(const Rect& box, const TextBlock& block, const TextLook& look);
  static float line_height(const ports::TextStyle& style) { return style.size_px * type::kLineHeight; }
  float block_height(std::string_view text, const ports::TextStyle& style, float width, int max_lines = 0);

  // --- pictures -----------------------------------------------------------------------------------------
  void icon(std::string_view name, Point c, float size, Color color, float turn = 0);
  /// Where a video shows: opens the canvas there and tells the shell.
  void video(const ports::VideoSurface& surface);
  void focus_ring(const Touch& touch, const Rect& rect, float corner);

 private:
  friend class Group;
  void paint_run(Point baseline, std::string_view text, const ports::TextStyle& style, Color color);
  std::vector<NodeId> parents_{0};
};

/// A node whose children are what is drawn while it lives.
class Group {
 public:
  Group(Painter& painter, Node node);
  ~Group() { painter_.parents_.pop_back(); }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  NodeId id() const { return painter_.parents_.back(); }

 private:
  Painter& painter_;
};

/// Draws with another palette while it lives (calls are dark in both themes).
class PaletteScope {
 public:
  PaletteScope(Painter& painter, const Palette& palette) : painter_(painter), before_(painter.colors) {
    painter.colors = &palette;
  }
  ~PaletteScope() { painter_.colors = before_; }
  PaletteScope(const PaletteScope&) = delete;
  PaletteScope& operator=(const PaletteScope&) = delete;

 private:
  Painter& painter_;
  const Palette* before_;
};

/// Draws at a share of the opacity while it lives.
class AlphaScope {
 public:
  AlphaScope(Painter& painter, float factor) : painter_(painter) { painter.canvas.push_alpha(factor); }
  ~AlphaScope() { painter_.canvas.pop_alpha(); }
  AlphaScope(const AlphaScope&) = delete;
  AlphaScope& operator=(const AlphaScope&) = delete;

 private:
  Painter& painter_;
};

}  // namespace ssc::view
