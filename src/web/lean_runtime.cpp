// What the C++ library links only to say why it stops, replaced by stopping: formatted output is 8 KB of download, and the
// stack of the trap says more.
#include <__config>
#include <cstddef>

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD

/// Only the JSON library's error texts ask for it, and nobody reads those.
extern "C" int snprintf(char* buffer, std::size_t size, const char*, ...) {
  if (size > 0) buffer[0] = 0;
  return 0;
}
