// The queue: the only owner of a mutable AppState. Runs update() until quiet, hands effects to the ports in order,
// applies changed wishes, and tells one listener that the state changed. Never re-enters itself.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "app/events.hpp"
#include "app/state.hpp"
#include "app/update.hpp"
#include "app/wishes.hpp"
#include "ports/ports.hpp"

namespace ssc {

class Store {
 public:
  Store(ports::Ports ports, std::function<void()> on_changed);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Queues the event and, unless already running, works until the queue is empty. Safe to call from inside a port.
  void dispatch(AppEvent event);

  const AppState& state() const { return state_; }

 private:
  void run(const Effect& effect);
  void apply(const Wishes& wishes);

  ports::Ports ports_;
  std::function<void()> on_changed_;
  AppState state_;
  std::optional<Wishes> applied_;  // nothing before the first event
  std::deque<AppEvent> queue_;
  bool running_ = false;
};

}  // namespace ssc
