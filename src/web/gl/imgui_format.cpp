// ImGui's formatting, without printf: no text of ours goes through ImGui, which only names its own hidden windows.
// A format is copied as it stands.
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstring>

int ImFormatStringV(char* buffer, size_t size, const char* format, va_list /*arguments*/) {
  const std::size_t length = std::strlen(format);
  if (buffer == nullptr || size == 0) return static_cast<int>(length);
  const std::size_t copied = std::min(length, size - 1);
  std::memcpy(buffer, format, copied);
  buffer[copied] = 0;
  return static_cast<int>(copied);
}

int ImFormatString(char* buffer, size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = ImFormatStringV(buffer, size, format, arguments);
  va_end(arguments);
  return length;
}
