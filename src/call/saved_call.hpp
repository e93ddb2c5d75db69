// What a page keeps of the call it is in, so that after a reload it can take the same call up again: a small value and
// its text for the tab's storage. Knows nothing of storages.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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
  bool peer_is_ours = false;  // else it cannot be offered a second connection (contract T5)
  int started_s = 0;          // by this machine's clock, in seconds since 1970; 0 = not yet

  bool empty() const { return chat.empty(); }
  bool operator==(const SavedCall&) const = default;
};

/// Empty where there is nothing that a reload would interrupt.
SavedCall saved_call(const CallState& call);

std::string encode(const SavedCall& saved);
/// Nothing when `text` is not whole.
std::optional<SavedCall> decode_saved_call(std::string_view text);

}  // namespace ssc::call
