#include <gtest/gtest.h>

#include "shell/start_facts.hpp"

namespace ssc::shell {
namespace {

constexpr std::string_view kWhole = R"({
  "language":"ru", "theme":"light", "environment":27, "demo":"alice", "persistent":false,
  "beforeReload":"{\"id\":\"c1\",\"chat\":\"h1\",\"mic\":false,\"camera\":true,\"picture\":false,\"minimized\":true,\"react\":true,\"started\":7,\"ends\":[{\"id\":\"c0\",\"decline\":true}]}",
  "iceProfile":"anyfirewall", "hideAddress":"on", "lowData":"on",
  "seedHigh":1, "seedLow":2,
  "accessToken":"aaa", "refreshToken":"rrr",
  "user":"{\"_id\":\"u1\",\"username\":\"alice\",\"email\":\"a@b.c\"}"})";

TEST(StartFacts, HoldAllThatThePageFound) {
  const events::Started started = read_start_facts(kWhole);
  EXPECT_EQ(started.settings, (Settings{.language = Language::kRussian,
                                        .theme = ThemeChoice::kLight,
                                        .ice_profile = call::IceProfile::kAnyFirewall,
                                        .hide_address = true,
                                        .low_data = true}));
  EXPECT_EQ(started.environment, environment_of(27));
  EXPECT_EQ(started.demo_user, "alice");
  EXPECT_FALSE(started.persistent);
  EXPECT_EQ(started.before_reload,
            (call::SavedPage{{CallId("c1"), ChatId("h1"), false, true, false, true, true, 7}, {{CallId("c0"), true}}}));
  EXPECT_EQ(started.seed, 0x1'0000'0002u);
  EXPECT_EQ(started.tokens, (Tokens{.access = "aaa", .refresh = "rrr"}));
  ASSERT_TRUE(started.account);
  EXPECT_EQ(started.account->user.id, UserId("u1"));
}

TEST(StartFacts, ReadTheUserWithEitherKeyOfItsId) {
  const auto account = [](std::string_view user) {
    return read_start_facts(R"({"accessToken":"a","refreshToken":"r","user":")" + std::string(user) + "\"}").account;
  };
  EXPECT_EQ(account(R"({\"id\":\"u1\",\"username\":\"a\"})")->user.id, UserId("u1"));
  EXPECT_EQ(account(R"({\"_id\":\"u2\",\"id\":\"u1\",\"username\":\"a\"})")->user.id, UserId("u2"));
}

TEST(StartFacts, KeepTheTokensWhenTheStoredUserIsSpoiled) {
  const auto started = read_start_facts(R"({"accessToken":"a","refreshToken":"r","user":"{broken"})");
  EXPECT_TRUE(started.tokens);
  EXPECT_FALSE(started.account);
}

TEST(StartFacts, AreThoseOfAStrangerWhenNothingIsStored) {
  const auto started = read_start_facts(R"({"accessToken":"","refreshToken":"","user":""})");
  EXPECT_FALSE(started.tokens);
  EXPECT_FALSE(started.account);
  EXPECT_TRUE(started.persistent);
  EXPECT_EQ(started.settings, Settings{});
}

TEST(StartFacts, SurviveTextsThatAreNoFacts) {
  for (const std::string_view text : {"", "null", "[]", "{", "{\"language\":7}", "\"x\""}) {
    EXPECT_FALSE(read_start_facts(text).tokens) << text;
  }
}

TEST(StartFacts, NameEachFactOfTheEnvironmentByItsBit) {
  EXPECT_TRUE(environment_of(kSecureContext).secure_context);
  EXPECT_TRUE(environment_of(kWebRtcSupported).webrtc_supported);
  EXPECT_TRUE(environment_of(kNetworkOnline).network_online);
  EXPECT_TRUE(environment_of(kPageVisible).page_visible);
  EXPECT_TRUE(environment_of(kSystemDark).system_dark);
  EXPECT_TRUE(environment_of(kMicrophoneGranted).microphone_granted);
  EXPECT_FALSE(environment_of(~kPageVisible).page_visible);
}

}  // namespace
}  // namespace ssc::shell
