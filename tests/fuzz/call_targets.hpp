// What is fuzzed behind the decoders: session descriptions, the extras our clients add to signals, and a call machine
// that hears any signals in any order. Like targets.hpp, shared by the libFuzzer programs and the unit tests.
#pragma once

#include <string>
#include <string_view>

#include "call/machine.hpp"
#include "call/negotiation.hpp"
#include "fuzz/targets.hpp"
#include "unit/testing/call_desk.hpp"

namespace ssc::fuzz {

/// A machine in any state keeps its bounds.
inline void require_bounded(const testing_tools::CallDesk& desk) {
  constexpr std::size_t kMost = 256;
  const call::NegotiationState& negotiation = desk.call.negotiation;
  require(negotiation.queued_remote_candidates.size() <= kMost, "waiting candidates are bounded");
  require(negotiation.local_candidates.size() <= kMost, "candidates of our own are bounded");
  require(desk.ledger.finished.size() <= call::kMaxFinished, "finished calls are bounded");
  require(!call::is_active(desk.call.phase) || !desk.call.peer.id.empty(), "a call has another side");
}

/// One description: its identity, and a machine that is offered it, is answered with it, and hears it again.
inline void sdp_target(std::string_view input) {
  const std::string sdp(input);
  const std::string identity = call::sdp_identity(sdp);
  require(identity.size() <= sdp.size(), "an identity is taken from its description");
  require(call::sdp_identity(sdp) == identity, "an identity stays the same");
  const bool is_taken_apart = identity != sdp;
  if (is_taken_apart) {
    require(call::sdp_identity(sdp + "\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n") == identity,
            "candidates do not change an identity");
  }
  testing_tools::CallDesk callee;
  callee.reach(call::Phase::kAccepting);
  callee.remote_offer(sdp, 1);
  callee.description_made(signalling::SdpType::kAnswer);
  callee.accept_confirmed();
  callee.remote_offer(sdp, 1);
  require_bounded(callee);
  testing_tools::CallDesk caller;
  caller.ring();
  caller.remote_answer(sdp, 1);
  caller.remote_answer(sdp, 1);
  call::answer_applied(caller.turn(), caller.call.negotiation.peer, caller.call.negotiation.operation);
  caller.remote_offer(sdp, 0);
  require_bounded(caller);
}

/// Any JSON text as the "ssc" of an offer, an answer and a candidate.
inline void signal_extras_target(std::string_view input) {
  const std::string head = R"({"callId":"c","fromUserId":"u",)";
  const std::string extras = R"(,"ssc":)" + std::string(input) + "}}";
  const auto hear = [&](std::string_view event, const std::string& inner) {
    const auto message = signalling::decode(event, head + inner + extras);
    if (message) std::visit(WholeServerMessage{}, *message);
    return message;
  };
  hear("webrtc-answer", R"("answer":{"type":"answer","sdp":"v=0")");
  hear("webrtc-ice-candidate", R"("candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0)");
  const auto offer = hear("webrtc-offer", R"("offer":{"type":"offer","sdp":"v=0")");
  if (!offer) return;
  // What was understood goes out as it came in.
  const auto* heard = std::get_if<signalling::RemoteDescription>(&*offer);
  require(heard != nullptr, "an offer is an offer");
  if (heard->description.peer.version != 1) return;  // of another version: not ours to repeat
  const signalling::EncodedEvent sent =
      signalling::encode(signalling::SendDescription{heard->call, heard->from, heard->description});
  std::string relayed = sent.payload;
  const std::size_t target = relayed.find("\"targetUserId\"");
  require(target != std::string::npos, "a signal names its receiver");
  relayed.replace(target, std::string_view("\"targetUserId\"").size(), "\"fromUserId\"");
  const auto again = signalling::decode(sent.event, relayed);
  require(again && *again == *offer, "an offer survives its way");
}

/// Lines of "EVENT PAYLOAD" for a machine that rings, is called, or talks: the first byte says which.
inline void call_signals_target(std::string_view input) {
  if (input.empty()) return;
  testing_tools::CallDesk desk;
  desk.reach(static_cast<call::Phase>(static_cast<unsigned char>(input.front()) % 9));
  input.remove_prefix(1);
  for (int lines = 0; !input.empty() && lines < 64; ++lines) {
    std::string_view line = take_line(input);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) {
      desk.pass(Duration(static_cast<int>(line.size()) * 1'000));
    } else if (const auto message = signalling::decode(line.substr(0, space), line.substr(space + 1))) {
      const auto hear = [&desk]<class T>(const T& signal) {
        if constexpr (std::is_same_v<T, signalling::IncomingCall>) call::incoming(desk.turn(), signal.call);
        if constexpr (std::is_same_v<T, signalling::CallInitiated>) call::initiated_event(desk.turn(), signal.call);
        if constexpr (std::is_same_v<T, signalling::CallAccepted>) call::accepted_event(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::CallDeclined>) call::declined_event(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::CallEnded>) call::ended_event(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::RemoteDescription>) call::description_arrived(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::RemoteCandidate>) call::candidate_arrived(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::RemoteMicrophone>) call::remote_microphone(desk.turn(), signal);
        if constexpr (std::is_same_v<T, signalling::RemoteCamera>) call::remote_camera(desk.turn(), signal);
      };
      std::visit(hear, *message);
    }
    require_bounded(desk);
  }
}

}  // namespace ssc::fuzz
