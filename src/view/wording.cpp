#include "view/wording.hpp"

#include <array>
#include <chrono>

namespace ssc::view {
namespace {

constexpr std::int64_t kMinute_ms = 60'000, kHour_ms = 60 * kMinute_ms, kDay_ms = 24 * kHour_ms;
constexpr std::int64_t kLongAgo_ms = 30 * kDay_ms;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::int64_t local_ms(WallTime time, int utc_offset_minutes) { return time.unix_ms + utc_offset_minutes * kMinute_ms; }

std::string two_digits(long long value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::chrono::year_month_day local_date(WallTime time, int utc_offset_minutes) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(local_day(time, utc_offset_minutes))));
}

Text month_text(std::chrono::month month) {
  constexpr std::array<Text, 12> kMonths{Text::kMonth1, Text::kMonth2,  Text::kMonth3,  Text::kMonth4,
                                         Text::kMonth5, Text::kMonth6,  Text::kMonth7,  Text::kMonth8,
                                         Text::kMonth9, Text::kMonth10, Text::kMonth11, Text::kMonth12};
  return kMonths[(static_cast<unsigned>(month) - 1) % 12];
}

bool is_me(const AppState& state, const User& user) { return state.account && state.account->user.id == user.id; }

bool never_answered(const CallRecord& call) {
  if (call.status == CallStatus::kMissed) return true;
  return call.status == CallStatus::kEnded && call.duration_s == 0 && !call.started_at.known();
}

}  // namespace

long long local_day(WallTime time, int utc_offset_minutes) {
  return floor_div(local_ms(time, utc_offset_minutes), kDay_ms);
}

std::string time_of_day(WallTime time, int utc_offset_minutes) {
  if (!time.known()) return {};
  const std::int64_t local = local_ms(time, utc_offset_minutes);
  const std::int64_t minutes = (local - floor_div(local, kDay_ms) * kDay_ms) / kMinute_ms;
  return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string day_words(Language language, WallTime time, const LocalNow& now) {
  if (!time.known()) return {};
  const long long days_ago = local_day(now.wall, now.utc_offset_minutes) - local_day(time, now.utc_offset_minutes);
  if (days_ago == 0) return std::string(words(language, Text::kToday));
  if (days_ago == 1) return std::string(words(language, Text::kYesterday));
  const auto date = local_date(time, now.utc_offset_minutes);
  const auto today = local_date(now.wall, now.utc_offset_minutes);
  const std::string day = std::to_string(static_cast<unsigned>(date.day()));
  const std::string year = std::to_string(static_cast<int>(date.year()));
  return filled(language, date.year() == today.year() ? Text::kDateDayMonth : Text::kDateFull,
                {{"day", day}, {"month", words(language, month_text(date.month()))}, {"year", year}});
}

std::string short_time(Language language, WallTime time, const LocalNow& now) {
  if (!time.known()) return {};
  const long long days_ago = local_day(now.wall, now.utc_offset_minutes) - local_day(time, now.utc_offset_minutes);
  if (days_ago <= 0) return time_of_day(time, now.utc_offset_minutes);
  if (days_ago == 1) return std::string(words(language, Text::kYesterday));
  const auto date = local_date(time, now.utc_offset_minutes);
  return filled(language, Text::kDateNumeric,
                {{"day", two_digits(static_cast<unsigned>(date.day()))},
                 {"month", two_digits(static_cast<unsigned>(date.month()))},
                 {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string duration_words(int seconds) {
  if (seconds < 0) seconds = 0;
  const int hours = seconds / 3600, minutes = seconds / 60 % 60;
  const std::string rest = two_digits(seconds % 60);
  if (hours > 0) return std::to_string(hours) + ":" + two_digits(minutes) + ":" + rest;
  return std::to_string(minutes) + ":" + rest;
}

std::string presence_words(Language language, const Presence& presence, WallTime now) {
  if (presence.online) return std::string(words(language, Text::kOnline));
  if (!presence.last_seen.known()) return std::string(words(language, Text::kOffline));
  const std::int64_t passed_ms = now.unix_ms - presence.last_seen.unix_ms;
  if (passed_ms < kMinute_ms) return std::string(words(language, Text::kSeenJustNow));
  if (passed_ms < kHour_ms) {
    return counted(language, {Text::kSeenMinutesOne, Text::kSeenMinutesFew, Text::kSeenMinutesMany},
                   passed_ms / kMinute_ms);
  }
  if (passed_ms < kDay_ms) {
    return counted(language, {Text::kSeenHoursOne, Text::kSeenHoursFew, Text::kSeenHoursMany}, passed_ms / kHour_ms);
  }
  if (passed_ms < kLongAgo_ms) {
    return counted(language, {Text::kSeenDaysOne, Text::kSeenDaysFew, Text::kSeenDaysMany}, passed_ms / kDay_ms);
  }
  return std::string(words(language, Text::kSeenLongAgo));
}

std::string chat_name(const AppState& state, const Chat& chat) {
  if (!chat.is_group) {
    if (const User* other = other_participant(state, chat)) return peer_name(state.settings.language, *other);
  }
  return chat.name.empty() ? std::string(words(state.settings.language, Text::kUnknownPerson)) : chat.name;
}

bool is_typing(const AppState& state, const ChatId& chat, Instant now) {
  const auto found = state.typing_until.find(chat);
  return found != state.typing_until.end() && found->second > now;
}

std::string last_line(const AppState& state, const Chat& chat) {
  if (!chat.last_message) return {};
  const Message& message = *chat.last_message;
  if (message.call) {
    CallEntry entry = call_entry(state, *message.call);
    if (message.call->duration_s > 0) entry.text += " · " + duration_words(message.call->duration_s);
    return entry.text;
  }
  if (is_me(state, message.sender)) return filled(state.settings.language, Text::kYouSaid, {{"text", message.content}});
  return message.content;
}

CallEntry call_entry(const AppState& state, const CallRecord& call) {
  const bool outgoing = is_me(state, call.caller);
  const bool video = call.kind == CallKind::kVideo;
  const auto entry = [&](Text voice_text, Text video_text, std::string_view icon, CallTint tint) {
    return CallEntry{std::string(words(state.settings.language, video ? video_text : voice_text)), icon, tint};
  };
  if (call.status == CallStatus::kPending || call.status == CallStatus::kAccepted) {
    return entry(Text::kCallRunningVoice, Text::kCallRunningVideo, video ? "video" : "phone", CallTint::kGood);
  }
  if (call.status == CallStatus::kDeclined) {
    return entry(Text::kCallDeclinedVoice, Text::kCallDeclinedVideo, "phone-off", CallTint::kBad);
  }
  if (never_answered(call)) {
    return outgoing
               ? entry(Text::kCallUnansweredVoice, Text::kCallUnansweredVideo, "phone-outgoing", CallTint::kNeutral)
               : entry(Text::kCallMissedVoice, Text::kCallMissedVideo, "phone-missed", CallTint::kBad);
  }
  return outgoing ? entry(Text::kCallOutgoingVoice, Text::kCallOutgoingVideo, video ? "video" : "phone-outgoing",
                          CallTint::kGood)
                  : entry(Text::kCallIncomingVoice, Text::kCallIncomingVideo, video ? "video" : "phone-incoming",
                          CallTint::kGood);
}

std::string peer_name(Language language, const User& peer) {
  const std::string& name = peer.shown_name();
  return name.empty() ? std::string(words(language, Text::kUnknownPerson)) : name;
}

}  // namespace ssc::view
