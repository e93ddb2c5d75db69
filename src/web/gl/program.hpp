// One linked shader program. Owns it; knows nothing of what is drawn.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::web {

class Program {
 public:
  /// A program that cannot be built (lost context) draws nothing; `usable()` says so.
  Program(std::string_view vertex_source, std::string_view fragment_source);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  bool usable() const { return program_ != 0; }
  void use() const;
  int uniform(const char* name) const;

 private:
  std::uint32_t program_ = 0;
};

}  // namespace ssc::web
