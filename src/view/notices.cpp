// Passing remarks and the bar that says the server is away.
#include <span>

#include "view/buttons.hpp"
#include "view/screens.hpp"

namespace ssc::view {
namespace {

constexpr std::size_t kMostShown = 3;
constexpr Duration kAwayGrace{1'200};  // a short hiccup is nobody's business

void notice_card(Painter& painter, const Rect& box, const Notice& notice, const std::string& words, float text_width) {
  const Palette& p = *painter.colors;
  const bool good = is_good_news(notice.kind);
  const Color tint = good ? p.voice_text : p.danger_text;
  const Group group(
      painter,
      {.id = painter.id("notice", notice.id), .role = good ? Role::kStatus : Role::kAlert, .name = words, .rect = box});
  painter.canvas.shadow(box, 16, 32, 10, p.shadow);
  painter.canvas.fill(box, p.dark ? rgb(0x22304a) : p.raised, 16);
  if (p.dark) painter.canvas.stroke(box, p.hairline, 1, 16);
  const Point c{box.x + 14 + 16, center(box).y};
  painter.canvas.circle(c, 16, faded(tint, 0.16f));
  painter.icon(good ? "check" : "circle-alert", c, 18, tint);
  const TextBlock& block = painter.layout.block(words, type::kLabel, text_width, 4);
  const float height = static_cast<float>(block.lines.size()) * Painter::line_height(type::kLabel);
  painter.paint_block({box.x + 58, center(box).y - height / 2, text_width, height}, block,
                      {.style = type::kLabel, .color = p.text});
  if (round_button(painter, "dismiss", {right(box) - 26, center(box).y}, 32,
                   {.icon = "x", .label = painter.say(Text::kDismiss), .icon_size = 16})) {
    painter.emit(events::NoticeDismissed{notice.id});
  }
}

}  // namespace

namespace {

/// Where the notices stand, and how high each is.
struct Stack {
  float x = 0, y = 0, width = 0;
  float text_width() const { return width - 58 - 52; }
  float height(Painter& painter, const std::string& words) const {
    return std::max(56.0f, painter.block_height(words, type::kLabel, text_width(), 4) + 26);
  }
};

Stack stack_of(Painter& painter, const Rect& page) {
  const float width = std::min(380.0f, page.width - 24);
  const bool in_call = call_fills_page(painter.state, page);
  const bool signed_in = painter.state.sign_in.phase == AuthPhase::kSignedIn;
  float y = !signed_in ? page.y + 12 : in_call ? page.y + 76 : painter.memory.floating_from;
  if (!in_call && painter.state.call.minimized && call::is_active(painter.state.call.phase))
    y += minimized_call_height(painter.state) + 12;
  return {is_phone(page) ? center(page).x - width / 2 : right(page) - width - 16, y, width};
}

std::span<const Notice> shown_notices(const AppState& state) {
  const std::size_t count = std::min(state.notices.size(), kMostShown);
  return std::span(state.notices).last(count);
}

}  // namespace

float notices_end(Painter& painter, const Rect& page) {
  Stack stack = stack_of(painter, page);
  const float from = stack.y;
  for (const Notice& notice : shown_notices(painter.state)) {
    stack.y += stack.height(painter, notice_words(painter.language(), notice)) + 8;
  }
  return stack.y > from ? stack.y : page.y;
}

void notices(Painter& painter, const Rect& page) {
  Stack stack = stack_of(painter, page);
  for (const Notice& notice : shown_notices(painter.state)) {
    const std::string words = notice_words(painter.language(), notice);
    const float height = stack.height(painter, words);
    const float shown = painter.motion.enter(painter.id("notice-enter", notice.id), motion::kEnter);
    const AlphaScope alpha(painter, shown);
    notice_card(painter, {stack.x, stack.y - (1 - shown) * 12, stack.width, height}, notice, words, stack.text_width());
    stack.y += height + 8;
  }
}

void server_away_bar(Painter& painter, Rect& page) {
  const AppState& state = painter.state;
  const Instant now = painter.input.now;
  const bool away = state.offline_since != kNever && state.socket.state != SocketState::kOnline;
  const bool due = away && now - state.offline_since >= kAwayGrace;
  if (away && !due) painter.wake_at(state.offline_since + kAwayGrace);
  const float open = painter.motion.glide(painter.id("away"), due ? 1.0f : 0.0f, motion::kStandard);
  if (open <= 0) return;
  const Palette& p = *painter.colors;
  const Rect bar = cut_top(page, 44 * open);
  if (!due) {
    painter.canvas.fill(bar, faded(p.warning_text, 0.14f));
    return;
  }
  painter.canvas.push_clip(bar);
  painter.canvas.fill(bar, p.panel);
  painter.canvas.fill(bar, faded(p.warning_text, 0.16f));
  const Group group(painter, {.id = painter.id("server-away"),
                              .role = Role::kAlert,
                              .name = std::string(painter.say(Text::kServerAway)),
                              .rect = bar});
  Rect rest{bar.x + 14, bar.y, bar.width - 28, 44};
  painter.icon("wifi-off", {rest.x + 9, center(rest).y}, 18, p.warning_text);
  cut_left(rest, 28);
  const bool waiting = state.socket.state == SocketState::kWaiting && state.socket.retry_at > now;
  if (waiting) {
    const float width = pill_width(painter, painter.say(Text::kRetry), false) - 6;
    if (pill_button(painter, "retry", inset(cut_right(rest, width), 0, 7),
                    {.label = painter.say(Text::kRetry), .tone = Tone::kSoft})) {
      painter.emit(events::ReconnectChosen{});
    }
    cut_right(rest, 10);
  }
  const std::string_view title = painter.say(Text::kServerAway);
  std::string next(painter.say(Text::kReconnectingServer));
  if (waiting) {
    const auto left_ms = (state.socket.retry_at - now).count();
    const auto seconds = (left_ms + 999) / 1000;
    next = counted(painter.language(), {Text::kRetryInOne, Text::kRetryInFew, Text::kRetryInMany}, seconds);
    painter.wake_at(state.socket.retry_at - Duration((seconds - 1) * 1000));
  }
  const float title_width = painter.layout.width(title, type::kLabel);
  if (title_width + 16 + painter.layout.width(next, type::kLabel) <= rest.width) {
    painter.paint_text(rest, title, {.style = type::kLabel, .color = p.text});
    cut_left(rest, title_width + 12);
    painter.label("next", rest, next, {.style = {13, 400, true}, .color = p.text_secondary});
  } else {
    painter.paint_text({rest.x, rest.y + 4, rest.width, 18}, title, {.style = type::kLabel, .color = p.text});
    painter.label("next", {rest.x, rest.y + 22, rest.width, 18}, next,
                  {.style = {12, 400, true}, .color = p.text_secondary});
  }
  painter.canvas.pop_clip();
}

}  // namespace ssc::view
