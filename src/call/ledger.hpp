// What outlives one call: ends and declines the server has not confirmed yet, calls that are over (late news of them
// is ignored), dials whose fate is unknown, questions to the server about the active call. Plain data; the rules are
// in ledger.cpp. It knows nothing of media.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "call/saved_page.hpp"
#include "protocol/model.hpp"

namespace ssc::call {

/// An end (or decline) that must reach the server, or the call would block the next one.
struct OwedEnd {
  CallId call;
  bool decline = false;
  RequestId request;          // in flight while retry_at is kNever
  int failures = 0;
  Instant retry_at = kNever;
  Instant give_up_at = kNever;
  bool operator==(const OwedEnd&) const = default;
};

/// A dial nobody waits for any more: if it succeeded, its call must be ended.
struct AbandonedDial {
  ChatId chat;
  RequestId request;          // still in flight; number 0: the answer was lost and the server must be asked
  Instant check_at = kNever;
  Instant give_up_at = kNever;
  bool operator==(const AbandonedDial&) const = default;
};

enum class CheckReason {
  kSocketUp,   // at start and after each reconnect: what did we miss?
  kConflict,   // 409 on our dial: who is busy, and with what?
  kRumour,     // callEnded without an id (T9)
  kAcceptLost, // our accept went unanswered
  kLostDial,   // an abandoned dial went unanswered
  kCrossed,    // the one we dial called us: a server that checks without care may have made two calls
  kRangAside,  // somebody rang while we were in another call
  kReload,     // the page was loaded again in the middle of a call
  kElsewhere,  // another page of this account is in a call, as it seems
  kStillRings,  // in the middle of ringing: an accept or an end may have been lost on its way
  kStaleDial,  // a dial of this account that no page may be waiting for any more
};

/// A FetchActiveCall in flight. Its answer speaks about the call that was ours when it was asked.
struct ActiveCheck {
  RequestId request;
  CallId about;
  CheckReason reason = CheckReason::kSocketUp;
  bool operator==(const ActiveCheck&) const = default;
};

struct Ledger {
  std::vector<OwedEnd> owed;
  std::deque<CallId> finished;  // newest last, at most kMaxFinished
  CallId taken_elsewhere;       // the newest of them that goes on in another page of this account
  CallId declined;              // the newest that was declined here: if it runs, another page was faster
  std::vector<AbandonedDial> abandoned;
  std::vector<ActiveCheck> checks;
  Instant recheck_at = kNever;  // a ringing dial of this account, not of this page: is it still there when it is dead?
  SavedCall interrupted;  // of this page before it was loaded again, until the server says what became of it
  std::optional<CallRecord> elsewhere;  // a running call of this account, in which this page is not
  std::optional<CallRecord> second;  // rings while we are in a call; what became of it is asked when that is over
  bool operator==(const Ledger&) const = default;
};

inline constexpr std::size_t kMaxFinished = 32;
inline constexpr Duration kOwedPatience{300'000};  // longer than any grace of the server
inline constexpr Duration kPendingIsDeadAfter{60'000};  // our server's own ring limit

struct Turn;

bool is_finished(const Ledger& ledger, const CallId& call);
void remember_finished(Ledger& ledger, const CallId& call);
/// Posts the end of `call` now and until the server confirms it. Nothing happens when it is owed already.
void owe_end(const Turn& turn, const CallId& call, bool decline);
/// Goes on with the ends a page owed before it was loaded again.
void owe_saved(const Turn& turn, const std::vector<SavedEnd>& ends);
/// What a reload must not lose of the ends.
std::vector<SavedEnd> saved_ends(const Ledger& ledger);
/// EndCall or DeclineCall was answered; `answered`: the server knows, whatever it said.
void owed_answered(const Turn& turn, RequestId request, bool answered);
/// Tries again at once what waits for a better moment (the server is back).
void retry_owed(const Turn& turn);
/// Asks the server which call is active, to be judged for `reason`.
void check_active(const Turn& turn, CheckReason reason);
/// The question answered by `request`, removed from the ledger.
std::optional<ActiveCheck> take_check(Ledger& ledger, RequestId request);
void ledger_time_passed(const Turn& turn);
Instant next_deadline(const Ledger& ledger);

}  // namespace ssc::call
