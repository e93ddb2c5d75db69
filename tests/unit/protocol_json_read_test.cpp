#include "protocol/json_read.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ssc {
namespace {

constexpr std::size_t kRoom = 10'000;

TEST(JsonRead, RefusesTextsThatAreTooLongTooDeepOrNotJson) {
  EXPECT_NE(parse_json("[1]", 3), nullptr);
  EXPECT_EQ(parse_json("[1]", 2), nullptr);
  EXPECT_EQ(parse_json(std::string(40, '[') + std::string(40, ']'), kRoom), nullptr);
  EXPECT_EQ(parse_json("{", kRoom), nullptr);
  EXPECT_EQ(parse_json("", kRoom), nullptr);
}

TEST(JsonRead, RefusesInvalidUtf8AndNumbersBeyondEveryRange) {
  EXPECT_EQ(parse_json("\"\xff\"", kRoom), nullptr);
  EXPECT_EQ(parse_json(R"("\ud800")", kRoom), nullptr);
  EXPECT_EQ(parse_json("1e999", kRoom), nullptr);
}

TEST(ObjectReader, FailsAtOnceOnAnythingButAnObject) {
  for (const char* text : {"null", "1", "\"a\"", "[]", "true"}) {
    const JsonDocument document = parse_json(text, kRoom);
    EXPECT_FALSE(ObjectReader(document.get()).ok()) << text;
  }
  EXPECT_FALSE(ObjectReader(nullptr).ok());
}

TEST(ObjectReader, ReadsMembersOfTheirTypes) {
  const JsonDocument document = parse_json(
      R"({"t":"x","yes":true,"n":7,"big":4000000000,"real":2.9,"d":"2026-11-22T12:08:27.773Z","nothing":null})", kRoom);
  ObjectReader reader(document.get());
  EXPECT_EQ(reader.text("t", 1), "x");
  EXPECT_TRUE(reader.flag("yes"));
  EXPECT_EQ(reader.optional_whole("n", 0, 7), 7);
  EXPECT_EQ(reader.optional_whole("real", 0, 10), 2);
  EXPECT_EQ(reader.date("d"), WallTime{1'795'349'307'773});
  EXPECT_TRUE(reader.ok());
}

TEST(ObjectReader, TakesNullForAbsent) {
  const JsonDocument document = parse_json(R"({"a":null})", kRoom);
  ObjectReader reader(document.get());
  EXPECT_EQ(reader.find("a"), nullptr);
  EXPECT_EQ(reader.optional_text("a", 9), "");
  EXPECT_TRUE(reader.optional_flag("a", true));
  EXPECT_EQ(reader.optional_whole("a", 5, 9), 5);
  EXPECT_FALSE(reader.optional_date("a").known());
  EXPECT_TRUE(reader.ok());
}

/// Each read of `{"a": VALUE}` that must fail.
void expect_failure(const char* value, void (*read)(ObjectReader&)) {
  const JsonDocument document = parse_json(std::string(R"({"a":)") + value + "}", kRoom);
  ObjectReader reader(document.get());
  ASSERT_TRUE(reader.ok());
  read(reader);
  EXPECT_FALSE(reader.ok()) << value;
}

TEST(ObjectReader, RemembersEveryWrongTypeAndRange) {
  for (const char* value : {"1", "true", "[]", "{}", "\"\"", "null", "\"four\""}) {
    expect_failure(value, [](ObjectReader& reader) { reader.text("a", 3); });
  }
  for (const char* value : {"1", "\"true\"", "null", "[]"}) {
    expect_failure(value, [](ObjectReader& reader) { reader.flag("a"); });
  }
  for (const char* value : {"-1", "11", "10.5", "1e30", "\"1\"", "true", "18446744073709551615"}) {
    expect_failure(value, [](ObjectReader& reader) { reader.optional_whole("a", 0, 10); });
  }
  for (const char* value : {"\"yesterday\"", "1795349307773", "\"\"", "null"}) {
    expect_failure(value, [](ObjectReader& reader) { reader.date("a"); });
  }
}

TEST(ObjectReader, ReturnsEmptyValuesAfterAFailure) {
  const JsonDocument document = parse_json(R"({"a":1,"b":"x"})", kRoom);
  ObjectReader reader(document.get());
  EXPECT_EQ(reader.text("a", 9), "");
  EXPECT_EQ(reader.text("b", 9), "");
  EXPECT_FALSE(reader.ok());
}

TEST(JsonRead, ListsElementsAndMembersOfTheRightContainersOnly) {
  const JsonDocument array = parse_json(R"([1,"two"])", kRoom);
  const JsonDocument object = parse_json(R"({"a":1,"b":2})", kRoom);
  ASSERT_TRUE(elements_of(*array));
  EXPECT_EQ(*as_text(*elements_of(*array)->at(1)), "two");
  ASSERT_TRUE(members_of(*object));
  EXPECT_EQ(members_of(*object)->at(1).first, "b");
  EXPECT_FALSE(elements_of(*object));
  EXPECT_FALSE(members_of(*array));
  EXPECT_EQ(as_text(*array), nullptr);
}

}  // namespace
}  // namespace ssc
