// Signals that must arrive: descriptions, candidates and notes to a peer of our kind are numbered, kept until they are
// acknowledged and sent again after losses; what comes twice is dropped here. A new description makes everything before
// it obsolete. React peers see the numbers and ignore them: to them everything is sent again where they may have lost it.
#pragma once

#include "call/commands.hpp"

namespace ssc::call {

/// Whether the other side is a client of our kind, so far as is known.
bool is_our_kind(const CallState& call);

/// Sends our description as a new signal, and after it the candidates that have not arrived there.
void send_description_anew(const Turn& turn);
/// Sends the candidates that were not sent yet.
void send_new_candidates(const Turn& turn);
void send_note(const Turn& turn, signalling::NoteKind kind);
/// Everything once more that is not known to have arrived, in its order and with its numbers.
void resend_unacknowledged(const Turn& turn);
/// The description under its own number again: its text has grown by candidates (T1).
void repeat_description(const Turn& turn);
/// All candidates once more: a React callee had no connection to give them to while it rang (T1).
void repeat_candidates(const Turn& turn);

/// This device of the other side is the one we talk to from now on.
void choose_partner(const Turn& turn, const std::string& device_id);
/// Whether a signal with this mark is to be acted upon: meant for this device, by the partner, and not here before.
/// Those of React peers have no numbers and always are. `starts_anew`: a description, which ends waiting for what was
/// sent before it.
bool take_signal(const Turn& turn, const signalling::SignalMark& mark, bool starts_anew);
void take_acknowledgement(const Turn& turn, int acknowledged);

/// Tells everybody on the other side which device we speak to, and asks that one how its devices stand.
void name_partner(const Turn& turn);

/// Signals flow again after the socket came up.
void catch_up_delivery(const Turn& turn);
void delivery_time_passed(const Turn& turn);
Instant next_delivery(const CallState& call);

}  // namespace ssc::call
