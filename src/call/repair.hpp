// A lost or silent media path is repaired: by ICE restarts, at last by a new connection, again and again with growing
// pauses while both are in the call. Only peers of our kind can be offered anything again (T5); with React peers the
// connection is left alone and only what is shown follows it. What a phase means is the machine's affair.
#pragma once

#include "call/commands.hpp"

namespace ssc::call {

/// Both said yes: from now on the path is expected to come up.
void expect_path(const Turn& turn);
/// The path that stood is lost, or its connection was replaced.
void path_expected_again(const Turn& turn);
/// The connection that counts says `state`. What the person sees changes by path_came_up and path_was_lost.
void path_state_changed(const Turn& turn, PeerConnectionState state);
/// Addresses may have changed: what stands may not stand much longer.
void network_changed(const Turn& turn);
/// Signals flow again after the socket came up.
void catch_up_repair(const Turn& turn);
/// The other side asks for it.
void repair_asked_for(const Turn& turn);
/// A new offer of the other side is being taken: it gets its time before we try ourselves.
void leave_repair_to_peer(const Turn& turn);
/// The step of a repair that ran failed.
void repair_step_failed(const Turn& turn);
/// A connected path that brings no sound although the other side sends some is repaired too.
void watch_sound(const Turn& turn, double audio_packets);

void repair_time_passed(const Turn& turn);
Instant next_repair(const CallState& call);

}  // namespace ssc::call
