// The words: complete in both languages, right in number, nowhere but in the locale files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "assets/locales.hpp"
#include "states.hpp"
#include "view/texts.hpp"
#include "view/ui.hpp"
#include "view/wording.hpp"

namespace ssc::test {
namespace {

using view::Text;

nlohmann::json locale(const char* language) {
  std::ifstream file(std::string(SSC_SOURCE_DIR "/assets/locales/") + language + ".json");
  return nlohmann::json::parse(file);
}

std::multiset<std::string> placeholders(const std::string& text) {
  static const std::regex kPlaceholder(R"(\{[a-z]+\})");
  return {std::sregex_token_iterator(text.begin(), text.end(), kPlaceholder), std::sregex_token_iterator()};
}

TEST(Texts, are_those_of_the_locale_files_in_the_order_of_their_keys) {
  for (const auto& [name, language] : {std::pair{"en", Language::kEnglish}, {"ru", Language::kRussian}}) {
    int number = 0;  // the parsed object is sorted by its keys, as the texts are
    const nlohmann::json texts = locale(name);
    for (const auto& [key, value] : texts.items()) {
      EXPECT_EQ(view::words(language, static_cast<Text>(number++)), value.get<std::string>()) << key;
    }
    EXPECT_EQ(number, locales::kTextCount);
  }
  EXPECT_EQ(view::words(Language::kEnglish, Text::kAccept), "Accept");
  EXPECT_EQ(view::words(Language::kRussian, Text::kYouSaid), "Вы: {text}");
}

TEST(Texts, have_the_same_placeholders_in_both_languages) {
  const auto english = locale("en"), russian = locale("ru");
  for (const auto& [key, value] : english.items()) {
    EXPECT_EQ(placeholders(value.get<std::string>()), placeholders(russian[key].get<std::string>())) << key;
  }
}

TEST(Texts, count_in_russian_by_its_three_forms) {
  const view::PluralTexts unread{Text::kUnreadOne, Text::kUnreadFew, Text::kUnreadMany};
  const view::PluralTexts minutes{Text::kSeenMinutesOne, Text::kSeenMinutesFew, Text::kSeenMinutesMany};
  EXPECT_EQ(counted(Language::kRussian, unread, 1), "1 непрочитанное сообщение");
  EXPECT_EQ(counted(Language::kRussian, minutes, 21), "21 минуту назад");
  EXPECT_EQ(counted(Language::kRussian, minutes, 3), "3 минуты назад");
  EXPECT_EQ(counted(Language::kRussian, minutes, 11), "11 минут назад");
  EXPECT_EQ(counted(Language::kRussian, minutes, 14), "14 минут назад");
  EXPECT_EQ(counted(Language::kEnglish, unread, 1), "1 unread message");
  EXPECT_EQ(counted(Language::kEnglish, unread, 21), "21 unread messages");
}

TEST(Texts, fill_placeholders_and_survive_broken_ones) {
  EXPECT_EQ(view::filled("a {x} b {y}", {{"x", "1"}, {"y", "{x}"}}), "a 1 b {x}");
  EXPECT_EQ(view::filled("a {x", {{"x", "1"}}), "a {x");
  EXPECT_EQ(view::filled("", {}), "");
}

TEST(Texts, stand_nowhere_in_the_sources) {
  // A string literal with two words or with Cyrillic would bypass the locale files.
  const std::regex literal(R"("([^"\\\n]*)\")");
  const std::regex two_words("[A-Z][a-z]+ [a-z]+|[\xD0\xD1]");  // Cyrillic letters start with D0 or D1
  for (const auto& entry : std::filesystem::directory_iterator(SSC_SOURCE_DIR "/src/view")) {
    std::ifstream file(entry.path());
    std::string line;
    while (std::getline(file, line)) {
      if (line.starts_with("#include")) continue;
      const std::string code = line.substr(0, line.find("//"));
      for (std::sregex_iterator it(code.begin(), code.end(), literal), end; it != end; ++it) {
        EXPECT_FALSE(std::regex_search((*it)[1].str(), two_words)) << entry.path() << ": " << line;
      }
    }
  }
}

TEST(Texts, keep_the_names_that_other_programs_rely_on) {
  const auto english = [](Text text) { return std::string(view::words(Language::kEnglish, text)); };
  EXPECT_EQ(english(Text::kSignIn), "Sign in");
  EXPECT_EQ(english(Text::kVoiceCall), "Voice call");
  EXPECT_EQ(english(Text::kVideoCall), "Video call");
  EXPECT_EQ(english(Text::kAccept), "Accept");
  EXPECT_EQ(english(Text::kAcceptWithVideo), "Accept with video");
  EXPECT_EQ(english(Text::kDecline), "Decline");
  EXPECT_EQ(english(Text::kCancelCall), "Cancel call");
  EXPECT_EQ(english(Text::kEndCall), "End call");
  EXPECT_EQ(english(Text::kMute), "Mute microphone");
  EXPECT_EQ(english(Text::kUnmute), "Unmute microphone");
  EXPECT_EQ(english(Text::kCameraOff), "Turn camera off");
  EXPECT_EQ(english(Text::kCameraOn), "Turn camera on");
  EXPECT_EQ(english(Text::kMinimize), "Minimize call");
  EXPECT_EQ(english(Text::kExpand), "Expand call");
  EXPECT_EQ(english(Text::kSettings), "Settings");
  EXPECT_EQ(english(Text::kSend), "Send");
  EXPECT_EQ(english(Text::kUsernameOrEmail), "Username or email");
  EXPECT_EQ(english(Text::kPassword), "Password");
  EXPECT_EQ(english(Text::kMessage), "Message");
  EXPECT_EQ(english(Text::kIncomingVoiceFrom), "Incoming voice call from {name}");
  EXPECT_EQ(english(Text::kIncomingVideoFrom), "Incoming video call from {name}");
  EXPECT_EQ(english(Text::kCallWith), "Call with {name}");
}

TEST(Wording, says_durations_as_a_clock) {
  EXPECT_EQ(view::duration_words(7), "0:07");
  EXPECT_EQ(view::duration_words(754), "12:34");
  EXPECT_EQ(view::duration_words(3'723), "1:02:03");
  EXPECT_EQ(view::duration_words(-5), "0:00");
}

TEST(Wording, says_times_and_days_where_the_person_is) {
  const view::LocalNow now{kWallNow, 180};
  EXPECT_EQ(view::time_of_day(kWallNow, 180), "15:02");
  EXPECT_EQ(view::time_of_day(kWallNow, -780), "23:02");
  EXPECT_EQ(view::day_words(Language::kEnglish, minutes_ago(5), now), "Today");
  EXPECT_EQ(view::day_words(Language::kEnglish, minutes_ago(16 * 60), now), "Yesterday");
  EXPECT_EQ(view::day_words(Language::kEnglish, minutes_ago(5 * 1'440), now), "February 28");
  EXPECT_EQ(view::day_words(Language::kRussian, minutes_ago(400 * 1'440), now), "29 января 2025");
  EXPECT_EQ(view::short_time(Language::kEnglish, minutes_ago(5), now), "14:57");
  EXPECT_EQ(view::short_time(Language::kRussian, minutes_ago(5 * 1'440), now), "28.02.2026");
  EXPECT_EQ(view::day_words(Language::kEnglish, {}, now), "");
}

TEST(Wording, says_how_long_somebody_is_away) {
  const auto said = [](std::int64_t minutes) {
    return view::presence_words(Language::kEnglish, {false, minutes_ago(minutes)}, kWallNow);
  };
  EXPECT_EQ(view::presence_words(Language::kEnglish, {true, {}}, kWallNow), "online");
  EXPECT_EQ(view::presence_words(Language::kEnglish, {}, kWallNow), "offline");
  EXPECT_EQ(said(0), "last seen just now");
  EXPECT_EQ(said(1), "last seen 1 minute ago");
  EXPECT_EQ(said(59), "last seen 59 minutes ago");
  EXPECT_EQ(said(61), "last seen 1 hour ago");
  EXPECT_EQ(said(3 * 1'440), "last seen 3 days ago");
  EXPECT_EQ(said(90 * 1'440), "last seen a long time ago");
}

TEST(Wording, tells_calls_apart_by_direction_and_outcome) {
  const AppState state = signed_in_state();
  const User me = state.account->user, bob = person("bob");
  const auto said = [&](const User& caller, CallKind kind, CallStatus status, int duration) {
    return view::call_entry(state, call_record(caller, kind, status, 5, duration)).text;
  };
  EXPECT_EQ(said(bob, CallKind::kAudio, CallStatus::kMissed, 0), "Missed voice call");
  EXPECT_EQ(said(me, CallKind::kAudio, CallStatus::kMissed, 0), "Voice call, no answer");
  EXPECT_EQ(said(bob, CallKind::kVideo, CallStatus::kDeclined, 0), "Declined video call");
  EXPECT_EQ(said(bob, CallKind::kVideo, CallStatus::kEnded, 60), "Incoming video call");
  EXPECT_EQ(said(me, CallKind::kAudio, CallStatus::kEnded, 60), "Outgoing voice call");
  EXPECT_EQ(said(bob, CallKind::kAudio, CallStatus::kEnded, 0), "Missed voice call");
  EXPECT_EQ(said(me, CallKind::kAudio, CallStatus::kAccepted, 0), "Voice call, now");
}

TEST(Title, counts_what_is_unread_and_says_who_calls) {
  EXPECT_EQ(view::page_title(signed_out_state()), "SocialSpace");
  EXPECT_EQ(view::page_title(chats_state()), "(13) SocialSpace");
  EXPECT_EQ(view::page_title(call_state(call::Phase::kIncoming)), "bob is calling");
  EXPECT_EQ(view::page_title(call_state(call::Phase::kConnected)), "bob · SocialSpace");
}

TEST(Announcements, speak_of_steps_of_a_call_and_nothing_else) {
  const AppState calm = conversation_state();
  EXPECT_TRUE(view::announcements(calm, calm).empty());
  const auto rings = view::announcements(calm, call_state(call::Phase::kIncoming));
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_EQ(rings[0].text, "Incoming voice call from bob");
  EXPECT_TRUE(rings[0].assertive);
  AppState muted = call_state(call::Phase::kConnected);
  muted.call.remote.mic_on = false;
  const auto mutes = view::announcements(call_state(call::Phase::kConnected), muted);
  ASSERT_EQ(mutes.size(), 1u);
  EXPECT_EQ(mutes[0].text, "bob is muted");
  EXPECT_FALSE(mutes[0].assertive);
  AppState written = calm;
  written.conversations[ChatId("chat-bob")].messages.push_back(text_message("new", person("bob"), "psst", 0));
  const auto message = view::announcements(calm, written);
  ASSERT_EQ(message.size(), 1u);
  EXPECT_EQ(message[0].text, "bob: psst");
}

}  // namespace
}  // namespace ssc::test
