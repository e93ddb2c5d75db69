// Builds AppStates as the screens meet them: signed in, with chats, in every phase of a call. For tests of the view.
#pragma once

#include <string>

#include "app/state.hpp"

namespace ssc::test {

inline constexpr WallTime kWallNow{1'772'712'120'000};  // 2026-03-05 12:02 UTC
inline constexpr std::int64_t kMinuteMs = 60'000;

inline WallTime minutes_ago(std::int64_t minutes) { return WallTime{kWallNow.unix_ms - minutes * kMinuteMs}; }

inline User person(const std::string& name) {
  User user;
  user.id = UserId("id-" + name);
  user.username = name;
  return user;
}

inline AppState signed_out_state(bool demo = true) {
  AppState state;
  state.environment.system_dark = true;
  state.server = {.config_known = true, .demo = demo};
  return state;
}

inline AppState signed_in_state(const std::string& me = "alice") {
  AppState state = signed_out_state();
  state.sign_in.phase = AuthPhase::kSignedIn;
  state.account = Account{person(me), me + "@example.org"};
  state.socket.state = SocketState::kOnline;
  state.can_emit = true;
  state.chats_loaded = true;
  return state;
}

inline ShownMessage text_message(const std::string& id, const User& sender, const std::string& text,
                                 std::int64_t ago_minutes) {
  ShownMessage shown;
  shown.message.id = MessageId(id);
  shown.message.content = text;
  shown.message.sender = sender;
  shown.message.created_at = minutes_ago(ago_minutes);
  return shown;
}

inline CallRecord call_record(const User& caller, CallKind kind, CallStatus status, std::int64_t ago_minutes,
                              int duration_s) {
  CallRecord record;
  record.id = CallId("call-" + std::to_string(ago_minutes));
  record.caller = caller;
  record.kind = kind;
  record.status = status;
  record.created_at = minutes_ago(ago_minutes);
  if (duration_s > 0) record.started_at = minutes_ago(ago_minutes);
  record.duration_s = duration_s;
  return record;
}

inline ShownMessage call_message(const CallRecord& record) {
  ShownMessage shown;
  shown.message.id = MessageId("message-of-" + record.id.text);
  shown.message.kind = MessageKind::kCall;
  shown.message.sender = record.caller;
  shown.message.created_at = record.created_at;
  shown.message.call = record;
  return shown;
}

inline void add_chat(AppState& state, const User& other, std::vector<ShownMessage> messages, int unread = 0) {
  Chat chat;
  chat.id = ChatId("chat-" + other.username);
  chat.participants = {state.account->user, other};
  chat.unread = unread;
  if (!messages.empty()) {
    chat.last_message = messages.back().message;
    chat.last_activity = messages.back().message.created_at;
  }
  Conversation conversation;
  conversation.loaded = true;
  conversation.messages = std::move(messages);
  state.conversations[chat.id] = std::move(conversation);
  state.chats.push_back(std::move(chat));
}

/// Five chats with everything a conversation can hold; nothing open.
inline AppState chats_state() {
  AppState state = signed_in_state();
  const User me = state.account->user;
  const User bob = person("bob"), carol = person("carol");
  User vera = person("vera");
  vera.display_name = "Вера Константинопольская";
  vera.premium = true;
  const User longest = person("a_user_name_without_any_spaces_that_never_ends_42");
  std::vector<ShownMessage> talk{
      text_message("m1", bob, "Morning! Did you see the new build?", 1'500),
      text_message("m2", me, "Yes, it starts in a second now.", 1'498),
      call_message(call_record(bob, CallKind::kAudio, CallStatus::kMissed, 1'400, 0)),
      text_message("m3", bob, "hello there", 95),
      text_message("m4", bob,
                   "I was thinking about the trip. We could take the early train on Saturday, walk along the "
                   "coast and be back before it rains. What do you say?",
                   94),
      text_message("m5", me, "Sounds perfect 🙂", 90),
      call_message(call_record(me, CallKind::kVideo, CallStatus::kEnded, 60, 754)),
      text_message("m6", bob, "See you on Saturday!", 12),
      text_message("m7", me, "Отлично, до субботы", 10),
      text_message("m8", me, "Bringing the camera, too", 9),
  };
  talk[1].message.read_by_other = talk[5].message.read_by_other = talk[8].message.read_by_other = true;
  add_chat(state, bob, std::move(talk));
  add_chat(state, carol, {call_message(call_record(carol, CallKind::kAudio, CallStatus::kMissed, 140, 0))}, 1);
  add_chat(state, vera, {text_message("v1", vera, "Посмотрите, пожалуйста, последнюю версию договора", 1'600)}, 12);
  add_chat(state, longest, {text_message("l1", me, "ok", 4'000)});
  add_chat(state, person("dmitry"), {text_message("d1", person("dmitry"), "Thanks a lot!", 40'000)});
  state.presence[bob.id] = {true, {}};
  state.presence[carol.id] = {false, minutes_ago(25)};
  state.presence[vera.id] = {true, {}};
  return state;
}

inline AppState conversation_state() {
  AppState state = chats_state();
  state.route.open_chat = ChatId("chat-bob");
  return state;
}

inline AppState call_state(call::Phase phase, CallKind kind = CallKind::kAudio) {
  AppState state = conversation_state();
  call::CallState& call = state.call;
  call.phase = phase;
  call.kind = kind;
  call.id = CallId("call-1");
  call.chat = ChatId("chat-bob");
  call.peer = person("bob");
  call.direction = phase == call::Phase::kIncoming ? call::Direction::kIncoming : call::Direction::kOutgoing;
  if (phase != call::Phase::kIncoming) call.microphone = {true, call::DeviceState::kOn, call::DeviceTrouble::kNone};
  if (kind == CallKind::kVideo && phase != call::Phase::kIncoming) {
    call.camera = {true, call::DeviceState::kOn, call::DeviceTrouble::kNone};
  }
  if (phase == call::Phase::kConnected || phase == call::Phase::kReconnecting) {
    call.started_at = WallTime{kWallNow.unix_ms - 754'300};
    call.connected_since = Instant(Duration(100'000));
    if (kind == CallKind::kVideo) call.remote = {true, true, true};
  }
  return state;
}

inline AppState ended_state(call::EndReason reason, int duration_s = 0) {
  AppState state = call_state(call::Phase::kEnded);
  state.call.end_reason = reason;
  state.call.duration_s = duration_s;
  return state;
}

}  // namespace ssc::test
