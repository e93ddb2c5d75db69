#include "sim/world.hpp"

namespace ssc::sim {

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31U);
}

int Random::between(int low, int high) {
  const auto span = static_cast<std::uint64_t>(high - low + 1);
  return low + static_cast<int>(next() % span);
}

void World::at(Instant when, std::function<void()> task) {
  tasks_.emplace(std::pair(std::max(when, now_), sequence_++), std::move(task));
}

bool World::run_next(Instant limit) {
  if (tasks_.empty() || tasks_.begin()->first.first > limit) return false;
  auto entry = tasks_.extract(tasks_.begin());
  at_once_ = entry.key().first == now_ ? at_once_ + 1 : 0;
  now_ = entry.key().first;
  if (at_once_ > kMostAtOnce) {
    complain("time stands still");
    tasks_.clear();  // a page that sets its timer for now again and again would keep the run from ending
    return false;
  }
  entry.mapped()();
  return true;
}

void World::run_for(Duration span) {
  const Instant end = now_ + span;
  while (run_next(end)) {
  }
  now_ = end;
}

bool World::run_until(const std::function<bool()>& condition, Duration limit) {
  const Instant end = now_ + limit;
  while (!condition()) {
    if (!run_next(end)) {
      now_ = end;
      return condition();
    }
  }
  return true;
}

void World::note(const std::string& what) {
  if (keeps_notes_) notes_.push_back(std::to_string(now_.time_since_epoch().count()) + " ms: " + what);
}

void World::complain(std::string what) {
  complaints_.push_back(std::to_string(now_.time_since_epoch().count()) + " ms: " + std::move(what));
}

}  // namespace ssc::sim
