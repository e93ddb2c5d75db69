// AppEvent: all that can happen, as one closed variant. Past tense. Intents of the person come from the view;
// everything else from the ports, with the generation or request it belongs to.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "app/state.hpp"
#include "protocol/api.hpp"

namespace ssc::events {

// A table: one shape a line.
// clang-format off

// --- the page ---------------------------------------------------------------------------------------
/// First event of a page's life: what the shell found in the address and in storage.
struct Started {
  Settings settings;
  Environment environment;
  std::optional<Tokens> tokens;
  std::optional<Account> account;
  bool persistent = true;
  std::string demo_user;
  std::optional<call::SavedPage> before_reload;  // what this tab was in when it was loaded again
  std::uint64_t seed = 1;
};
struct TimePassed {};
struct EnvironmentChanged { Environment environment; };
struct PageLeft {};      // pagehide: the last reliable moment
struct PageReturned {};  // pageshow from the back/forward cache

// --- the person ---------------------------------------------------------------------------------------
struct SignInSubmitted { std::string login, password; };
struct RegisterSubmitted { std::string username, email, password; };
struct RegisterFormChosen { bool registering = false; };
struct SignOutChosen {};
struct ChatChosen { ChatId chat; };
struct ChatLeft {};  // back to the list
struct OlderMessagesWanted { ChatId chat; };
struct MessageSubmitted { ChatId chat; std::string text; };
struct MessageRetried { ChatId chat; std::uint32_t local_id = 0; };
struct MessageTyped { ChatId chat; };
struct SearchChanged { std::string query; };
struct PersonChosen { UserId user; };
struct ReloadChosen {};  // "try again" where loading failed
struct SettingsOpened { bool open = false; };
struct LanguageChosen { Language language = Language::kEnglish; };
struct ThemeChosen { ThemeChoice theme = ThemeChoice::kSystem; };
struct IceProfileChosen { call::IceProfile profile = call::IceProfile::kAuto; };
struct HideAddressChosen { bool on = false; };
struct LowDataChosen { bool on = false; };
struct NoticeDismissed { std::uint32_t id = 0; };
struct ReconnectChosen {};
struct CallRequested { ChatId chat; CallKind kind = CallKind::kAudio; };
struct CallAnswered { bool with_video = false; };  // Accept, Accept with video
struct CallRefused {};                             // Decline
struct CallHungUp {};                              // Cancel call, End call
struct MicrophoneToggled {};
struct CameraToggled {};
struct MicrophoneRetried {};  // after trouble with it
struct ListeningChosen {};    // call without a microphone
struct TestPictureChosen {};
struct CallMinimized { bool minimized = false; };
struct EndedCallDismissed {};
struct ContinueHereChosen {};     // the account's call, from another tab or device
struct SecondCallAnswered {};     // End and accept
struct SecondCallRefused {};

// --- the network ----------------------------------------------------------------------------------------
struct HttpAnswered { RequestId id; api::Request request; Result<api::Reply> reply; };
struct SocketOpened { SocketGeneration generation; };
struct SocketReceived { SocketGeneration generation; std::string text; };
struct SocketClosed { SocketGeneration generation; };
struct SocketPolled { SocketGeneration generation; bool ok = false; std::string body; };  // the waiting request ended
struct SocketPosted { SocketGeneration generation; bool ok = false; };

// --- other tabs of this browser ---------------------------------------------------------------------------
struct TabOwnershipChanged { bool owns_ringing = true; };
struct TabSaid { TabNews news; };

// --- media ------------------------------------------------------------------------------------------------
struct MediaChanged { call::LocalDevice microphone; call::LocalDevice camera; };  // `wanted` is ignored
struct LocalDescriptionMade { PeerGeneration peer; int operation = 0; signalling::SdpType type = signalling::SdpType::kOffer; std::string sdp; };
struct RemoteAnswerApplied { PeerGeneration peer; int operation = 0; };
struct PeerOperationFailed { PeerGeneration peer; int operation = 0; std::string message; };
struct LocalCandidateFound { PeerGeneration peer; signalling::Candidate candidate; };
/// All candidates are known; `sdp` is the local description with them inside (contract T1 b).
struct GatheringFinished { PeerGeneration peer; std::string sdp; };
struct PeerStateChanged { PeerGeneration peer; call::PeerConnectionState state = call::PeerConnectionState::kNew; };
struct RemoteVideoChanged { PeerGeneration peer; bool arriving = false; };
/// About once a second while Wishes::measure_path is true.
struct PathMeasured { PeerGeneration peer; call::PathReport report; };
// clang-format on

}  // namespace ssc::events

namespace ssc {

using AppEvent = std::variant<
    events::Started, events::TimePassed, events::EnvironmentChanged, events::PageLeft, events::PageReturned,
    events::SignInSubmitted, events::RegisterSubmitted, events::RegisterFormChosen, events::SignOutChosen,
    events::ChatChosen, events::ChatLeft, events::OlderMessagesWanted, events::MessageSubmitted, events::MessageRetried,
    events::MessageTyped, events::SearchChanged, events::PersonChosen, events::ReloadChosen, events::SettingsOpened,
    events::LanguageChosen, events::ThemeChosen, events::IceProfileChosen, events::HideAddressChosen,
    events::LowDataChosen, events::MicrophoneRetried, events::ListeningChosen, events::NoticeDismissed,
    events::ReconnectChosen, events::CallRequested, events::CallAnswered, events::CallRefused, events::CallHungUp,
    events::MicrophoneToggled, events::CameraToggled, events::TestPictureChosen, events::CallMinimized,
    events::EndedCallDismissed, events::HttpAnswered, events::SocketOpened, events::SocketReceived,
    events::SocketClosed, events::SocketPolled, events::SocketPosted, events::TabOwnershipChanged, events::TabSaid,
    events::ContinueHereChosen, events::SecondCallAnswered, events::SecondCallRefused, events::MediaChanged,
    events::LocalDescriptionMade, events::RemoteAnswerApplied, events::PeerOperationFailed, events::LocalCandidateFound,
    events::GatheringFinished, events::PeerStateChanged, events::RemoteVideoChanged, events::PathMeasured>;

}  // namespace ssc
