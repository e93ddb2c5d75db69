#include "app/tabs.hpp"

#include <algorithm>
#include <array>

#include "protocol/decode_model.hpp"
#include "protocol/json_read.hpp"
#include "protocol/json_write.hpp"

namespace ssc {
namespace {

constexpr std::size_t kMaxNewsBytes = 1'000;
// The place of a word is its TabCall.
constexpr std::array<std::string_view, 5> kWords{"none", "taken", "media", "declined", "over"};

TabCall state_of(const call::CallState& call) {
  switch (call.phase) {
    case call::Phase::kAccepting:
    case call::Phase::kConnecting:
    case call::Phase::kReconnecting:
      return TabCall::kTaken;
    case call::Phase::kConnected:
      return TabCall::kMedia;
    case call::Phase::kEnded:
      return call.end_reason == call::EndReason::kDeclinedHere ? TabCall::kDeclined : TabCall::kOver;
    case call::Phase::kIdle:
    case call::Phase::kPreparing:
    case call::Phase::kRinging:
    case call::Phase::kIncoming:
      return TabCall::kNone;
  }
  return TabCall::kNone;
}

}  // namespace

TabNews tab_news(const call::CallState& call) {
  TabNews news;
  news.device_id = call.device_id;
  news.state = state_of(call);
  if (news.state == TabCall::kNone) return news;
  news.call = call.id;
  news.came_over = call.came_over;
  news.mic_on = call.microphone.wanted;
  news.camera_on = call.camera.wanted;
  return news;
}

std::string encode(const TabNews& news) {
  return JsonObject()
      .flag("hello", news.hello)
      .text("state", kWords[static_cast<std::size_t>(news.state)])
      .text("call", news.call.text)
      .text("device", news.device_id)
      .flag("came", news.came_over)
      .flag("mic", news.mic_on)
      .flag("camera", news.camera_on)
      .finish();
}

std::optional<TabNews> decode_tab_news(std::string_view text) {
  const JsonDocument document = parse_json(text, kMaxNewsBytes);
  ObjectReader reader(document.get());
  TabNews news;
  news.hello = reader.flag("hello");
  const std::string word = reader.text("state", kMaxNameBytes);
  news.call = CallId(reader.optional_text("call", kMaxIdBytes));
  news.device_id = reader.optional_text("device", kMaxIdBytes);
  news.came_over = reader.flag("came");
  news.mic_on = reader.flag("mic");
  news.camera_on = reader.flag("camera");
  const auto* found = std::ranges::find(kWords, word);
  if (!reader.ok() || found == kWords.end()) return std::nullopt;
  news.state = static_cast<TabCall>(found - kWords.begin());
  return news;
}

}  // namespace ssc
