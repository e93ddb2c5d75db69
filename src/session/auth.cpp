#include "session/auth.hpp"

#include <algorithm>
#include <utility>

#include "session/backoff.hpp"

namespace ssc {
namespace {

constexpr std::size_t kMaxReplayed = 2 * kMaxParkedRequests;
constexpr int kTooManyRequests = 429;
constexpr int kRequestTimeout = 408;

/// Only the server's own refusal ends a session; a dead network, a proxy's page or a crowded server does not.
bool is_refusal(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kUnauthorized:
    case ErrorKind::kSessionDead:
    case ErrorKind::kForbidden:
      return true;
    case ErrorKind::kRejected:
      return error.http_status != kTooManyRequests && error.http_status != kRequestTimeout;
    case ErrorKind::kNetwork:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kServer:
    case ErrorKind::kMalformed:
      return false;
  }
  return false;
}

void remember_replayed(AuthSession& session, const std::vector<ParkedRequest>& requests) {
  for (const ParkedRequest& parked : requests) session.replayed.push_back(parked.id);
  if (session.replayed.size() > kMaxReplayed) {
    const auto surplus = static_cast<std::ptrdiff_t>(session.replayed.size() - kMaxReplayed);
    session.replayed.erase(session.replayed.begin(), session.replayed.begin() + surplus);
  }
}

/// Back to the value of a fresh page, except for the jitter, which must go on.
void forget(AuthSession& session) {
  AuthSession fresh;
  fresh.jitter_seed = session.jitter_seed;
  session = std::move(fresh);
}

}  // namespace

void signed_in(AuthSession& session, Tokens tokens) {
  forget(session);
  session.state = AuthState::kValid;
  session.tokens = std::move(tokens);
}

std::vector<ParkedRequest> signed_out(AuthSession& session) {
  std::vector<ParkedRequest> waiting = std::move(session.parked);
  forget(session);
  return waiting;
}

ParkOutcome on_unauthorized(AuthSession& session, RequestId id, api::Request request, Instant now) {
  const bool was_replayed = std::ranges::find(session.replayed, id) != session.replayed.end();
  if (session.state == AuthState::kSignedOut || was_replayed || session.parked.size() == kMaxParkedRequests) {
    return ParkOutcome::kGaveUp;
  }
  session.parked.push_back({id, std::move(request), now});
  return want_refresh(session) ? ParkOutcome::kStartRefresh : ParkOutcome::kParked;
}

bool want_refresh(AuthSession& session) {
  if (session.state != AuthState::kValid) return false;
  session.state = AuthState::kRefreshing;
  return true;
}

std::vector<ParkedRequest> on_refreshed(AuthSession& session, Tokens tokens) {
  if (session.state != AuthState::kRefreshing) return {};
  session.state = AuthState::kValid;
  session.tokens = std::move(tokens);
  session.failures = 0;
  std::vector<ParkedRequest> again = std::exchange(session.parked, {});
  remember_replayed(session, again);
  return again;
}

RefreshFailure on_refresh_failed(AuthSession& session, const Error& error, Instant now) {
  if (session.state != AuthState::kRefreshing) return {};
  if (is_refusal(error)) return {true, signed_out(session)};
  session.state = AuthState::kWaiting;
  ++session.failures;
  session.retry_at = now + next_backoff(session.failures, session.jitter_seed);
  return {false, expire_parked(session, now)};
}

std::vector<ParkedRequest> expire_parked(AuthSession& session, Instant now) {
  const auto first_patient = std::ranges::find_if(
      session.parked, [now](const ParkedRequest& parked) { return now < parked.since + kParkedPatience; });
  std::vector<ParkedRequest> expired(std::make_move_iterator(session.parked.begin()),
                                     std::make_move_iterator(first_patient));
  session.parked.erase(session.parked.begin(), first_patient);
  return expired;
}

bool refresh_due(AuthSession& session, Instant now) {
  if (session.state != AuthState::kWaiting || now < session.retry_at) return false;
  session.state = AuthState::kRefreshing;
  session.retry_at = kNever;
  return true;
}

Instant next_deadline(const AuthSession& session) {
  Instant deadline = session.state == AuthState::kWaiting ? session.retry_at : kNever;
  if (!session.parked.empty()) deadline = std::min(deadline, session.parked.front().since + kParkedPatience);
  return deadline;
}

}  // namespace ssc
