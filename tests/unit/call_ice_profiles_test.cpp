#include <gtest/gtest.h>

#include "call/ice_profiles.hpp"

namespace ssc::call {
namespace {

constexpr IceProfile kAll[] = {IceProfile::kAuto, IceProfile::kOpenRelay, IceProfile::kExpressTurn,
                               IceProfile::kAnyFirewall};

TEST(IceProfiles, KeepTheirNamesOnTheWireAndInStorage) {
  for (const IceProfile profile : kAll) EXPECT_EQ(profile_of(profile_key(profile)), profile);
  EXPECT_EQ(profile_of("no such profile"), IceProfile::kAuto);
  EXPECT_EQ(profile_key(IceProfile::kAnyFirewall), "anyfirewall");
}

TEST(IceProfiles, HoldTheServersOfTheSite) {
  EXPECT_EQ(profile_servers(IceProfile::kAuto).size(), 7U);
  EXPECT_EQ(profile_servers(IceProfile::kOpenRelay).size(), 5U);
  EXPECT_EQ(profile_servers(IceProfile::kExpressTurn).size(), 3U);
  EXPECT_EQ(profile_servers(IceProfile::kAnyFirewall).size(), 1U);
  EXPECT_EQ(profile_servers(IceProfile::kAuto).front().urls.front(), "stun:stun.l.google.com:19302");
}

TEST(IceProfiles, GiveEveryRelayANameAndAPassword) {
  for (const IceProfile profile : kAll) {
    for (const IceServer& server : profile_servers(profile)) {
      const bool is_relay = server.urls.front().starts_with("turn");
      EXPECT_EQ(is_relay, !server.username.empty() && !server.credential.empty()) << server.urls.front();
    }
  }
}

}  // namespace
}  // namespace ssc::call
