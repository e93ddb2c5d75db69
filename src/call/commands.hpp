// What the call machine asks for, in order. A closed variant like the client's effects, but about calls only: app/
// maps each to an effect. Turn bundles what one step of the machine may read and change; it owns nothing.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "call/call_state.hpp"
#include "call/ledger.hpp"
#include "protocol/api.hpp"
#include "protocol/signalling.hpp"

namespace ssc::call {

/// A passing remark for the person about the call.
enum class Remark {
  kCalleeOffline,
  kMicrophoneDenied,
  kMicrophoneMissing,
  kMicrophoneBusy,
  kCameraDenied,
  kCameraMissing,
  kCameraBusy,
  kCameraNotShown,  // their program shows no picture in a voice call
};

namespace commands {
// A table: one shape a line.
// clang-format off
struct Ask { RequestId id; api::Request request; bool operator==(const Ask&) const = default; };
struct Emit { signalling::ClientMessage message; bool operator==(const Emit&) const = default; };
struct CreatePeer { PeerGeneration peer; bool relay_only = false; bool operator==(const CreatePeer&) const = default; };
struct MakeOffer { PeerGeneration peer; int operation = 0; bool operator==(const MakeOffer&) const = default; };
/// An offer of new ICE on a connection that stands: what flows goes on flowing until the new path carries it.
struct RestartIce { PeerGeneration peer; int operation = 0; bool relay_only = false; bool operator==(const RestartIce&) const = default; };
struct AcceptOffer { PeerGeneration peer; int operation = 0; std::string sdp; bool operator==(const AcceptOffer&) const = default; };
struct AcceptAnswer { PeerGeneration peer; int operation = 0; std::string sdp; bool operator==(const AcceptAnswer&) const = default; };
struct AddCandidate { PeerGeneration peer; signalling::Candidate candidate; bool operator==(const AddCandidate&) const = default; };
struct ClosePeer { PeerGeneration peer; bool operator==(const ClosePeer&) const = default; };
struct Tell { Remark remark = Remark::kCalleeOffline; bool operator==(const Tell&) const = default; };
// clang-format on
}  // namespace commands

using Command = std::variant<commands::Ask, commands::Emit, commands::CreatePeer, commands::MakeOffer,
                             commands::RestartIce, commands::AcceptOffer, commands::AcceptAnswer,
                             commands::AddCandidate, commands::ClosePeer, commands::Tell>;
using Commands = std::vector<Command>;

/// What a step may know of the client around the call.
struct Surroundings {
  bool online = true;        // signals can be sent now
  bool may_warm = true;      // this page may build a path while it rings
  bool hide_address = false;
  bool relay_known = false;  // there is a TURN server to fall back to
};

struct Turn {
  CallState& call;
  Ledger& ledger;
  const User& me;
  Now now;
  RequestId& last_request;  // of the whole client: ids of requests are drawn from it
  Commands& out;
  Surroundings around{};

  RequestId ask(api::Request request) const {
    last_request = last_request.next();
    out.push_back(commands::Ask{last_request, std::move(request)});
    return last_request;
  }
};

}  // namespace ssc::call
