// The scrolling part of a conversation: which rows there are, which of them are in view, loading older ones.
#include <cmath>

#include "view/buttons.hpp"
#include "view/message_rows.hpp"
#include "view/screens.hpp"
#include "view/scroll_area.hpp"

namespace ssc::view {
namespace {

constexpr std::int64_t kRunGap_ms = 5 * 60'000;
constexpr float kLoadOlderWithin = 400, kOlderHeight = 44, kEndSpace = 8;

RowPlace place_of(const Painter& painter, const Chat& chat, const std::vector<ShownMessage>& messages, std::size_t i) {
  const Message& message = messages[i].message;
  const int offset = painter.input.utc_offset_minutes;
  const auto same_run = [&](const Message& a, const Message& b) {
    return !a.call && !b.call && a.sender.id == b.sender.id &&
           b.created_at.unix_ms - a.created_at.unix_ms < kRunGap_ms &&
           local_day(a.created_at, offset) == local_day(b.created_at, offset);
  };
  RowPlace place;
  place.own = painter.state.account && painter.state.account->user.id == message.sender.id;
  place.new_day =
      i == 0 || local_day(messages[i - 1].message.created_at, offset) != local_day(message.created_at, offset);
  place.first_of_run = i == 0 || !same_run(messages[i - 1].message, message);
  place.last_of_run = i + 1 == messages.size() || !same_run(message, messages[i + 1].message);
  place.names_sender = chat.is_group && !place.own && place.first_of_run;
  return place;
}

void loading_shapes(Painter& painter, Rect view) {
  painter.add({.id = painter.id("loading"),
               .role = Role::kStatus,
               .name = std::string(painter.say(Text::kLoadingMessages)),
               .rect = view,
               .busy = true});
  Rect rest = inset(view, 16);
  for (int i = 0; i < 6 && rest.height > 60; ++i) {
    const bool own = i % 3 == 1;
    const float width = rest.width * (0.32f + 0.07f * static_cast<float>((i * 2) % 5));
    const Rect row = cut_bottom(rest, 52);
    skeleton(painter, {own ? right(row) - width : row.x, row.y + 6, width, 40}, radius::kBubble);
  }
}

void failed_to_load(Painter& painter, const Rect& view) {
  const Point c = center(view);
  empty_state(painter, "failed", c, std::min(view.width - 48, 320.0f), "wifi-off", painter.say(Text::kMessagesFailed),
              {});
  const float width = pill_width(painter, painter.say(Text::kTryAgain), true);
  if (pill_button(painter, "again", around({c.x, c.y + 66}, width, 36),
                  {.icon = "refresh-cw", .label = painter.say(Text::kTryAgain), .tone = Tone::kSoft})) {
    painter.emit(events::ReloadChosen{});
  }
}

}  // namespace

void conversation_messages(Painter& painter, const Rect& view, const Chat& chat) {
  const auto found = painter.state.conversations.find(chat.id);
  const Conversation* conversation = found == painter.state.conversations.end() ? nullptr : &found->second;
  if (!conversation || (conversation->messages.empty() && !conversation->loaded)) {
    if (conversation && conversation->load_failed)
      failed_to_load(painter, view);
    else
      loading_shapes(painter, view);
    return;
  }
  const auto& messages = conversation->messages;
  if (messages.empty()) {
    empty_state(painter, "empty", center(view), std::min(view.width - 48, 320.0f), "message-circle",
                painter.say(Text::kNoMessagesTitle), painter.say(Text::kNoMessagesText));
    return;
  }

  // Heights are remembered, so that a long conversation is not measured again in every frame.
  RowHeights& rows = painter.memory.row_heights(painter.id("rows"));
  float prepended = 0;
  const float before = rows.total;
  rows.update(messages, view.width, painter.input.utc_offset_minutes, [&](std::size_t i) {
    return row_height(painter, messages[i], place_of(painter, chat, messages, i), view.width);
  });
  if (rows.grew_above) prepended = rows.total - before;
  const float older = conversation->has_more ? kOlderHeight : 0;
  const float content = rows.total + older + kEndSpace;

  const Group group(painter, {.id = painter.id("messages"),
                              .role = Role::kList,
                              .name = std::string(painter.say(Text::kMessages)),
                              .rect = view});
  const ScrollArea scroll(painter, painter.id("scroll"), view,
                          {.content_height = content, .to_end = true, .prepended = prepended});
  float y = scroll.top() + older + std::max(0.0f, view.height - content);
  if (older > 0 && conversation->loading && scroll.visible(scroll.top(), older)) {
    spinner(painter, {center(view).x, scroll.top() + older / 2}, 10, painter.colors->accent_text);
  }
  if (older > 0 && scroll.offset() < kLoadOlderWithin && !conversation->loading && !conversation->load_failed &&
      !painter.inert) {
    painter.emit(events::OlderMessagesWanted{chat.id});
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const float height = rows.heights[i];
    if (scroll.visible(y, height)) {
      draw_row(painter, {view.x, y, view.width, height}, chat, messages[i], place_of(painter, chat, messages, i));
    }
    y += height;
    if (y > bottom(view)) break;
  }
}

}  // namespace ssc::view
