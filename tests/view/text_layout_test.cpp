// Lines: shortening, wrapping, and what belongs to one character.
#include "view/text_layout.hpp"
#include "screen.hpp"

namespace ssc::test {
namespace {

constexpr ports::TextStyle kStyle{.size_px = 20};  // 11 px a code point
constexpr float kPoint = 11;

class TextLayoutTest : public ::testing::Test {
 protected:
  FixedText text;
  view::TextLayout layout{text};
  std::vector<std::string> lines(std::string_view words, float points, int most = 0) {
    std::vector<std::string> result;
    for (const auto& line : layout.block(words, kStyle, points * kPoint, most).lines) result.push_back(line.text);
    return result;
  }
};

using Lines = std::vector<std::string>;

TEST_F(TextLayoutTest, leaves_alone_what_fits) { EXPECT_EQ(layout.line("hello", kStyle, 5 * kPoint).text, "hello"); }

TEST_F(TextLayoutTest, shortens_at_the_end) {
  EXPECT_EQ(layout.line("hello world", kStyle, 8 * kPoint).text, "hello w…");
  EXPECT_EQ(layout.line("hello world", kStyle, 7 * kPoint).text, "hello…");
}

TEST_F(TextLayoutTest, shortens_in_the_middle) {
  EXPECT_EQ(layout.line("abcdefghij", kStyle, 7 * kPoint, view::Trim::kMiddle).text, "abc…hij");
}

TEST_F(TextLayoutTest, shortens_to_nothing_but_the_dots) { EXPECT_EQ(layout.line("hello", kStyle, 3).text, "…"); }

TEST_F(TextLayoutTest, never_cuts_inside_a_character) {
  EXPECT_EQ(layout.line("привет мир", kStyle, 5 * kPoint).text, "прив…");
  const std::string family = "👩‍👩‍👧";  // one character of five code points
  EXPECT_EQ(view::character_offsets(family).size(), 2u);
  EXPECT_EQ(view::character_offsets("👍🏽a").size(), 3u);
  EXPECT_EQ(view::character_offsets("e\u0301x").size(), 3u);
  EXPECT_EQ(layout.line(family + "abc", kStyle, 6 * kPoint).text, family + "…");
}

TEST_F(TextLayoutTest, survives_broken_utf8) {
  EXPECT_EQ(view::character_offsets("\xFF\xC3").back(), 2u);
  EXPECT_FALSE(layout.line("\xF0\x9F abc def ghi jkl", kStyle, 6 * kPoint).text.empty());
}

TEST_F(TextLayoutTest, wraps_at_spaces_and_drops_them_at_the_end) {
  EXPECT_EQ(lines("one two three", 8), (Lines{"one two", "three"}));
}

TEST_F(TextLayoutTest, breaks_words_longer_than_a_line) {
  EXPECT_EQ(lines("a abcdefghij b", 4), (Lines{"a", "abcd", "efgh", "ij b"}));
}

TEST_F(TextLayoutTest, keeps_line_breaks_and_empty_lines) { EXPECT_EQ(lines("a\n\nb", 10), (Lines{"a", "", "b"})); }

TEST_F(TextLayoutTest, shortens_the_last_of_too_many_lines) {
  EXPECT_EQ(lines("one two three four", 7, 2), (Lines{"one two", "three…"}));
}

TEST_F(TextLayoutTest, wraps_mixed_scripts) {
  EXPECT_EQ(lines("hello привет 你好", 12), (Lines{"hello привет", "你好"}));
}

TEST_F(TextLayoutTest, measures_nothing_twice) {
  layout.block("one two three", kStyle, 80);
  const int measured = text.measured;
  layout.block("one two three", kStyle, 80);
  EXPECT_EQ(text.measured, measured);
}

TEST_F(TextLayoutTest, forgets_what_was_not_used_for_long) {
  for (int i = 0; i < 4'000; ++i) {
    layout.begin_frame();
    layout.line("text " + std::to_string(i), kStyle, 500);
  }
  const int measured = text.measured;
  layout.line("text 0", kStyle, 500);
  EXPECT_GT(text.measured, measured);
}

}  // namespace
}  // namespace ssc::test
