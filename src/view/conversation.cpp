// One chat: header with the call buttons, messages, the field to write in.
#include "app/conversation.hpp"
#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/fields.hpp"
#include "view/screens.hpp"

namespace ssc::view {
namespace {

constexpr float kSendButton = 44, kBarPadding = 10, kCountLine = 20;
// From here on it is said how many are left.
constexpr int kCountedCharacters = 100;

bool has_words(std::string_view text) { return !trimmed(text).empty(); }

NodeId composer_field(const Painter& painter, const Chat& chat) {
  return painter.id("message", std::hash<std::string>{}(chat.id.text));
}

int characters_left(std::string_view text) { return kMaxMessageCharacters - message_characters(text); }

/// Says how much room is left, or by how much the message is too long.
void character_count(Painter& painter, const Rect& line, int left) {
  const bool fits = left >= 0;
  painter.label("count", inset(line, 16, 0),
                painter.say(fits ? Text::kCharactersLeft : Text::kMessageTooLong,
                            {{"count", std::to_string(fits ? left : -left)}}),
                {.style = type::kLabel, .color = fits ? painter.colors->text_secondary : painter.colors->danger_text},
                fits ? Role::kText : Role::kStatus);
}

float field_width(float bar_width) { return bar_width - 2 * 12 - kSendButton - 8; }

std::string presence_line(Painter& painter, const Chat& chat, const User* other, bool& lively) {
  lively = true;
  if (is_typing(painter.state, chat.id, painter.input.now)) {
    painter.wake_at(painter.state.typing_until.find(chat.id)->second);
    return std::string(painter.say(Text::kTyping));
  }
  if (!other) return {};
  const auto presence = painter.state.presence.find(other->id);
  if (presence == painter.state.presence.end()) {
    lively = false;
    return std::string(painter.say(Text::kOffline));
  }
  lively = presence->second.online;
  if (!lively && presence->second.last_seen.known()) painter.wake_at(painter.input.now + std::chrono::seconds(30));
  return presence_words(painter.language(), presence->second, painter.input.wall_now);
}

}  // namespace

void conversation_header(Painter& painter, const Rect& bar, const Chat& chat, bool back_button) {
  const Palette& p = *painter.colors;
  painter.canvas.fill(bar, p.panel);
  painter.canvas.fill({bar.x, bottom(bar) - 1, bar.width, 1}, p.hairline);
  Rect rest = inset(bar, back_button ? 6 : 16, 0);
  const float middle = center(bar).y;
  if (back_button) {
    if (round_button(painter, "back", {rest.x + 22, middle}, 40,
                     {.icon = "arrow-left", .label = painter.say(Text::kBack)})) {
      painter.emit(events::ChatLeft{});
    }
    cut_left(rest, 48);
  }
  const User* other = other_participant(painter.state, chat);
  if (other && !chat.is_group) {
    const bool in_call = call::is_active(painter.state.call.phase);
    cut_right(rest, back_button ? 6 : 0);
    const Point video_at{right(rest) - 22, middle}, voice_at{right(rest) - 22 - 52, middle};
    if (round_button(
            painter, "voice-call", voice_at, 40,
            {.icon = "phone", .label = painter.say(Text::kVoiceCall), .tone = Tone::kVoice, .disabled = in_call})) {
      painter.emit(events::CallRequested{chat.id, CallKind::kAudio});
    }
    if (round_button(
            painter, "video-call", video_at, 40,
            {.icon = "video", .label = painter.say(Text::kVideoCall), .tone = Tone::kVideo, .disabled = in_call})) {
      painter.emit(events::CallRequested{chat.id, CallKind::kVideo});
    }
    cut_right(rest, 44 + 52 + 12);
  }
  const std::string name = chat_name(painter.state, chat);
  const User face = other ? *other : User{UserId(chat.id.text), name, name, {}, false};
  const auto presence = other ? painter.state.presence.find(other->id) : painter.state.presence.end();
  avatar(painter, face, {rest.x + 20, middle},
         {.size = 40,
          .online = presence != painter.state.presence.end() && presence->second.online,
          .ground = with_alpha(p.panel, 1),
          .premium = face.premium});
  cut_left(rest, 40 + 12);
  bool lively = false;
  const std::string line = presence_line(painter, chat, other, lively);
  painter.label("name", {rest.x, middle - 21, rest.width, 22}, name,
                {.style = type::kHeading, .color = p.text, .trim = Trim::kMiddle}, Role::kHeading);
  painter.label("presence", {rest.x, middle + 1, rest.width, 18}, line,
                {.style = {13, 400, false}, .color = lively ? p.accent_text : p.text_secondary});
}

float composer_height(Painter& painter, float width, const Chat& chat) {
  const Field& field = painter.memory.field(composer_field(painter, chat));
  const float count = characters_left(field.text) < kCountedCharacters ? kCountLine : 0;
  return std::max(kSendButton, multiline_height(painter, field.text, field_width(width))) + count + 2 * kBarPadding;
}

void composer(Painter& painter, const Rect& bar, const Chat& chat) {
  Rect rest = inset(bar, 12, kBarPadding);
  const NodeId id = composer_field(painter, chat);
  const int left = characters_left(painter.memory.field(id).text);
  if (left < kCountedCharacters) character_count(painter, cut_bottom(rest, kCountLine), left);
  Field& field = text_field(painter, id, {rest.x, rest.y, field_width(bar.width), rest.height},
                            {.label = painter.say(Text::kMessage),
                             .placeholder = painter.say(Text::kMessageHint),
                             .autocomplete = "off",
                             .role = Role::kMultilineField,
                             .corner = 22,
                             .wants_focus = !painter.input.touch});
  if (field.changed && has_words(field.text)) painter.emit(events::MessageTyped{chat.id});
  const bool ready = left >= 0 && has_words(field.text);
  const bool send =
      round_button(painter, "send", {right(rest) - kSendButton / 2, bottom(rest) - kSendButton / 2}, kSendButton,
                   {.icon = "send-horizontal",
                    .label = painter.say(Text::kSend),
                    .tone = ready ? Tone::kAccent : Tone::kSoft,
                    .icon_size = 20,
                    .disabled = !ready});
  if ((send || field.submitted) && ready) {
    painter.emit(events::MessageSubmitted{chat.id, field.text});
    field.set({});
    painter.wake_at(painter.motion.now());
  }
}

void conversation_pane(Painter& painter, Rect pane, const Chat& chat, bool back_button) {
  const Group group(painter, {.id = painter.id("conversation", std::hash<std::string>{}(chat.id.text)),
                              .role = Role::kRegion,
                              .name = chat_name(painter.state, chat),
                              .rect = pane});
  const Rect header = cut_top(pane, space::kHeader);
  const Rect bar = cut_bottom(pane, composer_height(painter, pane.width, chat));
  conversation_header(painter, header, chat, back_button);
  conversation_messages(painter, pane, chat);
  composer(painter, bar, chat);
}

}  // namespace ssc::view
