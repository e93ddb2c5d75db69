#include "protocol/date.hpp"

#include <gtest/gtest.h>

namespace ssc {
namespace {

TEST(ParseDate, ReadsTheFormOfJsonStringify) {
  EXPECT_EQ(parse_date("1970-01-01T00:00:00.001Z"), WallTime{1});
  EXPECT_EQ(parse_date("2026-11-22T12:08:27.773Z"), WallTime{1'795'349'307'773});
  EXPECT_EQ(parse_date("2024-02-29T23:59:59.999Z"), WallTime{1'709'251'199'999});
}

TEST(ParseDate, ReadsTheFormsOfPythonsIsoformat) {
  EXPECT_EQ(parse_date("2026-11-22T12:08:27+00:00"), WallTime{1'795'349'307'000});
  EXPECT_EQ(parse_date("2026-11-22T12:08:27.773456+00:00"), WallTime{1'795'349'307'773});
}

TEST(ParseDate, TakesShortFractionsForWhatTheyAre) {
  EXPECT_EQ(parse_date("1970-01-01T00:00:01.5Z"), WallTime{1'500});
  EXPECT_EQ(parse_date("1970-01-01T00:00:01.05Z"), WallTime{1'050});
}

TEST(ParseDate, AppliesZonesOnBothSides) {
  EXPECT_EQ(parse_date("2026-11-22T15:08:27.773+03:00"), WallTime{1'795'349'307'773});
  EXPECT_EQ(parse_date("2026-11-22T06:38:27.773-05:30"), WallTime{1'795'349'307'773});
}

TEST(ParseDate, RefusesEverythingElse) {
  for (const char* text : {"",
                           "now",
                           "2026-11-22",
                           "2026-11-22T12:08:27",
                           "2026-11-22 12:08:27Z",
                           "2026-13-22T12:08:27Z",
                           "2026-00-22T12:08:27Z",
                           "2026-02-29T12:08:27Z",
                           "2026-11-31T12:08:27Z",
                           "2026-11-22T24:08:27Z",
                           "2026-11-22T12:60:27Z",
                           "2026-11-22T12:08:60Z",
                           "2026-11-22T12:08:27.Z",
                           "2026-11-22T12:08:27.1234567890Z",
                           "2026-11-22T12:08:27Zx",
                           "2026-11-22T12:08:27+3:00",
                           "2026-11-22T12:08:27+24:00",
                           "+026-11-22T12:08:27Z",
                           "20261-1-22T12:08:27Z",
                           "1969-12-31T23:59:59Z",
                           "2026-11-22T12:08:27,773Z"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ssc
