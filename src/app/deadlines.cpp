// Timers are data: the earliest moment at which something in the state is due.
#include <algorithm>

#include "app/handlers.hpp"
#include "call/machine.hpp"

namespace ssc {

Instant next_deadline(const AppState& state) {
  Instant next = std::min({next_deadline(state.auth), next_deadline(state.socket), call::next_moment(state.call),
                           call::next_deadline(state.ledger), state.sign_in.retry_at, state.sign_in.leaves_at,
                           state.server.ice_fetch_at, state.search.send_at, state.activity_at});
  if (state.offline_since != kNever && !state.away_told) next = std::min(next, state.offline_since + kAwayToldAfter);
  for (const Notice& notice : state.notices) next = std::min(next, notice.leaves_at);
  for (const auto& [chat, until] : state.typing_until) next = std::min(next, until);
  return next;
}

}  // namespace ssc
