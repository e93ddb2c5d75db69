// The ports of one simulated page. Each enforces its protocol and complains to the world when the core breaks it.
// Results come later, as AppEvents, like in a browser.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/events.hpp"
#include "ports/ports.hpp"
#include "sim/media_net.hpp"
#include "sim/network.hpp"
#include "sim/server.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

/// What all ports of a page share.
struct PageWires {
  World& world;
  Server& server;
  MediaNet& media_net;
  Network& network;
  Devices& devices;
  std::string name;
  Random random;  // the page's own chance: what others do does not change it
  std::function<void(AppEvent)> sink;  // drops everything once the page is closed
  std::function<bool()> sends_sound;   // also silence

  void complain(const std::string& what) const { world.complain(name + ": " + what); }
};

class SimClock : public ports::Clock {
 public:
  explicit SimClock(PageWires& wires) : wires_(wires) {}
  Instant now() const override { return wires_.world.now(); }
  WallTime wall_now() const override { return wires_.world.wall_now(); }
  void wake_at(Instant when) override;

 private:
  PageWires& wires_;
  std::uint64_t order_ = 0;
};

class SimHttp : public ports::Http {
 public:
  explicit SimHttp(PageWires& wires) : wires_(wires) {}
  void send(RequestId id, const api::Request& request, const std::string& access_token) override;
  int in_flight() const { return in_flight_; }

 private:
  void answer(RequestId id, const api::Request& request, const Result<api::Reply>& reply);

  PageWires& wires_;
  int in_flight_ = 0;
};

class SimSocket : public ports::Socket {
 public:
  explicit SimSocket(PageWires& wires) : wires_(wires) {}
  void open(SocketGeneration generation, const std::string& sid) override;
  void drop(SocketGeneration generation) override;
  void poll(SocketGeneration generation, const std::string& sid) override;
  void post(SocketGeneration generation, const std::string& sid, const std::string& body) override;
  void send(SocketGeneration generation, const std::string& text) override;
  void close(SocketGeneration generation) override;
  /// The connection breaks. With `quietly` neither end notices by itself.
  void cut(bool quietly);
  /// The page goes away: what it sent still arrives.
  void drop();
  /// Both ends have it and it carries, whatever either believes.
  bool is_alive() const {
    return current_ != nullptr && current_->open_here && current_->open_there && !current_->broken;
  }

 private:
  struct Wire : ServerSocket {
    Wire(PageWires& w, SocketGeneration g) : wires(w), generation(g) {}
    void deliver(std::string frame) override;
    void broken_by_server() override;
    PageWires& wires;
    SocketGeneration generation;
    bool open_here = false, open_there = false, broken = false;
    Instant last_in{}, last_out{};
  };

  void leave_server(Wire& wire, Duration delay);

  PageWires& wires_;
  std::vector<std::unique_ptr<Wire>> wires_opened_;  // kept: late tasks of the world still name them
  Wire* current_ = nullptr;
};

class SimPeer : public ports::Peer {
 public:
  explicit SimPeer(PageWires& wires) : wires_(wires) {}
  void create(PeerGeneration peer, const IceSetup& setup) override;
  void restart(PeerGeneration peer, int operation, const IceSetup& setup) override;
  void make_offer(PeerGeneration peer, int operation) override;
  void accept_offer(PeerGeneration peer, int operation, const std::string& sdp) override;
  void accept_answer(PeerGeneration peer, int operation, const std::string& sdp) override;
  void add_candidate(PeerGeneration peer, const signalling::Candidate& candidate) override;
  void close(PeerGeneration peer) override;
  void measure(bool wanted) override;
  void limit(const call::SendLimits&) override {}

  /// The page goes away.
  void abandon();

  bool is_open() const { return connection_ != 0; }
  int connection() const { return connection_; }
  int created_count() const { return created_; }
  /// The next description operation fails.
  void fail_next_operation() { fail_next_ = true; }

 private:
  bool is_usable(PeerGeneration peer, const char* what);
  void finish(int operation, std::function<AppEvent(PeerGeneration)> done);
  void gather(const std::string& sdp);
  void measure_on(std::uint64_t order);

  PageWires& wires_;
  PeerGeneration generation_;
  std::uint64_t measuring_ = 0;  // counts wishes to be told of the path; only the newest counts
  double audio_packets_ = 0;
  int connection_ = 0;
  int created_ = 0;
  bool running_ = false;
  bool remote_set_ = false;
  bool fail_next_ = false;
};

class SimMedia : public ports::Media {
 public:
  explicit SimMedia(PageWires& wires) : wires_(wires) {}
  void want(const ports::MediaWish& wish) override;
  bool anything_open() const {
    return microphone_.is.state != call::DeviceState::kOff || camera_.is.state != call::DeviceState::kOff;
  }
  bool is_wanted() const { return wish_.microphone || wish_.camera; }
  bool sends_sound() const {
    const call::DeviceState is = microphone_.is.state;
    return wish_.send && (is == call::DeviceState::kOn || is == call::DeviceState::kMuted);
  }
  bool is_microphone_heard() const { return microphone_.is.state == call::DeviceState::kOn; }
  bool is_camera_seen() const { return camera_.is.state == call::DeviceState::kOn; }
  /// Devices changed under the page: what is wanted is tried again.
  void devices_changed();

 private:
  struct Device {
    call::LocalDevice is;
    std::uint64_t order = 0;  // counts tries to open it; only the newest counts
  };

  void open(Device& device, bool is_camera);
  void report();

  PageWires& wires_;
  ports::MediaWish wish_;
  Device microphone_, camera_;
};

class SimStorage : public ports::Storage {
 public:
  void save_session(const Tokens& tokens, const Account&, bool) override { tokens_ = tokens; }
  void forget_session() override { tokens_ = Tokens(); }
  void save_setting(std::string_view, std::string_view) override {}
  void keep(const call::SavedPage& page) override { kept_ = page; }
  const Tokens& tokens() const { return tokens_; }
  const call::SavedPage& kept() const { return kept_; }

 private:
  Tokens tokens_;
  call::SavedPage kept_;
};

/// A page alone in its browser.
class SimTabs : public ports::Tabs {
 public:
  void join(const UserId&) override {}
  void claim() override {}
  void say(const std::string&) override {}
};

class SimPage : public ports::Page {
 public:
  void set_ring(ports::RingSound sound) override { ring_ = sound; }
  void set_awake(bool keep_screen_on) override { awake_ = keep_screen_on; }
  void set_language(std::string_view) override {}
  void set_theme(bool) override {}
  ports::RingSound ring() const { return ring_; }
  bool awake() const { return awake_; }

 private:
  ports::RingSound ring_ = ports::RingSound::kNone;
  bool awake_ = false;
};

}  // namespace ssc::sim
