// Everything that travels over Socket.IO, as closed variants (contract 2.10, 4.2, 4.3). Pure: text in, value
// or nothing out. What a message means for a call is decided in call/, not here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/model.hpp"

namespace ssc::signalling {

enum class SdpType { kOffer, kAnswer };

/// What our client adds inside the relayed offer/answer objects; React peers ignore it (contract T15, 4.3).
struct PeerInfo {
  int version = 0;        // 0 = not one of ours (a React peer)
  std::string device_id;  // random per tab
  bool mic_on = true;     // the state of the sender's devices when the description was made
  bool camera_on = false;
  int seq = 0;               // number of the signal, per call and sending device, from 1; 0 = not numbered
  std::string for_device{};  // the device addressed; empty = any
  bool warm = false;         // offer: the caller lets the path be built while it rings
  bool accepted = false;     // answer: this device's person said yes
  bool takes_over = false;   // offer: this device continues a running call of its account
  int answers = 0;           // answer: number of the offer it belongs to; 0 = there was only one
  bool operator==(const PeerInfo&) const = default;
};

/// The same for the signals that carry no description: candidates and notes.
struct SignalMark {
  int seq = 0;
  std::string device_id{};
  std::string for_device{};
  bool operator==(const SignalMark&) const = default;
};

enum class NoteKind {
  kUnknown,  // of a later version: counts as arrived, means nothing
  kAck,      // only tells what has arrived
  kBack,     // as well, and that the sender was away: he may have missed what is not numbered
  kMoved,    // media flow to the device addressed, which took the call over: another one may leave
  kRestart,  // please restart the path: the sender may not offer, or its offers fail
};

/// A word between two clients of our kind. It travels as a candidate without text, which a React peer would ignore.
struct Note {
  NoteKind kind = NoteKind::kAck;
  int ack = 0;  // every signal up to this number has arrived; 0 = none
  SignalMark mark;
  bool operator==(const Note&) const = default;
};

struct Description {
  SdpType type = SdpType::kOffer;
  std::string sdp;
  PeerInfo peer;
  bool operator==(const Description&) const = default;
};

struct Candidate {
  std::string candidate;  // may be empty (Firefox's end marker)
  std::string sdp_mid;
  int sdp_m_line_index = -1;  // -1 = absent
  std::string username_fragment;
  bool operator==(const Candidate&) const = default;
};

// The lists are tables: one event a line.
// clang-format off

// --- server to client -----------------------------------------------------------------------------
struct IncomingCall { CallRecord call; bool operator==(const IncomingCall&) const = default; };
struct CallInitiated { CallRecord call; bool operator==(const CallInitiated&) const = default; };
struct CallAccepted { CallId call; UserId by; WallTime started_at; bool operator==(const CallAccepted&) const = default; };
struct CallDeclined { CallId call; UserId by; bool operator==(const CallDeclined&) const = default; };
struct CallEnded { CallId call; UserId by; int duration_s = 0; ServerEndReason reason = ServerEndReason::kUnknown; bool operator==(const CallEnded&) const = default; };
/// The existing server's broadcast without a call id (contract 4.2 b): a rumour, to be checked (T9).
struct SomeoneDisconnected { std::string username; bool operator==(const SomeoneDisconnected&) const = default; };

struct RemoteDescription { CallId call; UserId from; Description description; bool operator==(const RemoteDescription&) const = default; };
struct RemoteCandidate { CallId call; UserId from; Candidate candidate; SignalMark mark{}; bool operator==(const RemoteCandidate&) const = default; };
struct RemoteNote { CallId call; UserId from; Note note; bool operator==(const RemoteNote&) const = default; };
struct RemoteMicrophone { CallId call; UserId from; bool on = true; bool operator==(const RemoteMicrophone&) const = default; };
struct RemoteCamera { CallId call; UserId from; bool on = false; bool operator==(const RemoteCamera&) const = default; };

struct MessageArrived { ChatId chat; Message message; bool operator==(const MessageArrived&) const = default; };  // newMessage, messageSent
struct ChatAppeared { Chat chat; bool operator==(const ChatAppeared&) const = default; };          // newChat, chatCreated
struct MessagesRead { ChatId chat; UserId by; bool operator==(const MessagesRead&) const = default; };
struct UnreadChanged { ChatId chat; int unread = 0; bool operator==(const UnreadChanged&) const = default; };
struct MessageDeleted { ChatId chat; MessageId message; bool operator==(const MessageDeleted&) const = default; };
struct Typing { ChatId chat; UserId user; bool typing = false; bool operator==(const Typing&) const = default; };
struct PresenceChanged { UserId user; Presence presence; bool operator==(const PresenceChanged&) const = default; };
/// Also the moment from which emitting is safe on the existing server (contract 4.1).
struct PresenceSync { std::vector<std::pair<UserId, Presence>> entries; bool operator==(const PresenceSync&) const = default; };

using ServerMessage =
    std::variant<IncomingCall, CallInitiated, CallAccepted, CallDeclined, CallEnded, SomeoneDisconnected,
                 RemoteDescription, RemoteCandidate, RemoteNote, RemoteMicrophone, RemoteCamera, MessageArrived,
                 ChatAppeared, MessagesRead, UnreadChanged, MessageDeleted, Typing, PresenceChanged, PresenceSync>;

// clang-format on

/// `payload` is the JSON text of the event's first argument. Nothing for unknown events and for payloads
/// that do not have the contract's shape.
std::optional<ServerMessage> decode(std::string_view event, std::string_view payload);

// clang-format off

// --- client to server -----------------------------------------------------------------------------
struct SendDescription { CallId call; UserId to; Description description; bool operator==(const SendDescription&) const = default; };
struct SendCandidate { CallId call; UserId to; Candidate candidate; SignalMark mark{}; bool operator==(const SendCandidate&) const = default; };
/// Only to peers of our kind.
struct SendNote { CallId call; UserId to; Note note; bool operator==(const SendNote&) const = default; };
struct SendMicrophone { CallId call; UserId to; bool on = true; bool operator==(const SendMicrophone&) const = default; };
struct SendCamera { CallId call; UserId to; bool on = false; bool operator==(const SendCamera&) const = default; };
struct SendTyping { ChatId chat; bool typing = false; bool operator==(const SendTyping&) const = default; };
/// user-activity; `call`: the one this page is in, so that the server need not wait for who is in none. Additive.
struct SendActivity { CallId call; bool operator==(const SendActivity&) const = default; };
struct SendLeaving { bool operator==(const SendLeaving&) const = default; };    // client-leaving, additive

using ClientMessage = std::variant<SendDescription, SendCandidate, SendNote, SendMicrophone, SendCamera, SendTyping,
                                   SendActivity, SendLeaving>;

// clang-format on

struct EncodedEvent {
  std::string event;
  std::string payload;  // JSON text
};

EncodedEvent encode(const ClientMessage& message);

}  // namespace ssc::signalling
