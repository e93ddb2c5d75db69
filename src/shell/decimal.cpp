#include "shell/decimal.hpp"

namespace ssc::shell {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// By squaring; every power up to 10^22 is exact.
double power_of_ten(int exponent) {
  double power = 1;
  for (double square = 10; exponent > 0; exponent /= 2, square *= square) {
    if (exponent % 2 == 1) power *= square;
  }
  return power;
}

}  // namespace

double read_decimal(const char* text, const char** end) {
  const bool negative = *text == '-';
  if (negative) ++text;
  double digits = 0;
  int exponent = 0;
  for (; is_digit(*text); ++text) digits = digits * 10 + (*text - '0');
  if (*text == '.') {
    for (++text; is_digit(*text); ++text, --exponent) digits = digits * 10 + (*text - '0');
  }
  if (*text == 'e' || *text == 'E') {
    const bool shrinks = *++text == '-';
    if (*text == '-' || *text == '+') ++text;
    int written = 0;
    for (; is_digit(*text); ++text) {
      if (written < 10'000) written = written * 10 + (*text - '0');
    }
    exponent += shrinks ? -written : written;
  }
  *end = text;
  if (digits == 0) return negative ? -0.0 : 0.0;
  const double value = exponent < 0 ? digits / power_of_ten(-exponent) : digits * power_of_ten(exponent);
  return negative ? -value : value;
}

}  // namespace ssc::shell
