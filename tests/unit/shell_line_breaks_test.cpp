#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shell/line_breaks.hpp"

namespace ssc::shell {
namespace {

/// The pieces between which a line may be broken.
std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> all;
  std::size_t from = 0;
  for (const std::uint32_t at : line_breaks(text)) {
    all.push_back(text.substr(from, at - from));
    from = at;
  }
  EXPECT_EQ(from, text.size());
  return all;
}

using Pieces = std::vector<std::string>;

TEST(LineBreaks, KeepSpacesAtTheEndOfTheLineBefore) {
  EXPECT_EQ(pieces("one two  three"), (Pieces{"one ", "two  ", "three"}));
}

TEST(LineBreaks, AllowABreakAfterAHyphenButNotBeforeIt) {
  EXPECT_EQ(pieces("какой-то человек"), (Pieces{"какой-", "то ", "человек"}));
}

TEST(LineBreaks, LieBetweenIdeographsAndKana) { EXPECT_EQ(pieces("漢字かな"), (Pieces{"漢", "字", "か", "な"})); }

TEST(LineBreaks, NeverPutAClosingMarkAtTheStartOrAnOpeningOneAtTheEndOfALine) {
  EXPECT_EQ(pieces("「漢字」。"), (Pieces{"「漢", "字」。"}));
}

TEST(LineBreaks, KeepWordsAndEmojiSequencesWhole) {
  EXPECT_EQ(pieces("https://example.org/a?b=c"), (Pieces{"https://example.org/a?b=c"}));
  EXPECT_EQ(pieces("👩‍👩‍👧‍👦🇺🇸"), (Pieces{"👩‍👩‍👧‍👦🇺🇸"}));
}

TEST(LineBreaks, DoNotBreakAtANoBreakSpace) { EXPECT_EQ(pieces("10\u00A0km far"), (Pieces{"10\u00A0km ", "far"})); }

TEST(LineBreaks, AreNoneInAnEmptyText) { EXPECT_TRUE(line_breaks("").empty()); }

TEST(LineBreaks, EndAtTheSizeOfATextThatIsNotUtf8) {
  for (const std::string text : {"\xff\xfe", "\xe2\x82", "a \xc3", "\xf0\x9f\x98", "\x80 \x80"}) {
    const auto breaks = line_breaks(text);
    ASSERT_FALSE(breaks.empty());
    EXPECT_EQ(breaks.back(), text.size());
  }
}

}  // namespace
}  // namespace ssc::shell
