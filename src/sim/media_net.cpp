#include "sim/media_net.hpp"

#include <algorithm>
#include <cstdlib>

namespace ssc::sim {
namespace {

using call::PeerConnectionState;

constexpr Duration kPathLossNoticed{3'000};
constexpr Duration kPathGivenUp{15'000};

std::string sdp_of(int connection) {
  const std::string id = std::to_string(connection);
  return "v=0\r\no=- " + id + " 1 IN IP4 0.0.0.0\r\na=ice-ufrag:u" + id + "\r\na=fingerprint:sha-256 " + id + "\r\n";
}

/// The number behind `mark` in `text`, or 0.
int number_behind(const std::string& text, const std::string& mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + mark.size());
}

}  // namespace

MediaNet::Connection* MediaNet::find(int connection) {
  const auto found = connections_.find(connection);
  return found == connections_.end() || found->second.closed ? nullptr : &found->second;
}

int MediaNet::open(StateSink sink) {
  connections_[++last_].sink = std::move(sink);
  return last_;
}

void MediaNet::close(int connection) {
  Connection* mine = find(connection);
  if (mine == nullptr) return;
  mine->closed = true;
  mine->sink = nullptr;
  const int remote = mine->remote;
  const Connection* theirs = find(remote);
  if (theirs == nullptr || theirs->remote != connection) return;
  world_.after(kPathLossNoticed, [this, remote] { set_state(remote, PeerConnectionState::kDisconnected); });
  world_.after(kPathGivenUp, [this, remote] { set_state(remote, PeerConnectionState::kFailed); });
}

std::string MediaNet::make_offer(int connection) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->offered || mine->remote != 0) {
    world_.complain("an offer was asked of a connection that cannot make one");
    return {};
  }
  mine->offered = true;
  return sdp_of(connection);
}

void MediaNet::take_description(Connection& connection, const std::string& sdp) {
  connection.remote = number_behind(sdp, "o=- ");
  connection.known_candidates += static_cast<int>(sdp.find("a=candidate") != std::string::npos);
  connection.remote_is_final = true;
}

std::string MediaNet::accept_offer(int connection, const std::string& sdp) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->offered || mine->remote != 0) {
    world_.complain("an offer was given to a connection that cannot take it");
    return {};
  }
  take_description(*mine, sdp);
  try_path(connection);
  return sdp_of(connection);
}

bool MediaNet::accept_answer(int connection, const std::string& sdp) {
  Connection* mine = find(connection);
  if (mine == nullptr || !mine->offered || mine->remote != 0) {
    world_.complain("an answer was given to a connection without an open offer");
    return false;
  }
  take_description(*mine, sdp);
  try_path(connection);
  return true;
}

bool MediaNet::add_candidate(int connection, const std::string& candidate) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->remote == 0) return false;
  if (number_behind(candidate, "candidate:") == mine->remote) ++mine->known_candidates;
  try_path(connection);
  return true;
}

std::string MediaNet::candidate_of(int connection, int index) {
  return "candidate:" + std::to_string(connection) + " " + std::to_string(index);
}

std::string MediaNet::with_candidates(const std::string& sdp) {
  return sdp + "a=" + candidate_of(number_behind(sdp, "o=- "), 1) + "\r\n";
}

void MediaNet::try_path(int connection) {
  const Connection* mine = find(connection);
  const Connection* theirs = mine == nullptr ? nullptr : find(mine->remote);
  if (theirs == nullptr || theirs->remote != connection || !path_up_) return;
  if (mine->known_candidates == 0 && theirs->known_candidates == 0) return;
  const int remote = mine->remote;
  world_.after(world_.random().delay(20, 300), [this, connection, remote] {
    if (find(connection) == nullptr || find(remote) == nullptr || !path_up_) return;
    set_state(connection, PeerConnectionState::kConnected);
    set_state(remote, PeerConnectionState::kConnected);
  });
}

void MediaNet::set_state(int connection, PeerConnectionState state) {
  Connection* mine = find(connection);
  if (mine == nullptr || mine->state == state) return;
  const bool never_connected = mine->state == PeerConnectionState::kNew;
  if (state == PeerConnectionState::kDisconnected && never_connected) return;
  mine->state = state;
  mine->sink(state);
}

void MediaNet::set_path_up(bool up) {
  if (path_up_ == up) return;
  path_up_ = up;
  for (auto& [id, connection] : connections_) {
    if (connection.closed || connection.remote == 0) continue;
    const int which = id;
    if (up) {
      try_path(which);
    } else {
      world_.after(kPathLossNoticed, [this, which] {
        if (!path_up_) set_state(which, PeerConnectionState::kDisconnected);
      });
    }
  }
}

bool MediaNet::is_connected(int connection) const {
  const auto found = connections_.find(connection);
  return found != connections_.end() && !found->second.closed && found->second.state == PeerConnectionState::kConnected;
}

bool MediaNet::are_connected(int a, int b) const {
  return is_connected(a) && is_connected(b) && connections_.at(a).remote == b && connections_.at(b).remote == a;
}

int MediaNet::open_count() const {
  return static_cast<int>(std::ranges::count_if(connections_, [](const auto& entry) { return !entry.second.closed; }));
}

}  // namespace ssc::sim
