#include <cstddef>
#include <cstdint>

#include "fuzz/call_targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ssc::fuzz::signal_extras_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
