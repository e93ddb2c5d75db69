#include "web/web_peer.hpp"

#include <array>
#include <utility>

#include "protocol/json_write.hpp"

namespace ssc::web {
namespace {

using call::PeerConnectionState;

// The words of RTCPeerConnection.connectionState.
constexpr std::array<std::pair<std::string_view, PeerConnectionState>, 6> kStates{{
    {"new", PeerConnectionState::kNew},
    {"connecting", PeerConnectionState::kConnecting},
    {"connected", PeerConnectionState::kConnected},
    {"disconnected", PeerConnectionState::kDisconnected},
    {"failed", PeerConnectionState::kFailed},
    {"closed", PeerConnectionState::kClosed},
}};

/// Members of an RTCConfiguration.
std::string ice_setup_json(const IceSetup& setup) {
  std::string json = "[";
  for (const IceServer& server : setup.servers) {
    std::string urls = "[";
    for (const std::string& url : server.urls) {
      if (urls.size() > 1) urls += ',';
      urls += json_string(url);
    }
    JsonObject entry;
    entry.member("urls", urls + ']');
    // Browsers refuse turn: entries without both, and stun: entries need neither.
    if (!server.username.empty()) entry.text("username", server.username).text("credential", server.credential);
    if (json.size() > 1) json += ',';
    json += entry.finish();
  }
  return JsonObject()
      .member("iceServers", json + ']')
      .text("iceTransportPolicy", setup.relay_only ? "relay" : "all")
      .finish();
}

call::CandidateType candidate_type_of(const std::string& word) {
  if (word == "host") return call::CandidateType::kHost;
  if (word == "srflx") return call::CandidateType::kServerReflexive;
  if (word == "prflx") return call::CandidateType::kPeerReflexive;
  return word == "relay" ? call::CandidateType::kRelay : call::CandidateType::kUnknown;
}

}  // namespace

WebPeer::WebPeer(emscripten::val glue, emscripten::val meter, Sink sink)
    : glue_(std::move(glue)), meter_(std::move(meter)), sink_(std::move(sink)) {}

void WebPeer::create(PeerGeneration peer, const IceSetup& setup) {
  current_ = peer;
  glue_.call<void>("create", peer.number, ice_setup_json(setup));
}

void WebPeer::restart(PeerGeneration peer, int operation, const IceSetup& setup) {
  glue_.call<void>("restart", peer.number, operation, ice_setup_json(setup));
}

void WebPeer::make_offer(PeerGeneration peer, int operation) { glue_.call<void>("make_offer", peer.number, operation); }

void WebPeer::accept_offer(PeerGeneration peer, int operation, const std::string& sdp) {
  glue_.call<void>("accept_offer", peer.number, operation, sdp);
}

void WebPeer::accept_answer(PeerGeneration peer, int operation, const std::string& sdp) {
  glue_.call<void>("accept_answer", peer.number, operation, sdp);
}

void WebPeer::add_candidate(PeerGeneration peer, const signalling::Candidate& candidate) {
  JsonObject json;
  json.text("candidate", candidate.candidate);
  if (!candidate.sdp_mid.empty()) json.text("sdpMid", candidate.sdp_mid);
  if (candidate.sdp_m_line_index >= 0) json.whole("sdpMLineIndex", candidate.sdp_m_line_index);
  if (!candidate.username_fragment.empty()) json.text("usernameFragment", candidate.username_fragment);
  glue_.call<void>("add_candidate", peer.number, json.finish());
}

void WebPeer::close(PeerGeneration peer) { glue_.call<void>("close", peer.number); }

void WebPeer::measure(bool wanted) { meter_.call<void>("measure", wanted); }

void WebPeer::limit(const call::SendLimits& limits) {
  meter_.call<void>("limit", limits.video_paused, limits.video_kbps, limits.video_lines, limits.frames_per_s,
                    limits.spare_audio);
}

void WebPeer::operation_ended(PeerGeneration peer, int operation, const std::string& what, const std::string& text) {
  if (peer != current_) return;
  if (what == "offer" || what == "answer") {
    const auto type = what == "offer" ? signalling::SdpType::kOffer : signalling::SdpType::kAnswer;
    sink_(events::LocalDescriptionMade{.peer = peer, .operation = operation, .type = type, .sdp = text});
  } else if (what == "applied") {
    sink_(events::RemoteAnswerApplied{.peer = peer, .operation = operation});
  } else {
    sink_(events::PeerOperationFailed{.peer = peer, .operation = operation, .message = text});
  }
}

void WebPeer::candidate_found(PeerGeneration peer, signalling::Candidate candidate) {
  if (peer != current_) return;
  sink_(events::LocalCandidateFound{.peer = peer, .candidate = std::move(candidate)});
}

void WebPeer::changed(PeerGeneration peer, const std::string& what, const std::string& text) {
  if (peer != current_) return;
  if (what == "gathered") return sink_(events::GatheringFinished{.peer = peer, .sdp = text});
  if (what == "video") return sink_(events::RemoteVideoChanged{.peer = peer, .arriving = text == "1"});
  for (const auto& [word, state] : kStates) {
    if (text == word) return sink_(events::PeerStateChanged{.peer = peer, .state = state});
  }
}

void WebPeer::measured(PeerGeneration peer, call::PathReport report, const std::string& candidate_type) {
  if (peer != current_) return;
  report.candidate = candidate_type_of(candidate_type);
  sink_(events::PathMeasured{.peer = peer, .report = report});
}

}  // namespace ssc::web
