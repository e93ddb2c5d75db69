// What is measured of the media path while both talk.
#include "call/machine.hpp"

namespace ssc::call {

void path_measured(const Turn& turn, PeerGeneration peer, const PathReport& report) {
  CallState& call = turn.call;
  if (!is_talking(call.phase) || !call.negotiation.peer_exists || peer != call.negotiation.peer) return;
  call.path = report;
}

}  // namespace ssc::call
