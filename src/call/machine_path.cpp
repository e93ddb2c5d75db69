// What is measured of the media path while both talk, and what follows from it.
#include "call/machine.hpp"
#include "call/repair.hpp"

namespace ssc::call {

void path_measured(const Turn& turn, PeerGeneration peer, const PathReport& report) {
  CallState& call = turn.call;
  if (!is_talking(call.phase) || !call.negotiation.peer_exists || peer != call.negotiation.peer) return;
  call.path = report;
  watch_sound(turn, report.audio_packets);
  if (call.phase != Phase::kConnected) {
    call.quality_window = QualityWindow();  // an outage is said as such
    return;
  }
  judge(call.quality_window, call.quality, report, turn.now.instant);
  adapt(call.send_policy, report, is_camera_sending(call), turn.now.instant);
}

}  // namespace ssc::call
