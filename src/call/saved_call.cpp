#include "call/saved_call.hpp"

#include <limits>

#include "protocol/decode_model.hpp"
#include "protocol/json_read.hpp"
#include "protocol/json_write.hpp"

namespace ssc::call {
namespace {

constexpr std::size_t kMaxSavedBytes = 2'000;

}  // namespace

SavedCall saved_call(const CallState& call) {
  if (!wants_microphone(call.phase)) return {};
  return {.id = call.id,
          .chat = call.chat,
          .mic_on = call.microphone.wanted,
          .camera_on = call.camera.wanted,
          .test_picture = call.test_picture,
          .minimized = call.minimized,
          .peer_is_ours = call.peer_info.version > 0,
          .started_s = static_cast<int>(call.started_at.unix_ms / 1000)};
}

std::string encode(const SavedCall& saved) {
  return JsonObject()
      .text("id", saved.id.text)
      .text("chat", saved.chat.text)
      .flag("mic", saved.mic_on)
      .flag("camera", saved.camera_on)
      .flag("picture", saved.test_picture)
      .flag("minimized", saved.minimized)
      .flag("ours", saved.peer_is_ours)
      .whole("started", saved.started_s)
      .finish();
}

std::optional<SavedCall> decode_saved_call(std::string_view text) {
  const JsonDocument document = parse_json(text, kMaxSavedBytes);
  ObjectReader reader(document.get());
  SavedCall saved;
  saved.id = CallId(reader.optional_text("id", kMaxIdBytes));
  saved.chat = ChatId(reader.text("chat", kMaxIdBytes));
  saved.mic_on = reader.flag("mic");
  saved.camera_on = reader.flag("camera");
  saved.test_picture = reader.flag("picture");
  saved.minimized = reader.flag("minimized");
  saved.peer_is_ours = reader.flag("ours");
  saved.started_s = reader.optional_whole("started", 0, std::numeric_limits<int>::max());
  if (!reader.ok()) return std::nullopt;
  return saved;
}

}  // namespace ssc::call
