#include "call/send_policy.hpp"

#include <algorithm>
#include <array>

namespace ssc::call {
namespace {

struct Step {
  double leave_below_kbps;  // for the step below
  double enter_from_kbps;   // from the step below
  SendLimits limits;
};

// Video that gets less than some 60 kbit/s beside the sound is no picture (RingRTC's borders, too: 60 and 70). The limit
// of a step lies well above where the next begins: a sender that is held at what was measured never measures more.
constexpr std::array<Step, SendPolicy::kBestStep + 1> kSteps{{
    {0, 0, {true, 0, 180, 10, true}},
    {60, 70, {false, 200, 180, 15, true}},
    {150, 190, {false, 700, 360, 20, false}},
    {450, 560, {false, 1'500, 540, 30, false}},
    {1'000, 1'250, {false, 2'500, 720, 30, false}},
}};
constexpr SendLimits kLowData{false, 250, 360, 15, false};  // with sound about 300 kbit/s

constexpr int kWeakNeeded = 2, kStrongNeeded = 3;  // reports in a row
constexpr int kFirstReports = 5;  // the browser is still feeling its way up
// The first picture is small: a large one takes longer to pack, and to send as long as nobody knows how fast the path is.
constexpr int kSmallReports = 2, kSmallLines = 360;
constexpr Duration kFirstTry{15'000};
constexpr int kMostDoublings = 3;

// Where the browser tells no estimate (Firefox): the loss-based control of Google Congestion Control
// (draft-ietf-rmcat-gcc-02, 6): up 5 % below 2 % of loss, down by half of the loss above 10 %.
constexpr double kFirstEstimate_kbps = 1'500, kLowestEstimate_kbps = 30, kHighestEstimate_kbps = 4'000;

double available_kbps(SendPolicy& policy, const PathReport& report) {
  if (report.available_kbps >= 0) return report.available_kbps;
  if (policy.estimate_kbps <= 0) policy.estimate_kbps = kFirstEstimate_kbps;
  const double lost = std::clamp(report.remote_lost_share, 0.0, 1.0);
  if (lost > 0.10) policy.estimate_kbps *= 1 - lost / 2;
  if (lost < 0.02) policy.estimate_kbps *= 1.05;
  policy.estimate_kbps = std::clamp(policy.estimate_kbps, kLowestEstimate_kbps, kHighestEstimate_kbps);
  return policy.estimate_kbps;
}

const Step& step_at(int step) { return kSteps[static_cast<std::size_t>(step)]; }

void go_to(SendPolicy& policy, int step, Instant now) {
  if (step == 0) {
    policy.try_again_at = now + kFirstTry * (1 << std::min(policy.tries, kMostDoublings));
    ++policy.tries;
  }
  if (step > 1) policy.tries = 0;  // the picture held
  policy.step = step;
  policy.weak = policy.strong = 0;
}

}  // namespace

void adapt(SendPolicy& policy, const PathReport& report, bool sends_video, Instant now) {
  const double kbps = available_kbps(policy, report);
  // Without a picture nothing is probed: the estimate says little, and the next picture begins hopefully.
  if (!sends_video) {
    policy = SendPolicy{.estimate_kbps = policy.estimate_kbps};
    return;
  }
  if (policy.seen < kFirstReports) {
    ++policy.seen;
    return;
  }
  const bool is_weak = kbps < step_at(policy.step).leave_below_kbps;
  const bool is_strong = policy.step < SendPolicy::kBestStep && kbps >= step_at(policy.step + 1).enter_from_kbps;
  policy.weak = is_weak ? policy.weak + 1 : 0;
  policy.strong = is_strong ? policy.strong + 1 : 0;
  if (policy.weak >= kWeakNeeded) {
    int step = policy.step;
    while (kbps < step_at(step).leave_below_kbps) --step;
    go_to(policy, step, now);
  } else if (policy.strong >= kStrongNeeded || (policy.step == 0 && now >= policy.try_again_at)) {
    go_to(policy, policy.step + 1, now);
  }
}

SendLimits send_limits(const SendPolicy& policy, bool low_data) {
  SendLimits limits = step_at(policy.step).limits;
  if (policy.seen < kSmallReports) limits.video_lines = std::min(limits.video_lines, kSmallLines);
  if (!low_data) return limits;
  limits.video_kbps = std::min(limits.video_kbps, kLowData.video_kbps);
  limits.video_lines = std::min(limits.video_lines, kLowData.video_lines);
  limits.frames_per_s = std::min(limits.frames_per_s, kLowData.frames_per_s);
  limits.spare_audio = true;
  return limits;
}

}  // namespace ssc::call
