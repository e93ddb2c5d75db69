// How well the media path carries the call, from what the browser counts of it: bars and the one reason for missing
// ones. Plain values and pure functions over them; it knows no connection, and decides nothing about the call.
#pragma once

#include <array>
#include <cstdint>

#include "base/time.hpp"

namespace ssc::call {

/// Type of the local candidate of the pair in use: of ours, never the remote's (contract D22).
enum class CandidateType : std::uint8_t { kUnknown, kHost, kServerReflexive, kPeerReflexive, kRelay };

/// What the browser counts of one connection, taken about once a second while both talk. Counters grow from the
/// connection's beginning; a figure the browser does not tell is kNotTold.
struct PathReport {
  static constexpr double kNotTold = -1;

  double audio_packets = 0;  // received
  double audio_lost = 0;
  double audio_bytes = 0;
  double jitter_ms = kNotTold;
  double remote_lost_share = kNotTold;  // 0-1: of our audio, by the other side's newest report
  double remote_rtt_ms = kNotTold;      // by that report
  double rtt_ms = kNotTold;             // of the nominated pair
  double available_kbps = kNotTold;     // outgoing, as the congestion control estimates it
  double frames_decoded = 0;
  double bytes_sent = 0;  // of all media
  CandidateType candidate = CandidateType::kUnknown;
  bool operator==(const PathReport&) const = default;
};

/// Who or what makes the call sound worse than it could.
enum class QualityCause : std::uint8_t { kNone, kLossHere, kLossThere, kLossBothWays, kSlow };

struct Quality {
  static constexpr int kNotJudged = -1;

  int bars = kNotJudged;  // 0-4
  QualityCause cause = QualityCause::kNone;
  int figure = 0;  // per cent lost, or ms there and back
  bool operator==(const Quality&) const = default;
};

/// What a judgement needs of the last seconds.
struct QualityWindow {
  struct Sample {
    Instant at{};
    double packets = 0, lost = 0;
    bool operator==(const Sample&) const = default;
  };
  std::array<Sample, 6> samples;  // one a second: five seconds between the first and the last
  int count = 0;
  int dissent = 0;  // judgements in a row that differ from what is shown
  bool operator==(const QualityWindow&) const = default;
};

/// Takes a report into account and moves `quality` on. A fresh window judges nothing for five seconds, and what is
/// shown changes only when three judgements in a row say so.
void judge(QualityWindow& window, Quality& quality, const PathReport& report, Instant now);

/// Transmission rating of the E-model, 0-93.2. `delay_ms`: from mouth to ear; `lost_share`: 0-1.
double transmission_rating(double delay_ms, double lost_share);

}  // namespace ssc::call
