// Which words a situation needs: dates, presence, calls, outcomes, notices. Pure functions of state, without ImGui, so
// that the tab's title and announcements speak as the screen does.
#pragma once

#include <string>
#include <string_view>

#include "app/state.hpp"
#include "view/texts.hpp"

namespace ssc::view {

/// The present moment where the person is.
struct LocalNow {
  WallTime wall;
  int utc_offset_minutes = 0;
};

std::string time_of_day(WallTime time, int utc_offset_minutes);  // 24 h, HH:MM
/// Today, Yesterday, "March 5", "March 5, 2024".
std::string day_words(Language language, WallTime time, const LocalNow& now);
/// For narrow places: 14:02, Yesterday, 05.03.2024.
std::string short_time(Language language, WallTime time, const LocalNow& now);
/// Days since 1970 where the person is; messages of different days get a separator.
long long local_day(WallTime time, int utc_offset_minutes);
/// 0:07, 12:34, 1:02:03.
std::string duration_words(int seconds);

std::string presence_words(Language language, const Presence& presence, WallTime now);

/// The person of a private chat or the name of a group.
std::string chat_name(const AppState& state, const Chat& chat);
bool is_typing(const AppState& state, const ChatId& chat, Instant now);
/// One line about the newest message, without the name of its sender unless it is oneself.
std::string last_line(const AppState& state, const Chat& chat);

enum class CallTint { kGood, kBad, kNeutral };
struct CallEntry {
  std::string text;
  std::string_view icon;
  CallTint tint = CallTint::kNeutral;
};
CallEntry call_entry(const AppState& state, const CallRecord& call);

std::string peer_name(Language language, const User& peer);
std::string incoming_title(Language language, const call::CallState& call);
/// The line under the name: what is going on with the connection.
std::string call_status(Language language, const call::CallState& call);
std::string end_words(Language language, const call::CallState& call);
/// True when the outcome is a trouble rather than an ordinary end.
bool is_trouble(call::EndReason reason);
std::string camera_trouble(Language language, call::DeviceTrouble trouble);
std::string microphone_trouble(Language language, call::DeviceTrouble trouble);
/// The own picture is held back because the path is too weak for it.
bool video_is_paused(const call::CallState& call);
/// Who has a problem with the connection and which; empty when nobody has.
std::string quality_words(Language language, const call::CallState& call);

std::string notice_words(Language language, const Notice& notice);
bool is_good_news(NoticeKind kind);
std::string form_trouble_words(Language language, const SignInState& sign_in);

}  // namespace ssc::view
