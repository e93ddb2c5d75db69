// Effect: all that update() can ask for, as one closed variant, imperative. What is a lasting wish rather than an act
// (capture, ring tone, title, wake-up time) is not an effect: it is derived from the state, see wishes.hpp.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/state.hpp"
#include "app/tabs.hpp"
#include "base/ids.hpp"
#include "protocol/api.hpp"
#include "protocol/model.hpp"
#include "protocol/signalling.hpp"

namespace ssc::effects {

// A table: one shape a line.
// clang-format off
/// With the token of the moment it was asked for: signing out forgets the token before effects are carried out.
struct SendApi { RequestId id; api::Request request; std::string access_token; };
struct OpenSocket { SocketGeneration generation; std::string sid; };
struct DropWebSocket { SocketGeneration generation; };
struct PollSocket { SocketGeneration generation; std::string sid; };
struct PostSocket { SocketGeneration generation; std::string sid; std::string body; };
struct SendSocketText { SocketGeneration generation; std::string text; };
struct CloseSocket { SocketGeneration generation; };
struct CreatePeer { PeerGeneration peer; IceSetup setup; };
struct MakeOffer { PeerGeneration peer; int operation = 0; };
struct RestartIce { PeerGeneration peer; int operation = 0; IceSetup setup; };
struct AcceptOffer { PeerGeneration peer; int operation = 0; std::string sdp; };
struct AcceptAnswer { PeerGeneration peer; int operation = 0; std::string sdp; };
struct AddCandidate { PeerGeneration peer; signalling::Candidate candidate; };
struct ClosePeer { PeerGeneration peer; };
struct SaveSession { bool persistent = true; };  // tokens and account as they are in the state
struct ForgetSession {};
struct SaveSettings { Settings before; };  // what differs from it
struct TellTabs { TabNews news; };
// clang-format on

}  // namespace ssc::effects

namespace ssc {

using Effect = std::variant<effects::SendApi, effects::OpenSocket, effects::DropWebSocket, effects::PollSocket,
                            effects::PostSocket, effects::TellTabs, effects::SendSocketText, effects::CloseSocket,
                            effects::CreatePeer, effects::MakeOffer, effects::RestartIce, effects::AcceptOffer,
                            effects::AcceptAnswer, effects::AddCandidate, effects::ClosePeer, effects::SaveSession,
                            effects::ForgetSession, effects::SaveSettings>;
using Effects = std::vector<Effect>;

}  // namespace ssc
