#include "view/message_rows.hpp"

#include <cmath>

#include "view/buttons.hpp"
#include "view/screens.hpp"

namespace ssc::view {
namespace {

constexpr float kDayHeight = 44, kCallHeight = 56, kCallWidth = 380, kRetryHeight = 30;
constexpr float kPadX = 14, kPadY = 8, kMetaGap = 10, kMetaHeight = 16;

struct BubbleSize {
  float text_width = 0, text_height = 0, meta_width = 0;
  bool meta_inline = false;  // on the last line of the text
  float width = 0, height = 0;
};

float most_bubble_width(float row_width) { return std::min(space::kMessageMax, (row_width - 32) * 0.82f); }

float meta_width(Painter& painter, const ShownMessage& shown, bool own) {
  const std::string time = time_of_day(shown.message.created_at, painter.input.utc_offset_minutes);
  return painter.layout.width(time, type::kBadge) + (own ? 18.0f : 0.0f) + 1;
}

BubbleSize measure(Painter& painter, const ShownMessage& shown, const RowPlace& place, float row_width) {
  BubbleSize size;
  const float most = most_bubble_width(row_width) - 2 * kPadX;
  const TextBlock& block = painter.layout.block(shown.message.content, type::kBody, most);
  size.text_width = std::ceil(block.width);
  size.text_height = static_cast<float>(block.lines.size()) * Painter::line_height(type::kBody);
  size.meta_width = meta_width(painter, shown, place.own);
  const float last = block.lines.empty() ? 0 : block.lines.back().width;
  size.meta_inline = last + kMetaGap + size.meta_width <= most;
  const float with_meta = size.meta_inline ? last + kMetaGap + size.meta_width : size.meta_width;
  const float name = place.names_sender ? painter.layout.width(shown.message.sender.shown_name(), type::kLabel) : 0;
  size.width = std::max({size.text_width, std::ceil(with_meta), std::min(name, most)}) + 2 * kPadX;
  size.height = size.text_height + 2 * kPadY + (size.meta_inline ? 0 : kMetaHeight) + (place.names_sender ? 20 : 0);
  return size;
}

float gap_above(const RowPlace& place) { return place.first_of_run ? 8.0f : 2.0f; }

void day_separator(Painter& painter, const Rect& row, WallTime time) {
  const Palette& p = *painter.colors;
  const std::string words = day_words(painter.language(), time, local_now(painter));
  const float width = painter.layout.width(words, type::kLabel) + 24;
  const Rect pill = around(center(row), std::min(width, row.width - 24), 26);
  painter.canvas.fill(pill, p.dark ? rgb(0xffffff, 0.06f) : rgb(0x1b2333, 0.06f), 13);
  painter.label("day", inset(pill, 12, 0), words,
                {.style = type::kLabel, .color = p.text_secondary, .align = Align::kCenter});
}

void delivery_mark(Painter& painter, Point c, const ShownMessage& shown, Color color) {
  std::string_view icon = "check";
  if (shown.delivery == Delivery::kSending)
    icon = "clock";
  else if (shown.delivery == Delivery::kFailed)
    icon = "circle-alert";
  else if (shown.message.read_by_other)
    icon = "check-check";
  painter.icon(icon, c, 14, color);
}

std::string item_name(Painter& painter, const ShownMessage& shown, const RowPlace& place) {
  std::string name =
      place.own ? std::string(painter.say(Text::kYou)) : peer_name(painter.language(), shown.message.sender);
  name += ", " + time_of_day(shown.message.created_at, painter.input.utc_offset_minutes);
  if (!place.own) return name;
  const Text state = shown.delivery == Delivery::kSending  ? Text::kSending
                     : shown.delivery == Delivery::kFailed ? Text::kNotDelivered
                     : shown.message.read_by_other         ? Text::kRead
                                                           : Text::kSent;
  return name.append(", ").append(painter.say(state));
}

void bubble(Painter& painter, const Rect& row, const Chat& chat, const ShownMessage& shown, const RowPlace& place) {
  const Palette& p = *painter.colors;
  const BubbleSize size = measure(painter, shown, place, row.width);
  const Rect box{place.own ? right(row) - 16 - size.width : row.x + 16, row.y + gap_above(place), size.width,
                 size.height};
  const float tail = place.last_of_run ? radius::kBubbleTail : radius::kBubble, head = radius::kBubble;
  const Corners corners = place.own ? Corners(head, head, tail, head) : Corners(head, head, head, tail);
  const bool pending = shown.delivery != Delivery::kSent;
  {
    const AlphaScope alpha(painter, pending ? 0.72f : 1.0f);
    if (place.own)
      painter.canvas.fill(box, p.accent_ground, corners);
    else
      painter.canvas.fill(box, p.bubble_other, corners);
  }
  const Color color = place.own ? p.text_on_color : p.text;
  const Color meta_color = place.own ? rgb(0xffffff, 0.88f) : p.text_faint;
  float y = box.y + kPadY;
  if (place.names_sender) {
    painter.paint_text({box.x + kPadX, y, size.width - 2 * kPadX, 20}, shown.message.sender.shown_name(),
                       {.style = type::kLabel, .color = p.accent_text});
    y += 20;
  }
  painter.paragraph("text", {box.x + kPadX, y, most_bubble_width(row.width) - 2 * kPadX, size.text_height},
                    shown.message.content, {.style = type::kBody, .color = color}, 0, true);
  const std::string time = time_of_day(shown.message.created_at, painter.input.utc_offset_minutes);
  const float meta_y = bottom(box) - kPadY - kMetaHeight + (size.meta_inline ? 1 : 3);
  const Rect meta{right(box) - kPadX - size.meta_width, meta_y, size.meta_width, kMetaHeight};
  painter.paint_text(meta, time, {.style = {11, 500, true}, .color = meta_color});
  if (place.own) delivery_mark(painter, {right(meta) - 6, center(meta).y}, shown, meta_color);
  if (shown.delivery == Delivery::kFailed) {
    const std::string_view words = painter.say(Text::kNotDelivered), again = painter.say(Text::kTryAgain);
    const float button = pill_width(painter, again, true);
    const float said = painter.layout.width(words, type::kCaption);
    const float line_y = bottom(box) + 3;
    painter.paint_text({right(box) - button - 8 - said, line_y, said + 1, kRetryHeight}, words,
                       {.style = type::kCaption, .color = p.danger_text});
    if (pill_button(painter, "retry", {right(box) - button, line_y + 1, button, kRetryHeight - 2},
                    {.icon = "refresh-cw", .label = again, .tone = Tone::kSoft})) {
      painter.emit(events::MessageRetried{chat.id, shown.local_id});
    }
  }
}

void call_row(Painter& painter, const Rect& row, const Chat& chat, const ShownMessage& shown) {
  if (!shown.message.call.has_value()) return;
  const Palette& p = *painter.colors;
  const CallRecord& record = *shown.message.call;
  const CallEntry entry = call_entry(painter.state, record);
  const Rect box =
      around({center(row).x, row.y + 6 + kCallHeight / 2}, std::min(kCallWidth, row.width - 24), kCallHeight);
  painter.canvas.fill(box, p.dark ? rgb(0xffffff, 0.045f) : rgb(0xffffff, 0.75f), 18);
  const Color tint = entry.tint == CallTint::kBad    ? p.danger_text
                     : entry.tint == CallTint::kGood ? p.voice_text
                                                     : p.text_secondary;
  const Point icon_at{box.x + 10 + 18, center(box).y};
  painter.canvas.circle(icon_at, 18, faded(tint, 0.15f));
  painter.icon(entry.icon, icon_at, 18, tint);

  Rect text{box.x + 56, center(box).y - 20, box.width - 56 - 10, 20};
  const bool running = record.status == CallStatus::kPending || record.status == CallStatus::kAccepted;
  if (!running && !chat.is_group) {
    const std::string_view words = painter.say(Text::kCallBack);
    const bool roomy = box.width >= 330;
    const float button = roomy ? pill_width(painter, words, false) - 4 : 44;
    const Rect place{right(box) - button - 10, center(box).y - 17, button, 34};
    const bool pressed =
        roomy
            ? pill_button(painter, "call-back", place,
                          {.label = words, .tone = Tone::kSoft, .disabled = call::is_active(painter.state.call.phase)})
            : round_button(painter, "call-back", center(place), 36,
                           {.icon = record.kind == CallKind::kVideo ? "video" : "phone",
                            .label = words,
                            .tone = Tone::kSoft,
                            .disabled = call::is_active(painter.state.call.phase)});
    if (pressed) painter.emit(events::CallRequested{chat.id, record.kind});
    text.width -= button + 8;
  }
  std::string detail = time_of_day(shown.message.created_at, painter.input.utc_offset_minutes);
  if (record.duration_s > 0) detail += " · " + duration_words(record.duration_s);
  painter.label("what", text, entry.text, {.style = {14, 500, false}, .color = p.text});
  painter.label("when", moved(text, 0, 20), detail, {.style = type::kCaption, .color = p.text_secondary});
}

}  // namespace

float row_height(Painter& painter, const ShownMessage& shown, const RowPlace& place, float width) {
  const float day = place.new_day ? kDayHeight : 0;
  if (shown.message.call) return day + kCallHeight + 12;
  const float retry = shown.delivery == Delivery::kFailed ? kRetryHeight + 4 : 0;
  return day + gap_above(place) + measure(painter, shown, place, width).height + retry;
}

void draw_row(Painter& painter, const Rect& row, const Chat& chat, const ShownMessage& shown, const RowPlace& place) {
  const Message& message = shown.message;
  const std::uint64_t key = shown.local_id != 0 ? shown.local_id : std::hash<std::string>{}(message.id.text);
  const Group group(painter, {.id = painter.id("message", key),
                              .role = Role::kListItem,
                              .name = item_name(painter, shown, place),
                              .rect = row});
  Rect rest = row;
  if (place.new_day) day_separator(painter, cut_top(rest, kDayHeight), message.created_at);
  if (message.call)
    call_row(painter, rest, chat, shown);
  else
    bubble(painter, rest, chat, shown, place);
}

}  // namespace ssc::view
