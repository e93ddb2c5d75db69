// How much may be sent: follows the measured path so that sound is saved before the picture. Plain values and pure
// functions; the browser's own congestion control works below these limits, they only keep it from useless sizes.
#pragma once

#include "base/time.hpp"
#include "call/quality.hpp"

namespace ssc::call {

/// What the senders are held to.
struct SendLimits {
  bool video_paused = false;
  int video_kbps = 2'500;
  int video_lines = 720;  // of the shorter side
  int frames_per_s = 30;
  bool spare_audio = false;  // the path is too narrow for redundant audio
  bool operator==(const SendLimits&) const = default;
};

struct SendPolicy {
  static constexpr int kBestStep = 4;

  int step = kBestStep;  // 0: video is paused
  int weak = 0, strong = 0;  // reports in a row that speak for a change
  int seen = 0;              // reports since the picture began, up to where they count
  double estimate_kbps = 0;  // own one, where the browser does not tell; 0: not begun
  Instant try_again_at = kNever;  // paused: an idle sender measures nothing, so now and then it has to try
  int tries = 0;
  bool operator==(const SendPolicy&) const = default;
};

/// `sends_video`: a picture is wanted and captured.
void adapt(SendPolicy& policy, const PathReport& report, bool sends_video, Instant now);
SendLimits send_limits(const SendPolicy& policy, bool low_data);

}  // namespace ssc::call
