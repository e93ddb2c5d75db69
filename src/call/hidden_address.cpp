#include "call/hidden_address.hpp"

#include <algorithm>

namespace ssc::call {
namespace {

/// `text` with the word behind `key` replaced, if both stand there.
void replace_word_behind(std::string& text, std::string_view key, std::string_view word) {
  const std::size_t at = text.find(key);
  if (at == std::string::npos) return;
  const std::size_t begin = at + key.size();
  text.replace(begin, text.find_first_of(" \r\n", begin) - begin, word);
}

}  // namespace

std::optional<std::string> hidden_candidate(std::string_view candidate) {
  if (candidate.find(" typ relay") == std::string_view::npos) return std::nullopt;
  std::string hidden(candidate);
  replace_word_behind(hidden, " raddr ", "0.0.0.0");
  replace_word_behind(hidden, " rport ", "0");
  return hidden;
}

std::string hidden_description(std::string_view sdp) {
  std::string hidden;
  while (!sdp.empty()) {
    const std::size_t end = std::min(sdp.find('\n'), sdp.size() - 1) + 1;
    const std::string_view line = sdp.substr(0, end);
    sdp.remove_prefix(end);
    if (line.starts_with("a=candidate:")) {
      hidden += hidden_candidate(line).value_or(std::string());
    } else {
      hidden += line;
    }
  }
  return hidden;
}

}  // namespace ssc::call
