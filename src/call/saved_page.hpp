// What a page hands on to itself over a reload: the call it is in, so that it can take the same call up again, and the
// ends the server has not confirmed. Small values and their text for the tab's storage. Knows nothing of storages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "call/call_state.hpp"

namespace ssc::call {

struct SavedCall {
  CallId id;    // empty: the server had not named the dial yet
  ChatId chat;  // empty: no call
  bool mic_on = true;
  bool camera_on = false;
  bool test_picture = false;
  bool minimized = false;
  bool peer_is_react = false;  // it cannot be offered a second connection (contract T5)
  int started_s = 0;          // by this machine's clock, in seconds since 1970; 0 = not yet

  bool empty() const { return chat.empty(); }
  bool operator==(const SavedCall&) const = default;
};

/// Empty where there is nothing that a reload would interrupt.
SavedCall saved_call(const CallState& call);

/// An end (or decline) that may not have reached the server.
struct SavedEnd {
  CallId call;
  bool decline = false;
  bool operator==(const SavedEnd&) const = default;
};

struct SavedPage {
  SavedCall call;
  std::vector<SavedEnd> ends;  // oldest first; more than kMaxSavedEnds are not kept

  bool empty() const { return call.empty() && ends.empty(); }
  bool operator==(const SavedPage&) const = default;
};

inline constexpr std::size_t kMaxSavedEnds = 8;

std::string encode(const SavedPage& saved);
/// Nothing when `text` is not whole.
std::optional<SavedPage> decode_saved_page(std::string_view text);

}  // namespace ssc::call
