// The whole logic of the client: one pure function. Reads no clock and calls no port.
#pragma once

#include "app/effects.hpp"
#include "app/events.hpp"
#include "app/state.hpp"

namespace ssc {

/// Moves `state` on by one event and says what must be done about it, in order. No default branch: each
/// event is decided explicitly, stale completions by their generation.
Effects update(AppState& state, const AppEvent& event, const Now& now);

}  // namespace ssc
