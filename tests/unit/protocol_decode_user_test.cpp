#include <string>

#include <gtest/gtest.h>

#include "protocol/decode_model.hpp"
#include "unit/testing/json_of.hpp"

namespace ssc {
namespace {

using testing::decoded;

TEST(DecodeAvatar, KeepsWhatAnImageElementLoads) {
  for (const char* stored : {"data:image/png;base64,iVBORw0KGgo=", "https://ex.org/a.png", "http://ex.org/a.png",
                             "HTTPS://ex.org/a.png", "Data:image/gif;base64,R0lG"}) {
    EXPECT_EQ(normalized_avatar(stored), stored);
  }
}

TEST(DecodeAvatar, TakesBareBase64ForAJpeg) {
  EXPECT_EQ(normalized_avatar("/9j/4AAQSkZJRg=="), "data:image/jpeg;base64,/9j/4AAQSkZJRg==");
  EXPECT_EQ(normalized_avatar("aGVsbG8="), "data:image/jpeg;base64,aGVsbG8=");
}

TEST(DecodeAvatar, DropsEverythingElse) {
  for (const char* stored : {"", "default.png", "javascript:alert(1)", "blob:x", "file:///etc/passwd", "a b",
                             "====", "a=b=", "abc===", "abcde", "https:/one-slash", "картинка"}) {
    EXPECT_EQ(normalized_avatar(stored), "") << stored;
  }
}

TEST(DecodeAvatar, DropsMoreThanThreeMegabytes) {
  EXPECT_NE(normalized_avatar(std::string(kMaxAvatarBytes, 'A')), "");
  EXPECT_EQ(normalized_avatar(std::string(kMaxAvatarBytes + 4, 'A')), "");
  EXPECT_EQ(normalized_avatar("data:" + std::string(kMaxAvatarBytes, 'A')), "");
}

TEST(DecodeUser, ReadsAPopulatedUser) {
  const auto user = decoded(decode_user, R"({"_id":"u1","username":"anna","displayName":"Anna K",
      "avatar":"aGVsbG8=","premium":true,"unknown":[1]})");
  EXPECT_EQ(user, (User{UserId("u1"), "anna", "Anna K", "data:image/jpeg;base64,aGVsbG8=", true}));
}

TEST(DecodeUser, LetsTheOptionalFieldsBeAbsentOrNull) {
  const User plain{UserId("u1"), "anna", "", "", false};
  EXPECT_EQ(decoded(decode_user, R"({"_id":"u1","username":"anna"})"), plain);
  EXPECT_EQ(decoded(decode_user, R"({"_id":"u1","username":"anna","displayName":null,"avatar":null,"premium":null})"),
            plain);
}

TEST(DecodeUser, IsNotLostOverABrokenAvatar) {
  EXPECT_TRUE(decoded(decode_user, R"({"_id":"u1","username":"anna","avatar":{"url":"x"}})"));
}

TEST(DecodeUser, ReadsTheIdFromEitherKeyAndPrefersTheUnderscore) {
  EXPECT_EQ(decoded(decode_user, R"({"id":"u2","username":"anna"})")->id, UserId("u2"));
  EXPECT_EQ(decoded(decode_user, R"({"_id":"u1","id":"u2","username":"anna"})")->id, UserId("u1"));
}

TEST(DecodeUser, IsNothingWhenAFieldIsMissingOrOfTheWrongType) {
  for (const char* text :
       {"null", "[]", "\"u1\"", "{}", R"({"_id":"u1"})", R"({"username":"anna"})", R"({"_id":"","username":"anna"})",
        R"({"_id":1,"username":"anna"})", R"({"_id":"u1","username":""})", R"({"_id":"u1","username":["anna"]})",
        R"({"_id":"u1","username":"anna","displayName":5})", R"({"_id":"u1","username":"anna","premium":"yes"})"}) {
    EXPECT_EQ(decoded(decode_user, text), std::nullopt) << text;
  }
  const std::string long_id(kMaxIdBytes + 1, 'x');
  EXPECT_EQ(decoded(decode_user, R"({"username":"anna","_id":")" + long_id + "\"}"), std::nullopt);
}

TEST(DecodeUserReference, IsAUserABareIdOrNobody) {
  EXPECT_EQ(decoded(decode_user_reference, R"({"_id":"u1","username":"anna"})")->username, "anna");
  EXPECT_EQ(decoded(decode_user_reference, R"("u1")")->id, UserId("u1"));
  EXPECT_EQ(decoded(decode_user_reference, "null"), User{});
  EXPECT_EQ(decode_user_reference(nullptr), User{});
  for (const char* text : {"\"\"", "1", "[]", "{}"}) {
    EXPECT_EQ(decoded(decode_user_reference, text), std::nullopt) << text;
  }
}

TEST(DecodeAccount, ReadsBothFormsOfTheSignedInUser) {
  const Account anna{{UserId("u1"), "anna", "", "", false}, "anna@ex.org"};
  EXPECT_EQ(decoded(decode_account, R"({"id":"u1","username":"anna","email":"anna@ex.org","role":"user"})"), anna);
  EXPECT_EQ(decoded(decode_account, R"({"_id":"u1","username":"anna","email":"anna@ex.org","sessions":[]})"), anna);
}

TEST(DecodePresenceMap, ReadsUsersByTheirIds) {
  const auto entries = decoded(decode_presence_map, R"({"u1":{"username":"a","isOnline":true,"lastSeen":null},
      "u2":{"isOnline":false,"lastSeen":"1970-01-01T00:00:01Z"}})");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(entries->at(0), std::pair(UserId("u1"), Presence{true, {}}));
  EXPECT_EQ(entries->at(1), std::pair(UserId("u2"), Presence{false, WallTime{1'000}}));
}

TEST(DecodePresenceMap, IsNothingWhenOneEntryIsBroken) {
  for (const char* text :
       {"null", "[]", R"({"u1":null})", R"({"u1":{}})", R"({"u1":{"isOnline":1}})", R"({"":{"isOnline":true}})",
        R"({"u1":{"isOnline":true},"u2":{"isOnline":true,"lastSeen":7}})"}) {
    EXPECT_EQ(decoded(decode_presence_map, text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ssc
