// The browser's RTCPeerConnection behind ports::Peer: turns calls into web/glue/peer.js and its reports into events.
// Owns no connection (the glue does) but knows which generation is the current one; reports of others are stale.
#pragma once

#include <string>

#include <emscripten/val.h>

#include "ports/ports.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebPeer final : public ports::Peer {
 public:
  /// `glue`: web/glue/peer.js; `meter`: web/glue/stats.js.
  WebPeer(emscripten::val glue, emscripten::val meter, Sink sink);

  void create(PeerGeneration peer, const IceSetup& setup) override;
  void restart(PeerGeneration peer, int operation, const IceSetup& setup) override;
  void make_offer(PeerGeneration peer, int operation) override;
  void accept_offer(PeerGeneration peer, int operation, const std::string& sdp) override;
  void accept_answer(PeerGeneration peer, int operation, const std::string& sdp) override;
  void add_candidate(PeerGeneration peer, const signalling::Candidate& candidate) override;
  void close(PeerGeneration peer) override;
  void measure(bool wanted) override;
  void limit(const call::SendLimits& limits) override;

  // What the glue reports, already plain data.
  /// `what`: "offer", "answer" (a local description was made: `text` is its SDP), "applied" (the remote answer is in
  /// place), "failed" (`text` says why).
  void operation_ended(PeerGeneration peer, int operation, const std::string& what, const std::string& text);
  void candidate_found(PeerGeneration peer, signalling::Candidate candidate);
  /// `what`: "gathered" (`text` is the whole SDP), "state" (`text` is connectionState), "video" (`text` is "1" or "0").
  void changed(PeerGeneration peer, const std::string& what, const std::string& text);
  /// `candidate_type`: the word of RTCIceCandidateStats.candidateType.
  void measured(PeerGeneration peer, call::PathReport report, const std::string& candidate_type);

 private:
  emscripten::val glue_, meter_;
  Sink sink_;
  PeerGeneration current_;
};

}  // namespace ssc::web
