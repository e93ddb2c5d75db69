#include "call/quality.hpp"

#include <algorithm>
#include <cmath>

namespace ssc::call {
namespace {

// ITU-T G.107 (06/2015) with all its default values but the two that a path changes: R = 93.2 - Id - Ie,eff.
constexpr double kBestRating = 93.2;
// Loss robustness Bpl of ITU-T G.113, Appendix I, for G.711 with concealment. Opus with in-band FEC is not tabled there
// and bears at least as much.
constexpr double kLossRobustness_pct = 25.1;
// Framing, look-ahead and sound hardware at both ends: what is between mouth and ear beside the path.
constexpr double kEndDelay_ms = 60;

// Borders of user satisfaction, ITU-T G.109: below 80 some, below 70 many, below 60 nearly all are dissatisfied.
constexpr std::array<double, 4> kBorders{50, 60, 70, 80};
constexpr double kMarginUp = 3;  // a border is crossed upwards a little above it
constexpr int kDissentNeeded = 3;

constexpr Duration kWindow{4'500};  // five ticks of a second that may come early
constexpr Duration kLongestGap{3'000};  // the page slept: what happened meanwhile accuses nobody
constexpr double kFewPackets = 50;  // one second of audio: too little to speak of shares

int bars_of(double rating) {
  int bars = 0;
  for (const double border : kBorders) bars += static_cast<int>(rating >= border);
  return bars;
}

void push(QualityWindow& window, const PathReport& report, Instant now) {
  if (window.count > 0 && now - window.samples[static_cast<std::size_t>(window.count) - 1].at > kLongestGap) {
    window = QualityWindow();
  }
  if (window.count == static_cast<int>(window.samples.size())) {
    std::move(window.samples.begin() + 1, window.samples.end(), window.samples.begin());
    --window.count;
  }
  window.samples[static_cast<std::size_t>(window.count++)] = {now, report.audio_packets, report.audio_lost};
}

double lost_here(const QualityWindow& window) {
  const auto& last = window.samples[static_cast<std::size_t>(window.count) - 1];
  // Packets that come late take back a loss already counted.
  const double lost = std::max(0.0, last.lost - window.samples[0].lost);
  const double all = lost + last.packets - window.samples[0].packets;
  return all < kFewPackets ? 0 : lost / all;
}

struct Impairment {
  double rating;
  QualityCause cause;
  int figure;
};

Impairment impairment(double here, const PathReport& report) {
  const double there = std::clamp(report.remote_lost_share, 0.0, 1.0);
  const double lost = std::max(here, there);
  const double rtt_ms = std::max({0.0, report.rtt_ms, report.rtt_ms < 0 ? report.remote_rtt_ms : 0.0});
  // The buffer against jitter holds about twice of it.
  const double delay_ms = rtt_ms / 2 + 2 * std::max(0.0, report.jitter_ms) + kEndDelay_ms;
  const double rating = transmission_rating(delay_ms, lost);
  if (transmission_rating(delay_ms, 0) < transmission_rating(kEndDelay_ms, lost)) {
    return {rating, QualityCause::kSlow, static_cast<int>(std::min(rtt_ms, 60'000.0) / 10 + 0.5) * 10};
  }
  const QualityCause cause = 2 * std::min(here, there) >= lost ? QualityCause::kLossBothWays
                             : here > there                    ? QualityCause::kLossHere
                                                               : QualityCause::kLossThere;
  return {rating, cause, std::max(1, static_cast<int>(lost * 100 + 0.5))};
}

/// A figure that trembles is not news.
bool differs(int shown, int figure) { return std::abs(figure - shown) >= std::max(3, shown / 4); }

}  // namespace

double transmission_rating(double delay_ms, double lost_share) {
  // Id by the approximation of Cole and Rosenbluth, "Voice over IP Performance Monitoring" (2001), for G.107's curve.
  const double delay_impairment = 0.024 * delay_ms + 0.11 * std::max(0.0, delay_ms - 177.3);
  const double lost_pct = 100 * lost_share;
  const double loss_impairment = 95 * lost_pct / (lost_pct + kLossRobustness_pct);  // G.107 (7-29), random loss, Ie = 0
  return std::max(0.0, kBestRating - delay_impairment - loss_impairment);
}

void judge(QualityWindow& window, Quality& quality, const PathReport& report, Instant now) {
  push(window, report, now);
  if (now - window.samples[0].at < kWindow) return;
  const Impairment found = impairment(lost_here(window), report);
  int bars = bars_of(found.rating);
  if (quality.bars != Quality::kNotJudged && bars > quality.bars) {
    bars = std::max(quality.bars, bars_of(found.rating - kMarginUp));
  }
  const QualityCause cause = bars < 4 ? found.cause : QualityCause::kNone;
  const bool is_news = bars != quality.bars || cause != quality.cause ||
                       (cause != QualityCause::kNone && differs(quality.figure, found.figure));
  window.dissent = is_news ? window.dissent + 1 : 0;
  const bool is_fresh_and_good = quality.bars == Quality::kNotJudged && bars == 4;
  if (window.dissent < kDissentNeeded && !is_fresh_and_good) return;
  window.dissent = 0;
  quality = {bars, cause, cause == QualityCause::kNone ? 0 : found.figure};
}

}  // namespace ssc::call
