// The whole client core on a desk: its state, a clock set by hand, and the effects it asked for. Server messages come
// in as the socket's own text. For tests of app/.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/update.hpp"
#include "app/wishes.hpp"

namespace ssc::testing_tools {

class AppDesk {
 public:
  void happen(AppEvent event) {
    Effects more = update(state, event, {now, wall});
    for (Effect& effect : more) effects.push_back(std::move(effect));
  }
  /// Time passes in one go; whatever was due on the way happens at its time.
  void pass(Duration span) {
    const Instant end = now + span;
    while (derive_wishes(state).wake_at <= end) {
      const Instant due = std::max(now, derive_wishes(state).wake_at);
      wall.unix_ms += (due - now).count();
      now = due;
      happen(events::TimePassed{});
    }
    wall.unix_ms += (end - now).count();
    now = end;
  }

  // --- REST ---------------------------------------------------------------------------------------------
  template <class T>
  std::vector<effects::SendApi> sent() const {
    std::vector<effects::SendApi> found;
    for (const Effect& effect : effects) {
      const auto* send = std::get_if<effects::SendApi>(&effect);
      if (send != nullptr && std::holds_alternative<T>(send->request)) found.push_back(*send);
    }
    return found;
  }
  template <class T>
  T last() const {
    return std::get<T>(sent<T>().back().request);
  }
  /// Answers the newest request of kind T.
  template <class T>
  void answer(api::Reply reply) {
    const auto request = sent<T>().back();
    happen(events::HttpAnswered{request.id, request.request, std::move(reply)});
  }
  template <class T>
  void refuse(ErrorKind kind, int status = 0, std::string words = {}) {
    const auto request = sent<T>().back();
    happen(events::HttpAnswered{request.id, request.request, std::unexpected(Error{kind, status, std::move(words)})});
  }

  // --- socket -------------------------------------------------------------------------------------------
  void receive(const std::string& text) { happen(events::SocketReceived{state.socket.generation, text}); }
  void event(const std::string& name, const std::string& payload) { receive("42[\"" + name + "\"," + payload + "]"); }
  void socket_joins() {
    receive(R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
    receive(R"(40{"sid":"t"})");
  }
  void presence_sync() { event("onlineUsersSync", R"({"users":{}})"); }
  void socket_dies() { happen(events::SocketClosed{state.socket.generation}); }
  std::vector<std::string> emitted(const std::string& name) const {
    std::vector<std::string> found;
    for (const Effect& effect : effects) {
      const auto* send = std::get_if<effects::SendSocketText>(&effect);
      if (send != nullptr && send->text.find("[\"" + name + "\"") != std::string::npos) found.push_back(send->text);
    }
    return found;
  }

  template <class T>
  int count() const {
    int found = 0;
    for (const Effect& effect : effects) found += static_cast<int>(std::holds_alternative<T>(effect));
    return found;
  }
  void forget() { effects.clear(); }

  // --- usual beginnings ---------------------------------------------------------------------------------
  static User user(const std::string& name) {
    User made;
    made.id = UserId("id-" + name);
    made.username = name;
    return made;
  }
  Chat chat_with(const std::string& name) const {
    Chat chat;
    chat.id = ChatId("chat-" + name);
    chat.name = name;
    chat.participants = {user("me"), user(name)};
    chat.last_activity = wall;
    return chat;
  }
  Message message(const std::string& id, const std::string& from, const std::string& text, int minutes_ago = 0) const {
    Message made;
    made.id = MessageId(id);
    made.content = text;
    made.sender = user(from);
    made.created_at = WallTime{wall.unix_ms - minutes_ago * 60'000};
    return made;
  }
  /// A message as the socket tells it.
  void message_event(const std::string& name, const std::string& chat, const std::string& id, const std::string& from,
                     const std::string& text) {
    event(name, R"({"chatId":"chat-)" + chat + R"(","message":{"_id":")" + id + R"(","content":")" + text +
                    R"(","sender":{"_id":"id-)" + from + R"(","username":")" + from +
                    R"("},"createdAt":"2026-11-22T12:00:00.000Z"}})");
  }

  void start_signed_out() { happen(events::Started{}); }
  void sign_in() {
    start_signed_out();
    happen(events::SignInSubmitted{"me", "secret"});
    answer<api::SignIn>(api::Session{{"access-1", "refresh-1"}, {user("me"), "me@example.org"}});
  }
  /// Signed in, chats with bob and carol, events flow both ways.
  void settle() {
    sign_in();
    answer<api::ListChats>(api::ChatList{{chat_with("bob"), chat_with("carol")}});
    answer<api::FetchIceServers>(api::IceServers{{{{"stun:here"}, {}, {}}}, 600});
    socket_joins();
    answer<api::ListChats>(api::ChatList{{chat_with("bob"), chat_with("carol")}});
    presence_sync();
    answer<api::FetchActiveCall>(api::ActiveCall{});
    forget();
  }
  void open(const std::string& name, std::vector<Message> page = {}, bool has_more = false) {
    happen(events::ChatChosen{ChatId("chat-" + name)});
    answer<api::ListMessages>(api::MessagePage{std::move(page), 1, has_more});
  }
  const Conversation& conversation(const std::string& name) const {
    return state.conversations.at(ChatId("chat-" + name));
  }
  const Chat& chat(const std::string& name) const { return *find_chat(state, ChatId("chat-" + name)); }

  AppState state;
  Instant now{Duration{1'000'000}};
  WallTime wall{1'795'348'800'000};  // 2026-11-22T12:00:00Z
  Effects effects;
};

}  // namespace ssc::testing_tools
