#include "sim/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssc::sim {
namespace {

constexpr std::array<const char*, 4> kNames{"alice", "bob", "carol", "dave"};

struct Chance {
  StepKind kind;
  int weight;
};

constexpr std::array<Chance, 17> kFaults{{{StepKind::kOpenTab, 5},
                                          {StepKind::kCloseTab, 4},
                                          {StepKind::kCrashTab, 3},
                                          {StepKind::kReloadTab, 7},
                                          {StepKind::kCutSocket, 7},
                                          {StepKind::kCutSocketQuietly, 3},
                                          {StepKind::kNoSocket, 4},
                                          {StepKind::kNoHttp, 4},
                                          {StepKind::kNoMedia, 5},
                                          {StepKind::kNoNetwork, 5},
                                          {StepKind::kNewAddress, 3},
                                          {StepKind::kKillServer, 3},
                                          {StepKind::kFreezeTab, 3},
                                          {StepKind::kLoseMicrophone, 2},
                                          {StepKind::kFailDescription, 1},
                                          {StepKind::kExpireTokens, 2},
                                          {StepKind::kDoubleClick, 6}}};

StepKind any_fault(Random& random) {
  int total = 0;
  for (const Chance& chance : kFaults) total += chance.weight;
  int drawn = random.between(1, total);
  for (const Chance& chance : kFaults) {
    drawn -= chance.weight;
    if (drawn <= 0) return chance.kind;
  }
  return StepKind::kCutSocket;
}

Network some_network(Random& random, bool loses) {
  Network network;
  network.rest_high_ms = random.chance(60) ? random.between(20, 200) : random.between(200, 1'500);
  network.socket_high_ms = random.chance(60) ? random.between(20, 200) : random.between(200, 1'500);
  if (!loses) return network;
  network.lost_request_percent = random.chance(25) ? 10 : 0;
  network.lost_answer_percent = random.chance(25) ? 10 : 0;
  network.doubled_answer_percent = random.chance(25) ? 20 : 0;
  return network;
}

Devices some_devices(Random& random, bool may_fail) {
  Devices devices;
  devices.microphone_granted = random.chance(60);
  if (random.chance(20)) devices.open_high_ms = 4'000;
  if (!may_fail) return devices;
  if (random.chance(5)) devices.microphone = call::DeviceTrouble::kDenied;
  if (random.chance(12)) devices.camera = call::DeviceTrouble::kMissing;
  return devices;
}

/// Races, moments a person needs, and pauses.
Duration some_gap(Random& random) {
  const int dice = random.between(1, 100);
  if (dice <= 35) return random.delay(0, 250);
  if (dice <= 85) return random.delay(250, 4'000);
  return random.delay(4'000, 25'000);
}

void plan_storm(Plan& plan, Random& random) {
  const int people = random.chance(60) ? 2 : random.chance(75) ? 3 : 4;
  const bool has_faults = random.chance(75);
  for (int i = 0; i < people; ++i) {
    ResidentPlan resident;
    resident.is_react = i == people - 1 && random.chance(15);
    resident.pages = random.chance(70) ? 1 : random.between(2, 3);
    resident.network = some_network(random, has_faults);
    resident.devices = some_devices(random, has_faults);
    plan.residents.push_back(resident);
  }
  Duration at(1'500);
  const int steps = random.between(8, 26);
  for (int i = 0; i < steps; ++i) {
    at += some_gap(random);
    Step step;
    step.at = at;
    step.resident = random.between(0, people - 1);
    step.value = random.between(0, 9'999);
    step.span = random.chance(70) ? random.delay(200, 8'000) : random.delay(8'000, 50'000);
    step.kind = random.chance(has_faults ? 60 : 92) ? StepKind::kClick : StepKind::kDoubleClick;
    if (has_faults && random.chance(40)) step.kind = any_fault(random);
    plan.steps.push_back(step);
  }
}

/// What a running or ringing call must live through.
constexpr std::array<StepKind, 8> kSurvivable{StepKind::kCutSocket, StepKind::kNoSocket,    StepKind::kNoMedia,
                                              StepKind::kNoMedia,   StepKind::kKillServer,  StepKind::kFreezeTab,
                                              StepKind::kNoNetwork, StepKind::kExpireTokens};
constexpr std::array<StepKind, 3> kSurvivableOnExisting{StepKind::kNoMedia, StepKind::kFreezeTab,
                                                        StepKind::kExpireTokens};

void plan_story(Plan& plan, Random& random) {
  for (int i = 0; i < 2; ++i) {
    ResidentPlan resident;
    resident.network = some_network(random, false);
    resident.devices = some_devices(random, false);
    plan.residents.push_back(resident);
  }
  const int caller = random.between(0, 1);
  const Duration dialled(3'000);
  const Duration answered = dialled + random.delay(500, 9'000);
  plan.steps.push_back({dialled, StepKind::kDial, caller, random.between(0, 1), {}});
  if (random.chance(25)) {  // both at once
    plan.steps.push_back({dialled + random.delay(0, 400), StepKind::kDial, 1 - caller, random.between(0, 1), {}});
  }
  plan.steps.push_back({answered, StepKind::kAnswer, 1 - caller, random.between(0, 1), {}});
  const int faults = random.between(0, 2);
  for (int i = 0; i < faults; ++i) {
    const bool is_ours = plan.server == ServerCharacter::kOurs;
    const StepKind kind = is_ours ? kSurvivable[static_cast<std::size_t>(random.between(0, kSurvivable.size() - 1))]
                                  : kSurvivableOnExisting[static_cast<std::size_t>(random.between(0, 2))];
    // The dial itself must get through: who cannot be reached is told so.
    const Duration at = dialled + Duration(4'500) + random.delay(0, 12'000);
    plan.steps.push_back({at, kind, random.between(0, 1), random.between(0, 99), random.delay(200, 6'000)});
  }
  std::vector<Step> sorted;  // steps of the same moment keep their order
  sorted.reserve(plan.steps.size());
  for (const Step& step : plan.steps) sorted.insert(std::ranges::upper_bound(sorted, step.at, {}, &Step::at), step);
  plan.steps = std::move(sorted);
}

const char* name_of(StepKind kind) {
  switch (kind) {
    case StepKind::kClick:
      return "clicks";
    case StepKind::kDoubleClick:
      return "double-clicks";
    case StepKind::kDial:
      return "dials";
    case StepKind::kAnswer:
      return "answers";
    case StepKind::kHangUp:
      return "hangs up";
    case StepKind::kOpenTab:
      return "opens a tab";
    case StepKind::kCloseTab:
      return "closes a tab";
    case StepKind::kCrashTab:
      return "loses a tab in a crash";
    case StepKind::kReloadTab:
      return "reloads a tab";
    case StepKind::kCutSocket:
      return "loses the socket";
    case StepKind::kCutSocketQuietly:
      return "loses the socket without noticing";
    case StepKind::kNoSocket:
      return "can open no socket";
    case StepKind::kNoHttp:
      return "has no HTTP";
    case StepKind::kNoMedia:
      return "has no path for media";
    case StepKind::kNoNetwork:
      return "has no network";
    case StepKind::kNewAddress:
      return "gets another address";
    case StepKind::kKillServer:
      return "sees the server killed";
    case StepKind::kFreezeTab:
      return "has a tab frozen";
    case StepKind::kLoseMicrophone:
      return "loses the microphone";
    case StepKind::kFailDescription:
      return "has a description operation fail";
    case StepKind::kExpireTokens:
      return "sees all tokens expire";
  }
  return "";
}

}  // namespace

Plan plan_of(std::uint64_t seed) {
  Random random(seed * 7'919 + 1);
  Plan plan;
  plan.seed = seed;
  plan.server = random.chance(30) ? ServerCharacter::kExisting : ServerCharacter::kOurs;
  plan.genre = random.chance(30) ? Genre::kStory : Genre::kStorm;
  if (plan.genre == Genre::kStory) {
    plan_story(plan, random);
  } else {
    plan_storm(plan, random);
  }
  return plan;
}

bool is_fault(StepKind kind) {
  switch (kind) {
    case StepKind::kClick:
    case StepKind::kDoubleClick:
    case StepKind::kDial:
    case StepKind::kAnswer:
    case StepKind::kHangUp:
      return false;
    case StepKind::kOpenTab:
    case StepKind::kCloseTab:
    case StepKind::kCrashTab:
    case StepKind::kReloadTab:
    case StepKind::kCutSocket:
    case StepKind::kCutSocketQuietly:
    case StepKind::kNoSocket:
    case StepKind::kNoHttp:
    case StepKind::kNoMedia:
    case StepKind::kNoNetwork:
    case StepKind::kNewAddress:
    case StepKind::kKillServer:
    case StepKind::kFreezeTab:
    case StepKind::kLoseMicrophone:
    case StepKind::kFailDescription:
    case StepKind::kExpireTokens:
      return true;
  }
  return true;
}

bool hits_accept_twice(const Plan& plan) {
  const auto keeps_requests_back = [](StepKind kind) {
    return kind == StepKind::kKillServer || kind == StepKind::kNoNetwork || kind == StepKind::kExpireTokens;
  };
  int hits = 0;
  bool is_answered = false, hits_the_accept = false;
  for (const Step& step : plan.steps) {
    is_answered |= step.kind == StepKind::kAnswer;
    if (!keeps_requests_back(step.kind)) continue;
    ++hits;
    hits_the_accept |= is_answered;
  }
  return hits > 1 && hits_the_accept;
}

std::string describe(const Step& step) {
  std::string text = std::to_string(step.at.count()) + " ms: " + kNames[static_cast<std::size_t>(step.resident)] + " " +
                     name_of(step.kind);
  if (is_fault(step.kind) && step.span.count() > 0) text += " (" + std::to_string(step.span.count()) + " ms)";
  return text;
}

std::string describe(const Plan& plan) {
  std::string text = plan.genre == Genre::kStory ? "a story" : "a storm";
  text += plan.server == ServerCharacter::kOurs ? " on our server:" : " on the existing server:";
  for (std::size_t i = 0; i < plan.residents.size(); ++i) {
    const ResidentPlan& resident = plan.residents[i];
    text += std::string(" ") + kNames[i] +
            (resident.is_react ? " (React)" : " (" + std::to_string(resident.pages) + " pages)");
  }
  return text;
}

}  // namespace ssc::sim
