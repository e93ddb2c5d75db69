#include "sim/page.hpp"

namespace ssc::sim {

Page::Page(World& world, Server& server, MediaNet& media_net, const User& user, const std::string& name)
    : wires_{world,
             server,
             media_net,
             network,
             devices,
             name,
             Random(world.random().next()),
             [this](AppEvent event) { dispatch(std::move(event)); },
             [this] { return !frozen_ && media.sends_sound(); }},
      user_(user),
      clock(wires_),
      http(wires_),
      socket(wires_),
      peer(wires_),
      media(wires_),
      store_({clock, http, socket, peer, media, storage, page, tabs}, [] {}) {}

void Page::start(const call::SavedPage& before_reload) {
  events::Started started;
  started.environment.microphone_granted = devices.microphone_granted;
  started.tokens = Tokens{wires_.server.fresh_token(user_.id), "refresh"};
  started.account = Account{user_, {}};
  if (!before_reload.empty()) started.before_reload = before_reload;
  started.seed = wires_.world.random().next();
  dispatch(std::move(started));
}

void Page::dispatch(AppEvent event) {
  if (closed_) return;
  if (frozen_) {
    waiting_.push_back(std::move(event));
    return;
  }
  store_.dispatch(std::move(event));
  if (waiting_.empty()) check();
}

void Page::freeze() { frozen_ = true; }

void Page::thaw() {
  frozen_ = false;
  while (!waiting_.empty()) {
    AppEvent event = std::move(waiting_.front());
    waiting_.pop_front();
    dispatch(std::move(event));
  }
  dispatch(events::TimePassed{});
}

void Page::close(bool may_say_so) {
  if (closed_) return;
  frozen_ = false;
  if (may_say_so) dispatch(events::PageLeft{});
  closed_ = true;
  if (may_say_so) {
    socket.drop();
  } else {
    socket.cut(true);
  }
  peer.abandon();
}

void Page::check() {
  const call::CallState& call = this->call();
  const bool active = call::is_active(call.phase);
  if (!active && peer.is_open()) wires_.complain("a connection is open without a call");
  if (!active && (media.is_wanted() || media.anything_open())) wires_.complain("capture without a call");
  if (call.phase == call::Phase::kIncoming && media.is_wanted()) wires_.complain("capture before the answer");
  if (!active && page.awake()) wires_.complain("the screen is kept on without a call");
  const bool rings = page.ring() != ports::RingSound::kNone;
  if (rings != call::is_ringing(call.phase)) wires_.complain("the ring tone does not fit the call");
  if (call.negotiation.peer_exists != peer.is_open()) wires_.complain("state and connection disagree");
  constexpr Duration kMayWaver{1'600};  // a short wavering is not shown, nor one in which sound comes
  const call::RepairState& repair = call.repair;
  const Instant bad_since =
      repair.heard_at == kNever ? repair.wavering_since : std::max(repair.wavering_since, repair.heard_at);
  const bool wavers = repair.wavering_since != kNever && wires_.world.now() <= bad_since + kMayWaver;
  if (call.phase == call::Phase::kConnected && !wavers && !wires_.media_net.is_connected(peer.connection())) {
    wires_.complain("shown as connected without a path");
  }
}

}  // namespace ssc::sim
