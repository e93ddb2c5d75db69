// Chats: list and conversation side by side, or one pane that slides on narrow pages.
#include "view/screens.hpp"

namespace ssc::view {
namespace {

void no_chat_open(Painter& painter, const Rect& pane) {
  empty_state(painter, "pick", center(pane), std::min(pane.width - 48, 320.0f), "message-circle",
              painter.say(Text::kPickChatTitle), painter.say(Text::kPickChatText));
}

// While the conversation slides away it is no longer in the route, but still on screen.
const Chat* shown_chat(Painter& painter) {
  const ChatId& open = painter.state.route.open_chat;
  if (!open.empty()) painter.memory.last_chat = open.text;
  return find_chat(painter.state, ChatId(painter.memory.last_chat));
}

void one_pane(Painter& painter, const Rect& page) {
  const bool open = !painter.state.route.open_chat.empty() && find_chat(painter.state, painter.state.route.open_chat);
  const Chat* chat = shown_chat(painter);
  const float slid = painter.motion.glide(painter.id("slide"), open ? 1.0f : 0.0f, motion::kEnter);
  const bool was_inert = painter.inert;
  if (slid < 1) {
    painter.inert = was_inert || open;
    const AlphaScope dim(painter, 1 - 0.5f * slid);
    chat_list_pane(painter, moved(page, -0.25f * page.width * slid, 0));
    painter.inert = was_inert;
  }
  if (slid > 0 && chat) {
    painter.inert = was_inert || !open;
    const Rect pane = moved(page, page.width * (1 - slid), 0);
    painter.canvas.fill(pane, painter.colors->page.from);
    conversation_pane(painter, pane, *chat, true);
    painter.inert = was_inert;
  }
}

}  // namespace

void main_screen(Painter& painter, const Rect& page) {
  Rect rest = page;
  const Group group(
      painter,
      {.id = painter.id("main"), .role = Role::kGroup, .name = std::string(painter.say(Text::kAppName)), .rect = page});
  server_away_bar(painter, rest);
  call_elsewhere_bar(painter, rest);
  // On a phone's list the search field comes next, and the browser's input would show through a card.
  const bool list_only = is_phone(page) && painter.state.route.open_chat.empty();
  painter.memory.floating_from = rest.y + space::kHeader + (list_only ? 56.0f : 12.0f);
  if (is_phone(page)) {
    one_pane(painter, rest);
    return;
  }
  const float list_width = std::clamp(page.width * 0.28f, space::kListPaneMin, 380.0f);
  chat_list_pane(painter, cut_left(rest, list_width));
  painter.canvas.fill(cut_left(rest, 1), painter.colors->hairline);
  const Chat* chat = find_chat(painter.state, painter.state.route.open_chat);
  if (chat)
    conversation_pane(painter, rest, *chat, false);
  else
    no_chat_open(painter, rest);
}

}  // namespace ssc::view
