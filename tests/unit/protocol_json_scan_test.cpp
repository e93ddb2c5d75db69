#include "protocol/json_scan.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "unit/testing/corpus.hpp"
#include "unit/testing/mutation.hpp"

namespace ssc {
namespace {

TEST(JsonScan, AcceptsEveryKindOfValue) {
  for (const char* text : {"null", "true", "false", "0", "-0", "12", "-1.5", "1e9", "1E-2", "0.25e+10", R"("")",
                           R"("a\"\\\/\b\f\n\r\t\u00e9")", "[]", "{}", "[1,2]", R"({"a":[{"b":null}]})",
                           " \t\r\n[ 1 , { \"a\" : 2 } ] \n"}) {
    EXPECT_TRUE(is_json_value(text)) << text;
  }
}

TEST(JsonScan, RefusesWhatTheGrammarForbids) {
  for (const char* text :
       {"",          " ",          "nul",    "nulll",      "True",  "+1",       "01",        "-",
        "1.",        ".5",         "1e",     "1e+",        "\"",    "\"a",      "\"\\x\"",   "\"\\u12g4\"",
        "\"\\u123",  "\"\\",       "\"\n\"", "[",          "]",     "[1",       "[1,",       "[1,]",
        "[,1]",      "[1 2]",      "{",      "}",          "{1:2}", R"({"a"})", R"({"a":})", R"({"a":1,})",
        R"({"a":1)", R"({"a" 1})", R"([1})", R"({"a":1])", "1 2",   "[]]",      "{} x"}) {
    EXPECT_FALSE(is_json_value(text)) << text;
  }
}

TEST(JsonScan, RefusesTheCharacterNul) {
  EXPECT_FALSE(is_json_value(std::string_view("\0", 1)));
  EXPECT_FALSE(is_json_value(std::string_view("[\0]", 3)));
  EXPECT_FALSE(is_json_value(std::string_view("1\0", 2)));
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonScan, BoundsNestingExactlyAtTheLimit) {
  EXPECT_TRUE(is_json_value(nested(kMaxJsonDepth)));
  EXPECT_FALSE(is_json_value(nested(kMaxJsonDepth + 1)));
  EXPECT_FALSE(is_json_value(std::string(1'000'000, '[')));
}

TEST(JsonScan, FindsWhereAValueEndsInsideALongerText) {
  EXPECT_EQ(json_value_end(R"({"a":1},2)", 0), 7U);
  EXPECT_EQ(json_value_end("[1, \"x\"]", 3), 7U);
  EXPECT_EQ(json_value_end("12]", 0), 2U);
  EXPECT_EQ(json_value_end("[1]", 3), std::nullopt);
}

TEST(JsonScan, AgreesWithTheJsonLibraryOnDamagedTexts) {
  const std::uint64_t seed = testing::announced_seed();
  SCOPED_TRACE(testing::replay_hint(seed));
  testing::SeededRandom random(seed);
  const auto entries = testing::corpus("signalling_event");
  for (int round = 0; round < 20'000; ++round) {
    const std::string& whole = random.pick(entries).text;
    const std::string text = testing::mutated(whole.substr(whole.find('\n') + 1), random);
    const bool library_accepts = nlohmann::json::accept(text);
    // The library looks at UTF-8, surrogates and number ranges too; the scan leaves those to it.
    const bool is_plain = text.find_first_of("\\eE") == std::string::npos &&
                          std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (library_accepts || is_plain) {
      EXPECT_EQ(is_json_value(text), library_accepts) << text;
    }
  }
}

}  // namespace
}  // namespace ssc
