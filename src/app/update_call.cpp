// The call inside the client: hands every input to the call machine, carries out its commands, keeps signals that
// came before their call was known.
#include <algorithm>
#include <variant>

#include "app/handlers.hpp"
#include "call/ice_profiles.hpp"
#include "call/machine.hpp"

namespace ssc {
namespace {

constexpr std::size_t kMaxEarlySignals = 64;

IceSetup ice_setup(const AppState& state, bool relay_only) {
  const call::IceProfile profile = state.settings.ice_profile;
  const bool is_backends = profile == call::IceProfile::kAuto && state.server.ice_known;
  return {is_backends ? state.server.ice_servers : call::profile_servers(profile), relay_only};
}

bool is_relay(const IceServer& server) {
  return std::ranges::any_of(server.urls, [](const std::string& url) { return url.starts_with("turn"); });
}

struct CarryOut {
  Context& context;

  void operator()(call::commands::Ask& command) const {
    context.effects.push_back(
        effects::SendApi{command.id, std::move(command.request), context.state.auth.tokens.access});
  }
  void operator()(call::commands::Emit& command) const { emit(context, std::move(command.message)); }
  void operator()(call::commands::CreatePeer& command) const {
    context.effects.push_back(effects::CreatePeer{command.peer, ice_setup(context.state, command.relay_only)});
  }
  void operator()(call::commands::MakeOffer& command) const {
    context.effects.push_back(effects::MakeOffer{command.peer, command.operation});
  }
  void operator()(call::commands::RestartIce& command) const {
    context.effects.push_back(
        effects::RestartIce{command.peer, command.operation, ice_setup(context.state, command.relay_only)});
  }
  void operator()(call::commands::AcceptOffer& command) const {
    context.effects.push_back(effects::AcceptOffer{command.peer, command.operation, std::move(command.sdp)});
  }
  void operator()(call::commands::AcceptAnswer& command) const {
    context.effects.push_back(effects::AcceptAnswer{command.peer, command.operation, std::move(command.sdp)});
  }
  void operator()(call::commands::AddCandidate& command) const {
    context.effects.push_back(effects::AddCandidate{command.peer, std::move(command.candidate)});
  }
  void operator()(call::commands::ClosePeer& command) const {
    context.effects.push_back(effects::ClosePeer{command.peer});
  }
  void operator()(call::commands::Tell& command) const {
    notify(context, notice_of(command.remark), context.state.call.peer.shown_name());
  }

  static NoticeKind notice_of(call::Remark remark) {
    switch (remark) {
      case call::Remark::kCalleeOffline:
        return NoticeKind::kCalleeOffline;
      case call::Remark::kMicrophoneDenied:
        return NoticeKind::kMicrophoneDenied;
      case call::Remark::kMicrophoneMissing:
        return NoticeKind::kMicrophoneMissing;
      case call::Remark::kMicrophoneBusy:
        return NoticeKind::kMicrophoneBusy;
      case call::Remark::kCameraDenied:
        return NoticeKind::kCameraDenied;
      case call::Remark::kCameraMissing:
        return NoticeKind::kCameraMissing;
      case call::Remark::kCameraBusy:
        return NoticeKind::kCameraBusy;
      case call::Remark::kCameraNotShown:
        return NoticeKind::kCameraNotShown;
    }
    return NoticeKind::kCallFailed;
  }
};

bool has_path(const call::CallState& call) {
  return call.negotiation.connection == call::PeerConnectionState::kConnected;
}

/// Lets `input` move the call on, then carries out what it asked for.
template <class Input>
void step(Context& context, const Input& input) {
  AppState& state = context.state;
  static const User kNobody;
  call::Commands commands;
  const User me = state.account ? state.account->user : kNobody;
  const call::Phase before = state.call.phase;
  const bool stood = has_path(state.call);
  const int resends = state.call.delivery.resends;
  const IceSetup ice = ice_setup(state, false);
  const call::Surroundings around{.online = state.can_emit,
                                  .may_warm = state.tabs.owns_ringing,
                                  .hide_address = state.settings.hide_address,
                                  .relay_known = std::ranges::any_of(ice.servers, is_relay)};
  input(call::Turn{state.call, state.ledger, me, context.now, state.last_request, commands, around});
  for (call::Command& command : commands) std::visit(CarryOut{context}, command);
  // Settings open on another screen are not meant to cover the call.
  if (!call::is_active(before) && call::is_active(state.call.phase)) state.route.settings_open = false;
  // The path is gone, or what was sent is not acknowledged: perhaps because the way to the server is gone, which would
  // be unnoticed for most of a minute.
  const bool is_path_lost = stood && call::is_talking(state.call.phase) && !has_path(state.call);
  if (is_path_lost || state.call.delivery.resends > resends) probe_server(context);
  // The server ends a running call after a while that none of our pages says to be in.
  if (call::is_talking(before) != call::is_talking(state.call.phase)) tell_activity(context);
  // By now the server has written the end into its books (and, where it does, into the chat).
  if (before == call::Phase::kEnded && state.call.phase == call::Phase::kIdle) {
    for (auto& [chat, conversation] : state.conversations) {
      if (chat == state.route.open_chat) load_call_history(context, chat);
    }
  }
}

struct CallOf {
  const CallId* operator()(const signalling::CallAccepted& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::CallDeclined& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::RemoteDescription& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::RemoteCandidate& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::RemoteNote& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::RemoteMicrophone& signal) const { return &signal.call; }
  const CallId* operator()(const signalling::RemoteCamera& signal) const { return &signal.call; }
  template <class T>
  const CallId* operator()(const T&) const {
    return nullptr;
  }
};

/// Signals of calls we do not know yet wait for their call to be announced.
template <class Signal, class Input>
void step_or_wait(Context& context, const Signal& signal, const Input& input) {
  AppState& state = context.state;
  if (signal.call == state.call.id) {
    step(context, input);
    return;
  }
  if (call::is_finished(state.ledger, signal.call)) return;
  if (state.early_signals.size() >= kMaxEarlySignals) state.early_signals.pop_front();
  state.early_signals.push_back(signal);
}

/// The call has a name now: what came early is delivered in its order, the rest goes on waiting.
void deliver_early_signals(Context& context) {
  AppState& state = context.state;
  if (!call::is_active(state.call.phase) || state.call.id.empty()) return;
  std::deque<signalling::ServerMessage> early;
  std::swap(early, state.early_signals);
  for (const signalling::ServerMessage& message : early) {
    const CallId* about = std::visit(CallOf{}, message);
    if (about != nullptr && *about == state.call.id) {
      std::visit([&context](const auto& signal) { on_message(context, signal); }, message);
    } else {
      state.early_signals.push_back(message);
    }
  }
}

}  // namespace

// --- the person -----------------------------------------------------------------------------------------
void on(Context& context, const events::CallRequested& event) {
  AppState& state = context.state;
  const Chat* chat = find_chat(std::as_const(state), event.chat);
  const User* peer = chat == nullptr ? nullptr : other_participant(state, *chat);
  if (peer == nullptr || !is_signed_in(state)) return;
  if (!state.environment.secure_context) {
    notify(context, NoticeKind::kInsecureOrigin);
  } else if (!state.environment.webrtc_supported) {
    notify(context, NoticeKind::kWebRtcMissing);
  } else {
    const call::Dial wish{chat->id, *peer, event.kind, state.environment.microphone_granted};
    step(context, [&](const call::Turn& turn) { call::dial(turn, wish); });
  }
}

void on(Context& context, const events::CallAnswered& event) {
  AppState& state = context.state;
  if (!state.environment.secure_context) {
    notify(context, NoticeKind::kInsecureOrigin);
  } else if (!state.environment.webrtc_supported) {
    notify(context, NoticeKind::kWebRtcMissing);
  } else {
    step(context, [&](const call::Turn& turn) { call::answer(turn, event.with_video); });
  }
}

void on(Context& context, const events::CallRefused&) { step(context, call::refuse); }
void on(Context& context, const events::CallHungUp&) { step(context, call::hang_up); }
void on(Context& context, const events::MicrophoneToggled&) { step(context, call::toggle_microphone); }
void on(Context& context, const events::CameraToggled&) { step(context, call::toggle_camera); }
void on(Context& context, const events::MicrophoneRetried&) { step(context, call::retry_microphone); }
void on(Context& context, const events::ListeningChosen&) { step(context, call::go_on_listening); }
void on(Context& context, const events::TestPictureChosen&) { step(context, call::choose_test_picture); }
void on(Context& context, const events::EndedCallDismissed&) { step(context, call::dismiss_ended); }
void on(Context& context, const events::SecondCallAnswered&) { step(context, call::answer_second); }
void on(Context& context, const events::SecondCallRefused&) { step(context, call::refuse_second); }

void on(Context& context, const events::ContinueHereChosen&) {
  AppState& state = context.state;
  if (!state.ledger.elsewhere) return;
  if (!state.environment.secure_context) {
    notify(context, NoticeKind::kInsecureOrigin);
  } else if (!state.environment.webrtc_supported) {
    notify(context, NoticeKind::kWebRtcMissing);
  } else {
    // From another tab the devices come over as they are there; of another device they are not known.
    const bool is_known = state.tabs.other.call == state.ledger.elsewhere->id;
    const bool mic_on = !is_known || state.tabs.other.mic_on;
    const bool camera_on = is_known && state.tabs.other.camera_on;
    step(context, [&](const call::Turn& turn) { call::continue_here(turn, mic_on, camera_on); });
  }
}

void on(Context& context, const events::CallMinimized& event) {
  step(context, [&](const call::Turn& turn) { call::minimize(turn, event.minimized); });
}

// --- media ------------------------------------------------------------------------------------------------
void on(Context& context, const events::MediaChanged& event) {
  step(context, [&](const call::Turn& turn) { call::media_changed(turn, event.microphone, event.camera); });
}

void on(Context& context, const events::LocalDescriptionMade& event) {
  step(context, [&](const call::Turn& turn) {
    call::description_made(turn, event.peer, event.operation, event.type, event.sdp);
  });
}

void on(Context& context, const events::RemoteAnswerApplied& event) {
  step(context, [&](const call::Turn& turn) { call::answer_applied(turn, event.peer, event.operation); });
}

void on(Context& context, const events::PeerOperationFailed& event) {
  step(context, [&](const call::Turn& turn) { call::peer_failed(turn, event.peer, event.operation); });
}

void on(Context& context, const events::LocalCandidateFound& event) {
  step(context, [&](const call::Turn& turn) { call::candidate_found(turn, event.peer, event.candidate); });
}

void on(Context& context, const events::GatheringFinished& event) {
  step(context, [&](const call::Turn& turn) { call::candidates_complete(turn, event.peer, event.sdp); });
}

void on(Context& context, const events::PeerStateChanged& event) {
  step(context, [&](const call::Turn& turn) { call::connection_changed(turn, event.peer, event.state); });
}

void on(Context& context, const events::RemoteVideoChanged& event) {
  step(context, [&](const call::Turn& turn) { call::remote_video_changed(turn, event.peer, event.arriving); });
}

void on(Context& context, const events::PathMeasured& event) {
  step(context, [&](const call::Turn& turn) { call::path_measured(turn, event.peer, event.report); });
}

// --- the server -------------------------------------------------------------------------------------------
void on_message(Context& context, const signalling::IncomingCall& message) {
  step(context, [&](const call::Turn& turn) { call::incoming(turn, message.call); });
  deliver_early_signals(context);
}

void on_message(Context& context, const signalling::CallInitiated& message) {
  step(context, [&](const call::Turn& turn) { call::initiated_event(turn, message.call); });
  deliver_early_signals(context);
}

void on_message(Context& context, const signalling::CallAccepted& message) {
  const bool concerns_us = message.call == context.state.call.id && call::is_active(context.state.call.phase);
  step_or_wait(context, message, [&](const call::Turn& turn) { call::accepted_event(turn, message); });
  if (concerns_us) return;
  step(context, [&](const call::Turn& turn) {
    call::second_settled(turn, message.call);
    call::look_elsewhere(turn);
  });
}

void on_message(Context& context, const signalling::CallDeclined& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::declined_event(turn, message); });
  step(context, [&](const call::Turn& turn) { call::second_settled(turn, message.call); });
}

void on_message(Context& context, const signalling::CallEnded& message) {
  step(context, [&](const call::Turn& turn) { call::ended_event(turn, message); });
}

void on_message(Context& context, const signalling::SomeoneDisconnected& message) {
  step(context, [&](const call::Turn& turn) { call::someone_disconnected(turn, message); });
}

void on_message(Context& context, const signalling::RemoteDescription& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::description_arrived(turn, message); });
}

void on_message(Context& context, const signalling::RemoteCandidate& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::candidate_arrived(turn, message); });
}

void on_message(Context& context, const signalling::RemoteNote& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::note_arrived(turn, message); });
}

void on_message(Context& context, const signalling::RemoteMicrophone& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::remote_microphone(turn, message); });
}

void on_message(Context& context, const signalling::RemoteCamera& message) {
  step_or_wait(context, message, [&](const call::Turn& turn) { call::remote_camera(turn, message); });
}

// --- replies ------------------------------------------------------------------------------------------------
void on_reply(Context& context, RequestId id, const api::InitiateCall& asked, const Reply& reply) {
  const auto result = reply_as<api::CallInitiated>(reply);
  step(context, [&](const call::Turn& turn) { call::initiate_answered(turn, id, asked, result); });
  deliver_early_signals(context);
}

void on_reply(Context& context, RequestId id, const api::AcceptCall&, const Reply& reply) {
  const auto result = reply_as<api::CallAccepted>(reply);
  step(context, [&](const call::Turn& turn) { call::accept_answered(turn, id, result); });
}

namespace {

void end_settled(Context& context, RequestId id, const Reply& reply) {
  const bool is_away =
      !reply && (reply.error().kind == ErrorKind::kNetwork || reply.error().kind == ErrorKind::kServer);
  step(context, [&](const call::Turn& turn) { call::end_answered(turn, id, !is_away); });
}

}  // namespace

void on_reply(Context& context, RequestId id, const api::DeclineCall&, const Reply& reply) {
  end_settled(context, id, reply);
}

void on_reply(Context& context, RequestId id, const api::EndCall&, const Reply& reply) {
  end_settled(context, id, reply);
}

void on_reply(Context& context, RequestId id, const api::FetchActiveCall&, const Reply& reply) {
  const auto result = reply_as<api::ActiveCall>(reply);
  const call::Phase before = context.state.call.phase;
  step(context, [&](const call::Turn& turn) { call::active_answered(turn, id, result); });
  // The socket should have told that first: it may be dead, and nobody noticed.
  if (call::is_ringing(before) && context.state.call.phase != before) probe_server(context);
  deliver_early_signals(context);
}

void call_socket_came_up(Context& context) { step(context, call::socket_came_up); }
void call_network_changed(Context& context) { step(context, call::network_changed); }
void call_leave(Context& context) { step(context, call::leave_for_sign_out); }
void call_resume(Context& context) { step(context, call::resume); }
void call_owe(Context& context, const std::vector<call::SavedEnd>& ends) {
  step(context, [&](const call::Turn& turn) { call::owe_saved(turn, ends); });
}
void call_heard_tab(Context& context, const TabNews& news) {
  switch (news.state) {
    case TabCall::kMedia:
      if (news.came_over) step(context, [&](const call::Turn& turn) { call::carried_elsewhere(turn, news.call); });
      [[fallthrough]];
    case TabCall::kTaken:
      step(context, [&](const call::Turn& turn) { call::handled_in_tab(turn, news.call, false); });
      return;
    case TabCall::kDeclined:
      step(context, [&](const call::Turn& turn) { call::handled_in_tab(turn, news.call, true); });
      return;
    case TabCall::kNone:
    case TabCall::kOver:
      return;
  }
}
void call_time_passed(Context& context) { step(context, call::time_passed); }

}  // namespace ssc
