// What will happen in one simulated town, as data made from a seed: who lives there, how their networks are, and a
// schedule of clicks and faults. Steps carry absolute times and do not depend on each other, so that a failing plan can
// be made smaller by leaving steps out. Knows nothing of clients.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sim/network.hpp"
#include "sim/server.hpp"

namespace ssc::sim {

enum class StepKind {
  kClick,  // something of what the page offers at that moment; `value` chooses
  kDoubleClick,  // the same, twice in one task
  kDial,
  kAnswer,  // tried until it is offered
  kHangUp,
  kOpenTab,
  kCloseTab,
  kCrashTab,  // no word to anybody
  kReloadTab,
  kCutSocket,
  kCutSocketQuietly,
  kNoSocket,  // for `span`, like the next three
  kNoHttp,
  kNoMedia,
  kNoNetwork,
  kNewAddress,
  kKillServer,
  kFreezeTab,
  kLoseMicrophone,
  kFailDescription,
  kExpireTokens,
};

struct Step {
  Duration at{};
  StepKind kind = StepKind::kClick;
  int resident = 0;
  int value = 0;
  Duration span{};
};

struct ResidentPlan {
  bool is_react = false;
  int pages = 1;
  Network network;
  Devices devices;
};

enum class Genre {
  kStorm,  // anything, anytime
  kStory,  // one call that must come about and live through what happens
};

struct Plan {
  std::uint64_t seed = 1;
  Genre genre = Genre::kStorm;
  ServerCharacter server = ServerCharacter::kOurs;
  std::vector<ResidentPlan> residents;
  std::vector<Step> steps;
};

Plan plan_of(std::uint64_t seed);
bool is_fault(StepKind kind);
/// Two faults that keep requests from the server, the last of them while somebody answers: an accept has time for one
/// lost try, and the server does not wait longer for the one who answers.
bool hits_accept_twice(const Plan& plan);
std::string describe(const Step& step);
std::string describe(const Plan& plan);

}  // namespace ssc::sim
