// The simulated world's time, chance and complaints. Tasks run in order of their time; the same seed gives the same
// run. Knows nothing of clients or servers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace ssc::sim {

/// splitmix64: small, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Evenly from [low, high].
  int between(int low, int high);
  bool chance(int percent) { return between(1, 100) <= percent; }
  Duration delay(int low_ms, int high_ms) { return Duration(between(low_ms, high_ms)); }

 private:
  std::uint64_t state_;
};

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Instant now() const { return now_; }
  WallTime wall_now() const { return WallTime{kStartOfTime_ms + now_.time_since_epoch().count()}; }
  Random& random() { return random_; }

  void at(Instant when, std::function<void()> task);
  void after(Duration delay, std::function<void()> task) { at(now_ + delay, std::move(task)); }
  /// Runs everything due within `span`, then stands at its end.
  void run_for(Duration span);
  /// Runs until `condition` holds; false when it did not within `limit`.
  bool run_until(const std::function<bool()>& condition, Duration limit);

  /// What happened, for whoever reads the run; kept only when asked for.
  void keep_notes() { keeps_notes_ = true; }
  bool keeps_notes() const { return keeps_notes_; }
  void note(const std::string& what);
  const std::vector<std::string>& notes() const { return notes_; }

  /// Something happened that must never happen.
  void complain(std::string what);
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  static constexpr std::int64_t kStartOfTime_ms = 1'795'350'000'000;

  static constexpr int kMostAtOnce = 10'000;  // tasks due at one instant

  bool run_next(Instant limit);

  Instant now_{Duration{1'000}};
  int at_once_ = 0;
  std::uint64_t sequence_ = 0;
  std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> tasks_;
  Random random_;
  std::vector<std::string> complaints_;
  std::vector<std::string> notes_;
  bool keeps_notes_ = false;
};

}  // namespace ssc::sim
