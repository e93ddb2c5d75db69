// Somebody calls: full screen on phones, a card over the dimmed page on desktops.
#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/call_parts.hpp"

namespace ssc::view {
namespace {

constexpr float kCardWidth = 380, kCardHeight = 384;

struct Answer {
  std::string_view key, icon;
  Text label, caption;
  Tone tone;
  float turn;
};

// Buttons in a row with their captions, decline at the left, accept at the right.
void answers(Painter& painter, const Rect& row, float diameter) {
  const call::CallState& call = painter.state.call;
  const bool video = call.kind == CallKind::kVideo;
  const Answer all[] = {
      {"decline", "phone", Text::kDecline, Text::kDecline, Tone::kDanger, 0.375f},
      {"accept-video", "video", Text::kAcceptWithVideo, Text::kCaptionVideo, Tone::kVideo, 0},
      {"accept", "phone", Text::kAccept, video ? Text::kCaptionVoiceOnly : Text::kAccept, Tone::kVoice, 0},
  };
  const int count = video ? 3 : 2;
  const float step = row.width / static_cast<float>(count);
  int place = 0;
  for (const Answer& answer : all) {
    if (answer.label == Text::kAcceptWithVideo && !video) continue;
    const Point c{row.x + step * (static_cast<float>(place++) + 0.5f), row.y + diameter / 2};
    if (round_button(
            painter, answer.key, c, diameter,
            {.icon = answer.icon, .label = painter.say(answer.label), .tone = answer.tone, .icon_turn = answer.turn})) {
      if (answer.label == Text::kDecline)
        painter.emit(events::CallRefused{});
      else
        painter.emit(events::CallAnswered{answer.label == Text::kAcceptWithVideo});
    }
    painter.paint_text({c.x - step / 2, row.y + diameter + 8, step, 20}, painter.say(answer.caption),
                       {.style = type::kLabel, .color = painter.colors->text_secondary, .align = Align::kCenter});
  }
}

std::string kind_line(Painter& painter) {
  const Text kind = painter.state.call.kind == CallKind::kVideo ? Text::kVideoCall : Text::kVoiceCall;
  return painter.say(Text::kIncomingLabel, {{"kind", painter.say(kind)}});
}

void words(Painter& painter, const Rect& column, float y, const ports::TextStyle& style) {
  const Palette& p = *painter.colors;
  const std::string name = peer_name(painter.language(), painter.state.call.peer);
  painter.label("name", {column.x, y, column.width, 42}, name,
                {.style = style, .color = p.text, .align = Align::kCenter, .trim = Trim::kMiddle}, Role::kHeading);
  painter.label("kind", {column.x, y + 42, column.width, 22}, kind_line(painter),
                {.style = type::kLabel, .color = p.text_secondary, .align = Align::kCenter});
}

Node dialog(Painter& painter, const Rect& rect) {
  return {.id = painter.id("incoming"),
          .role = Role::kDialog,
          .name = incoming_title(painter.language(), painter.state.call),
          .rect = rect,
          .modal = true};
}

void full_screen(Painter& painter, const Rect& page) {
  const PaletteScope dark(painter, kDark);
  const Group group(painter, dialog(painter, page));
  const float shown = painter.motion.enter(painter.id("enter"), motion::kEnter);
  const AlphaScope alpha(painter, shown);
  const bool low = page.height < 560;
  const bool wide = page.width > page.height * 1.2f && low;  // a phone on its side
  const float face = low ? 88.0f : 128.0f;
  const Rect column = inset(page, 24, 0);
  const Point c{center(page).x, page.y + page.height * (low ? 0.26f : 0.34f)};
  lit_face(painter, painter.state.call.peer, c, face * (0.92f + 0.08f * shown), true);
  words(painter, column, c.y + face * (wide ? 0.62f : 0.95f), low ? type::kTitle : type::kDisplay);
  const float diameter = low ? 60.0f : 72.0f;
  const float width = std::min(column.width, 360.0f);
  const Rect row{center(page).x - width / 2, bottom(page) - diameter - (low ? 44.0f : 84.0f) + (1 - shown) * 24, width,
                 diameter + 28};
  answers(painter, row, diameter);
}

void card(Painter& painter, const Rect& page) {
  const Palette& p = *painter.colors;
  const float shown = painter.motion.enter(painter.id("enter"), motion::kEnter);
  painter.canvas.fill(page, faded(p.scrim, shown));
  const float y = page.y + std::max(16.0f, std::min(96.0f, (page.height - kCardHeight) * 0.22f));
  const Rect box{center(page).x - kCardWidth / 2, y - (1 - shown) * 16, kCardWidth, kCardHeight};
  const Group group(painter, dialog(painter, box));
  const AlphaScope alpha(painter, shown);
  painter.canvas.shadow(box, radius::kCard, 56, 20, p.shadow);
  painter.canvas.fill(box, p.dark ? mix(p.raised, rgb(0x151e34), 0.4f) : p.raised, 28);
  if (p.dark) painter.canvas.stroke(box, p.hairline, 1, 28);
  painter.canvas.push_clip(box);
  const Point c{center(box).x, box.y + 104};
  lit_face(painter, painter.state.call.peer, c, 104, true);
  painter.canvas.pop_clip();
  words(painter, inset(box, 24, 0), box.y + 190, {26, 600, false});
  answers(painter, {box.x + 32, bottom(box) - 64 - 50, box.width - 64, 92}, 64);
}

}  // namespace

void incoming_call(Painter& painter, const Rect& page) {
  if (is_phone(page))
    full_screen(painter, page);
  else
    card(painter, page);
}

}  // namespace ssc::view
