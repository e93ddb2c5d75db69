#include "call/ice_profiles.hpp"

namespace ssc::call {

std::vector<IceServer> default_ice_servers() {
  // A public demo relay; user and password are published and the same word.
  constexpr const char* kRelayUser = "openrelayproject";
  std::vector<IceServer> servers;
  for (const char* url : {"stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"}) {
    servers.push_back({{url}, {}, {}});
  }
  for (const char* url : {"turn:global.relay.metered.ca:80", "turn:global.relay.metered.ca:80?transport=tcp",
                          "turn:global.relay.metered.ca:443", "turn:global.relay.metered.ca:443?transport=tcp",
                          "turns:global.relay.metered.ca:443"}) {
    servers.push_back({{url}, kRelayUser, kRelayUser});
  }
  return servers;
}

}  // namespace ssc::call
