#include "view/painter.hpp"

#include <cmath>

namespace ssc::view {
namespace {

NodeId hash_id(NodeId parent, std::string_view key, std::uint64_t number) {
  std::uint32_t h = 2166136261u ^ (parent * 2654435761u);  // FNV-1a, 32 bit
  for (const char c : key) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  for (; number != 0; number >>= 8) h = (h ^ static_cast<std::uint32_t>(number & 0xFF)) * 16777619u;
  return h == 0 ? 1 : h;
}

}  // namespace

Painter::Painter(const AppState& app_state, const FrameInput& frame_input, FrameOutput& output, Canvas& brush,
                 TextLayout& text_layout, ports::Pictures& picture_port, Motion& mover, Memory& remembered)
    : state(app_state),
      input(frame_input),
      out(output),
      canvas(brush),
      layout(text_layout),
      pictures(picture_port),
      motion(mover),
      memory(remembered),
      colors(is_dark(app_state) ? &kDark : &kLight) {}

NodeId Painter::id(std::string_view key, std::uint64_t number) const { return hash_id(parents_.back(), key, number); }

void Painter::add(Node node) {
  if (inert) return;
  if (node.parent == 0) node.parent = parents_.back();
  const Rect& clip = canvas.clip();
  const bool whole = contains(clip, {node.rect.x, node.rect.y}) && right(node.rect) <= right(clip) &&
                     bottom(node.rect) <= bottom(clip);
  if (!whole) node.clip = clip;
  out.nodes.push_back(std::move(node));
}

void Painter::read(std::string_view key, Role role, std::string_view name, const Rect& rect) {
  add({.id = id(key), .role = role, .name = std::string(name), .rect = rect});
}

Touch Painter::control(Node node) {
  Touch touch{.id = node.id};
  const bool usable = !inert && !node.disabled;
  touch.hovered = usable && memory.hovered == node.id && !memory.pointer.touch;
  touch.held = usable && memory.held == node.id && (memory.hovered == node.id);
  touch.pressed = usable && memory.take_press(node.id);
  touch.focused = usable && input.focused == node.id;
  if (touch.focused && memory.last_focused != node.id) {
    const Rect& clip = canvas.clip();
    memory.last_focused = node.id;
    if (node.rect.y < clip.y)
      memory.reveal = node.rect.y - clip.y - space::k8;
    else if (bottom(node.rect) > bottom(clip))
      memory.reveal = bottom(node.rect) - bottom(clip) + space::k8;
  }
  add(std::move(node));
  return touch;
}

Group::Group(Painter& painter, Node node) : painter_(painter) {
  const NodeId id = node.id;
  painter.add(std::move(node));
  painter.parents_.push_back(id);
}

void Painter::paint_run(Point baseline, std::string_view text, const ports::TextStyle& style, Color color) {
  const float alpha = alpha_of(color) * canvas.alpha();
  if (text.empty() || alpha <= 0) return;
  const auto image = layout.port().image(text, style, with_alpha(color, 1));
  if (!image) {
    wake_at(motion.now());  // the shell's cache was full in this frame
    return;
  }
  const Rect rect{canvas.snapped(baseline.x) + image->offset_x, canvas.snapped(baseline.y) + image->offset_y,
                  image->width, image->height};
  canvas.image(*image, rect, color);
}

Rect Painter::paint_text(const Rect& box, std::string_view text, const TextLook& look) {
  const TextLine& line = layout.line(text, look.style, box.width, look.trim);
  float x = box.x;
  switch (look.align) {
    case Align::kStart:
      break;
    case Align::kCenter:
      x += (box.width - line.width) / 2;
      break;
    case Align::kEnd:
      x += box.width - line.width;
      break;
  }
  const float middle = box.y + box.height / 2;
  paint_run({x, middle + type::kHalfCapital * look.style.size_px}, line.text, look.style, look.color);
  const float height = std::min(box.height, line_height(look.style));
  return {x, middle - height / 2, line.width, height};
}

Rect Painter::label(std::string_view key, const Rect& box, std::string_view text, const TextLook& look, Role role) {
  const Rect drawn = paint_text(box, text, look);
  if (!text.empty()) {
    add({.id = id(key),
         .role = role,
         .name = std::string(text),
         .rect = drawn,
         .level = role == Role::kHeading ? 2 : 0,
         .font_px = look.style.size_px,
         .font_weight = look.style.weight});
  }
  return drawn;
}

float Painter::block_height(std::string_view text, const ports::TextStyle& style, float width, int max_lines) {
  return static_cast<float>(layout.block(text, style, width, max_lines).lines.size()) * line_height(style);
}

void Painter::paint_block(const Rect& box, const TextBlock& block, const TextLook& look) {
  Rect row{box.x, box.y, box.width, line_height(look.style)};
  for (const TextLine& line : block.lines) {
    if (overlap(row, canvas.clip())) {
      float x = row.x;
      if (look.align == Align::kCenter) x += (row.width - line.width) / 2;
      if (look.align == Align::kEnd) x += row.width - line.width;
      const float baseline = row.y + row.height / 2 + type::kHalfCapital * look.style.size_px;
      paint_run({x, baseline}, line.text, look.style, look.color);
    }
    row.y += row.height;
  }
}

float Painter::paragraph(std::string_view key, const Rect& box, std::string_view text, const TextLook& look,
                         int max_lines, bool selectable) {
  const TextBlock& block = layout.block(text, look.style, box.width, max_lines);
  const float height = static_cast<float>(block.lines.size()) * line_height(look.style);
  paint_block(box, block, look);
  Rect rect{box.x, box.y, box.width, height};
  if (look.align == Align::kStart) rect.width = std::min(rect.width, block.width + 1);
  add({.id = id(key),
       .role = Role::kText,
       .name = std::string(text),
       .rect = rect,
       .selectable_text = selectable,
       .font_px = look.style.size_px,
       .line_px = line_height(look.style),
       .font_weight = look.style.weight});
  return height;
}

void Painter::icon(std::string_view name, Point c, float size, Color color, float turn) {
  const auto image = pictures.icon(name, size);
  if (!image) {
    wake_at(motion.now());
    return;
  }
  Rect rect = square(c, size);
  if (turn != 0) {
    canvas.image_turned(*image, rect, color, turn);
    return;
  }
  rect.x = canvas.snapped(rect.x);
  rect.y = canvas.snapped(rect.y);
  canvas.image(*image, rect, color);
}

void Painter::video(const ports::VideoSurface& surface) {
  if (empty(surface.rect)) return;
  canvas.erase(surface.rect, surface.radius);
  out.surfaces.push_back(surface);
}

void Painter::focus_ring(const Touch& touch, const Rect& rect, float corner) {
  if (!touch.focused) return;
  canvas.stroke(inset(rect, -4), colors->accent_text, 2,
                std::min(corner + 4, std::min(rect.width, rect.height) / 2 + 4));
}

}  // namespace ssc::view
