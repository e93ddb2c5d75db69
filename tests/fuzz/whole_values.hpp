// "The whole value or nothing", checked: whatever a decoder lets through keeps its promises. A broken promise stops
// the program, so that libFuzzer and GoogleTest both see it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/api.hpp"
#include "protocol/decode_model.hpp"
#include "protocol/signalling.hpp"

namespace ssc::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline void require_id(const std::string& id) {
  require(!id.empty() && id.size() <= kMaxIdBytes, "an id is non-empty and bounded");
}

/// A user where the contract allows a deleted or a bare one.
inline void require_reference(const User& user) {
  require(user.id.text.size() <= kMaxIdBytes, "an id is bounded");
  require(!user.id.empty() || user == User{}, "a user without id is no user at all");
  require(user.username.size() <= kMaxNameBytes && user.display_name.size() <= kMaxNameBytes, "names are bounded");
  const bool loads = user.avatar.empty() || user.avatar == normalized_avatar(user.avatar);
  require(loads && user.avatar.size() <= kMaxAvatarBytes + 100, "an avatar is normalised and bounded");
}

inline void require_user(const User& user) {
  require_id(user.id.text);
  require(!user.username.empty(), "a user has a name");
  require_reference(user);
}

inline void require_call(const CallRecord& call) {
  require_id(call.id.text);
  require(call.chat.text.size() <= kMaxIdBytes, "a chat id is bounded");
  require_reference(call.caller);
  require_reference(call.callee);
  require(call.duration_s >= 0 && call.duration_s <= kMaxDurationSeconds, "a duration is bounded");
}

inline void require_message(const Message& message) {
  require_id(message.id.text);
  require_reference(message.sender);
  require(message.content.size() <= kMaxContentBytes, "a text is bounded");
  require((message.kind == MessageKind::kCall) == message.call.has_value(), "call entries and only they carry a call");
  if (message.call) require_call(*message.call);
}

inline void require_chat(const Chat& chat) {
  require_id(chat.id.text);
  require(chat.unread >= 0, "unread counts are not negative");
  for (const User& user : chat.participants) {
    require_id(user.id.text);
    require_reference(user);
  }
  if (chat.last_message) require_message(*chat.last_message);
}

inline void require_presences(const std::vector<std::pair<UserId, Presence>>& entries) {
  for (const auto& entry : entries) require_id(entry.first.text);
}

inline void require_tokens(const Tokens& tokens) {
  require(!tokens.access.empty() && !tokens.refresh.empty(), "tokens come in pairs");
}

struct WholeReply {
  void operator()(const api::Done&) const {}
  void operator()(const api::ServerConfig&) const {}
  void operator()(const api::Session& reply) const {
    require_tokens(reply.tokens);
    require_user(reply.account.user);
  }
  void operator()(const api::NewTokens& reply) const { require_tokens(reply.tokens); }
  void operator()(const api::Me& reply) const { require_user(reply.account.user); }
  void operator()(const api::Users& reply) const {
    for (const User& user : reply.users) require_user(user);
  }
  void operator()(const api::PresenceList& reply) const { require_presences(reply.entries); }
  void operator()(const api::ChatList& reply) const {
    for (const Chat& chat : reply.chats) require_chat(chat);
  }
  void operator()(const api::OneChat& reply) const { require_chat(reply.chat); }
  void operator()(const api::MessagePage& reply) const {
    for (const Message& message : reply.messages) require_message(message);
  }
  void operator()(const api::OneMessage& reply) const { require_message(reply.message); }
  void operator()(const api::IceServers& reply) const {
    for (const IceServer& server : reply.servers) require(!server.urls.empty(), "an ICE server has an address");
  }
  void operator()(const api::CallInitiated& reply) const {
    require_id(reply.call.text);
    require_user(reply.callee);
  }
  void operator()(const api::CallAccepted& reply) const { require_id(reply.call.text); }
  void operator()(const api::ActiveCall& reply) const {
    if (reply.call) require_call(*reply.call);
  }
  void operator()(const api::CallHistory& reply) const {
    for (const CallRecord& call : reply.calls) require_call(call);
  }
};

struct WholeServerMessage {
  void operator()(const signalling::IncomingCall& message) const {
    require_call(message.call);
    require_user(message.call.caller);
  }
  void operator()(const signalling::CallInitiated& message) const { require_call(message.call); }
  void operator()(const signalling::CallAccepted& message) const { require_id(message.call.text); }
  void operator()(const signalling::CallDeclined& message) const { require_id(message.call.text); }
  void operator()(const signalling::CallEnded& message) const { require_id(message.call.text); }
  void operator()(const signalling::SomeoneDisconnected& message) const {
    require(!message.username.empty(), "the one who went has a name");
  }
  void operator()(const signalling::RemoteDescription& message) const {
    require_relayed(message.call, message.from);
    require(!message.description.sdp.empty(), "a description has text");
    const signalling::PeerInfo& peer = message.description.peer;
    require(peer.version >= 0, "a version is not negative");
    require_mark({peer.seq, peer.device_id, peer.for_device});
  }
  void operator()(const signalling::RemoteCandidate& message) const {
    require_relayed(message.call, message.from);
    const signalling::Candidate& candidate = message.candidate;
    require(candidate.candidate.empty() || !candidate.sdp_mid.empty() || candidate.sdp_m_line_index >= 0,
            "a candidate names its media line");
    require_mark(message.mark);
  }
  void operator()(const signalling::RemoteNote& message) const {
    require_relayed(message.call, message.from);
    require(message.note.ack >= 0, "an acknowledgement is not negative");
    require_mark(message.note.mark);
  }
  void operator()(const signalling::RemoteMicrophone& message) const { require_relayed(message.call, message.from); }
  void operator()(const signalling::RemoteCamera& message) const { require_relayed(message.call, message.from); }
  void operator()(const signalling::MessageArrived& message) const {
    require_id(message.chat.text);
    require_message(message.message);
  }
  void operator()(const signalling::ChatAppeared& message) const { require_chat(message.chat); }
  void operator()(const signalling::MessagesRead& message) const {
    require_id(message.chat.text);
    require_id(message.by.text);
  }
  void operator()(const signalling::UnreadChanged& message) const {
    require_id(message.chat.text);
    require(message.unread >= 0, "unread counts are not negative");
  }
  void operator()(const signalling::MessageDeleted& message) const {
    require_id(message.chat.text);
    require_id(message.message.text);
  }
  void operator()(const signalling::Typing& message) const {
    require_id(message.chat.text);
    require_id(message.user.text);
  }
  void operator()(const signalling::PresenceChanged& message) const { require_id(message.user.text); }
  void operator()(const signalling::PresenceSync& message) const { require_presences(message.entries); }

 private:
  static void require_relayed(const CallId& call, const UserId& from) {
    require_id(call.text);
    require_id(from.text);
  }
  static void require_mark(const signalling::SignalMark& mark) {
    require(mark.seq >= 0, "a number is not negative");
    require(mark.device_id.size() <= kMaxIdBytes && mark.for_device.size() <= kMaxIdBytes, "devices are bounded");
  }
};

}  // namespace ssc::fuzz
