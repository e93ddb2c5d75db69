// The seed corpora of tests/fuzz: valid inputs, one a file, shared by fuzzers and property tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace ssc::testing {

struct CorpusEntry {
  std::string name;
  std::string text;
};

inline std::vector<CorpusEntry> corpus(const std::string& target) {
  std::vector<CorpusEntry> entries;
  const std::filesystem::path folder = std::filesystem::path(SSC_SOURCE_DIR) / "tests/fuzz/corpus" / target;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(file.path(), std::ios::binary);
    entries.push_back({file.path().filename().string(), {std::istreambuf_iterator<char>(stream), {}}});
  }
  std::ranges::sort(entries, {}, &CorpusEntry::name);
  return entries;
}

}  // namespace ssc::testing
