// What the tabs of one browser tell each other about the account's call, and what each knows of the others. Values and
// their text; which tab rings is told by the shell's lock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "call/call_state.hpp"

namespace ssc {

enum class TabCall {
  kNone,
  kTaken,     // answered, being connected or repaired
  kMedia,     // media flow in that tab
  kDeclined,  // the person declined there
  kOver,
};

struct TabNews {
  bool hello = false;  // a tab that just came, and wants to hear what it missed
  TabCall state = TabCall::kNone;
  CallId call;
  std::string device_id;
  bool came_over = false;  // it took the call over: another tab that was in it has to leave
  bool mic_on = true;
  bool camera_on = false;
  bool operator==(const TabNews&) const = default;
};

struct TabsState {
  bool owns_ringing = true;  // without locks every tab rings
  TabNews other;             // the newest of a tab that is in a call
  bool operator==(const TabsState&) const = default;
};

/// What this page has to tell about `call`.
TabNews tab_news(const call::CallState& call);
std::string encode(const TabNews& news);
/// Nothing when `text` is not whole.
std::optional<TabNews> decode_tab_news(std::string_view text);

}  // namespace ssc
