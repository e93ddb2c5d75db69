// People who click at random over a network that delays, loses and cuts. Afterwards nothing may be left over.
// SSC_SEED=n replays one seed; SSC_SEEDS=n runs n of them in each share.
#include <cstdlib>

#include "town.hpp"

namespace ssc::sim {
namespace {

using call::Phase;

std::uint64_t number_from(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

/// One town in which everything goes wrong for a while.
class Storm {
 public:
  explicit Storm(std::uint64_t seed)
      : town_(seed % 3 == 0 ? ServerCharacter::kExisting : ServerCharacter::kOurs, seed), random_(seed * 7919 + 1) {
    residents_ = {&town_.alice_user, &town_.bob_user};
    if (random_.chance(40)) residents_.push_back(&town_.carol_user);
    for (const User* user : residents_) load_page(*user);
    if (random_.chance(25)) load_page(*residents_[0]);  // a second device
  }

  std::string run() {
    const int steps = random_.between(20, 90);
    for (int i = 0; i < steps; ++i) {
      town_.world.run_for(random_.chance(30) ? random_.delay(2'000, 20'000) : random_.delay(1, 900));
      act();
      check_calls();
    }
    calm_down();
    return verdict();
  }

 private:
  struct Seat {
    const User* user;
    Page* page;
  };

  void load_page(const User& user, const CallId& interrupted_call = CallId()) {
    Page& page = town_.open_page(user, user.username + std::to_string(town_.pages.size()));
    if (random_.chance(10)) page.devices.microphone = call::DeviceTrouble::kDenied;
    if (random_.chance(15)) page.devices.camera = call::DeviceTrouble::kMissing;
    page.devices.microphone_granted = random_.chance(60);
    if (random_.chance(20)) page.devices.open_high_ms = 4'000;
    page.network.rest_high_ms = random_.between(20, 1'500);
    page.network.socket_high_ms = random_.between(20, 1'500);
    page.network.lost_request_percent = random_.chance(20) ? 10 : 0;
    page.network.lost_answer_percent = random_.chance(20) ? 10 : 0;
    page.start(interrupted_call);
    seats_.push_back({&user, &page});
  }

  void act() {
    Seat& seat = seats_[static_cast<std::size_t>(random_.between(0, static_cast<int>(seats_.size()) - 1))];
    Page& page = *seat.page;
    const int dice = random_.between(1, 100);
    if (dice <= 25) {
      const auto& chats = page.state().chats;
      if (chats.empty()) return;
      const Chat& chat = chats[static_cast<std::size_t>(random_.between(0, static_cast<int>(chats.size()) - 1))];
      page.dispatch(events::CallRequested{chat.id, random_.chance(50) ? CallKind::kAudio : CallKind::kVideo});
    } else if (dice <= 50) {
      page.dispatch(events::CallAnswered{random_.chance(50)});
    } else if (dice <= 56) {
      page.dispatch(events::CallRefused{});
    } else if (dice <= 66) {
      page.dispatch(events::CallHungUp{});
    } else if (dice <= 71) {
      page.dispatch(events::MicrophoneToggled{});
    } else if (dice <= 76) {
      page.dispatch(events::CameraToggled{});
    } else if (dice <= 78) {
      page.dispatch(events::TestPictureChosen{});
    } else if (dice <= 83) {
      page.socket.cut(random_.chance(30));
    } else if (dice <= 87) {
      page.network.up = !page.network.up;
      if (!page.network.up) page.socket.cut(random_.chance(50));
    } else if (dice <= 90) {
      path_up_ = !path_up_;
      town_.media_net.set_path_up(path_up_);
    } else if (dice <= 92) {
      page.peer.fail_next_operation();
    } else if (dice <= 95) {
      page.close(random_.chance(50));  // reload
      const User& user = *seat.user;
      seats_.erase(seats_.begin() + (&seat - seats_.data()));
      load_page(user, page.storage.call());
    } else if (dice <= 97) {
      page.dispatch(events::ReconnectChosen{});
    } else if (dice <= 98) {
      page.dispatch(events::EndedCallDismissed{});
    } else {
      page.dispatch(events::EnvironmentChanged{page.state().environment});
    }
  }

  /// Everything works again and everybody goes home.
  void calm_down() {
    town_.media_net.set_path_up(true);
    for (const Seat& seat : seats_) {
      seat.page->network.up = true;
      seat.page->network.lost_request_percent = seat.page->network.lost_answer_percent = 0;
    }
    for (int round = 0; round < 12; ++round) {
      town_.world.run_for(Duration(15'000));
      for (const Seat& seat : seats_) {
        seat.page->dispatch(events::CallHungUp{});
        seat.page->dispatch(events::CallRefused{});
      }
    }
    town_.world.run_for(Duration(30'000));
  }

  void check_calls() {
    for (const User* user : residents_) {
      int calls = 0;
      for (const CallRecord& call : town_.server.live_calls()) {
        calls += static_cast<int>(call.caller.id == user->id || call.callee.id == user->id);
      }
      if (calls > 1) town_.world.complain(user->username + " is in two calls");
    }
  }

  std::string verdict() const {
    std::string all = town_.complaints();
    for (const Seat& seat : seats_) {
      const AppState& state = seat.page->state();
      const std::string who = seat.user->username;
      if (state.call.phase != Phase::kIdle)
        all += who + " is stuck in phase " + std::to_string(static_cast<int>(state.call.phase)) + "\n";
      if (!state.ledger.owed.empty()) all += who + " still owes the server an end\n";
      if (!state.ledger.checks.empty()) all += who + " still waits for the active call\n";
      if (!state.outbox.empty()) all += who + " still holds signals back\n";
      if (!state.can_emit) all += who + " never came back online\n";
    }
    for (const CallRecord& call : town_.server.live_calls()) {
      all += "the server still knows " + call.id.text + ", " + call.caller.username + " to " + call.callee.username +
             (call.status == CallStatus::kPending ? ", pending" : ", accepted") + " since " +
             std::to_string(call.created_at.unix_ms - town_.world.wall_now().unix_ms) + " ms\n";
    }
    if (town_.media_net.open_count() != 0) all += "a connection is left open\n";
    return all;
  }

  Town town_;
  Random random_;
  std::vector<const User*> residents_;
  std::vector<Seat> seats_;
  bool path_up_ = true;
};

/// Seeds without trouble: two people, a working network, one call that must come about and be ended.
std::string calm_call(std::uint64_t seed) {
  Town town(seed % 2 == 0 ? ServerCharacter::kExisting : ServerCharacter::kOurs, seed);
  Random random(seed * 31 + 7);
  Page& alice = town.join(town.alice_user, "alice");
  Page& bob = town.join(town.bob_user, "bob");
  for (Page* page : {&alice, &bob}) {
    page->network.rest_high_ms = random.between(20, 1'500);
    page->network.socket_high_ms = random.between(20, 1'500);
    page->devices.open_high_ms = random.between(30, 3'000);
    page->devices.microphone_granted = random.chance(50);
  }
  alice.dispatch(events::CallRequested{town.chat, random.chance(50) ? CallKind::kAudio : CallKind::kVideo});
  if (!town.reach(bob, Phase::kIncoming, Duration(12'000))) return "it never rang\n" + town.complaints();
  town.world.run_for(random.delay(0, 3'000));
  bob.dispatch(events::CallAnswered{random.chance(50)});
  if (!town.reach(alice, Phase::kConnected, Duration(15'000)))
    return "the caller never connected\n" + town.complaints();
  if (!town.reach(bob, Phase::kConnected, Duration(15'000))) return "the callee never connected\n" + town.complaints();
  town.world.run_for(random.delay(0, 3'000));
  (random.chance(50) ? alice : bob).dispatch(events::CallHungUp{});
  town.world.run_for(Duration(15'000));
  std::string all = town.complaints();
  if (alice.phase() != Phase::kIdle || bob.phase() != Phase::kIdle) all += "somebody did not end\n";
  if (!town.server.live_calls().empty()) all += "the server still knows a call\n";
  return all;
}

template <class Run>
void run_seeds(const char* what, const char* test, std::uint64_t first, std::uint64_t count, const Run& run) {
  const std::uint64_t only = number_from("SSC_SEED", 0);
  if (only != 0) {
    first = only;
    count = 1;
  }
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    const std::string problems = run(seed);
    if (problems.empty()) continue;
    ++failures;
    ADD_FAILURE() << what << ", seed " << seed << ":\n"
                  << problems << "replay: SSC_SEED=" << seed << " ssc_sim_tests --gtest_filter=" << test;
  }
}

/// In shares, so that several run at once and each stays short.
class RandomStorms : public testing::TestWithParam<int> {};

TEST_P(RandomStorms, leave_nothing_behind_whatever_people_and_the_network_do) {
  const std::uint64_t count = number_from("SSC_SEEDS", 300);
  const auto share = static_cast<std::uint64_t>(GetParam());
  run_seeds("storm", "*RandomStorms*/0", 1 + share * count, count,
            [](std::uint64_t seed) { return Storm(seed).run(); });
}

INSTANTIATE_TEST_SUITE_P(Share, RandomStorms, testing::Range(0, 4));

TEST(RandomCalls, always_come_about_when_nothing_is_wrong) {
  run_seeds("calm", "RandomCalls*", 1, number_from("SSC_SEEDS", 800), calm_call);
}

}  // namespace
}  // namespace ssc::sim
