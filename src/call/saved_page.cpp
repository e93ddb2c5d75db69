#include "call/saved_page.hpp"

#include <algorithm>
#include <limits>
#include <ranges>

#include "call/negotiation.hpp"
#include "protocol/decode_model.hpp"
#include "protocol/json_read.hpp"
#include "protocol/json_write.hpp"

namespace ssc::call {
namespace {

constexpr std::size_t kMaxSavedBytes = 2'000;

}  // namespace

SavedCall saved_call(const CallState& call) {
  const bool is_asked_for = !call.id.empty() || call.dialled_at != kNever;  // else the server knows nothing of it
  if (!wants_microphone(call.phase) || !is_asked_for) return {};
  return {.id = call.id,
          .chat = call.chat,
          .mic_on = call.microphone.wanted,
          .camera_on = call.camera.wanted,
          .test_picture = call.test_picture,
          .minimized = call.minimized,
          .peer_is_react = call.peer_info.version == 0 && knows_description(call.negotiation),
          .started_s = static_cast<int>(call.started_at.unix_ms / 1000)};
}

std::string encode(const SavedPage& saved) {
  JsonObject json;
  const SavedCall& call = saved.call;
  json.text("id", call.id.text).text("chat", call.chat.text);
  json.flag("mic", call.mic_on).flag("camera", call.camera_on).flag("picture", call.test_picture);
  json.flag("minimized", call.minimized).flag("react", call.peer_is_react).whole("started", call.started_s);
  std::string ends;
  const std::size_t skipped = saved.ends.size() - std::min(saved.ends.size(), kMaxSavedEnds);
  for (const SavedEnd& end : saved.ends | std::views::drop(skipped)) {
    ends += ends.empty() ? "" : ",";
    ends += JsonObject().text("id", end.call.text).flag("decline", end.decline).finish();
  }
  return json.member("ends", '[' + ends + ']').finish();
}

std::optional<SavedPage> decode_saved_page(std::string_view text) {
  const JsonDocument document = parse_json(text, kMaxSavedBytes);
  ObjectReader reader(document.get());
  SavedPage saved;
  SavedCall& call = saved.call;
  call.id = CallId(reader.optional_text("id", kMaxIdBytes));
  call.chat = ChatId(reader.optional_text("chat", kMaxIdBytes));
  call.mic_on = reader.flag("mic");
  call.camera_on = reader.flag("camera");
  call.test_picture = reader.flag("picture");
  call.minimized = reader.flag("minimized");
  call.peer_is_react = reader.flag("react");
  call.started_s = reader.optional_whole("started", 0, std::numeric_limits<int>::max());
  const Json* ends = reader.find("ends");
  if (!reader.ok() || ends == nullptr) return std::nullopt;
  for (const Json* element : elements_of(*ends).value_or(std::vector<const Json*>())) {
    ObjectReader end(element);
    const CallId id(end.text("id", kMaxIdBytes));
    const bool decline = end.flag("decline");
    if (!end.ok() || saved.ends.size() == kMaxSavedEnds) return std::nullopt;
    saved.ends.push_back({id, decline});
  }
  return saved;
}

}  // namespace ssc::call
