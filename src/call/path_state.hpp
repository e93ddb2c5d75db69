// What one call remembers of its way to the other side: which signals arrived, and how a lost path is being repaired.
// Plain values; the rules are in delivery.hpp and repair.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "protocol/signalling.hpp"

namespace ssc::call {

/// Numbered signals to and from one device of the other side.
struct DeliveryState {
  int last_sent = 0;     // number of our newest signal in this call
  int acknowledged = 0;  // up to here they have arrived there
  std::vector<signalling::Note> notes;  // sent and not acknowledged; descriptions and candidates are kept elsewhere
  Instant resend_at = kNever;
  Instant all_sent_at{};  // when everything that was not acknowledged went out last
  int resends = 0;  // since something was acknowledged

  std::string partner;  // the device whose signals count; empty = none known yet
  bool partner_accepted = false;  // its person is in the call; before that, it only rings there
  bool several_rang = false;      // more than one device built a path while it rang
  int received = 0;               // up to here its signals have arrived here
  std::uint64_t received_beyond = 0;  // bit n: number received + 2 + n has arrived too
  Instant acknowledge_at = kNever;
  bool operator==(const DeliveryState&) const = default;
};

/// The media path being watched and repaired.
struct RepairState {
  Instant wavering_since = kNever;  // the connection says "disconnected", which may pass by itself
  Instant next_try_at = kNever;
  Instant tried_at = kNever;
  int tries = 0;  // since media flowed last, or since both said yes
  double audio_packets = -1;  // heard so far on this connection; -1 = not measured
  Instant heard_at = kNever;  // when they last grew
  int silences = 0;           // times that a connected path brought no sound
  bool operator==(const RepairState&) const = default;
};

}  // namespace ssc::call
