// Tokens and their single-flight refresh as a pure machine: whoever is told 401 parks here, one RefreshTokens goes
// out, the parked requests go again when it succeeds. It owns the tokens and the parked requests; it sends nothing,
// stores nothing and reads no clock. Replies of an earlier sign-in must be filtered out by their RequestId first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "protocol/api.hpp"

namespace ssc {

/// kSignedOut --signed_in--> kValid --on_unauthorized / want_refresh--> kRefreshing
///   kRefreshing --on_refreshed--> kValid
///   kRefreshing --on_refresh_failed, network--> kWaiting --refresh_due--> kRefreshing
///   kRefreshing --on_refresh_failed, refused--> kSignedOut
///   any --signed_out--> kSignedOut
enum class AuthState {
  kSignedOut,   // no tokens
  kValid,       // the access token is believed good
  kRefreshing,  // one RefreshTokens is in flight
  kWaiting,     // the refresh met a dead network; the next try is at retry_at
};

struct ParkedRequest {
  RequestId id;
  api::Request request;
  Instant since;
  bool operator==(const ParkedRequest&) const = default;
};

/// A plain, copyable, comparable value; the functions below move it on.
struct AuthSession {
  AuthState state = AuthState::kSignedOut;
  Tokens tokens;
  std::vector<ParkedRequest> parked;  // in the order of their 401s, at most kMaxParkedRequests
  std::vector<RequestId> replayed;    // sent again after a refresh: a second 401 of these is final
  int failures = 0;                   // consecutive network failures of the refresh
  Instant retry_at = kNever;          // meaningful in kWaiting
  std::uint64_t jitter_seed = 1;      // seeded by the shell; advanced by each backoff
  bool operator==(const AuthSession&) const = default;
};

inline constexpr std::size_t kMaxParkedRequests = 64;
/// Nobody wants a call to start ringing minutes after the click: a request waits this long for a refresh.
inline constexpr Duration kParkedPatience{15'000};

enum class ParkOutcome {
  kStartRefresh,  // parked; the caller now sends RefreshTokens{session.tokens.refresh}
  kParked,        // parked; a refresh is already on its way
  kGaveUp,        // not parked: no session, too many waiting, or refused again with a fresh token: report the error
};

/// What a failed refresh means for the session and for those who wait.
struct RefreshFailure {
  bool session_dead = false;             // the refresh token was refused: sign in again
  std::vector<ParkedRequest> abandoned;  // complete these with the refresh's error
  bool operator==(const RefreshFailure&) const = default;
};

/// Tokens from sign-in, registration or storage.
void signed_in(AuthSession& session, Tokens tokens);
/// Forgets tokens and waiting requests. Returns those that waited, so that the caller can drop what they carried.
std::vector<ParkedRequest> signed_out(AuthSession& session);

/// `request` was answered with kUnauthorized. Re-send parked requests under the same RequestId.
ParkOutcome on_unauthorized(AuthSession& session, RequestId id, api::Request request, Instant now);
/// The socket's token was refused, or it is known to be expired. True: send RefreshTokens now.
bool want_refresh(AuthSession& session);
/// The new tokens arrived. Returns the requests to send again; empty when no refresh was under way.
std::vector<ParkedRequest> on_refreshed(AuthSession& session, Tokens tokens);
/// RefreshTokens failed with `error`. Refusals end the session; anything else is tried again with backoff.
RefreshFailure on_refresh_failed(AuthSession& session, const Error& error, Instant now);
/// Requests whose patience ran out while waiting; complete them as network errors.
std::vector<ParkedRequest> expire_parked(AuthSession& session, Instant now);
/// True when the waiting time is over: send RefreshTokens now.
bool refresh_due(AuthSession& session, Instant now);
/// The next instant at which refresh_due() or expire_parked() has something to do, or kNever.
Instant next_deadline(const AuthSession& session);

}  // namespace ssc
