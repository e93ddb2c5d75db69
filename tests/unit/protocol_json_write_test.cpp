#include "protocol/json_write.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "unit/testing/seeded_random.hpp"

namespace ssc {
namespace {

TEST(JsonWrite, EscapesQuotesBackslashesAndControlCharacters) {
  EXPECT_EQ(json_string("a\"b\\c\nd\re\tf\x01\x1f"), R"("a\"b\\c\nd\re\tf\u0001\u001f")");
  EXPECT_EQ(json_string(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonWrite, KeepsTextOfEveryScript) { EXPECT_EQ(json_string("Привет 你好 مرحبا 😀"), "\"Привет 你好 مرحبا 😀\""); }

TEST(JsonWrite, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(json_string("a\xff"
                        "b"),
            "\"a\uFFFD"
            "b\"");
  EXPECT_EQ(json_string("\xc0\xaf"), "\"\uFFFD\uFFFD\"");              // overlong
  EXPECT_EQ(json_string("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");    // a surrogate
  EXPECT_EQ(json_string("\xf4\x90\x80\x80"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");  // beyond U+10FFFF
  EXPECT_EQ(json_string("\xe2\x82"), "\"\uFFFD\uFFFD\"");              // cut off
}

TEST(JsonWrite, BuildsObjectsMemberByMember) {
  EXPECT_EQ(JsonObject().finish(), "{}");
  EXPECT_EQ(JsonObject().text("t", "x").flag("f", true).whole("n", -3).member("o", "{}").finish(),
            R"({"t":"x","f":true,"n":-3,"o":{}})");
}

TEST(JsonWrite, AlwaysWritesWhatTheJsonLibraryReads) {
  const std::uint64_t seed = testing::announced_seed();
  SCOPED_TRACE(testing::replay_hint(seed));
  testing::SeededRandom random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t left = random.below(12); left > 0; --left) text += random.byte();
    EXPECT_TRUE(nlohmann::json::accept(json_string(text))) << ::testing::PrintToString(text);
  }
}

void append_code_point(std::string& text, std::uint32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
  } else if (code < 0x10000) {
    text += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
             static_cast<char>(0x80 | (code & 0x3F))};
  } else {
    text += {static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 0x3F)),
             static_cast<char>(0x80 | ((code >> 6) & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
  }
}

TEST(JsonWrite, BringsEveryCodePointThroughUnchanged) {
  std::string text;
  for (std::uint32_t code = 0; code <= 0x10FFFF; ++code) {
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (!is_surrogate) append_code_point(text, code);
  }
  const nlohmann::json parsed = nlohmann::json::parse(json_string(text), nullptr, false);
  ASSERT_TRUE(parsed.is_string());
  EXPECT_TRUE(parsed.get_ref<const std::string&>() == text);
}

}  // namespace
}  // namespace ssc
