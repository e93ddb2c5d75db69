// The screens, one file each. Every function draws one part of the state into its rectangle in this frame; what it must
// remember is in the painter's Memory and Motion.
#pragma once

#include "view/painter.hpp"
#include "view/wording.hpp"

namespace ssc::view {

inline LocalNow local_now(const Painter& painter) { return {painter.input.wall_now, painter.input.utc_offset_minutes}; }
inline bool is_phone(const Rect& page) { return page.width < space::kTwoPanesFrom; }

void restoring_screen(Painter& painter, const Rect& page);
void sign_in_screen(Painter& painter, const Rect& page);

/// Chats: two panes or one.
void main_screen(Painter& painter, const Rect& page);
void chat_list_pane(Painter& painter, Rect pane);
void search_results(Painter& painter, const Rect& view);
void conversation_pane(Painter& painter, Rect pane, const Chat& chat, bool back_button);
void conversation_header(Painter& painter, const Rect& bar, const Chat& chat, bool back_button);
void conversation_messages(Painter& painter, const Rect& view, const Chat& chat);
void composer(Painter& painter, const Rect& bar, const Chat& chat);
float composer_height(Painter& painter, float width, const Chat& chat);

void settings_sheet(Painter& painter, const Rect& page);

void incoming_call(Painter& painter, const Rect& page);
void call_screen(Painter& painter, const Rect& page);
void minimized_call(Painter& painter, const Rect& page);
float minimized_call_height(const AppState& state);
void ended_note(Painter& painter, const Rect& page);

void notices(Painter& painter, const Rect& page);
/// The lower end of the notices, the page's upper edge when there are none.
float notices_end(Painter& painter, const Rect& page);
/// Takes its height from `page`.
void server_away_bar(Painter& painter, Rect& page);

/// The account's call runs in another tab or on another device; takes its height from `page`.
void call_elsewhere_bar(Painter& painter, Rect& page);
/// Somebody else rings while a call runs here.
void second_call_card(Painter& painter, const Rect& page);

/// A designed nothing: icon in a soft circle, a line, an explanation; returns its height. `c` is the middle.
void empty_state(Painter& painter, std::string_view key, Point c, float width, std::string_view icon,
                 std::string_view title, std::string_view text);
/// Grey shape of what is coming, breathing.
void skeleton(Painter& painter, const Rect& rect, float corner);

/// The call covers the page (rather than being a card, a note or nothing).
bool call_fills_page(const AppState& state, const Rect& page);

}  // namespace ssc::view
