// The call that fills the page: dialling, talking with or without pictures, repairing the connection.
#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/call_parts.hpp"

namespace ssc::view {
namespace {

using call::Phase;

constexpr float kEdge = 16, kTopBar = 64;

float control_size(const Rect& page) { return page.width < 360 || page.height < 420 ? 48.0f : 56.0f; }

/// One glass bar with the devices and, apart at the right, the end.
Rect control_bar(Painter& painter, const Rect& page, float risen) {
  const float size = control_size(page), gap = 14, apart = 12, padding = 12;
  const float width = 3 * size + 2 * gap + apart + 2 * padding;
  const float y = bottom(page) - (page.height < 420 ? 12.0f : 24.0f) - size - 2 * padding;
  const Rect bar{center(page).x - width / 2, y + (1 - risen) * 24, width, size + 2 * padding};
  painter.canvas.fill(bar, painter.colors->glass, bar.height / 2);
  painter.canvas.stroke(bar, rgb(0xffffff, 0.07f), 1, bar.height / 2);
  const float middle = center(bar).y;
  float x = bar.x + padding + size / 2;
  microphone_button(painter, {x, middle}, size);
  x += size + gap;
  camera_button(painter, {x, middle}, size);
  x += size + gap + apart;
  end_button(painter, {x, middle}, size);
  return bar;
}

void minimize_button(Painter& painter, const Rect& page) {
  const Point c{page.x + kEdge + 22, page.y + kEdge + 22};
  painter.canvas.circle(c, 22, faded(painter.colors->glass, 0.6f));
  if (round_button(
          painter, "minimize", c, 44,
          {.icon = "chevron-down", .label = painter.say(Text::kMinimize), .tone = Tone::kGlass, .icon_size = 22})) {
    painter.emit(events::CallMinimized{true});
  }
}

void settings_button(Painter& painter, const Rect& page) {
  const Point c{right(page) - kEdge - 22, page.y + kEdge + 22};
  painter.canvas.circle(c, 22, faded(painter.colors->glass, 0.6f));
  if (round_button(painter, "settings", c, 44,
                   {.icon = "settings",
                    .label = painter.say(Text::kSettings),
                    .tone = Tone::kGlass,
                    .icon_size = 20,
                    .expanded = painter.state.route.settings_open})) {
    painter.emit(events::SettingsOpened{true});
  }
}

/// Time (once there is one) and connection in words. Returns the lower edge.
float status_lines(Painter& painter, const Rect& column, float y, Align align, bool compact) {
  const Palette& p = *painter.colors;
  const call::CallState& call = painter.state.call;
  const std::string status = call_status(painter.language(), call);
  const bool trouble = call.phase == Phase::kReconnecting;
  if (shows_timer(call.phase)) {
    const ports::TextStyle style = compact ? ports::TextStyle{14, 500, true} : type::kTimer;
    const std::string time = duration_words(running_seconds(painter));
    painter.label("timer", {column.x, y, column.width, 24}, time, {.style = style, .color = p.text, .align = align},
                  Role::kTimer);
    quality_bars(painter,
                 {center(column).x + painter.layout.width(time, style) / 2 + 12 + kQualityBarsWidth / 2, y + 12});
    y += 24;
  }
  const Rect line{column.x, y, column.width, 22};
  painter.label("status", line, status,
                {.style = compact ? type::kLabel : type::kBody,
                 .color = trouble ? p.warning_text : p.text_secondary,
                 .align = align},
                Role::kStatus);
  return y + 22;
}

void own_preview(Painter& painter, const Rect& page, float lower_edge) {
  const call::CallState& call = painter.state.call;
  if (!own_picture_shows(call)) return;
  const float side = std::clamp(0.22f * std::min(page.width, page.height), 92.0f, 260.0f);
  const bool tall = page.height > page.width;
  const float width = tall ? side : side * 4 / 3, height = tall ? side * 4 / 3 : side;
  const float x = right(page) - kEdge - width;
  const float y = tall ? page.y + kEdge + kTopBar : std::min(lower_edge, bottom(page) - kEdge) - height;
  const Rect rect{x, y, width, height};
  painter.canvas.shadow(rect, radius::kPreview, 24, 8, rgb(0x000000, 0.4f));
  painter.video({.source = ports::VideoSource::kLocal,
                 .rect = rect,
                 .fit = ports::VideoFit::kCover,
                 .mirrored = !call.test_picture,
                 .radius = radius::kPreview,
                 .order = 1});
  painter.canvas.stroke(rect, rgb(0xffffff, 0.16f), 1, radius::kPreview);
  if (microphone_is_muted(call)) {
    const Point c{rect.x + 18, bottom(rect) - 18};
    painter.canvas.circle(c, 12, painter.colors->glass);
    painter.icon("mic-off", c, 14, painter.colors->danger_text);
  }
}

void with_picture(Painter& painter, const Rect& whole, const Rect& page, float shown) {
  const call::CallState& call = painter.state.call;
  painter.video({.source = ports::VideoSource::kRemote, .rect = whole, .fit = ports::VideoFit::kCover});
  painter.canvas.fill_vertical({whole.x, whole.y, whole.width, 130}, rgb(0x050914, 0.62f), rgb(0x050914, 0));
  painter.canvas.fill_vertical({whole.x, bottom(whole) - 170, whole.width, 170}, rgb(0x050914, 0),
                               rgb(0x050914, 0.55f));
  minimize_button(painter, page);
  settings_button(painter, page);
  const float side = kEdge + 44 + 14;
  const Rect words{page.x + side, page.y + kEdge, page.width - 2 * side, 48};
  painter.label("name", {words.x, words.y - 2, words.width, 24}, peer_name(painter.language(), call.peer),
                {.style = type::kHeading, .color = painter.colors->text, .trim = Trim::kMiddle}, Role::kHeading);
  // Time and words share a line here: the picture is what matters.
  const float timer = 56;
  const bool timed = shows_timer(call.phase);
  if (timed) {
    painter.label("timer", {words.x, words.y + 22, timer, 20}, duration_words(running_seconds(painter)),
                  {.style = {14, 500, true}, .color = painter.colors->text}, Role::kTimer);
  }
  float after = 0;
  if (timed) {
    const int seconds = call_seconds(painter.state, painter.input.now, painter.input.wall_now);
    after = painter.layout.width(duration_words(seconds), {14, 500, true}) + 10;
    if (call.phase == Phase::kConnected && call.quality.bars != call::Quality::kNotJudged) {
      quality_bars(painter, {words.x + after + kQualityBarsWidth / 2, words.y + 32});
      after += kQualityBarsWidth + 10;
    }
  }
  const bool trouble = call.phase == Phase::kReconnecting;
  painter.label(
      "status", {words.x + after, words.y + 22, words.width - after, 20}, call_status(painter.language(), call),
      {.style = type::kLabel, .color = trouble ? painter.colors->warning_text : painter.colors->text_secondary},
      Role::kStatus);
  const Rect bar = control_bar(painter, page, shown);
  own_preview(painter, page, bar.y - 16 > page.y ? bottom(bar) : bar.y);
  call_notes(painter, page, page.y + kEdge + kTopBar + 8, bar.y - 16);
}

void with_face(Painter& painter, const Rect& page, float shown) {
  const Palette& p = *painter.colors;
  const call::CallState& call = painter.state.call;
  const bool low = page.height < 520;
  const bool flat = page.height < 420;
  const float face = flat ? 72.0f : low ? 96.0f : page.height < 700 ? 128.0f : 160.0f;
  const Point c{center(page).x, page.y + (flat ? 66.0f : std::max(kTopBar + face * 0.6f, page.height * 0.30f))};
  lit_face(painter, call.peer, c, face * (0.9f + 0.1f * shown), call::is_dialling(call.phase));
  minimize_button(painter, page);
  settings_button(painter, page);
  const Rect column = inset(page, 24, 0);
  float y = c.y + face * (call::is_dialling(call.phase) && !flat ? 0.78f : 0.62f) + 8;
  painter.label("name", {column.x, y, column.width, flat ? 28.0f : 42.0f}, peer_name(painter.language(), call.peer),
                {.style = flat  ? type::kHeading
                          : low ? type::kTitle
                                : type::kDisplay,
                 .color = p.text,
                 .align = Align::kCenter,
                 .trim = Trim::kMiddle},
                Role::kHeading);
  y = status_lines(painter, column, y + (flat ? 28.0f : 46.0f), Align::kCenter, flat);
  const Rect bar = control_bar(painter, page, shown);
  own_preview(painter, page, bottom(bar));
  call_notes(painter, page, y + 12, bar.y - 16);
}

}  // namespace

void call_screen(Painter& painter, const Rect& page) {
  const PaletteScope dark(painter, kDark);
  const call::CallState& call = painter.state.call;
  const Rect whole{0, 0, painter.input.width, painter.input.height};
  const Text name = call::is_dialling(call.phase) ? Text::kCallingRegion : Text::kCallWith;
  const Group group(painter, {.id = painter.id("call"),
                              .role = Role::kRegion,
                              .name = painter.say(name, {{"name", peer_name(painter.language(), call.peer)}}),
                              .rect = whole});
  const float shown = painter.motion.enter(painter.id("enter"), motion::kEnter);
  const AlphaScope alpha(painter, shown);
  if (remote_picture_shows(call))
    with_picture(painter, whole, page, shown);
  else
    with_face(painter, page, shown);
}

bool call_fills_page(const AppState& state, const Rect& page) {
  const call::CallState& call = state.call;
  switch (call.phase) {
    case Phase::kIdle:
    case Phase::kEnded:
      return false;
    case Phase::kIncoming:
      return is_phone(page);
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kConnected:
    case Phase::kReconnecting:
      return !call.minimized;
  }
  return false;
}

}  // namespace ssc::view
