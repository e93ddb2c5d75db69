// Peer connections of the simulated world and the paths between them. A connection refuses to be used in an order a
// browser would refuse. Two connections find each other when each has taken the other's description and at least one
// knows a candidate of the other; a path once found lives as long as both networks and their addresses, and what has
// failed is found again only by an ICE restart.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "call/call_state.hpp"
#include "sim/network.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

class MediaNet {
 public:
  using StateSink = std::function<void(call::PeerConnectionState)>;

  explicit MediaNet(World& world) : world_(world) {}

  using Sends = std::function<bool()>;

  /// `network` must outlive the connection; `sends`: whether its page sends sound at this moment.
  int open(const Network& network, StateSink sink, Sends sends);
  void close(int connection);
  std::string make_offer(int connection, bool restart = false);
  /// "" when it cannot be taken. In the middle of an offer of its own the connection rolls that back.
  std::string accept_offer(int connection, const std::string& sdp);
  bool accept_answer(int connection, const std::string& sdp);
  bool add_candidate(int connection, const std::string& candidate);

  /// A candidate gathered for the description `sdp`.
  static std::string candidate_of(const std::string& sdp, int index);
  /// `sdp` with the candidates of its connection inside.
  static std::string with_candidates(const std::string& sdp);

  void set_path_up(bool up);
  /// Some network changed.
  void look_again();
  bool is_connected(int connection) const;
  bool are_connected(int a, int b) const;
  /// Packets pass at this moment, whatever the connections know of it.
  bool flows(int connection) const;
  /// Packets of sound arrive at it.
  bool hears(int connection) const;
  /// When the path it has, or had, was found.
  Instant path_found_at(int connection) const;
  /// The connection at the other end, 0 = none known.
  int remote_of(int connection) const;
  int open_count() const;

 private:
  struct Connection {
    const Network* network = nullptr;
    StateSink sink;
    Sends sends;
    bool closed = false;
    bool offering = false;
    bool described = false;  // both descriptions were in place once
    int ice = 1;             // of our description in use; a restart counts on
    int offered_ice = 1;     // of the offer that is out
    int remote = 0;
    int remote_ice = 0;
    int known_candidates = 0;  // of `remote_ice`
    int gathered_at = 0;       // our address when `ice` began
    int pair = 0;              // the connection a path was found to, and our address on it
    int pair_address = 0;
    Instant paired_at{};
    int failed_ice = 0;  // ice + remote_ice of what failed
    std::uint64_t change = 0;  // counts state changes: a planned one is dropped when another came before
    call::PeerConnectionState state = call::PeerConnectionState::kNew;
  };

  Connection* find(int connection);
  const Connection* find(int connection) const;
  bool is_up(const Connection& connection) const { return path_up_ && connection.network->media_up; }
  bool has_path(const Connection& mine, const Connection& theirs) const;
  bool can_find_path(int connection) const;
  void take_remote(Connection& connection, const std::string& sdp);
  std::string describe(int connection, int ice) const;
  void look(int connection);
  void look_at_both(int connection);
  void change_later(int connection, call::PeerConnectionState state, Duration delay);
  void set_state(int connection, call::PeerConnectionState state);

  World& world_;
  std::map<int, Connection> connections_;
  int last_ = 0;
  bool path_up_ = true;
};

}  // namespace ssc::sim
