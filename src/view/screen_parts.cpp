// Parts that several screens share: empty states, skeletons, the waiting screen.
#include "view/screens.hpp"

#include <cmath>
#include <numbers>

#include "view/buttons.hpp"

namespace ssc::view {
namespace {

constexpr Duration kBreath{1'600};

}  // namespace

void empty_state(Painter& painter, std::string_view key, Point c, float width, std::string_view icon,
                 std::string_view title, std::string_view text) {
  const Palette& p = *painter.colors;
  const Group group(
      painter,
      {.id = painter.id(key), .role = Role::kGroup, .name = std::string(title), .rect = around(c, width, 190)});
  const float shown = painter.motion.enter(painter.id("enter"), motion::kEnter);
  const AlphaScope alpha(painter, shown);
  float y = c.y - 86 + (1 - shown) * 8;
  painter.canvas.circle({c.x, y + 36}, 36, {faded(p.accent.from, 0.16f), faded(p.accent.to, 0.16f)});
  painter.icon(icon, {c.x, y + 36}, 30, p.accent_text);
  y += 72 + 16;
  painter.label("title", {c.x - width / 2, y, width, 28}, title,
                {.style = type::kHeading, .color = p.text, .align = Align::kCenter}, Role::kHeading);
  y += 32;
  painter.paragraph("text", {c.x - width / 2, y, width, 60}, text,
                    {.style = type::kBody, .color = p.text_secondary, .align = Align::kCenter}, 3);
}

void skeleton(Painter& painter, const Rect& rect, float corner) {
  const float phase = painter.motion.phase(kBreath);
  const float breath = 0.5f + 0.5f * std::sin(phase * 2 * std::numbers::pi_v<float> - rect.y * 0.01f);
  painter.canvas.fill(rect, faded(painter.colors->text_secondary, 0.08f + 0.07f * breath), corner);
}

void restoring_screen(Painter& painter, const Rect& page) {
  const Palette& p = *painter.colors;
  const Point c = center(page);
  const Group group(painter, {.id = painter.id("restoring"),
                              .role = Role::kGroup,
                              .name = std::string(painter.say(Text::kAppName)),
                              .rect = page,
                              .busy = true});
  painter.canvas.glow({c.x, c.y - 24}, 20, 120, faded(p.accent.from, 0.22f));
  const Rect mark = square({c.x, c.y - 24}, 64);
  painter.canvas.fill(mark, p.accent_ground, 20);
  painter.icon("phone", center(mark), 30, p.text_on_color);
  painter.label("words", {page.x, c.y + 32, page.width, 24}, painter.say(Text::kRestoring),
                {.style = type::kLabel, .color = p.text_secondary, .align = Align::kCenter}, Role::kStatus);
  spinner(painter, {c.x, c.y + 80}, 10, p.accent_text);
}

}  // namespace ssc::view
