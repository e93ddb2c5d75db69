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
  const Duration slack = wires_.world.random().chance(5) ? Duration(-1) : wires_.world.random().delay(0, 15);
  wires_.world.at(when + slack, [this, order] {
    if (order == order_) wires_.sink(events::TimePassed{});
  });
}

// --- REST -------------------------------------------------------------------------------------------------
void SimHttp::send(RequestId id, const api::Request& request, const std::string& access_token) {
  Random& random = wires_.world.random();
  const Network& network = wires_.network;
  const auto fail_later = [this, id, request](Duration delay) {
    wires_.world.after(delay, [this, id, request] {
      wires_.sink(events::HttpAnswered{id, request, std::unexpected(Error{ErrorKind::kNetwork, 0, {}})});
    });
  };
  if (!network.up || random.chance(network.lost_request_percent)) {
    fail_later(network.up ? kRequestTimeout : Duration(50));
    return;
  }
  const bool is_answer_lost = random.chance(network.lost_answer_percent);
  const Duration there = random.delay(network.rest_low_ms, network.rest_high_ms);
  const Duration back = random.delay(network.rest_low_ms, network.rest_high_ms);
  wires_.world.after(there, [this, id, request, access_token, is_answer_lost, back, fail_later] {
    Result<api::Reply> reply = wires_.server.handle(access_token, request);
    if (is_answer_lost || !wires_.network.up) {
      fail_later(kRequestTimeout);
      return;
    }
    wires_.world.after(
        back, [this, id, request, reply = std::move(reply)] { wires_.sink(events::HttpAnswered{id, request, reply}); });
  });
}

// --- socket -----------------------------------------------------------------------------------------------
void SimSocket::Wire::deliver(std::string frame) {
  if (broken) return;
  const Duration delay = wires.world.random().delay(wires.network.socket_low_ms, wires.network.socket_high_ms);
  wires.world.at(in_order(last_in, wires.world.now() + delay), [this, frame = std::move(frame)] {
    if (open_here && !broken) wires.sink(events::SocketReceived{generation, frame});
  });
}

void SimSocket::open(SocketGeneration generation) {
  if (current_ != nullptr && current_->open_here) wires_.complain("opened a socket beside another");
  wires_opened_.push_back(std::make_unique<Wire>(wires_, generation));
  Wire* wire = current_ = wires_opened_.back().get();
  wire->open_here = true;
  if (!wires_.network.up) {
    wires_.world.after(Duration(200), [wire] {
      if (!std::exchange(wire->open_here, false)) return;
      wire->wires.sink(events::SocketClosed{wire->generation});
    });
    return;
  }
  wires_.world.after(wires_.world.random().delay(5, 150), [wire] {
    if (!wire->open_here || wire->broken) return;
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
  const Duration delay = wires_.world.random().delay(wires_.network.socket_low_ms, wires_.network.socket_high_ms);
  wires_.world.at(in_order(wire->last_out, wires_.world.now() + delay), [wire, text] {
    if (wire->open_there && !wire->broken) wire->wires.server.received(*wire, text);
  });
}

void SimSocket::leave_server(Wire& wire) {
  const Duration delay = wires_.world.random().delay(5, 200);
  wires_.world.at(in_order(wire.last_out, wires_.world.now() + delay), [&wire] {
    if (std::exchange(wire.open_there, false)) wire.wires.server.disconnected(wire);
  });
}

void SimSocket::close(SocketGeneration generation) {
  if (current_ == nullptr || generation != current_->generation) {
    wires_.complain("closed a socket that is not the current one");
    return;
  }
  current_->open_here = false;
  leave_server(*current_);
}

void SimSocket::cut(bool quietly) {
  if (current_ == nullptr || !current_->open_here || current_->broken) return;
  Wire* wire = current_;
  wire->broken = true;
  leave_server(*wire);
  if (quietly) return;
  wires_.world.after(wires_.world.random().delay(1, 500), [wire] {
    if (std::exchange(wire->open_here, false)) wire->wires.sink(events::SocketClosed{wire->generation});
  });
}

void SimSocket::drop() {
  if (current_ == nullptr) return;
  current_->open_here = false;
  leave_server(*current_);
}

// --- peer -------------------------------------------------------------------------------------------------
void SimPeer::create(PeerGeneration peer, const std::vector<IceServer>&) {
  if (connection_ != 0) wires_.complain("created a connection beside another");
  if (peer <= generation_) wires_.complain("reused the generation of a connection");
  generation_ = peer;
  running_ = remote_set_ = false;
  ++created_;
  connection_ = wires_.media_net.open([this, peer](call::PeerConnectionState state) {
    wires_.sink(events::PeerStateChanged{peer, state});
    wires_.sink(events::RemoteVideoChanged{peer, state == call::PeerConnectionState::kConnected});
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
  wires_.world.after(wires_.world.random().delay(1, 80), [this, peer, operation, fails, done = std::move(done)] {
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
  const int connection = connection_;
  for (int i = 1; i <= 2; ++i) {
    wires_.world.after(wires_.world.random().delay(1, 300), [this, peer, connection, i] {
      if (peer != generation_ || connection_ == 0) return;
      wires_.sink(events::LocalCandidateFound{peer, {MediaNet::candidate_of(connection, i), "0", 0, "u"}});
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
  if (connection_ != 0) wires_.media_net.close(std::exchange(connection_, 0));
}

// --- media ------------------------------------------------------------------------------------------------
void SimMedia::want(const ports::MediaWish& wish) {
  const bool new_microphone = wish.microphone && !wish_.microphone;
  const bool new_camera = wish.camera && !wish_.camera;
  wish_ = wish;
  if (!wish_.microphone) microphone_ = call::LocalDevice();
  if (!wish_.camera) camera_ = call::LocalDevice();
  if (new_microphone) microphone_.state = call::DeviceState::kOpening;
  if (new_camera) camera_.state = call::DeviceState::kOpening;
  const std::uint64_t order = ++order_;
  const Devices& devices = wires_.devices;
  wires_.world.after(wires_.world.random().delay(devices.open_low_ms, devices.open_high_ms),
                     [this, order] { settle(order); });
}

void SimMedia::settle(std::uint64_t order) {
  if (order != order_) return;  // a newer wish is under way
  const auto open = [](call::LocalDevice& device, call::DeviceTrouble trouble, bool muted) {
    const bool works = trouble == call::DeviceTrouble::kNone;
    device.state = !works ? call::DeviceState::kFailed : muted ? call::DeviceState::kMuted : call::DeviceState::kOn;
    device.trouble = trouble;
  };
  if (wish_.microphone) open(microphone_, wires_.devices.microphone, wish_.microphone_muted);
  if (wish_.camera) open(camera_, wish_.test_picture ? call::DeviceTrouble::kNone : wires_.devices.camera, false);
  report();
}

void SimMedia::report() { wires_.sink(events::MediaChanged{microphone_, camera_}); }

}  // namespace ssc::sim
