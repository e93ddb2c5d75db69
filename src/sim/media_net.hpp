// Peer connections of the simulated world and the paths between them. A connection refuses to be used in an order a
// browser would refuse. Two connections find each other when each has taken the other's description and at least one
// knows a candidate of the other.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "call/call_state.hpp"
#include "protocol/signalling.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

class MediaNet {
 public:
  using StateSink = std::function<void(call::PeerConnectionState)>;

  explicit MediaNet(World& world) : world_(world) {}

  int open(StateSink sink);
  void close(int connection);
  std::string make_offer(int connection);
  /// "" when it cannot be taken.
  std::string accept_offer(int connection, const std::string& sdp);
  bool accept_answer(int connection, const std::string& sdp);
  bool add_candidate(int connection, const std::string& candidate);

  static std::string candidate_of(int connection, int index);
  /// `sdp` with the candidates of its connection inside.
  static std::string with_candidates(const std::string& sdp);

  void set_path_up(bool up);
  bool is_connected(int connection) const;
  bool are_connected(int a, int b) const;
  int open_count() const;

 private:
  struct Connection {
    StateSink sink;
    bool closed = false;
    bool offered = false;
    int remote = 0;
    bool remote_is_final = false;  // both descriptions are in place on this side
    int known_candidates = 0;
    call::PeerConnectionState state = call::PeerConnectionState::kNew;
  };

  Connection* find(int connection);
  void take_description(Connection& connection, const std::string& sdp);
  void try_path(int connection);
  void set_state(int connection, call::PeerConnectionState state);

  World& world_;
  std::map<int, Connection> connections_;
  int last_ = 0;
  bool path_up_ = true;
};

}  // namespace ssc::sim
