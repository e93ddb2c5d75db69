// The call machine: one function for everything that can happen to a call. Pure over a Turn: moves the state on and
// says what must be done. Every function decides for every phase; what does not concern the call is ignored.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "call/commands.hpp"
#include "protocol/api.hpp"
#include "protocol/signalling.hpp"

namespace ssc::call {

// --- the person ---------------------------------------------------------------------------------------
struct Dial {
  ChatId chat;
  User peer;
  CallKind kind = CallKind::kAudio;
  bool microphone_granted = false;  // no permission prompt will show: the other side may ring at once
};
void dial(const Turn& turn, const Dial& dial);
void answer(const Turn& turn, bool with_video);
void refuse(const Turn& turn);
void hang_up(const Turn& turn);
void toggle_microphone(const Turn& turn);
void toggle_camera(const Turn& turn);
void choose_test_picture(const Turn& turn);
/// Asks the browser for the microphone once more.
void retry_microphone(const Turn& turn);
/// Calls, or goes on calling, without a microphone.
void go_on_listening(const Turn& turn);
void minimize(const Turn& turn, bool minimized);
void dismiss_ended(const Turn& turn);
/// The account leaves this page. A call only ringing here may still be answered on another device.
void leave_for_sign_out(const Turn& turn);
/// The page was loaded again in the middle of a call, which the ledger holds: it is taken up again where it lives.
void resume(const Turn& turn);
/// "Continue here": the running call of this account comes over from the other tab or device.
void continue_here(const Turn& turn, bool mic_on, bool camera_on);
/// Somebody else rings while we are in a call: end ours and take that one, or decline it.
void answer_second(const Turn& turn);
void refuse_second(const Turn& turn);
/// `call` rings no more: if it was the second one, it is not offered any longer.
void second_settled(const Turn& turn, const CallId& call);
/// Another tab of this browser answered or declined what rings here.
void handled_in_tab(const Turn& turn, const CallId& call, bool declined);
/// A call of this account was accepted, and this page is in none: where does it run?
void look_elsewhere(const Turn& turn);
/// Another page of this account carries the call's media now.
void carried_elsewhere(const Turn& turn, const CallId& call);

// --- the server ---------------------------------------------------------------------------------------
void incoming(const Turn& turn, const CallRecord& record);
void initiated_event(const Turn& turn, const CallRecord& record);
void initiate_answered(const Turn& turn, RequestId request, const api::InitiateCall& asked,
                       const Result<api::CallInitiated>& result);
void accepted_event(const Turn& turn, const signalling::CallAccepted& event);
void accept_answered(const Turn& turn, RequestId request, const Result<api::CallAccepted>& result);
void declined_event(const Turn& turn, const signalling::CallDeclined& event);
void ended_event(const Turn& turn, const signalling::CallEnded& event);
/// callEnded without an id: perhaps our peer, perhaps a stranger (T9).
void someone_disconnected(const Turn& turn, const signalling::SomeoneDisconnected& event);
/// EndCall or DeclineCall was answered. `answered`: by the server, whatever it said.
void end_answered(const Turn& turn, RequestId request, bool answered);
void active_answered(const Turn& turn, RequestId request, const Result<api::ActiveCall>& result);
/// Events flow again after the socket came up: tell and ask what may have been lost meanwhile.
void socket_came_up(const Turn& turn);

// --- the peer, through the server -----------------------------------------------------------------------
void description_arrived(const Turn& turn, const signalling::RemoteDescription& signal);
void candidate_arrived(const Turn& turn, const signalling::RemoteCandidate& signal);
/// A word of a client of our kind: what arrived there, or what it asks for.
void note_arrived(const Turn& turn, const signalling::RemoteNote& signal);
void remote_microphone(const Turn& turn, const signalling::RemoteMicrophone& signal);
void remote_camera(const Turn& turn, const signalling::RemoteCamera& signal);

// --- media ------------------------------------------------------------------------------------------------
void media_changed(const Turn& turn, const LocalDevice& microphone, const LocalDevice& camera);
void description_made(const Turn& turn, PeerGeneration peer, int operation, signalling::SdpType type,
                      const std::string& sdp);
void answer_applied(const Turn& turn, PeerGeneration peer, int operation);
void peer_failed(const Turn& turn, PeerGeneration peer, int operation);
void candidate_found(const Turn& turn, PeerGeneration peer, const signalling::Candidate& candidate);
void candidates_complete(const Turn& turn, PeerGeneration peer, const std::string& sdp);
void connection_changed(const Turn& turn, PeerGeneration peer, PeerConnectionState state);
/// The page heard that its addresses may have changed.
void network_changed(const Turn& turn);
void remote_video_changed(const Turn& turn, PeerGeneration peer, bool arriving);
void path_measured(const Turn& turn, PeerGeneration peer, const PathReport& report);

void time_passed(const Turn& turn);
/// The moment at which time_passed() has something to do, or kNever.
Instant next_moment(const CallState& call);

}  // namespace ssc::call
