// How well the media path carries the call, from what the browser counts of it. Plain values and pure functions over
// them; it knows no connection and no clock, and decides nothing about the call's phases.
#pragma once

#include <cstdint>

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

}  // namespace ssc::call
