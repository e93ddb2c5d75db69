#include "sim/page_ports.hpp"

#include <algorithm>
#include <utility>

namespace ssc::sim {
namespace {

constexpr Duration kRequestTimeout{8'000};

/// Streams keep their order: nothing arrives before what was sent earlier.
Instant in_order(Instant& last, Instant arrival) {
  last = std::max(last, arrival);
  return last;
}

}  // namespace

// --- clock ------------------------------------------------------------------------------------------------
void SimClock::wake_at(Instant when) {
  const std::uint64_t order = ++order_;
  if (when == kNever) return;
  // Real timers come late, and some come a hair early.
  const Duration slack = wires_.random.chance(5) ? Duration(-1) : wires_.random.delay(0, 15);
  wires_.world.at(when + slack, [this, order] {
    if (order == order_) wires_.sink(events::TimePassed{});
  });
}

// --- REST -------------------------------------------------------------------------------------------------
void SimHttp::answer(RequestId id, const api::Request& request, const Result<api::Reply>& reply) {
  --in_flight_;
  wires_.sink(events::HttpAnswered{id, request, reply});
}

void SimHttp::send(RequestId id, const api::Request& request, const std::string& access_token) {
  ++in_flight_;
  Random& random = wires_.random;
  const Network& network = wires_.network;
  const auto fail_later = [this, id, request](Duration delay) {
    wires_.world.after(
        delay, [this, id, request] { answer(id, request, std::unexpected(Error{ErrorKind::kNetwork, 0, {}})); });
  };
  const bool is_reachable = network.http_up && wires_.server.is_running();
  if (!is_reachable || random.chance(network.lost_request_percent)) {
    fail_later(is_reachable ? kRequestTimeout : Duration(50));
    return;
  }
  const bool is_answer_lost = random.chance(network.lost_answer_percent);
  const bool is_doubled = random.chance(network.doubled_answer_percent);
  const Duration there = random.delay(network.rest_low_ms, network.rest_high_ms);
  const Duration back = random.delay(network.rest_low_ms, network.rest_high_ms);
  wires_.world.after(there, [this, id, request, access_token, is_answer_lost, is_doubled, back, fail_later] {
    if (!wires_.network.http_up || !wires_.server.is_running()) {
      fail_later(kRequestTimeout);
      return;
    }
    Result<api::Reply> reply = wires_.server.handle(access_token, request);
    if (is_answer_lost) {
      fail_later(kRequestTimeout);
      return;
    }
    const std::uint64_t server_life = wires_.server.life();
    wires_.world.after(back, [this, id, request, is_doubled, server_life, fail_later, reply = std::move(reply)] {
      if (!wires_.network.http_up || server_life != wires_.server.life()) {
        fail_later(kRequestTimeout);
        return;
      }
      answer(id, request, reply);
      // A refused token that comes twice could be the refusal of the next token just as well.
      const bool is_refused_token = !reply && reply.error().kind == ErrorKind::kUnauthorized;
      if (!is_doubled || is_refused_token) return;
      ++in_flight_;
      wires_.world.after(Duration(30), [this, id, request, reply] { answer(id, request, reply); });
    });
  });
}

// --- socket -----------------------------------------------------------------------------------------------
void SimSocket::Wire::deliver(std::string frame) {
  if (broken) return;
  const Duration delay = wires.random.delay(wires.network.socket_low_ms, wires.network.socket_high_ms);
  wires.world.at(in_order(last_in, wires.world.now() + delay), [this, frame = std::move(frame)] {
    if (open_here && !broken) wires.sink(events::SocketReceived{generation, frame});
  });
}

void SimSocket::drop(SocketGeneration) {
  wires_.complain("dropped a WebSocket although none was tried beside polling");
}

// The simulated server speaks through WebSockets only; without a network nothing answers anyway.
void SimSocket::poll(SocketGeneration generation, const std::string&) {
  wires_.world.after(Duration(100), [this, generation] { wires_.sink(events::SocketPolled{generation, false, {}}); });
}

void SimSocket::post(SocketGeneration, const std::string&, const std::string&) {
  wires_.complain("posted without a session over HTTP");
}

void SimSocket::open(SocketGeneration generation, const std::string&) {
  if (current_ != nullptr && current_->open_here) wires_.complain("opened a socket beside another");
  wires_opened_.push_back(std::make_unique<Wire>(wires_, generation));
  Wire* wire = current_ = wires_opened_.back().get();
  wire->open_here = true;
  if (!wires_.network.socket_up || !wires_.server.is_running()) {
    wires_.world.after(Duration(200), [wire] {
      if (!std::exchange(wire->open_here, false)) return;
      wire->wires.sink(events::SocketClosed{wire->generation});
    });
    return;
  }
  wires_.world.after(wires_.random.delay(5, 150), [wire] {
    if (!wire->open_here || wire->broken) return;
    if (!wire->wires.server.is_running()) {
      wire->broken_by_server();
      return;
    }
    wire->wires.sink(events::SocketOpened{wire->generation});
    wire->open_there = true;
    wire->wires.server.connected(*wire);
  });
}

void SimSocket::send(SocketGeneration generation, const std::string& text) {
  if (current_ == nullptr || generation != current_->generation) {
    wires_.complain("sent over a socket that is not the current one");
    return;
  }
  Wire* wire = current_;
  if (!wire->open_here || wire->broken) return;
  const Duration delay = wires_.random.delay(wires_.network.socket_low_ms, wires_.network.socket_high_ms);
  wires_.world.at(in_order(wire->last_out, wires_.world.now() + delay), [wire, text] {
    if (wire->open_there && !wire->broken) wire->wires.server.received(*wire, text);
  });
}

void SimSocket::Wire::broken_by_server() {
  open_there = false;
  broken = true;
  wires.world.after(wires.random.delay(1, 500), [this] {
    if (std::exchange(open_here, false)) wires.sink(events::SocketClosed{generation});
  });
}

void SimSocket::leave_server(Wire& wire, Duration delay) {
  wires_.world.at(in_order(wire.last_out, wires_.world.now() + delay), [&wire] {
    if (std::exchange(wire.open_there, false)) wire.wires.server.disconnected(wire);
  });
}

void SimSocket::close(SocketGeneration generation) {
  if (current_ == nullptr || generation != current_->generation) return;  // it polled
  current_->open_here = false;
  leave_server(*current_, wires_.random.delay(5, 200));
}

void SimSocket::cut(bool quietly) {
  if (current_ == nullptr || !current_->open_here || current_->broken) return;
  Wire* wire = current_;
  wire->broken = true;
  leave_server(*wire, quietly ? wires_.random.delay(20'000, 45'000) : wires_.random.delay(5, 200));
  if (quietly) return;
  wires_.world.after(wires_.random.delay(1, 500), [wire] {
    if (std::exchange(wire->open_here, false)) wire->wires.sink(events::SocketClosed{wire->generation});
  });
}

void SimSocket::drop() {
  if (current_ == nullptr) return;
  current_->open_here = false;
  leave_server(*current_, wires_.random.delay(5, 200));
}

// --- peer -------------------------------------------------------------------------------------------------
void SimPeer::create(PeerGeneration peer, const IceSetup&) {
  if (connection_ != 0) wires_.complain("created a connection beside another");
  if (peer <= generation_) wires_.complain("reused the generation of a connection");
  generation_ = peer;
  running_ = remote_set_ = false;
  ++created_;
  audio_packets_ = 0;
  const auto state_changed = [this, peer](call::PeerConnectionState state) {
    wires_.sink(events::PeerStateChanged{peer, state});
    wires_.sink(events::RemoteVideoChanged{peer, state == call::PeerConnectionState::kConnected});
  };
  connection_ = wires_.media_net.open(wires_.network, state_changed, wires_.sends_sound);
}

void SimPeer::measure(bool wanted) {
  const std::uint64_t order = ++measuring_;
  if (wanted) measure_on(order);
}

void SimPeer::measure_on(std::uint64_t order) {
  wires_.world.after(Duration(1'000), [this, order] {
    if (order != measuring_) return;
    if (connection_ != 0) {
      if (wires_.media_net.hears(connection_)) audio_packets_ += 50;
      call::PathReport report;
      report.audio_packets = audio_packets_;
      wires_.sink(events::PathMeasured{generation_, report});
    }
    measure_on(order);
  });
}

bool SimPeer::is_usable(PeerGeneration peer, const char* what) {
  if (connection_ != 0 && peer == generation_) return true;
  wires_.complain(std::string(what) + " on a connection that does not exist");
  return false;
}

void SimPeer::finish(int operation, std::function<AppEvent(PeerGeneration)> done) {
  if (std::exchange(running_, true)) wires_.complain("two description operations at once");
  const PeerGeneration peer = generation_;
  const bool fails = std::exchange(fail_next_, false);
  wires_.world.after(wires_.random.delay(1, 80), [this, peer, operation, fails, done = std::move(done)] {
    if (peer != generation_ || connection_ == 0) return;
    running_ = false;
    if (fails) {
      wires_.sink(events::PeerOperationFailed{peer, operation, "told to fail"});
    } else {
      wires_.sink(done(peer));
    }
  });
}

void SimPeer::gather(const std::string& sdp) {
  const PeerGeneration peer = generation_;
  for (int i = 1; i <= 2; ++i) {
    wires_.world.after(wires_.random.delay(1, 300), [this, peer, sdp, i] {
      if (peer != generation_ || connection_ == 0) return;
      wires_.sink(events::LocalCandidateFound{peer, {MediaNet::candidate_of(sdp, i), "0", 0, "u"}});
    });
  }
  wires_.world.after(Duration(350), [this, peer, sdp] {
    if (peer != generation_ || connection_ == 0) return;
    wires_.sink(events::GatheringFinished{peer, MediaNet::with_candidates(sdp)});
  });
}

void SimPeer::make_offer(PeerGeneration peer, int operation) {
  if (!is_usable(peer, "an offer")) return;
  finish(operation, [this, operation](PeerGeneration now) -> AppEvent {
    const std::string sdp = wires_.media_net.make_offer(connection_);
    gather(sdp);
    return events::LocalDescriptionMade{now, operation, signalling::SdpType::kOffer, sdp};
  });
}

void SimPeer::restart(PeerGeneration peer, int operation, const IceSetup&) {
  if (!is_usable(peer, "an offer of new ICE")) return;
  finish(operation, [this, operation](PeerGeneration now) -> AppEvent {
    const std::string sdp = wires_.media_net.make_offer(connection_, true);
    gather(sdp);
    return events::LocalDescriptionMade{now, operation, signalling::SdpType::kOffer, sdp};
  });
}

void SimPeer::accept_offer(PeerGeneration peer, int operation, const std::string& sdp) {
  if (!is_usable(peer, "a remote offer")) return;
  finish(operation, [this, operation, sdp](PeerGeneration now) -> AppEvent {
    const std::string answer = wires_.media_net.accept_offer(connection_, sdp);
    remote_set_ = true;
    gather(answer);
    return events::LocalDescriptionMade{now, operation, signalling::SdpType::kAnswer, answer};
  });
}

void SimPeer::accept_answer(PeerGeneration peer, int operation, const std::string& sdp) {
  if (!is_usable(peer, "an answer")) return;
  finish(operation, [this, operation, sdp](PeerGeneration now) -> AppEvent {
    remote_set_ = wires_.media_net.accept_answer(connection_, sdp);
    return events::RemoteAnswerApplied{now, operation};
  });
}

void SimPeer::add_candidate(PeerGeneration peer, const signalling::Candidate& candidate) {
  if (!is_usable(peer, "a candidate")) return;
  if (!remote_set_) wires_.complain("a candidate before the remote description");
  wires_.media_net.add_candidate(connection_, candidate.candidate);
}

void SimPeer::close(PeerGeneration peer) {
  if (!is_usable(peer, "close")) return;
  wires_.media_net.close(std::exchange(connection_, 0));
}

void SimPeer::abandon() {
  ++measuring_;
  if (connection_ != 0) wires_.media_net.close(std::exchange(connection_, 0));
}

// --- media ------------------------------------------------------------------------------------------------
void SimMedia::want(const ports::MediaWish& wish) {
  const bool asks_again = wish.microphone_try != wish_.microphone_try;
  const bool opens_microphone = wish.microphone && (!wish_.microphone || asks_again);
  const bool opens_camera = wish.camera && (!wish_.camera || wish.test_picture != wish_.test_picture);
  const bool was_muted = wish_.microphone_muted;
  wish_ = wish;
  for (Device* device : {&microphone_, &camera_}) {
    const bool is_wanted = device == &camera_ ? wish_.camera : wish_.microphone;
    if (is_wanted) continue;
    device->is = call::LocalDevice();
    ++device->order;
  }
  if (opens_microphone) open(microphone_, false);
  if (opens_camera) open(camera_, true);
  const call::DeviceState microphone = microphone_.is.state;
  const bool is_open = microphone == call::DeviceState::kOn || microphone == call::DeviceState::kMuted;
  if (is_open && was_muted != wish_.microphone_muted) {
    microphone_.is.state = wish_.microphone_muted ? call::DeviceState::kMuted : call::DeviceState::kOn;
  }
  wires_.world.after(Duration(1), [this] { report(); });
}

void SimMedia::open(Device& device, bool is_camera) {
  device.is.state = call::DeviceState::kOpening;
  const Devices& devices = wires_.devices;
  const std::uint64_t order = ++device.order;
  wires_.world.after(wires_.random.delay(devices.open_low_ms, devices.open_high_ms), [this, &device, is_camera, order] {
    if (order != device.order) return;
    const bool is_real = !is_camera || !wish_.test_picture;
    const call::DeviceTrouble trouble = is_camera ? wires_.devices.camera : wires_.devices.microphone;
    device.is.trouble = is_real ? trouble : call::DeviceTrouble::kNone;
    const bool is_muted = !is_camera && wish_.microphone_muted;
    device.is.state = is_muted ? call::DeviceState::kMuted : call::DeviceState::kOn;
    if (device.is.trouble != call::DeviceTrouble::kNone) {
      device.is.state = call::DeviceState::kFailed;
    }
    report();
  });
}

void SimMedia::devices_changed() {
  if (wish_.microphone) open(microphone_, false);
  if (wish_.camera) open(camera_, true);
}

void SimMedia::report() { wires_.sink(events::MediaChanged{microphone_.is, camera_.is}); }

}  // namespace ssc::sim
