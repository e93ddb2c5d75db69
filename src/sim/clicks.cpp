#include "sim/clicks.hpp"

namespace ssc::sim {
namespace {

void offer_in_call(const call::CallState& call, std::vector<Offer>& offers) {
  offers.push_back({"End call", 2, events::CallHungUp{}});
  offers.push_back({call.microphone.wanted ? "Mute" : "Unmute", 4, events::MicrophoneToggled{}});
  offers.push_back({call.camera.wanted ? "Camera off" : "Camera on", 3, events::CameraToggled{}});
  offers.push_back({"Test picture", 1, events::TestPictureChosen{}});
  offers.push_back({"Minimize", 1, events::CallMinimized{!call.minimized}});
}

}  // namespace

std::vector<Offer> offers_of(const AppState& state, const std::string& username) {
  std::vector<Offer> offers;
  if (state.sign_in.phase == AuthPhase::kSignedOut) {
    offers.push_back({"Sign in", 1, events::SignInSubmitted{username, "secret"}});
    return offers;
  }
  if (!is_signed_in(state)) return offers;
  offers.push_back({"Sign out", 1, events::SignOutChosen{}});
  if (!state.can_emit) offers.push_back({"Reconnect", 2, events::ReconnectChosen{}});
  const call::CallState& call = state.call;
  switch (call.phase) {
    case call::Phase::kEnded:
      offers.push_back({"Dismiss", 2, events::EndedCallDismissed{}});
      [[fallthrough]];
    case call::Phase::kIdle:
      for (const Chat& chat : state.chats) {
        offers.push_back({"Voice call", 10, events::CallRequested{chat.id, CallKind::kAudio}});
        offers.push_back({"Video call", 4, events::CallRequested{chat.id, CallKind::kVideo}});
      }
      break;
    case call::Phase::kIncoming:
      offers.push_back({"Accept", 14, events::CallAnswered{false}});
      offers.push_back({"Accept with video", 5, events::CallAnswered{true}});
      offers.push_back({"Decline", 4, events::CallRefused{}});
      break;
    case call::Phase::kPreparing:
    case call::Phase::kRinging:
    case call::Phase::kAccepting:
    case call::Phase::kConnecting:
    case call::Phase::kConnected:
    case call::Phase::kReconnecting:
      offer_in_call(call, offers);
      break;
  }
  return offers;
}

const Offer* choose(const std::vector<Offer>& offers, int number) {
  int total = 0;
  for (const Offer& offer : offers) total += offer.weight;
  if (total == 0) return nullptr;
  int left = number % total;
  for (const Offer& offer : offers) {
    left -= offer.weight;
    if (left < 0) return &offer;
  }
  return nullptr;
}

}  // namespace ssc::sim
