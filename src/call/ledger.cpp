#include "call/ledger.hpp"

#include <algorithm>

#include "call/commands.hpp"

namespace ssc::call {
namespace {

constexpr Duration kFirstRetry{1'000};
constexpr Duration kLongestRetry{15'000};

void post(const Turn& turn, OwedEnd& owed) {
  owed.retry_at = kNever;
  owed.request = owed.decline ? turn.ask(api::DeclineCall{owed.call}) : turn.ask(api::EndCall{owed.call});
}

Duration retry_delay(int failures) {
  Duration delay = kFirstRetry;
  for (int i = 1; i < failures && delay < kLongestRetry; ++i) delay *= 2;
  return std::min(delay, kLongestRetry);
}

}  // namespace

bool is_finished(const Ledger& ledger, const CallId& call) {
  return std::ranges::find(ledger.finished, call) != ledger.finished.end();
}

void remember_finished(Ledger& ledger, const CallId& call) {
  if (call.empty() || is_finished(ledger, call)) return;
  ledger.finished.push_back(call);
  if (ledger.finished.size() > kMaxFinished) ledger.finished.pop_front();
}

void owe_end(const Turn& turn, const CallId& call, bool decline) {
  const bool owed_already =
      std::ranges::any_of(turn.ledger.owed, [&](const OwedEnd& owed) { return owed.call == call; });
  if (call.empty() || owed_already) return;
  OwedEnd owed;
  owed.call = call;
  owed.decline = decline;
  owed.give_up_at = turn.now.instant + kOwedPatience;
  post(turn, owed);
  turn.ledger.owed.push_back(owed);
}

void owe_saved(const Turn& turn, const std::vector<SavedEnd>& ends) {
  for (const SavedEnd& end : ends) {
    remember_finished(turn.ledger, end.call);
    owe_end(turn, end.call, end.decline);
  }
}

std::vector<SavedEnd> saved_ends(const Ledger& ledger) {
  std::vector<SavedEnd> ends;
  ends.reserve(ledger.owed.size());
  for (const OwedEnd& owed : ledger.owed) ends.push_back({owed.call, owed.decline});
  return ends;
}

void owed_answered(const Turn& turn, RequestId request, bool answered) {
  auto& owed = turn.ledger.owed;
  const auto found = std::ranges::find(owed, request, &OwedEnd::request);
  if (found == owed.end()) return;
  if (answered || turn.now.instant >= found->give_up_at) {
    owed.erase(found);
    return;
  }
  ++found->failures;
  found->retry_at = turn.now.instant + retry_delay(found->failures);
}

void retry_owed(const Turn& turn) {
  for (OwedEnd& owed : turn.ledger.owed) {
    if (owed.retry_at != kNever) post(turn, owed);
  }
}

void check_active(const Turn& turn, CheckReason reason) {
  const RequestId request = turn.ask(api::FetchActiveCall{});
  turn.ledger.checks.push_back({request, turn.call.id, reason});
}

std::optional<ActiveCheck> take_check(Ledger& ledger, RequestId request) {
  const auto found = std::ranges::find(ledger.checks, request, &ActiveCheck::request);
  if (found == ledger.checks.end()) return std::nullopt;
  ActiveCheck check = *found;
  ledger.checks.erase(found);
  return check;
}

void ledger_time_passed(const Turn& turn) {
  for (OwedEnd& owed : turn.ledger.owed) {
    if (turn.now.instant >= owed.retry_at) post(turn, owed);
  }
  std::erase_if(turn.ledger.abandoned, [&](const AbandonedDial& dial) { return turn.now.instant >= dial.give_up_at; });
  bool is_check_due = false;
  for (AbandonedDial& dial : turn.ledger.abandoned) {
    if (turn.now.instant < dial.check_at) continue;
    dial.check_at = kNever;
    is_check_due = true;
  }
  if (is_check_due) check_active(turn, CheckReason::kLostDial);
  if (turn.now.instant >= turn.ledger.recheck_at) {
    turn.ledger.recheck_at = kNever;
    check_active(turn, CheckReason::kStaleDial);
  }
}

Instant next_deadline(const Ledger& ledger) {
  Instant deadline = ledger.recheck_at;
  for (const OwedEnd& owed : ledger.owed) deadline = std::min(deadline, owed.retry_at);
  for (const AbandonedDial& dial : ledger.abandoned) {
    deadline = std::min({deadline, dial.check_at, dial.give_up_at});
  }
  return deadline;
}

}  // namespace ssc::call
