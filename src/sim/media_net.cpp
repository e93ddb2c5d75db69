#include "sim/media_net.hpp"

#include <algorithm>
#include <cstdlib>

namespace ssc::sim {
namespace {

using call::PeerConnectionState;

constexpr int kLossNoticedLow_ms = 2'000, kLossNoticedHigh_ms = 5'000;
constexpr Duration kPathGivenUp{25'000};  // after the loss was noticed
constexpr Duration kNeverFound{20'000};

/// The number behind `mark` in `text`, or 0.
int number_behind(const std::string& text, const std::string& mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + mark.size());
}

int connection_of(const std::string& sdp) { return number_behind(sdp, "o=- "); }
int ice_of(const std::string& sdp) { return number_behind(sdp, "a=ice-ufrag:u"); }

}  // namespace

MediaNet::Connection* MediaNet::find(int connection) {
  const auto found = connections_.find(connection);
  return found == connections_.end() || found->second.closed ? nullptr : &found->second;
}

const MediaNet::Connection* MediaNet::find(int connection) const {
  const auto found = connections_.find(connection);
  return found == connections_.end() || found->second.closed ? nullptr : &found->second;
}

int MediaNet::open(const Network& network, StateSink sink, Sends sends) {
  Connection& fresh = connections_[++last_];
  fresh.network = &network;
  fresh.sink = std::move(sink);
  fresh.sends = std::move(sends);
  return last_;
}

void MediaNet::close(int connection) {
  Connection* mine = find(connection);
  if (mine == nullptr) return;
  mine->closed = true;
  mine->sink = nullptr;
  look(mine->remote);
}

std::string MediaNet::describe(int connection, int ice) const {
  const std::string id = std::to_string(connection);
  const std::string version = std::to_string(ice);
  return "v=0\r\no=- " + id + " " + version + " IN IP4 0.0.0.0\r\na=ice-ufrag:u" + version + "x" + id +
         "\r\na=fingerprint:sha-256 " + id + "\r\n";
}

std::string MediaNet::candidate_of(const std::string& sdp, int index) {
  return "candidate:" + std::to_string(connection_of(sdp)) + " ice " + std::to_string(ice_of(sdp)) + " " +
         std::to_string(index);
}

std::string MediaNet::with_candidates(const std::string& sdp) { return sdp + "a=" + candidate_of(sdp, 1) + "\r\n"; }

std::string MediaNet::make_offer(int connection, bool restart) {
  Connection* mine = find(connection);
  if (mine == nullptr || (mine->offering && !restart)) {
    world_.complain("an offer was asked of a connection that cannot make one");
    return {};
  }
  mine->offered_ice = !restart ? mine->ice : mine->offering ? mine->offered_ice + 1 : mine->ice + 1;
  mine->offering = true;
  return describe(connection, mine->offered_ice);
}

void MediaNet::take_remote(Connection& connection, const std::string& sdp) {
  const int remote = connection_of(sdp);
  const int ice = ice_of(sdp);
  if (remote != connection.remote || ice != connection.remote_ice) connection.known_candidates = 0;
  connection.remote = remote;
  connection.remote_ice = ice;
  connection.known_candidates += static_cast<int>(sdp.find("a=candidate") != std::string::npos);
  connection.described = true;
  connection.gathered_at = connection.network->address;
}

std::string MediaNet::accept_offer(int connection, const std::string& sdp) {
  Connection* mine = find(connection);
  if (mine == nullptr) return {};
  mine->offering = false;
  const bool restarts = mine->remote != 0 && (connection_of(sdp) != mine->remote || ice_of(sdp) != mine->remote_ice);
  if (restarts) ++mine->ice;
  take_remote(*mine, sdp);
  look_at_both(connection);
  return describe(connection, mine->ice);
}

bool MediaNet::accept_answer(int connection, const std::string& sdp) {
  Connection* mine = find(connection);
  if (mine == nullptr || !mine->offering) {
    world_.complain("an answer was given to a connection without an open offer");
    return false;
  }
  mine->offering = false;
  mine->ice = mine->offered_ice;
  take_remote(*mine, sdp);
  look_at_both(connection);
  return true;
}

bool MediaNet::add_candidate(int connection, const std::string& candidate) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->remote == 0) return false;
  const bool fits =
      number_behind(candidate, "candidate:") == mine->remote && number_behind(candidate, " ice ") == mine->remote_ice;
  if (fits) ++mine->known_candidates;
  if (fits && mine->pair == 0) mine->failed_ice = 0;  // checks begin again
  look_at_both(connection);
  return true;
}

bool MediaNet::has_path(const Connection& mine, const Connection& theirs) const {
  return !mine.closed && !theirs.closed && is_up(mine) && is_up(theirs) && mine.pair_address == mine.network->address &&
         theirs.pair_address == theirs.network->address;
}

bool MediaNet::flows(int connection) const {
  const Connection* mine = find(connection);
  const Connection* theirs = mine == nullptr ? nullptr : find(mine->pair);
  return theirs != nullptr && theirs->pair == connection && has_path(*mine, *theirs);
}

Instant MediaNet::path_found_at(int connection) const {
  const Connection* mine = find(connection);
  return mine == nullptr ? Instant{} : mine->paired_at;
}

bool MediaNet::hears(int connection) const {
  const Connection* mine = find(connection);
  return mine != nullptr && flows(connection) && find(mine->pair)->sends();
}

bool MediaNet::can_find_path(int connection) const {
  const Connection* mine = find(connection);
  const Connection* theirs = mine == nullptr ? nullptr : find(mine->remote);
  if (theirs == nullptr || theirs->remote != connection || !mine->described || !theirs->described) return false;
  if (mine->remote_ice != theirs->ice || theirs->remote_ice != mine->ice) return false;
  if (mine->known_candidates == 0 && theirs->known_candidates == 0) return false;
  const int ice = mine->ice + theirs->ice;
  if (mine->failed_ice == ice || theirs->failed_ice == ice) return false;
  return is_up(*mine) && is_up(*theirs) && mine->gathered_at == mine->network->address &&
         theirs->gathered_at == theirs->network->address;
}

void MediaNet::look_at_both(int connection) {
  look(connection);
  look(remote_of(connection));
}

void MediaNet::look(int connection) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->remote == 0) return;
  if (flows(connection)) {
    change_later(connection, PeerConnectionState::kConnected, world_.random().delay(20, 300));
    return;
  }
  if (can_find_path(connection)) {
    const int remote = mine->remote;
    world_.after(world_.random().delay(20, 300), [this, connection, remote] {
      Connection* one = find(connection);
      Connection* other = find(remote);
      if (one == nullptr || other == nullptr || one->remote != remote || !can_find_path(connection)) return;
      one->pair = remote;
      other->pair = connection;
      one->pair_address = one->network->address;
      other->pair_address = other->network->address;
      one->paired_at = other->paired_at = world_.now();
      set_state(connection, PeerConnectionState::kConnected);
      set_state(remote, PeerConnectionState::kConnected);
    });
  } else if (mine->state == PeerConnectionState::kConnected) {
    change_later(connection, PeerConnectionState::kDisconnected,
                 world_.random().delay(kLossNoticedLow_ms, kLossNoticedHigh_ms));
  } else if (mine->state == PeerConnectionState::kNew) {
    set_state(connection, PeerConnectionState::kConnecting);
  }
}

void MediaNet::change_later(int connection, PeerConnectionState state, Duration delay) {
  const Connection* mine = find(connection);
  if (mine == nullptr || mine->state == state) return;
  const std::uint64_t change = mine->change;
  world_.after(delay, [this, connection, state, change] {
    const Connection* now = find(connection);
    if (now == nullptr || now->change != change) return;
    if (flows(connection) == (state == PeerConnectionState::kConnected)) set_state(connection, state);
  });
}

void MediaNet::set_state(int connection, PeerConnectionState state) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->state == state) return;
  mine->state = state;
  ++mine->change;
  if (state == PeerConnectionState::kConnecting) change_later(connection, PeerConnectionState::kFailed, kNeverFound);
  if (state == PeerConnectionState::kDisconnected) change_later(connection, PeerConnectionState::kFailed, kPathGivenUp);
  if (state == PeerConnectionState::kFailed) {
    const Connection* theirs = find(mine->remote);
    mine->failed_ice = mine->ice + (theirs == nullptr ? 0 : theirs->ice);
  }
  const StateSink sink = mine->sink;  // what it tells may close the connection
  sink(state);
}

void MediaNet::set_path_up(bool up) {
  path_up_ = up;
  look_again();
}

void MediaNet::look_again() {
  for (auto& [id, connection] : connections_) {
    if (!connection.closed) look(id);
  }
}

bool MediaNet::is_connected(int connection) const {
  const Connection* mine = find(connection);
  return mine != nullptr && mine->state == PeerConnectionState::kConnected;
}

bool MediaNet::are_connected(int a, int b) const {
  return is_connected(a) && is_connected(b) && find(a)->pair == b && find(b)->pair == a;
}

int MediaNet::remote_of(int connection) const {
  const Connection* mine = find(connection);
  return mine == nullptr ? 0 : mine->remote;
}

int MediaNet::open_count() const {
  return static_cast<int>(std::ranges::count_if(connections_, [](const auto& entry) { return !entry.second.closed; }));
}

}  // namespace ssc::sim
