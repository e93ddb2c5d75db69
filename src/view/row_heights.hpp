// Remembered heights of a conversation's rows. A row is measured when it or a neighbour changed; the rest of a long
// conversation costs one comparison of small numbers a frame.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/state.hpp"
#include "view/semantics.hpp"

namespace ssc::view {

struct RowHeights {
  NodeId id = 0;
  std::vector<float> heights;
  float total = 0;
  bool grew_above = false;  // older messages came in with the last update

  /// `measure(i)` is asked for rows that are new or changed; a changed row also asks for its neighbours.
  template <class Measure>
  void update(const std::vector<ShownMessage>& messages, float width, int utc_offset_minutes, Measure measure);

 private:
  static std::uint64_t fingerprint(const ShownMessage& shown);

  std::vector<std::uint64_t> marks_;
  float width_ = 0;
  int utc_offset_minutes_ = 0;
};

inline std::uint64_t RowHeights::fingerprint(const ShownMessage& shown) {
  const Message& message = shown.message;
  std::uint64_t h = static_cast<std::uint64_t>(message.created_at.unix_ms) * 1099511628211ull;
  h = (h ^ message.content.size()) * 1099511628211ull;
  h = (h ^ shown.local_id) * 1099511628211ull;
  h = (h ^ static_cast<std::uint64_t>(shown.delivery)) * 1099511628211ull;
  if (message.call) h = (h ^ (static_cast<std::uint64_t>(message.call->status) + 17)) * 1099511628211ull;
  if (shown.local_id == 0) h = (h ^ std::hash<std::string>{}(message.id.text)) * 1099511628211ull;
  return h;
}

template <class Measure>
void RowHeights::update(const std::vector<ShownMessage>& messages, float width, int utc_offset_minutes,
                        Measure measure) {
  grew_above = false;
  if (width != width_ || utc_offset_minutes != utc_offset_minutes_) marks_.clear();
  width_ = width;
  utc_offset_minutes_ = utc_offset_minutes;

  std::vector<std::uint64_t> marks(messages.size());
  bool same = marks_.size() == messages.size();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    marks[i] = fingerprint(messages[i]);
    same = same && marks_[i] == marks[i];
  }
  if (same) return;
  // How many rows of the end are the ones that were the end before: then the rest came in above.
  std::size_t shift = 0;
  const std::size_t known = marks_.size();
  if (known > 0 && marks.size() > known && marks.back() == marks_.back()) {
    shift = marks.size() - known;
    grew_above = true;
  }
  std::vector<float> fresh(messages.size());
  const auto is_known = [&](std::size_t i) { return i >= shift && i - shift < known && marks_[i - shift] == marks[i]; };
  total = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const bool settled =
        is_known(i) && (i == 0 ? shift == 0 : is_known(i - 1)) && (i + 1 == messages.size() || is_known(i + 1));
    const bool had_end = i + 1 != messages.size() || i + 1 - shift == known;
    fresh[i] = settled && had_end ? heights[i - shift] : measure(i);
    total += fresh[i];
  }
  heights = std::move(fresh);
  marks_ = std::move(marks);
}

}  // namespace ssc::view
