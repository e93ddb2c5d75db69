// Calls that this page is not in: the account's own in another tab or device, and a second one that rings.
#include "view/buttons.hpp"
#include "view/screens.hpp"

namespace ssc::view {
namespace {

constexpr float kBarHeight = 48, kCardHeight = 112;

std::string elsewhere_words(Painter& painter, const CallRecord& record) {
  const AppState& state = painter.state;
  const bool is_mine = state.account && record.caller.id == state.account->user.id;
  const bool in_tab = state.tabs.other.call == record.id;
  return painter.say(in_tab ? Text::kCallInOtherTab : Text::kCallOnOtherDevice,
                     {{"name", peer_name(painter.language(), is_mine ? record.callee : record.caller)}});
}

}  // namespace

void call_elsewhere_bar(Painter& painter, Rect& page) {
  const AppState& state = painter.state;
  if (!state.ledger.elsewhere || call::is_active(state.call.phase)) return;
  const Palette& p = *painter.colors;
  const Rect bar = cut_top(page, kBarHeight);
  const std::string words = elsewhere_words(painter, *state.ledger.elsewhere);
  painter.canvas.fill(bar, p.panel);
  painter.canvas.fill(bar, faded(p.voice_text, 0.14f));
  const Group group(painter, {.id = painter.id("call-elsewhere"), .role = Role::kRegion, .name = words, .rect = bar});
  Rect rest = inset(bar, 14, 7);
  painter.icon("phone", {rest.x + 9, center(rest).y}, 18, p.voice_text);
  cut_left(rest, 28);
  const std::string_view label = painter.say(Text::kContinueHere);
  if (pill_button(painter, "continue-here", cut_right(rest, pill_width(painter, label, false)),
                  {.label = label, .tone = Tone::kVoice})) {
    painter.emit(events::ContinueHereChosen{});
  }
  cut_right(rest, 10);
  painter.label("words", rest, words, {.style = type::kLabel, .color = p.text, .trim = Trim::kMiddle}, Role::kStatus);
}

void second_call_card(Painter& painter, const Rect& page) {
  const AppState& state = painter.state;
  if (!state.ledger.second || !call::wants_microphone(state.call.phase)) return;
  if (state.ledger.second->caller.id == state.call.peer.id) return;  // both dialled: one of the two calls becomes ours
  const Palette& p = *painter.colors;
  const float width = std::min(380.0f, page.width - 24);
  const Rect box{center(page).x - width / 2, page.y + 76, width, kCardHeight};
  const std::string words =
      painter.say(Text::kSecondCall, {{"name", peer_name(painter.language(), state.ledger.second->caller)}});
  const Group group(painter, {.id = painter.id("second-call"), .role = Role::kAlert, .name = words, .rect = box});
  painter.canvas.shadow(box, 20, 36, 12, p.shadow);
  painter.canvas.fill(box, p.raised, 20);
  if (p.dark) painter.canvas.stroke(box, p.hairline, 1, 20);
  Rect rest = inset(box, 16, 12);
  painter.label("words", cut_top(rest, 32), words,
                {.style = type::kHeading, .color = p.text, .align = Align::kCenter, .trim = Trim::kMiddle});
  cut_top(rest, 8);
  const Rect left = cut_left(rest, rest.width / 2 - 4);
  if (pill_button(painter, "decline-second", left, {.label = painter.say(Text::kDecline)})) {
    painter.emit(events::SecondCallRefused{});
  }
  cut_left(rest, 8);
  if (pill_button(painter, "end-and-accept", rest, {.label = painter.say(Text::kEndAndAccept), .tone = Tone::kVoice})) {
    painter.emit(events::SecondCallAnswered{});
  }
}

}  // namespace ssc::view
