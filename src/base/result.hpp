// The way failures travel inside the client: a value or an Error, never an exception.
// Outside input that does not parse becomes an Error here and is handled exactly once.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace ssc {

/// Why something outside failed, in the few kinds the client reacts to differently.
enum class ErrorKind {
  kNetwork,      // no answer: offline, refused, timed out
  kUnauthorized, // the token is expired or missing: refresh and retry
  kSessionDead,  // the token is refused for good: sign in again
  kForbidden,    // the server knows who we are and says no
  kNotFound,
  kConflict,     // 409: somebody is busy
  kRejected,     // any other 4xx: the request itself was wrong
  kServer,       // 5xx
  kMalformed,    // an answer that does not have the shape of the contract
};

struct Error {
  ErrorKind kind = ErrorKind::kNetwork;
  int http_status = 0;      // 0 when there was no HTTP answer
  std::string message;      // the server's own words, possibly empty; sensitive data never
  int retry_after_s = 0;    // 429: when the server will listen again; 0 = it did not say
  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace ssc
