#include "view/buttons.hpp"

namespace ssc::view {
namespace {

constexpr Duration kSpinPeriod{900};

struct Ground {
  Gradient fill;
  Color content;
  bool shadowed = false;
};

Ground ground_of(const Painter& painter, Tone tone) {
  const Palette& c = *painter.colors;
  switch (tone) {
    case Tone::kGhost:
      return {{0, 0}, c.text_secondary};
    case Tone::kSoft:
      return {{c.row_selected, c.row_selected}, c.accent_text};
    case Tone::kAccent:
      return {c.accent_ground, c.text_on_color, true};
    case Tone::kVoice:
      return {c.voice, c.text_on_color, true};
    case Tone::kVideo:
      return {c.video, c.text_on_color, true};
    case Tone::kDanger:
      return {c.danger, c.text_on_color, true};
    case Tone::kGlass:
      return {{c.glass_button, c.glass_button}, c.text_on_color};
    case Tone::kGlassOff:
      return {{rgb(0xf4f6fb), rgb(0xe4e8f2)}, rgb(0x141c30)};
  }
  return {};
}

// What lies over the ground while the pointer is on it.
Color highlight(const Painter& painter, Tone tone) {
  switch (tone) {
    case Tone::kGhost:
    case Tone::kSoft:
      return painter.colors->dark ? rgb(0xffffff, 0.08f) : rgb(0x1b2333, 0.07f);
    case Tone::kAccent:
    case Tone::kVoice:
    case Tone::kVideo:
    case Tone::kDanger:
    case Tone::kGlass:
      return rgb(0xffffff, 0.12f);
    case Tone::kGlassOff:
      return rgb(0x000000, 0.06f);
  }
  return 0;
}

Touch button_node(Painter& painter, NodeId id, const Rect& rect, const ButtonSpec& spec) {
  return painter.control({.id = id,
                          .role = Role::kButton,
                          .name = std::string(spec.label),
                          .rect = rect,
                          .disabled = spec.disabled,
                          .pressed = spec.pressed,
                          .toggle = spec.toggle,
                          .expanded = spec.expanded,
                          .busy = spec.busy});
}

// Sinks a little while held; returns the factor for scale_since().
float sink(Painter& painter, const Touch& touch) {
  const float down = painter.motion.glide(touch.id ^ 0x51u, touch.held ? 1.0f : 0.0f, Duration{90});
  return 1 - 2 * motion::kPressSink * down;
}

}  // namespace

void spinner(Painter& painter, Point c, float r, Color color) {
  const float turn = painter.motion.phase(kSpinPeriod);
  painter.canvas.ring(c, r, 2, faded(color, 0.2f));
  painter.canvas.arc(c, r, 2, turn, turn + 0.28f, color);
}

bool round_button(Painter& painter, std::string_view key, Point c, float diameter, const ButtonSpec& spec) {
  const NodeId id = painter.id(key);
  const float target = std::max(diameter, space::kTouch);
  const Touch touch = button_node(painter, id, square(c, target), spec);
  const Ground ground = ground_of(painter, spec.tone);
  const float r = diameter / 2;
  const AlphaScope alpha(painter, spec.disabled ? 0.4f : 1.0f);

  const int mark = painter.canvas.mark();
  if (ground.shadowed && diameter >= 48) {
    painter.canvas.shadow(square(c, diameter), r, 18, 6,
                          with_alpha(ground.fill.to, painter.colors->dark ? 0.30f : 0.16f));
  }
  painter.canvas.circle(c, r, ground.fill);
  const float hover = painter.motion.glide(id ^ 0x50u, touch.hovered ? 1.0f : 0.0f, motion::kLeave);
  painter.canvas.circle(c, r, faded(highlight(painter, spec.tone), hover));
  const float icon_size = spec.icon_size > 0 ? spec.icon_size : diameter >= 60 ? 28.0f : diameter >= 48 ? 24.0f : 20.0f;
  if (spec.busy) spinner(painter, c, r - 3, ground.content);
  painter.icon(spec.icon, c, icon_size, ground.content, spec.icon_turn);
  painter.canvas.scale_since(mark, c, sink(painter, touch));
  painter.focus_ring(touch, square(c, diameter), r);
  return touch.pressed;
}

float pill_width(Painter& painter, std::string_view caption, bool icon, const ports::TextStyle& style) {
  return painter.layout.width(caption, style) + (icon ? 24.0f : 0.0f) + 32;
}

bool pill_button(Painter& painter, std::string_view key, const Rect& rect, const ButtonSpec& spec,
                 std::string_view caption) {
  if (caption.empty()) caption = spec.label;
  const NodeId id = painter.id(key);
  Rect target = rect;
  if (target.height < space::kTouch) target = inset(rect, 0, -(space::kTouch - rect.height) / 2);
  const Touch touch = button_node(painter, id, target, spec);
  const Ground ground = ground_of(painter, spec.tone);
  const float corner = rect.height / 2;
  const AlphaScope alpha(painter, spec.disabled ? 0.45f : 1.0f);

  const int mark = painter.canvas.mark();
  if (ground.shadowed && rect.height >= 44) {
    painter.canvas.shadow(rect, corner, 18, 6, with_alpha(ground.fill.to, painter.colors->dark ? 0.26f : 0.16f));
  }
  if (spec.tone == Tone::kGlass) painter.canvas.fill(rect, painter.colors->glass, corner);
  painter.canvas.fill(rect, ground.fill, corner);
  const float hover = painter.motion.glide(id ^ 0x50u, touch.hovered ? 1.0f : 0.0f, motion::kLeave);
  painter.canvas.fill(rect, faded(highlight(painter, spec.tone), hover), corner);

  const Color content = spec.tone == Tone::kGhost ? painter.colors->accent_text : ground.content;
  const float icon_space = spec.icon.empty() && !spec.busy ? 0.0f : 24.0f;
  const float room = std::max(rect.width - icon_space - 16, 0.0f);
  const bool large = rect.height >= 44 && painter.layout.width(caption, type::kBodyStrong) <= room;
  const ports::TextStyle style = large ? type::kBodyStrong : type::kLabel;
  const float text_width = std::min(painter.layout.width(caption, style), room);
  float x = rect.x + (rect.width - text_width - icon_space) / 2;
  const float middle = rect.y + rect.height / 2;
  if (spec.busy) {
    spinner(painter, {x + 8, middle}, 7, content);
  } else if (!spec.icon.empty()) {
    painter.icon(spec.icon, {x + 8, middle}, rect.height >= 44 ? 20.0f : 16.0f, content, spec.icon_turn);
  }
  x += icon_space;
  painter.paint_text({x, rect.y, text_width + 1, rect.height}, caption, {.style = style, .color = content});
  painter.canvas.scale_since(mark, center(rect), sink(painter, touch));
  painter.focus_ring(touch, rect, corner);
  return touch.pressed;
}

int segments(Painter& painter, std::string_view key, std::string_view name, const Rect& rect,
             std::span<const Segment> items) {
  const Palette& c = *painter.colors;
  const Group group(painter, {.id = painter.id(key), .role = Role::kGroup, .name = std::string(name), .rect = rect});
  const float corner = radius::kField;
  painter.canvas.fill(rect, c.sunken, corner);
  const float width = rect.width / static_cast<float>(items.size());
  int chosen = -1, selected = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].selected) selected = static_cast<int>(i);
  }
  const float at = painter.motion.glide(painter.id("thumb"), static_cast<float>(selected), motion::kStandard);
  const Rect thumb = inset({rect.x + at * width, rect.y, width, rect.height}, 3);
  painter.canvas.shadow(thumb, corner - 3, 8, 2, faded(c.shadow, 0.6f));
  painter.canvas.fill(thumb, c.dark ? rgb(0x33415c) : rgb(0xffffff), corner - 3);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Segment& item = items[i];
    const Rect cell{rect.x + static_cast<float>(i) * width, rect.y, width, rect.height};
    const Touch touch = painter.control({.id = painter.id(item.key),
                                         .role = Role::kRadio,
                                         .name = std::string(item.label),
                                         .rect = cell,
                                         .selected = item.selected});
    const Color color = item.selected || touch.hovered ? c.text : c.text_secondary;
    const float words = painter.layout.width(item.label, type::kLabel);
    const bool with_icon = !item.icon.empty() && words + 22 + 12 <= width;  // words come first
    const float icon_space = with_icon ? 22.0f : 0.0f;
    const float text_width = std::min(words, width - icon_space - 12);
    float x = cell.x + (width - icon_space - text_width) / 2;
    if (with_icon) painter.icon(item.icon, {x + 8, center(cell).y}, 16, color);
    x += icon_space;
    painter.paint_text({x, cell.y, text_width + 1, cell.height}, item.label, {.style = type::kLabel, .color = color});
    painter.focus_ring(touch, inset(cell, 5), corner - 3);
    if (touch.pressed) chosen = static_cast<int>(i);
  }
  return chosen;
}

bool switch_row(Painter& painter, std::string_view key, const Rect& rect, std::string_view label,
                std::string_view detail, bool on) {
  const Palette& c = *painter.colors;
  const Touch touch = painter.control(
      {.id = painter.id(key), .role = Role::kSwitch, .name = std::string(label), .rect = rect, .selected = on});
  Rect text = rect;
  const Rect end = cut_right(text, 44 + 12);
  const Rect track{right(end) - 44, center(rect).y - 13, 44, 26};
  painter.paint_text({text.x, center(rect).y - 21, text.width, 22}, label, {.style = type::kBody, .color = c.text});
  painter.paint_text({text.x, center(rect).y + 2, text.width, 18}, detail,
                     {.style = type::kCaption, .color = c.text_secondary});
  const float at = painter.motion.glide(touch.id ^ 0x57u, on ? 1.0f : 0.0f, motion::kStandard);
  const float hover = painter.motion.glide(touch.id ^ 0x50u, touch.hovered ? 1.0f : 0.0f, motion::kLeave);
  painter.canvas.fill(track, c.sunken, 13);
  painter.canvas.stroke(track, c.hairline, 1, 13);
  painter.canvas.push_alpha(at);
  painter.canvas.fill(track, c.accent, 13);
  painter.canvas.pop_alpha();
  painter.canvas.fill(track, faded(highlight(painter, Tone::kGhost), hover), 13);
  const Point knob{track.x + 13 + 18 * at, center(track).y};
  painter.canvas.circle(knob, 10, mix(c.dark ? c.text_secondary : c.text_faint, rgb(0xffffff), at));
  painter.focus_ring(touch, inset(rect, -6, 2), radius::kField);
  return touch.pressed;
}

}  // namespace ssc::view
