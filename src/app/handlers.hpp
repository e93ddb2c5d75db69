// The seams inside app/: one handler an event, a server message, a reply. update.cpp, http.cpp and update_socket.cpp
// dispatch to them; each subject's file defines its own. Inside app/ only.
#pragma once

#include "app/context.hpp"
#include "app/events.hpp"

namespace ssc {

// --- events, by subject -----------------------------------------------------------------------------------
void on(Context& context, const events::Started& event);
void on(Context& context, const events::SignInSubmitted& event);
void on(Context& context, const events::RegisterSubmitted& event);
void on(Context& context, const events::RegisterFormChosen& event);
void on(Context& context, const events::SignOutChosen& event);

void on(Context& context, const events::TimePassed& event);
void on(Context& context, const events::EnvironmentChanged& event);
void on(Context& context, const events::PageLeft& event);
void on(Context& context, const events::PageReturned& event);
void on(Context& context, const events::SettingsOpened& event);
void on(Context& context, const events::LanguageChosen& event);
void on(Context& context, const events::ThemeChosen& event);
void on(Context& context, const events::IceProfileChosen& event);
void on(Context& context, const events::HideAddressChosen& event);
void on(Context& context, const events::LowDataChosen& event);
void on(Context& context, const events::NoticeDismissed& event);

void on(Context& context, const events::ChatChosen& event);
void on(Context& context, const events::ChatLeft& event);
void on(Context& context, const events::ReloadChosen& event);
void on(Context& context, const events::OlderMessagesWanted& event);
void on(Context& context, const events::MessageSubmitted& event);
void on(Context& context, const events::MessageRetried& event);
void on(Context& context, const events::MessageTyped& event);
void on(Context& context, const events::SearchChanged& event);
void on(Context& context, const events::PersonChosen& event);

void on(Context& context, const events::ReconnectChosen& event);
void on(Context& context, const events::SocketOpened& event);
void on(Context& context, const events::SocketReceived& event);
void on(Context& context, const events::SocketClosed& event);
void on(Context& context, const events::SocketPolled& event);
void on(Context& context, const events::SocketPosted& event);
void on(Context& context, const events::TabOwnershipChanged& event);
void on(Context& context, const events::TabSaid& event);
void on(Context& context, const events::ContinueHereChosen& event);
void on(Context& context, const events::SecondCallAnswered& event);
void on(Context& context, const events::SecondCallRefused& event);
void on(Context& context, const events::HttpAnswered& event);

void on(Context& context, const events::CallRequested& event);
void on(Context& context, const events::CallAnswered& event);
void on(Context& context, const events::CallRefused& event);
void on(Context& context, const events::CallHungUp& event);
void on(Context& context, const events::MicrophoneToggled& event);
void on(Context& context, const events::CameraToggled& event);
void on(Context& context, const events::MicrophoneRetried& event);
void on(Context& context, const events::ListeningChosen& event);
void on(Context& context, const events::TestPictureChosen& event);
void on(Context& context, const events::CallMinimized& event);
void on(Context& context, const events::EndedCallDismissed& event);
void on(Context& context, const events::MediaChanged& event);
void on(Context& context, const events::LocalDescriptionMade& event);
void on(Context& context, const events::RemoteAnswerApplied& event);
void on(Context& context, const events::PeerOperationFailed& event);
void on(Context& context, const events::LocalCandidateFound& event);
void on(Context& context, const events::GatheringFinished& event);
void on(Context& context, const events::PeerStateChanged& event);
void on(Context& context, const events::RemoteVideoChanged& event);
void on(Context& context, const events::PathMeasured& event);

// --- messages of the server ---------------------------------------------------------------------------------
void on_message(Context& context, const signalling::IncomingCall& message);
void on_message(Context& context, const signalling::CallInitiated& message);
void on_message(Context& context, const signalling::CallAccepted& message);
void on_message(Context& context, const signalling::CallDeclined& message);
void on_message(Context& context, const signalling::CallEnded& message);
void on_message(Context& context, const signalling::SomeoneDisconnected& message);
void on_message(Context& context, const signalling::RemoteDescription& message);
void on_message(Context& context, const signalling::RemoteCandidate& message);
void on_message(Context& context, const signalling::RemoteNote& message);
void on_message(Context& context, const signalling::RemoteMicrophone& message);
void on_message(Context& context, const signalling::RemoteCamera& message);
void on_message(Context& context, const signalling::MessageArrived& message);
void on_message(Context& context, const signalling::ChatAppeared& message);
void on_message(Context& context, const signalling::MessagesRead& message);
void on_message(Context& context, const signalling::UnreadChanged& message);
void on_message(Context& context, const signalling::MessageDeleted& message);
void on_message(Context& context, const signalling::Typing& message);
void on_message(Context& context, const signalling::PresenceChanged& message);
void on_message(Context& context, const signalling::PresenceSync& message);

// --- replies, by what was asked -----------------------------------------------------------------------------
using Reply = Result<api::Reply>;
void on_reply(Context& context, RequestId id, const api::FetchConfig& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::SignIn& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::Register& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::RefreshTokens& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::SignOut& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::FetchMe& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::SearchUsers& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::FetchOnlineStatus& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::ListChats& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::OpenChatWith& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::ListMessages& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::SendMessage& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::MarkRead& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::FetchIceServers& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::InitiateCall& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::AcceptCall& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::DeclineCall& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::EndCall& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::FetchActiveCall& asked, const Reply& reply);
void on_reply(Context& context, RequestId id, const api::FetchCallHistory& asked, const Reply& reply);

// --- what subjects ask of each other ------------------------------------------------------------------------
/// Tokens and account stand in the state: loads everything and connects.
void begin_session(Context& context);
/// Forgets the account and all it showed; `trouble` is what the sign-in form then says.
void end_session(Context& context, FormTrouble trouble);
/// The server refuses the session: it ends, after the call that runs.
void session_refused(Context& context);
/// The session that was refused, or that the person leaves, ends as soon as no call needs it any more.
void end_session_when_due(Context& context);
/// Hands `reply` to its handler, past any token business.
void deliver_reply(Context& context, RequestId id, const api::Request& request, const Reply& reply);
/// Sends RefreshTokens when `wanted`.
void refresh_tokens(Context& context, bool wanted);
void carry_out(Context& context, const SocketOutputs& outputs);
void send_waiting_signals(Context& context);

void open_chat(Context& context, const ChatId& chat);
void load_messages(Context& context, const ChatId& chat, int page);
void load_call_history(Context& context, const ChatId& chat);
void load_chats(Context& context);
void resort_chats(AppState& state);
void upsert_chat(Context& context, const Chat& chat);
/// A chat that is open on a visible screen has no unread messages; tells the server so.
void read_open_chat(Context& context);
/// Fetches again what events may have changed unnoticed.
void catch_up_after_reconnect(Context& context);

void call_socket_came_up(Context& context);
void call_network_changed(Context& context);
void call_leave(Context& context);
void call_heard_tab(Context& context, const TabNews& news);
/// A sign of life of this page, with the call it is in.
void tell_activity(Context& context);
/// Asks the server whether it still hears us, because the path to it may have died unnoticed.
void probe_server(Context& context);
/// Asks what became of the call that a reload interrupted, if there was one.
void call_resume(Context& context);
void call_owe(Context& context, const std::vector<call::SavedEnd>& ends);
void call_time_passed(Context& context);

void session_time_passed(Context& context);
void socket_time_passed(Context& context);
void search_time_passed(Context& context);
void chats_time_passed(Context& context);
void notices_time_passed(Context& context);

/// The earliest deadline in the state.
Instant next_deadline(const AppState& state);

}  // namespace ssc
