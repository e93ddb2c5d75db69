// One call machine on a desk: its state, a clock set by hand, and what it asked for. For tests of call/.
#pragma once

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "call/machine.hpp"
#include "call/negotiation.hpp"

namespace ssc::testing_tools {

using call::Phase;

inline User person(const std::string& name) {
  User user;
  user.id = UserId("id-" + name);
  user.username = name;
  return user;
}

class CallDesk {
 public:
  CallDesk() { call.device_id = "desk"; }

  call::Turn turn() { return {call, ledger, me, {now, wall}, last_request, asked, around}; }
  void pass(Duration span) {
    now += span;
    wall.unix_ms += span.count();
    call::time_passed(turn());
  }

  // --- usual ways into a phase ------------------------------------------------------------------------------
  void dial(CallKind kind = CallKind::kAudio, bool granted = true) { call::dial(turn(), {chat, peer, kind, granted}); }
  void offer_made() { description_made(signalling::SdpType::kOffer); }
  void description_made(signalling::SdpType type) {
    call::description_made(turn(), call.negotiation.peer, call.negotiation.operation, type, local_sdp());
  }
  void initiated() {
    call::initiate_answered(turn(), call.initiate_request, {chat, call.kind},
                            api::CallInitiated{id, peer, call.kind, true});
  }
  void ring() {
    dial();
    offer_made();
    initiated();
  }
  void incoming(CallKind kind = CallKind::kAudio) {
    call::incoming(turn(), record(CallStatus::kPending, peer, me, kind));
  }
  void accept_confirmed() { call::accept_answered(turn(), call.accept_request, api::CallAccepted{id, wall}); }
  void microphone_opens() {
    call::media_changed(turn(), {true, call::DeviceState::kOn, call::DeviceTrouble::kNone}, call.camera);
  }
  void path(call::PeerConnectionState state) { call::connection_changed(turn(), call.negotiation.peer, state); }
  void accepted() { call::accepted_event(turn(), {id, peer.id, wall}); }

  /// Brings a fresh desk into `phase`.
  void reach(Phase phase) {
    switch (phase) {
      case Phase::kIdle:
        return;
      case Phase::kPreparing:
        dial();
        offer_made();
        return;
      case Phase::kRinging:
        ring();
        return;
      case Phase::kIncoming:
        incoming();
        return;
      case Phase::kAccepting:
        incoming();
        call::answer(turn(), false);
        return;
      case Phase::kConnecting:
        ring();
        microphone_opens();
        accepted();
        return;
      case Phase::kConnected:
        reach(Phase::kConnecting);
        path(call::PeerConnectionState::kConnected);
        return;
      case Phase::kReconnecting:
        reach(Phase::kConnected);
        path(call::PeerConnectionState::kFailed);
        return;
      case Phase::kEnded:
        reach(Phase::kConnected);
        call::hang_up(turn());
        return;
    }
  }

  CallRecord record(CallStatus status, const User& caller, const User& callee, CallKind kind = CallKind::kAudio) const {
    CallRecord made;
    made.id = id;
    made.chat = chat;
    made.caller = caller;
    made.callee = callee;
    made.kind = kind;
    made.status = status;
    made.created_at = wall;
    return made;
  }
  signalling::RemoteDescription from_peer(signalling::SdpType type, const std::string& sdp, int version = 0) const {
    return {id, peer.id, {type, sdp, {version, "theirs", true, false}}};
  }
  void remote_offer(const std::string& sdp, int version = 0) {
    call::description_arrived(turn(), from_peer(signalling::SdpType::kOffer, sdp, version));
  }
  void remote_answer(const std::string& sdp, int version = 0) {
    call::description_arrived(turn(), from_peer(signalling::SdpType::kAnswer, sdp, version));
  }
  void remote_candidate(const std::string& text) { call::candidate_arrived(turn(), {id, peer.id, {text, "0", 0, ""}}); }
  void local_candidate(const std::string& text) {
    call::candidate_found(turn(), call.negotiation.peer, {text, "0", 0, ""});
  }

  // --- a peer of our kind, whose signals are numbered ---------------------------------------------------------
  signalling::RemoteDescription from_ours(signalling::SdpType type, const std::string& sdp) {
    signalling::RemoteDescription signal = from_peer(type, sdp, 1);
    signal.description.peer.seq = ++their_seq;
    signal.description.peer.accepted = true;
    return signal;
  }
  void our_offer(const std::string& sdp) {
    call::description_arrived(turn(), from_ours(signalling::SdpType::kOffer, sdp));
  }
  void our_answer(const std::string& sdp) {
    call::description_arrived(turn(), from_ours(signalling::SdpType::kAnswer, sdp));
  }
  void our_candidate(const std::string& text, int seq) {
    call::candidate_arrived(turn(), {id, peer.id, {text, "0", 0, ""}, {seq, "theirs", ""}});
  }
  void our_note(signalling::NoteKind kind, int ack = 0) {
    const int seq = kind == signalling::NoteKind::kAck ? 0 : ++their_seq;
    call::note_arrived(turn(), {id, peer.id, {kind, ack, {seq, "theirs", ""}}});
  }
  /// A running call with a peer of our kind. Called: we answered; else we dialled.
  void talk_with_ours(call::Direction direction = call::Direction::kOutgoing) {
    if (direction == call::Direction::kOutgoing) {
      ring();
      microphone_opens();
      accepted();
      our_answer(sdp("theirs"));
      call::answer_applied(turn(), call.negotiation.peer, call.negotiation.operation);
    } else {
      incoming();
      our_offer(sdp("theirs"));
      call::answer(turn(), false);
      description_made(signalling::SdpType::kAnswer);
      accept_confirmed();
      microphone_opens();
    }
    path(call::PeerConnectionState::kConnected);
    our_note(signalling::NoteKind::kAck, call.delivery.last_sent);
    forget();
  }
  std::string local_sdp() const { return sdp("ours" + std::to_string(call.negotiation.peer.number)); }
  static std::string sdp(const std::string& name) { return "v=0\no=" + name + "\na=ice-ufrag:" + name + "\n"; }

  // --- what was asked for -------------------------------------------------------------------------------------
  template <class T>
  std::vector<T> commands() const {
    std::vector<T> found;
    for (const call::Command& command : asked) {
      if (const T* one = std::get_if<T>(&command)) found.push_back(*one);
    }
    return found;
  }
  template <class T>
  std::vector<T> requests() const {
    std::vector<T> found;
    for (const auto& ask : commands<call::commands::Ask>()) {
      if (const T* one = std::get_if<T>(&ask.request)) found.push_back(*one);
    }
    return found;
  }
  template <class T>
  std::vector<T> emitted() const {
    std::vector<T> found;
    for (const auto& emit : commands<call::commands::Emit>()) {
      if (const T* one = std::get_if<T>(&emit.message)) found.push_back(*one);
    }
    return found;
  }
  /// The id of the newest request of kind T.
  template <class T>
  RequestId request_id() const {
    RequestId id_found;
    for (const auto& ask : commands<call::commands::Ask>()) {
      if (std::holds_alternative<T>(ask.request)) id_found = ask.id;
    }
    return id_found;
  }
  void forget() { asked.clear(); }

  call::CallState call;
  call::Ledger ledger;
  User me = person("me"), peer = person("peer");
  call::Surroundings around;
  int their_seq = 0;
  CallId id{"call-1"};
  ChatId chat{"chat-1"};
  Instant now{Duration{1'000'000}};
  WallTime wall{1'795'350'000'000};
  RequestId last_request;
  call::Commands asked;
};

}  // namespace ssc::testing_tools
