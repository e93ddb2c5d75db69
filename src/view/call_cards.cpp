// The call when it does not fill the page: minimised beside the chat, and the note when it has ended.
#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/call_parts.hpp"

namespace ssc::view {
namespace {

constexpr float kCardWidth = 304, kCardHeight = 64, kPictureHeight = 158;

void raised_box(Painter& painter, const Rect& box, float corner) {
  const Palette& p = *painter.colors;
  painter.canvas.shadow(box, corner, 36, 12, p.shadow);
  painter.canvas.fill(box, p.dark ? rgb(0x1b2740) : p.raised, corner);
  if (p.dark) painter.canvas.stroke(box, p.hairline, 1, corner);
}

}  // namespace

float minimized_call_height(const AppState& state) {
  return kCardHeight + (remote_picture_shows(state.call) ? kPictureHeight : 0);
}

void minimized_call(Painter& painter, const Rect& page) {
  const call::CallState& call = painter.state.call;
  const bool picture = remote_picture_shows(call);
  const float shown = painter.motion.enter(painter.id("minimized-enter"), motion::kEnter);
  const float width = std::min(kCardWidth, page.width - 24);
  const float height = minimized_call_height(painter.state);
  const float x = is_phone(page) ? center(page).x - width / 2 : right(page) - width - 16;
  const Rect box{x, painter.memory.floating_from - (1 - shown) * 12, width, height};
  const std::string name = peer_name(painter.language(), call.peer);
  const Group group(painter, {.id = painter.id("minimized"),
                              .role = Role::kRegion,
                              .name = painter.say(Text::kCallWith, {{"name", name}}),
                              .rect = box});
  const AlphaScope alpha(painter, shown);
  raised_box(painter, box, 20);
  Rect rest = box;
  if (picture) {
    const Rect screen = inset(cut_top(rest, kPictureHeight), 6, 6);
    painter.video(
        {.source = ports::VideoSource::kRemote, .rect = screen, .fit = ports::VideoFit::kCover, .radius = 15});
  }
  const Palette& p = *painter.colors;
  const float middle = center(rest).y;
  avatar(painter, call.peer, {rest.x + 12 + 20, middle}, {.size = 40});
  float x_end = right(rest) - 10 - 20;
  if (round_button(painter, "end", {x_end, middle}, 40,
                   {.icon = "phone",
                    .label = painter.say(call::is_dialling(call.phase) ? Text::kCancelCall : Text::kEndCall),
                    .tone = Tone::kDanger,
                    .icon_turn = 0.375f,
                    .icon_size = 20})) {
    painter.emit(events::CallHungUp{});
  }
  x_end -= 46;
  const bool muted = !call::is_microphone_sending(call);
  if (round_button(painter, "microphone", {x_end, middle}, 40,
                   {.icon = muted ? "mic-off" : "mic",
                    .label = painter.say(muted ? Text::kUnmute : Text::kMute),
                    .tone = muted ? Tone::kSoft : Tone::kGhost,
                    .icon_size = 20})) {
    emit_microphone(painter);
  }
  x_end -= 46;
  if (round_button(painter, "expand", {x_end, middle}, 40,
                   {.icon = "maximize-2", .label = painter.say(Text::kExpand), .icon_size = 18})) {
    painter.emit(events::CallMinimized{false});
  }
  const Rect text{rest.x + 62, middle - 20, x_end - 24 - rest.x - 62, 20};
  painter.label("name", text, name, {.style = {14, 600, false}, .color = p.text, .trim = Trim::kMiddle},
                Role::kHeading);
  const Rect line = moved(text, 0, 20);
  if (shows_timer(call.phase) && call.phase != call::Phase::kReconnecting) {
    painter.label("timer", line, duration_words(running_seconds(painter)),
                  {.style = {13, 500, true}, .color = p.voice_text}, Role::kTimer);
    painter.read("status", Role::kStatus, call_status(painter.language(), call), line);
  } else {
    painter.label(
        "status", line, call_status(painter.language(), call),
        {.style = type::kLabel, .color = call.phase == call::Phase::kReconnecting ? p.warning_text : p.text_secondary},
        Role::kStatus);
  }
}

void ended_note(Painter& painter, const Rect& page) {
  const Palette& p = *painter.colors;
  const call::CallState& call = painter.state.call;
  const std::string outcome = end_words(painter.language(), call);
  const bool trouble = is_trouble(call.end_reason);
  const float width = std::min(360.0f, page.width - 32);
  const TextLook look{
      .style = trouble ? ports::TextStyle{15, 500, false} : type::kHeading, .color = p.text, .align = Align::kCenter};
  const float words_height = painter.block_height(outcome, look.style, width - 48, 4);
  const float height = 28 + 72 + 16 + words_height + 26 + 20 + 44 + 24;
  const float shown = painter.motion.enter(painter.id("ended-enter"), motion::kEnter);
  const Rect box{center(page).x - width / 2, center(page).y - height / 2 + (1 - shown) * 14, width, height};
  painter.canvas.fill({0, 0, painter.input.width, painter.input.height}, faded(p.scrim, 0.55f * shown));
  const Group group(painter, {.id = painter.id("ended"),
                              .role = Role::kRegion,
                              .name = std::string(painter.say(Text::kEndedCall)),
                              .rect = box});
  const AlphaScope alpha(painter, shown);
  raised_box(painter, box, radius::kCard);
  avatar(painter, call.peer, {center(box).x, box.y + 28 + 36}, {.size = 72});
  const Point mark{center(box).x + 27, box.y + 28 + 63};
  painter.canvas.circle(mark, 15, p.dark ? rgb(0x1b2740) : p.raised);
  painter.canvas.circle(mark, 12, trouble ? p.danger : Gradient{p.text_secondary, p.text_secondary});
  painter.icon("phone", mark, 13, p.dark && !trouble ? rgb(0x0f172a) : rgb(0xffffff), 0.375f);

  float y = box.y + 28 + 72 + 16;
  painter.paint_block({box.x + 24, y, width - 48, words_height},
                      painter.layout.block(outcome, look.style, width - 48, 4), look);
  painter.read("outcome", trouble ? Role::kAlert : Role::kStatus, outcome, {box.x + 24, y, width - 48, words_height});
  y += words_height + 2;
  std::string detail = peer_name(painter.language(), call.peer);
  if (call.duration_s > 0) detail += " · " + duration_words(call.duration_s);
  painter.label("detail", {box.x + 24, y, width - 48, 22}, detail,
                {.style = {14, 400, true}, .color = p.text_secondary, .align = Align::kCenter, .trim = Trim::kMiddle});
  Rect row{box.x + 24, bottom(box) - 24 - 44, width - 48, 44};
  const bool can_call = !call.chat.empty();
  const Rect left = can_call ? cut_left(row, row.width / 2 - 4) : row;
  if (pill_button(painter, "close", left, {.label = painter.say(Text::kClose)}))
    painter.emit(events::EndedCallDismissed{});
  if (!can_call) return;
  cut_left(row, 8);
  if (pill_button(painter, "again", row,
                  {.icon = call.kind == CallKind::kVideo ? "video" : "phone",
                   .label = painter.say(Text::kCallAgain),
                   .tone = Tone::kSoft})) {
    painter.emit(events::CallRequested{call.chat, call.kind});
  }
}

}  // namespace ssc::view
