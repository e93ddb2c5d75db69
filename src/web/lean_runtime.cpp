// Parts of the C and C++ libraries that would be a twentieth of the download, replaced: formatted output that nobody reads,
// and the reader of decimal numbers.
#include <__config>
#include <cstddef>

#include "shell/decimal.hpp"

_LIBCPP_BEGIN_NAMESPACE_STD
// The stack of the trap says more than the text would.
[[noreturn]] void __libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD

extern "C" {

/// The JSON library asks for it in the texts of its errors.
int snprintf(char* buffer, std::size_t size, const char*, ...) {
  if (size > 0) buffer[0] = 0;
  return 0;
}

/// Embind asks for it in the names of types that were not bound.
int siprintf(char* buffer, const char*, ...) {
  buffer[0] = 0;
  return 0;
}

/// Only the JSON library asks for it, and has checked the form before.
double strtod(const char* text, char** end) {
  const char* stopped = text;
  const double value = ssc::shell::read_decimal(text, &stopped);
  if (end != nullptr) *end = const_cast<char*>(stopped);
  return value;
}

// Never called, but the library's own stand in one object with strtod.
float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
long double strtold(const char* text, char** end) { return strtod(text, end); }
}
