// What is measured of the media path while both talk, and what follows from it.
#include "call/machine.hpp"
#include "call/machine_parts.hpp"
#include "call/negotiation.hpp"
#include "call/repair.hpp"

namespace ssc::call {

namespace {

/// Nobody sends sound or a picture who has not said yes: callAccepted and their own word of it were lost, or come later.
void notice_media(const Turn& turn, const PathReport& report) {
  CallState& call = turn.call;
  const bool any_media = report.audio_packets > 0 || report.frames_decoded > 0;
  if (!any_media || call.negotiation.connection != PeerConnectionState::kConnected) return;
  call.delivery.partner_accepted = true;
  taken_for_accepted(turn);
  caller_is_heard(turn);
  path_came_up(turn);
}

}  // namespace

void path_measured(const Turn& turn, PeerGeneration peer, const PathReport& report) {
  CallState& call = turn.call;
  if (!call.negotiation.peer_exists || peer != call.negotiation.peer || !may_be_heard(call)) return;
  notice_media(turn, report);
  if (!is_talking(call.phase)) return;
  look_for_direct_path(turn);
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
