// Offer, answer and candidates with one peer, as rules over CallState::negotiation: description operations run one
// at a time and numbered, candidates wait for the remote description, a repeated description is recognised, and the
// ways of the React client are met (contract T1-T6). It decides no phases: that is the machine's affair.
#pragma once

#include <string>

#include "call/call_state.hpp"
#include "call/commands.hpp"

namespace ssc::call {

/// New connection and our offer, sent as soon as it is made and the call has an id.
void start_offering(CallState& call, Commands& out);
/// New connection for answering; takes the offer that waits, or the next one to come (T3: never makes one itself).
void start_answering(CallState& call, Commands& out);
/// Closes the connection and forgets what was negotiated. The generation goes on counting.
void close_connection(CallState& call, Commands& out);

void remote_offer_arrived(CallState& call, const signalling::Description& description, Commands& out);
/// True when it answers our offer.
bool remote_answer_arrived(CallState& call, const signalling::Description& description, Commands& out);
void remote_candidate_arrived(CallState& call, const signalling::Candidate& candidate, Commands& out);

// Completions of the connection. Those of an earlier connection or operation are ignored.
void local_description_made(CallState& call, PeerGeneration peer, int operation, signalling::SdpType type,
                            const std::string& sdp, Commands& out);
void remote_answer_applied(CallState& call, PeerGeneration peer, int operation, Commands& out);
void local_candidate_found(CallState& call, PeerGeneration peer, const signalling::Candidate& candidate, Commands& out);
void gathering_finished(CallState& call, PeerGeneration peer, const std::string& sdp, Commands& out);
/// True when `operation` is the one running: then the negotiation cannot go on.
bool is_running_operation(const CallState& call, PeerGeneration peer, int operation);

/// Sends our description and candidates if they may be sent now and were not: the id came, the accept was confirmed.
void send_local_description(CallState& call, Commands& out);
/// Sends them once more, in case they were lost with the socket. Harmless when they were not.
void repeat_local_description(CallState& call, Commands& out);

/// What stays the same when a description is sent again with more candidates inside, and differs between two
/// connections: session line, ICE user name and fingerprint. The whole text where it has none of them.
std::string sdp_identity(const std::string& sdp);

}  // namespace ssc::call
