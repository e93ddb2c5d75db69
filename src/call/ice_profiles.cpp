#include "call/ice_profiles.hpp"

namespace ssc::call {
namespace {

// Public demo relays; their names and passwords are published with the site.
struct Entry {
  IceProfile profile;
  const char* url;
  const char* user;
  const char* password;
};

constexpr const char* kOpenRelayUser = "openrelayproject";
constexpr const char* kExpressUser = "ef727d";
constexpr const char* kExpressPassword = "webrtcdemo";

constexpr Entry kEntries[] = {
    {IceProfile::kAuto, "stun:stun.l.google.com:19302", "", ""},
    {IceProfile::kAuto, "stun:stun1.l.google.com:19302", "", ""},
    {IceProfile::kOpenRelay, "turn:global.relay.metered.ca:80", kOpenRelayUser, kOpenRelayUser},
    {IceProfile::kOpenRelay, "turn:global.relay.metered.ca:80?transport=tcp", kOpenRelayUser, kOpenRelayUser},
    {IceProfile::kOpenRelay, "turn:global.relay.metered.ca:443", kOpenRelayUser, kOpenRelayUser},
    {IceProfile::kOpenRelay, "turn:global.relay.metered.ca:443?transport=tcp", kOpenRelayUser, kOpenRelayUser},
    {IceProfile::kOpenRelay, "turns:global.relay.metered.ca:443", kOpenRelayUser, kOpenRelayUser},
    {IceProfile::kExpressTurn, "turn:relay1.expressturn.com:3478", kExpressUser, kExpressPassword},
    {IceProfile::kExpressTurn, "turn:relay1.expressturn.com:443?transport=tcp", kExpressUser, kExpressPassword},
    {IceProfile::kExpressTurn, "turns:relay1.expressturn.com:443", kExpressUser, kExpressPassword},
    {IceProfile::kAnyFirewall, "turn:turn.anyfirewall.com:443?transport=tcp", "webrtc", "webrtc"},
};

}  // namespace

std::vector<IceServer> profile_servers(IceProfile profile) {
  std::vector<IceServer> servers;
  for (const Entry& entry : kEntries) {
    // The site's "auto" is its STUN servers and OpenRelay.
    const bool is_of_auto = profile == IceProfile::kAuto && entry.profile == IceProfile::kOpenRelay;
    if (entry.profile == profile || is_of_auto) servers.push_back({{entry.url}, entry.user, entry.password});
  }
  return servers;
}

std::string_view profile_key(IceProfile profile) {
  switch (profile) {
    case IceProfile::kAuto:
      return "auto";
    case IceProfile::kOpenRelay:
      return "openrelay";
    case IceProfile::kExpressTurn:
      return "expressturn";
    case IceProfile::kAnyFirewall:
      return "anyfirewall";
  }
  return "auto";
}

IceProfile profile_of(std::string_view key) {
  for (const IceProfile profile : {IceProfile::kOpenRelay, IceProfile::kExpressTurn, IceProfile::kAnyFirewall}) {
    if (key == profile_key(profile)) return profile;
  }
  return IceProfile::kAuto;
}

}  // namespace ssc::call
