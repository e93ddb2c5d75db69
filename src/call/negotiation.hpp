// Offer, answer and candidates with one peer, as rules over CallState::negotiation: description operations run one
// at a time and numbered, candidates wait for the remote description, a repeated description is recognised, colliding
// offers are settled (the callee gives way), and the ways of the React client are met (contract T1-T6). It decides no
// phases: that is the machine's affair.
#pragma once

#include <string>

#include "call/commands.hpp"

namespace ssc::call {

/// New connection and our offer, sent as soon as it is made and the call has an id.
void start_offering(const Turn& turn, bool relay_only = false);
/// New connection for answering; takes the offer that waits, or the next one to come (T3: never makes one itself).
void start_answering(const Turn& turn);
/// The same in the place of the connection there is, and of all that was negotiated for it.
void start_over(const Turn& turn, bool relay_only = false);
/// Our offer of new ICE on the connection that stands. Only with peers of our kind (T5).
void restart_ice(const Turn& turn, bool relay_only);
/// Both said yes and media flow through the relay that hid our address: a shorter way may be looked for.
void look_for_direct_path(const Turn& turn);
/// Closes the connection and forgets what was negotiated. The generation goes on counting.
void close_connection(const Turn& turn);

void remote_offer_arrived(const Turn& turn, const signalling::Description& description);
/// An offer that takes the place of everything negotiated so far: it comes from another device.
void replacing_offer_arrived(const Turn& turn, const signalling::Description& description);
/// True when it answers our offer.
bool remote_answer_arrived(const Turn& turn, const signalling::Description& description);
void remote_candidate_arrived(const Turn& turn, const signalling::Candidate& candidate);

// Completions of the connection. Those of an earlier connection or operation are ignored.
void local_description_made(const Turn& turn, PeerGeneration peer, int operation, signalling::SdpType type,
                            const std::string& sdp);
void remote_answer_applied(const Turn& turn, PeerGeneration peer, int operation);
void local_candidate_found(const Turn& turn, PeerGeneration peer, const signalling::Candidate& candidate);
void gathering_finished(const Turn& turn, PeerGeneration peer, const std::string& sdp);
/// True when `operation` is the one running: then the negotiation cannot go on as it was meant to.
bool is_running_operation(const CallState& call, PeerGeneration peer, int operation);
/// The running operation failed. The connection stays; what it tried is as if it had not been tried.
void forget_operation(CallState& call);

/// Sends our description and candidates if they may be sent now and were not: the id came, the accept was confirmed.
void send_local_description(const Turn& turn);
/// Sends them once more, in case they were lost with the socket. Harmless when they were not.
void repeat_local_description(const Turn& turn);

/// The other side has described itself.
bool knows_description(const NegotiationState& negotiation);

/// What stays the same when a description is sent again with more candidates inside, and differs between two
/// connections and two ICE restarts: session line, ICE user name and fingerprint. The whole text where it has none.
std::string sdp_identity(const std::string& sdp);
/// What stays the same through ICE restarts and differs between two connections: session number and fingerprint.
std::string sdp_connection(const std::string& sdp);

}  // namespace ssc::call
