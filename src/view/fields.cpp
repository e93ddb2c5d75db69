#include "view/fields.hpp"

namespace ssc::view {
namespace {

constexpr float kPadding = 16, kIconSpace = 30, kMultilinePadding = 11;
constexpr float kMostLines = 5;

}  // namespace

float multiline_height(Painter& painter, std::string_view text, float width) {
  const float line = Painter::line_height(type::kField);
  const float inner = std::max(width - 2 * kPadding, 40.0f);
  const auto lines = static_cast<float>(painter.layout.block(text, type::kField, inner).lines.size());
  return std::clamp(lines, 1.0f, kMostLines) * line + 2 * kMultilinePadding;
}

Field& text_field(Painter& painter, NodeId id, const Rect& rect, const FieldSpec& spec) {
  const Palette& c = *painter.colors;
  Field& field = painter.memory.field(id);
  field.asked = true;
  field.is_draft = spec.role == Role::kMultilineField;
  const bool focused = painter.input.focused == id;
  const bool multiline = spec.role == Role::kMultilineField;

  painter.canvas.fill(rect, c.sunken, spec.corner);
  const float lit = painter.motion.glide(id ^ 0x53u, focused ? 1.0f : 0.0f, motion::kLeave);
  painter.canvas.stroke(rect, spec.invalid ? c.danger.from : mix(c.hairline, c.accent.from, lit), 1 + 0.5f * lit,
                        spec.corner);
  const float icon_space = spec.icon.empty() ? 0 : kIconSpace;
  if (icon_space > 0) {
    painter.icon(spec.icon, {rect.x + kPadding + 9, center(rect).y}, 18, mix(c.text_faint, c.accent_text, lit));
  }
  Node node{.id = id,
            .role = spec.role,
            .name = std::string(spec.label),
            .value = field.text,
            .value_revision = field.revision,
            .rect = rect,
            .disabled = spec.disabled,
            .wants_focus = spec.wants_focus,
            .placeholder = std::string(spec.placeholder.empty() ? spec.label : spec.placeholder),
            .autocomplete = std::string(spec.autocomplete),
            .font_px = type::kField.size_px,
            .pad_left = kPadding + icon_space,
            .pad_right = kPadding + spec.reserve_right,
            .font_weight = type::kField.weight,
            .text_rgba = c.text};
  if (painter.memory.covered_by_modal) {
    // The browser's input lies above the canvas: under a dialog its words are drawn here, where the dialog covers them.
    node.text_rgba = 0;
    const bool hidden = spec.role == Role::kPasswordField;
    const Rect inner{rect.x + node.pad_left, rect.y, rect.width - node.pad_left - node.pad_right, rect.height};
    if (field.text.empty())
      painter.paint_text(inner, node.placeholder, {.style = type::kField, .color = faded(c.text, 0.55f)});
    else if (!hidden && !multiline)
      painter.paint_text(inner, field.text, {.style = type::kField, .color = c.text});
    else if (!hidden)
      painter.paint_block(inset(inner, 0, kMultilinePadding),
                          painter.layout.block(field.text, type::kField, inner.width),
                          {.style = type::kField, .color = c.text});
  }
  if (multiline) {
    node.line_px = Painter::line_height(type::kField);
    node.pad_top = kMultilinePadding;
  }
  painter.control(std::move(node));
  return field;
}

}  // namespace ssc::view
