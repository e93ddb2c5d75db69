// What must hold in a town at any moment, looked at twice a second: no page is stuck, shows what is not, or says why a
// call ended otherwise than it did; no call rings unheard; nobody is in two calls. A wrong that may last a moment is
// told only when it lasts longer than its bound. Owns no pages.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/page.hpp"
#include "sim/react_page.hpp"
#include "sim/truth.hpp"

namespace ssc::sim {

/// Everybody and everything there is to look at.
struct Scene {
  World& world;
  Server& server;
  MediaNet& media_net;
  std::vector<Page*> pages;  // the open ones
  std::vector<ReactPage*> react_pages;
  bool deserted = false;  // a page went away in the middle of a call
};

class Watch {
 public:
  explicit Watch(bool has_faults) : has_faults_(has_faults) {}

  void look(const Scene& scene, const Truth& truth);
  /// Something broke or came back just now: claims about a whole network wait.
  void trouble(Instant until) { whole_since_ = std::max(whole_since_, until); }

 private:
  struct Seen {
    call::Phase phase = call::Phase::kIdle;
    CallId call;
    Instant at{};
  };
  enum class Doubt {
    kStuck,
    kNothingFlows,
    kFlowsUnseen,
    kTalksToNobody,
    kMicrophoneFlag,
    kCameraFlag,
    kHeardMuted,
    kSilent,
    kRingsForNothing,
    kRingsOn,
    kUnheard,
    kTwice,
    kTwoCalls,
    kNobodyIn,
  };

  /// Complains once when `holds` has been so for longer than `bound`.
  void suspect(const Scene& scene, Doubt doubt, const Page* page, bool holds, Duration bound,
               const std::string& words) {
    suspect(scene, doubt, reinterpret_cast<std::uintptr_t>(page), holds, bound, words);
  }
  void suspect(const Scene& scene, Doubt doubt, std::uintptr_t about, bool holds, Duration bound,
               const std::string& words);
  void look_at_page(const Scene& scene, const Page& page);
  /// `other`: the page its media come from, if the two can be compared now.
  void look_at_flags(const Scene& scene, const Page& page, const Page* other);
  void look_at_server(const Scene& scene);
  void look_at_accounts(const Scene& scene);
  void look_at_end(const Scene& scene, const Page& page, const Truth& truth);
  bool is_whole(const Scene& scene, Duration span) const { return scene.world.now() >= whole_since_ + span; }

  bool has_faults_;
  Instant whole_since_{};
  std::map<std::pair<Doubt, std::uintptr_t>, Instant> doubts_;  // by page or number of call
  std::map<const Page*, Seen> seen_;
};

/// What is left over of calls although nobody is in one; empty when all is quiet.
std::string leftovers(const Scene& scene);

}  // namespace ssc::sim
