// Decimal numbers as JSON writes them, read with little code: the C library's reader rounds rightly in every case, by
// arithmetic of 128 bits that is 9 KB of program. Pure.
#pragma once

namespace ssc::shell {

/// Reads as far as the form of a number goes and says where that was, like strtod. Whole numbers up to 2^53 and fractions
/// of up to 15 digits come out exact, others to 15 digits; beyond the range of a double: infinite, or 0.
double read_decimal(const char* text, const char** end);

}  // namespace ssc::shell
