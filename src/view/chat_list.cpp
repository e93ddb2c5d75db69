// The left pane: who I am, search, the chats.
#include <cmath>

#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/fields.hpp"
#include "view/screens.hpp"
#include "view/scroll_area.hpp"

namespace ssc::view {
namespace {

constexpr float kRowHeight = 68, kFace = 48;

void pane_header(Painter& painter, Rect bar) {
  const Palette& p = *painter.colors;
  bar = inset(bar, 12, 0);
  const float middle = center(bar).y;
  if (round_button(
          painter, "settings", {right(bar) - 22, middle}, 40,
          {.icon = "settings", .label = painter.say(Text::kSettings), .expanded = painter.state.route.settings_open})) {
    painter.emit(events::SettingsOpened{true});
  }
  cut_right(bar, 52);
  cut_left(bar, 4);
  if (!painter.state.account) return;
  const User& me = painter.state.account->user;
  avatar(painter, me, {bar.x + 18, middle}, {.size = 36, .ground = p.panel, .premium = me.premium});
  cut_left(bar, 48);
  painter.label("me", bar, me.shown_name(), {.style = type::kHeading, .color = p.text, .trim = Trim::kMiddle},
                Role::kHeading);
}

void search_box(Painter& painter, const Rect& rect) {
  const PeopleSearch& search = painter.state.search;
  const NodeId id = painter.id("search");
  Field& field = text_field(painter, id, rect,
                            {.label = painter.say(Text::kSearchPeople),
                             .autocomplete = "off",
                             .icon = "search",
                             .corner = rect.height / 2,
                             .reserve_right = 28});
  if (field.changed) {
    painter.emit(events::SearchChanged{field.text});
  } else if (field.text != search.query) {
    field.set(search.query);  // a chosen person ends the search
  }
  const Point end{right(rect) - 24, center(rect).y};
  if (search.searching)
    spinner(painter, end, 8, painter.colors->accent_text);
  else if (!field.text.empty() &&
           round_button(painter, "clear", end, 28,
                        {.icon = "x", .label = painter.say(Text::kClearSearch), .icon_size = 16})) {
    field.set({});
    painter.emit(events::SearchChanged{});
  }
}

std::string row_name(Painter& painter, const std::string& name, const User* other, bool online, const Chat& chat,
                     const std::string& line) {
  std::string result = name;
  const auto append = [&result](std::string_view part) {
    if (!part.empty()) result.append(", ").append(part);
  };
  if (other && other->premium) append(painter.say(Text::kPremium));
  if (online) append(painter.say(Text::kOnline));
  if (chat.unread > 0) {
    append(counted(painter.language(), {Text::kUnreadOne, Text::kUnreadFew, Text::kUnreadMany}, chat.unread));
  }
  append(line);
  return result;
}

void badge(Painter& painter, Point end, int count) {
  const std::string text = count > 99 ? "99+" : std::to_string(count);
  const float width = std::max(20.0f, painter.layout.width(text, type::kBadge) + 12);
  const Rect rect{end.x - width, end.y - 10, width, 20};
  painter.canvas.fill(rect, painter.colors->accent_ground, 10);
  painter.paint_text(rect, text,
                     {.style = type::kBadge, .color = painter.colors->text_on_color, .align = Align::kCenter});
}

void chat_row(Painter& painter, const Rect& rect, const Chat& chat) {
  const Palette& p = *painter.colors;
  const AppState& state = painter.state;
  const User* other = other_participant(state, chat);
  const auto presence = other ? state.presence.find(other->id) : state.presence.end();
  const bool online = presence != state.presence.end() && presence->second.online;
  const bool selected = state.route.open_chat == chat.id;
  const bool typing = is_typing(state, chat.id, painter.input.now);
  const std::string name = chat_name(state, chat);
  const std::string line = typing ? std::string(painter.say(Text::kTyping)) : last_line(state, chat);

  const NodeId item = painter.id("row", std::hash<std::string>{}(chat.id.text));
  const Group group(painter, {.id = item, .role = Role::kListItem, .rect = rect});
  const Touch touch = painter.control({.id = painter.id("open"),
                                       .role = Role::kButton,
                                       .name = row_name(painter, name, other, online, chat, line),
                                       .rect = rect,
                                       .selected = selected});
  if (touch.pressed) painter.emit(events::ChatChosen{chat.id});
  const Rect ground = inset(rect, 8, 1);
  const float chosen = painter.motion.glide(item ^ 0x51u, selected ? 1.0f : 0.0f, motion::kStandard);
  const float hover = painter.motion.glide(item ^ 0x50u, touch.hovered || touch.held ? 1.0f : 0.0f, motion::kLeave);
  painter.canvas.fill(ground, faded(p.row_hover, hover * (1 - chosen)), radius::kRow);
  painter.canvas.fill(ground, faded(p.row_selected, chosen), radius::kRow);
  painter.focus_ring(touch, inset(ground, 5), radius::kRow - 5);

  User face = other ? *other : User{UserId(chat.id.text), chat.name, chat.name, {}, false};
  const float middle = center(rect).y;
  avatar(painter, face, {ground.x + 10 + kFace / 2, middle},
         {.size = kFace,
          .online = online,
          .ground = over(faded(p.row_selected, chosen), with_alpha(p.panel, 1)),
          .premium = face.premium});

  Rect text{ground.x + 10 + kFace + 12, middle - 22, 0, 22};
  text.width = right(ground) - 12 - text.x;
  const std::string time = short_time(painter.language(), chat.last_activity, local_now(painter));
  const float time_width = painter.layout.width(time, type::kCaption);
  painter.paint_text({right(text) - time_width, text.y, time_width + 1, text.height}, time,
                     {.style = type::kCaption, .color = p.text_faint});
  painter.paint_text({text.x, text.y, text.width - time_width - 8, text.height}, name,
                     {.style = type::kBodyStrong, .color = p.text, .trim = Trim::kMiddle});
  text.y += 23;
  if (chat.unread > 0) {
    badge(painter, {right(text), center(text).y}, chat.unread);
    text.width -= 40;
  }
  const bool missed = chat.last_message && chat.last_message->call &&
                      call_entry(state, *chat.last_message->call).tint == CallTint::kBad;
  const Color color = typing ? p.accent_text : missed ? p.danger_text : chat.unread > 0 ? p.text : p.text_secondary;
  painter.paint_text(text, line, {.style = {13, chat.unread > 0 ? 500 : 400, false}, .color = color});
  if (typing) painter.wake_at(state.typing_until.find(chat.id)->second);
}

void rows(Painter& painter, const Rect& view) {
  const auto& chats = painter.state.chats;
  const Group group(
      painter,
      {.id = painter.id("list"), .role = Role::kList, .name = std::string(painter.say(Text::kChats)), .rect = view});
  const ScrollArea scroll(painter, painter.id("scroll"), view,
                          {.content_height = static_cast<float>(chats.size()) * kRowHeight + 12});
  for (std::size_t i = 0; i < chats.size(); ++i) {
    const float y = scroll.top() + 4 + static_cast<float>(i) * kRowHeight;
    if (scroll.within_reach(y, kRowHeight)) chat_row(painter, {view.x, y, view.width, kRowHeight}, chats[i]);
  }
}

void skeleton_rows(Painter& painter, Rect view) {
  painter.add({.id = painter.id("loading"),
               .role = Role::kStatus,
               .name = std::string(painter.say(Text::kLoadingChats)),
               .rect = view,
               .busy = true});
  for (int i = 0; i < 7 && view.height >= kRowHeight; ++i) {
    const Rect row = cut_top(view, kRowHeight);
    skeleton(painter, square({row.x + 18 + kFace / 2, center(row).y}, kFace), kFace / 2);
    const float x = row.x + 78, rest = row.width - 78 - 24;
    skeleton(painter, {x, center(row).y - 16, rest * (0.45f + 0.08f * static_cast<float>(i % 3)), 12}, 6);
    skeleton(painter, {x, center(row).y + 6, rest * (0.8f - 0.1f * static_cast<float>(i % 4)), 10}, 5);
  }
}

}  // namespace

void chat_list_pane(Painter& painter, Rect pane) {
  const AppState& state = painter.state;
  const Group group(
      painter,
      {.id = painter.id("chats"), .role = Role::kGroup, .name = std::string(painter.say(Text::kChats)), .rect = pane});
  painter.canvas.fill(pane, painter.colors->panel);
  pane_header(painter, cut_top(pane, space::kHeader));
  Rect box = cut_top(pane, 44);
  search_box(painter, inset(box, 12, 0));
  cut_top(pane, 8);
  const Point middle{center(pane).x, pane.y + std::min(pane.height * 0.42f, 260.0f)};
  if (!state.search.query.empty()) {
    search_results(painter, pane);
  } else if (state.chats_failed && state.chats.empty()) {
    empty_state(painter, "failed", middle, pane.width - 48, "wifi-off", painter.say(Text::kChatsFailed), {});
    const float width = pill_width(painter, painter.say(Text::kTryAgain), true);
    if (pill_button(painter, "again", around({middle.x, middle.y + 66}, width, 36),
                    {.icon = "refresh-cw", .label = painter.say(Text::kTryAgain), .tone = Tone::kSoft})) {
      painter.emit(events::ReloadChosen{});
    }
  } else if (!state.chats_loaded && state.chats.empty()) {
    skeleton_rows(painter, pane);
  } else if (state.chats.empty()) {
    empty_state(painter, "empty", middle, pane.width - 48, "message-circle", painter.say(Text::kNoChatsTitle),
                painter.say(Text::kNoChatsText));
  } else {
    rows(painter, pane);
  }
}

void search_results(Painter& painter, const Rect& view) {
  const Palette& p = *painter.colors;
  const PeopleSearch& search = painter.state.search;
  const Point middle{center(view).x, view.y + std::min(view.height * 0.42f, 260.0f)};
  if (search.failed) {
    empty_state(painter, "search-failed", middle, view.width - 48, "wifi-off", painter.say(Text::kSearchFailed), {});
    return;
  }
  if (search.results.empty()) {
    const bool busy = search.searching || search.send_at != kNever;
    if (busy) {
      painter.label("searching", {view.x, view.y + 24, view.width, 24}, painter.say(Text::kSearching),
                    {.style = type::kLabel, .color = p.text_secondary, .align = Align::kCenter}, Role::kStatus);
    } else {
      empty_state(painter, "nobody", middle, view.width - 48, "search", painter.say(Text::kNobodyFound),
                  painter.say(Text::kNobodyFoundText));
    }
    return;
  }
  const Group group(
      painter,
      {.id = painter.id("people"), .role = Role::kList, .name = std::string(painter.say(Text::kPeople)), .rect = view});
  constexpr float kPersonRow = 60;
  const ScrollArea scroll(painter, painter.id("scroll"), view,
                          {.content_height = static_cast<float>(search.results.size()) * kPersonRow + 8});
  for (std::size_t i = 0; i < search.results.size(); ++i) {
    const User& person = search.results[i];
    const Rect row{view.x, scroll.top() + static_cast<float>(i) * kPersonRow, view.width, kPersonRow};
    if (!scroll.within_reach(row.y, row.height)) continue;
    const NodeId id = painter.id("person", std::hash<std::string>{}(person.id.text));
    const Group item(painter, {.id = id, .role = Role::kListItem, .rect = row});
    const Touch touch = painter.control({.id = painter.id("open"),
                                         .role = Role::kButton,
                                         .name = person.shown_name() + ", @" + person.username,
                                         .rect = row});
    if (touch.pressed) painter.emit(events::PersonChosen{person.id});
    const Rect ground = inset(row, 8, 1);
    const float hover = painter.motion.glide(id ^ 0x50u, touch.hovered || touch.held ? 1.0f : 0.0f, motion::kLeave);
    painter.canvas.fill(ground, faded(p.row_hover, hover), radius::kRow);
    painter.focus_ring(touch, inset(ground, 5), radius::kRow - 5);
    avatar(painter, person, {ground.x + 10 + 20, center(row).y},
           {.size = 40, .ground = with_alpha(p.panel, 1), .premium = person.premium});
    const Rect text{ground.x + 62, center(row).y - 21, right(ground) - ground.x - 74, 21};
    painter.paint_text(text, person.shown_name(), {.style = type::kBodyStrong, .color = p.text, .trim = Trim::kMiddle});
    painter.paint_text(moved(text, 0, 21), "@" + person.username,
                       {.style = {13, 400, false}, .color = p.text_secondary, .trim = Trim::kMiddle});
  }
}

}  // namespace ssc::view
