#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

#include "shell/decimal.hpp"

namespace ssc::shell {
namespace {

double read(const std::string& text) {
  const char* end = nullptr;
  const double value = read_decimal(text.c_str(), &end);
  EXPECT_EQ(end, text.c_str() + text.size()) << text;
  return value;
}

TEST(Decimal, ReadsWholeNumbersExactly) {
  EXPECT_EQ(read("0"), 0);
  EXPECT_EQ(read("-17"), -17);
  EXPECT_EQ(read("1732291200123"), 1732291200123.0);
  EXPECT_EQ(read("9007199254740991"), 9007199254740991.0);
}

TEST(Decimal, ReadsShortFractionsAndExponentsAsTheCLibraryDoes) {
  for (const char* text : {"0.5", "-0.125", "3.14159", "0.000001", "1e3", "1E+3", "25e-2", "1.5e10", "123456.789"}) {
    EXPECT_EQ(read(text), std::strtod(text, nullptr)) << text;
  }
}

TEST(Decimal, IsRightToFifteenDigitsForAnyNumber) {
  const unsigned seed = std::random_device{}();
  std::mt19937_64 random(seed);
  for (int round = 0; round < 10'000; ++round) {
    const int exponent = static_cast<int>(random() % 560) - 280;
    const std::string text = std::to_string(random() % 1'000'000'000'000'000) + "." + std::to_string(random() % 1'000) +
                             "e" + std::to_string(exponent);
    const double expected = std::strtod(text.c_str(), nullptr);
    EXPECT_NEAR(read(text) / expected, 1, 1e-13) << text << " seed " << seed;
  }
}

TEST(Decimal, LeavesTheRangeOfADoubleTowardsInfinityOrNothing) {
  EXPECT_TRUE(std::isinf(read("1e400")));
  EXPECT_TRUE(std::isinf(read("-1e99999999999")));
  EXPECT_EQ(read("1e-99999999999"), 0);
  EXPECT_EQ(read("0e999999"), 0);
}

TEST(Decimal, StopsWhereTheNumberStops) {
  const char* end = nullptr;
  const char* text = "12.5,7";
  EXPECT_EQ(read_decimal(text, &end), 12.5);
  EXPECT_EQ(*end, ',');
}

}  // namespace
}  // namespace ssc::shell
