// The tab's title and what a screen reader is told between two states. No pixels, no ImGui.
#include "view/ui.hpp"
#include "view/wording.hpp"

namespace ssc::view {
namespace {

using call::Phase;

std::string app_title(Language language) { return std::string(words(language, Text::kAppName)); }

const Message* newest_message(const AppState& state, const ChatId& chat) {
  const auto found = state.conversations.find(chat);
  if (found == state.conversations.end() || found->second.messages.empty()) return nullptr;
  return &found->second.messages.back().message;
}

void say_call(const AppState& before, const AppState& after, std::vector<Announcement>& said) {
  const Language language = after.settings.language;
  const call::CallState& was = before.call;
  const call::CallState& now = after.call;
  const std::string name = peer_name(language, now.peer);
  if (was.phase != now.phase && now.phase != Phase::kIdle) {
    const bool urgent = now.phase == Phase::kIncoming || (now.phase == Phase::kEnded && is_trouble(now.end_reason));
    said.push_back({call_status(language, now), urgent});
  }
  if (was.id != now.id || !call::is_talking(was.phase) || !call::is_talking(now.phase)) return;
  const auto say = [&](Text text) { said.push_back({filled(language, text, {{"name", name}}), false}); };
  const std::string quality = quality_words(language, now);
  if (!quality.empty() && quality != quality_words(language, was)) said.push_back({quality, false});
  if (!video_is_paused(was) && video_is_paused(now)) say(Text::kVideoPaused);
  if (was.remote.mic_on != now.remote.mic_on) say(now.remote.mic_on ? Text::kSayRemoteUnmuted : Text::kRemoteMuted);
  if (was.remote.camera_on != now.remote.camera_on)
    say(now.remote.camera_on ? Text::kSayCameraRemoteOn : Text::kSayCameraRemoteOff);
}

void say_message(const AppState& before, const AppState& after, std::vector<Announcement>& said) {
  const ChatId& open = after.route.open_chat;
  if (open.empty() || before.route.open_chat != open || !after.account) return;
  const Message* was = newest_message(before, open);
  const Message* now = newest_message(after, open);
  if (!was || !now || was->id == now->id || now->sender.id == after.account->user.id || now->call) return;
  const Language language = after.settings.language;
  said.push_back(
      {filled(language, Text::kSayMessage, {{"name", peer_name(language, now->sender)}, {"text", now->content}}),
       false});
}

}  // namespace

std::string page_title(const AppState& state) {
  const Language language = state.settings.language;
  const std::string title = app_title(language);
  const std::string name = peer_name(language, state.call.peer);
  if (state.call.phase == Phase::kIncoming) return filled(language, Text::kTitleIncoming, {{"name", name}});
  if (call::is_active(state.call.phase))
    return filled(language, Text::kTitleInCall, {{"name", name}, {"title", title}});
  const int unread = is_signed_in(state) ? total_unread(state) : 0;
  if (unread == 0) return title;
  return filled(language, Text::kTitleUnread, {{"count", std::to_string(unread)}, {"title", title}});
}

std::vector<Announcement> announcements(const AppState& before, const AppState& after) {
  std::vector<Announcement> said;
  say_call(before, after, said);
  say_message(before, after, said);
  return said;
}

}  // namespace ssc::view
