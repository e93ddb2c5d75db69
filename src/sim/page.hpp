// One simulated page: a real Store on simulated ports, signed in as one user. Checks after every event what must hold
// in a page at any moment.
#pragma once

#include <deque>
#include <string>

#include "app/store.hpp"
#include "sim/page_ports.hpp"

namespace ssc::sim {

class Page {
 public:
  Page(World& world, Server& server, MediaNet& media_net, const User& user, const std::string& name);
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// Loads the page with stored tokens.
  void start(const call::SavedPage& before_reload = {});
  /// The browser lets nothing of the page run: what happens waits.
  void freeze();
  void thaw();
  bool is_frozen() const { return frozen_; }
  void dispatch(AppEvent event);
  /// The tab is closed: says so if it can, then nothing of it lives on.
  void close(bool may_say_so);
  bool is_closed() const { return closed_; }

  const AppState& state() const { return store_.state(); }
  const call::CallState& call() const { return store_.state().call; }
  call::Phase phase() const { return call().phase; }
  const User& user() const { return user_; }
  const std::string& name() const { return wires_.name; }

  Network network;
  Devices devices;

 private:
  void check();

  PageWires wires_;
  User user_;
  bool closed_ = false;
  bool frozen_ = false;
  std::deque<AppEvent> waiting_;

 public:
  SimClock clock;
  SimHttp http;
  SimSocket socket;
  SimPeer peer;
  SimMedia media;
  SimStorage storage;
  SimPage page;
  SimTabs tabs;

 private:
  Store store_;
};

}  // namespace ssc::sim
