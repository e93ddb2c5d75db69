// Events of the server to closed variants (contract 2.10, 4.2, 4.3): one function an event, found by name in a table.
#include <algorithm>
#include <array>

#include "protocol/decode_model.hpp"
#include "protocol/signalling.hpp"

namespace ssc::signalling {
namespace {

constexpr std::size_t kMaxPayloadBytes = 16'000'000;  // a chat with its participants' avatars
constexpr std::size_t kMaxSdpBytes = 256'000;         // some 20 times what browsers write for two media lines
constexpr std::size_t kMaxCandidateBytes = 4'096;
constexpr int kMaxMediaLine = 65'535;
constexpr int kMaxVersion = 1'000'000;
constexpr int kMaxSequence = 1'000'000;

using Decoded = std::optional<ServerMessage>;

/// The message when everything read from `reader` was there.
template <class T>
Decoded whole(const ObjectReader& reader, T message) {
  if (!reader.ok()) return std::nullopt;
  return ServerMessage(std::move(message));
}

CallId read_call(ObjectReader& reader) { return CallId(reader.text("callId", kMaxIdBytes)); }
ChatId read_chat(ObjectReader& reader) { return ChatId(reader.text("chatId", kMaxIdBytes)); }
UserId read_user(ObjectReader& reader, std::string_view key) { return UserId(reader.text(key, kMaxIdBytes)); }

/// Who did it, told as a populated user; additive server events may have nobody.
UserId read_actor(ObjectReader& reader, std::string_view key) {
  return read_member(reader, key, decode_user_reference).id;
}

// --- calls ----------------------------------------------------------------------------------------

/// Whoever rings must have a name to show.
Decoded incoming_call(const Json* payload) {
  auto call = decode_call(payload);
  if (!call || call->caller.username.empty()) return std::nullopt;
  return IncomingCall{std::move(*call)};
}

Decoded call_initiated(const Json* payload) {
  auto call = decode_call(payload);
  if (!call) return std::nullopt;
  return CallInitiated{std::move(*call)};
}

Decoded call_accepted(const Json* payload) {
  ObjectReader reader(payload);
  CallAccepted message{read_call(reader), read_actor(reader, "acceptedBy"), reader.optional_date("startedAt")};
  return whole(reader, std::move(message));
}

Decoded call_declined(const Json* payload) {
  ObjectReader reader(payload);
  CallDeclined message{read_call(reader), read_actor(reader, "declinedBy")};
  return whole(reader, std::move(message));
}

/// Two forms (contract 4.2): about a call, or without an id about a user whose socket closed.
Decoded call_ended(const Json* payload) {
  ObjectReader reader(payload);
  if (reader.find("callId") == nullptr) {
    SomeoneDisconnected message{reader.text("username", kMaxNameBytes)};
    return whole(reader, std::move(message));
  }
  CallEnded message;
  message.call = read_call(reader);
  message.by = read_actor(reader, "endedBy");
  message.duration_s = reader.optional_whole("duration", 0, kMaxDurationSeconds);
  message.reason = read_end_reason(reader);
  return whole(reader, std::move(message));
}

// --- relayed by the peer --------------------------------------------------------------------------

/// Ours carry "ssc"; without it the peer is a React one and version stays 0.
PeerInfo read_peer_info(ObjectReader& description) {
  PeerInfo peer;
  if (description.find("ssc") == nullptr) return peer;
  ObjectReader reader(description.find("ssc"));
  peer.version = reader.optional_whole("v", 0, kMaxVersion);
  peer.device_id = reader.optional_text("device", kMaxIdBytes);
  peer.mic_on = reader.optional_flag("mic", true);
  peer.camera_on = reader.optional_flag("camera", false);
  peer.seq = reader.optional_whole("seq", 0, kMaxSequence);
  peer.for_device = reader.optional_text("for", kMaxIdBytes);
  peer.warm = reader.optional_flag("warm", false);
  peer.accepted = reader.optional_flag("accepted", false);
  peer.takes_over = reader.optional_flag("takes_over", false);
  peer.answers = reader.optional_whole("answers", 0, kMaxSequence);
  if (!reader.ok()) description.fail();
  return peer;
}

Decoded remote_description(const Json* payload, SdpType type, std::string_view word) {
  ObjectReader reader(payload);
  ObjectReader description(reader.find(word));
  RemoteDescription message;
  message.call = read_call(reader);
  message.from = read_user(reader, "fromUserId");
  message.description.type = type;
  message.description.sdp = description.text("sdp", kMaxSdpBytes);
  message.description.peer = read_peer_info(description);
  if (description.text("type", kMaxNameBytes) != word || !description.ok()) return std::nullopt;
  return whole(reader, std::move(message));
}

Decoded remote_offer(const Json* payload) { return remote_description(payload, SdpType::kOffer, "offer"); }
Decoded remote_answer(const Json* payload) { return remote_description(payload, SdpType::kAnswer, "answer"); }

SignalMark read_mark(ObjectReader& ours) {
  SignalMark mark;
  mark.seq = ours.optional_whole("seq", 0, kMaxSequence);
  mark.device_id = ours.optional_text("device", kMaxIdBytes);
  mark.for_device = ours.optional_text("for", kMaxIdBytes);
  return mark;
}

NoteKind note_kind(std::string_view word) {
  if (word == "ack") return NoteKind::kAck;
  if (word == "back") return NoteKind::kBack;
  if (word == "moved") return NoteKind::kMoved;
  return word == "restart" ? NoteKind::kRestart : NoteKind::kUnknown;
}

Decoded remote_note(ObjectReader& reader, ObjectReader& ours) {
  RemoteNote message;
  message.call = read_call(reader);
  message.from = read_user(reader, "fromUserId");
  message.note.kind = note_kind(ours.text("note", kMaxNameBytes));
  message.note.ack = ours.optional_whole("ack", 0, kMaxSequence);
  message.note.mark = read_mark(ours);
  if (!ours.ok()) return std::nullopt;
  return whole(reader, std::move(message));
}

Decoded remote_candidate(const Json* payload) {
  ObjectReader reader(payload);
  ObjectReader inner(reader.find("candidate"));
  if (inner.find("candidate") == nullptr) return std::nullopt;
  RemoteCandidate message;
  if (const Json* extra = inner.find("ssc")) {
    ObjectReader ours(extra);
    if (ours.find("note") != nullptr) return remote_note(reader, ours);
    message.mark = read_mark(ours);
    if (!ours.ok()) return std::nullopt;
  }
  message.call = read_call(reader);
  message.from = read_user(reader, "fromUserId");
  message.candidate.candidate = inner.optional_text("candidate", kMaxCandidateBytes);
  message.candidate.sdp_mid = inner.optional_text("sdpMid", kMaxIdBytes);
  message.candidate.sdp_m_line_index = inner.optional_whole("sdpMLineIndex", -1, kMaxMediaLine);
  message.candidate.username_fragment = inner.optional_text("usernameFragment", kMaxNameBytes);
  // A candidate that names no media line makes addIceCandidate throw; the empty end marker needs none.
  const bool names_line = !message.candidate.sdp_mid.empty() || message.candidate.sdp_m_line_index >= 0;
  if (!inner.ok() || (!names_line && !message.candidate.candidate.empty())) return std::nullopt;
  return whole(reader, std::move(message));
}

Decoded remote_microphone(const Json* payload) {
  ObjectReader reader(payload);
  RemoteMicrophone message{read_call(reader), read_user(reader, "userId"), reader.flag("isAudioEnabled")};
  return whole(reader, std::move(message));
}

Decoded remote_camera(const Json* payload) {
  ObjectReader reader(payload);
  RemoteCamera message{read_call(reader), read_user(reader, "userId"), reader.flag("isVideoEnabled")};
  return whole(reader, std::move(message));
}

// --- chats and presence ---------------------------------------------------------------------------

Decoded message_arrived(const Json* payload) {
  ObjectReader reader(payload);
  MessageArrived message{read_chat(reader), read_member(reader, "message", decode_message)};
  return whole(reader, std::move(message));
}

Decoded chat_appeared(const Json* payload) {
  auto chat = decode_chat(payload);
  if (!chat) return std::nullopt;
  return ChatAppeared{std::move(*chat)};
}

Decoded messages_read(const Json* payload) {
  ObjectReader reader(payload);
  MessagesRead message{read_chat(reader), read_user(reader, "readBy")};
  return whole(reader, std::move(message));
}

Decoded unread_changed(const Json* payload) {
  ObjectReader reader(payload);
  if (reader.find("unreadCount") == nullptr) return std::nullopt;
  UnreadChanged message{read_chat(reader), reader.optional_whole("unreadCount", 0, kMaxCount)};
  return whole(reader, std::move(message));
}

Decoded message_deleted(const Json* payload) {
  ObjectReader reader(payload);
  MessageDeleted message{read_chat(reader), MessageId(reader.text("messageId", kMaxIdBytes))};
  return whole(reader, std::move(message));
}

Decoded typing(const Json* payload) {
  ObjectReader reader(payload);
  Typing message{read_chat(reader), read_user(reader, "userId"), reader.flag("isTyping")};
  return whole(reader, std::move(message));
}

Decoded user_online(const Json* payload) {
  ObjectReader reader(payload);
  PresenceChanged message{read_user(reader, "userId"), Presence{true, reader.optional_date("timestamp")}};
  return whole(reader, std::move(message));
}

Decoded user_offline(const Json* payload) {
  ObjectReader reader(payload);
  PresenceChanged message{read_user(reader, "userId"), Presence{false, reader.optional_date("lastSeen")}};
  return whole(reader, std::move(message));
}

Decoded presence_sync(const Json* payload) {
  ObjectReader reader(payload);
  auto entries = decode_presence_map(reader.find("users"));
  if (!entries) return std::nullopt;
  return PresenceSync{std::move(*entries)};
}

// --- the table ------------------------------------------------------------------------------------

struct EventDecoder {
  std::string_view event;
  Decoded (*decode)(const Json* payload);
};

/// Left out on purpose: `chatUpdated` repeats newMessage and messageSent; `call-video-upgrade` and
/// `webrtc-change-server` of React peers need no reaction of their own (contract T6, T7).
constexpr std::array<EventDecoder, 21> kEvents = {{{"incomingCall", incoming_call},
                                                   {"callInitiated", call_initiated},
                                                   {"callAccepted", call_accepted},
                                                   {"callDeclined", call_declined},
                                                   {"callEnded", call_ended},
                                                   {"webrtc-offer", remote_offer},
                                                   {"webrtc-answer", remote_answer},
                                                   {"webrtc-ice-candidate", remote_candidate},
                                                   {"call-audio-toggle", remote_microphone},
                                                   {"call-video-toggle", remote_camera},
                                                   {"newMessage", message_arrived},
                                                   {"messageSent", message_arrived},
                                                   {"newChat", chat_appeared},
                                                   {"chatCreated", chat_appeared},
                                                   {"messagesRead", messages_read},
                                                   {"unreadCountUpdated", unread_changed},
                                                   {"messageDeleted", message_deleted},
                                                   {"userTyping", typing},
                                                   {"userOnline", user_online},
                                                   {"userOffline", user_offline},
                                                   {"onlineUsersSync", presence_sync}}};

}  // namespace

std::optional<ServerMessage> decode(std::string_view event, std::string_view payload) {
  const auto* const found = std::ranges::find(kEvents, event, &EventDecoder::event);
  if (found == kEvents.end()) return std::nullopt;
  const JsonDocument document = parse_json(payload, kMaxPayloadBytes);
  return document == nullptr ? std::nullopt : found->decode(document.get());
}

}  // namespace ssc::signalling
