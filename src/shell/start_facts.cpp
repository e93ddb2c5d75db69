#include "shell/start_facts.hpp"

#include <utility>

#include "protocol/decode_model.hpp"
#include "protocol/json_read.hpp"

namespace ssc::shell {
namespace {

// A stored account may carry an avatar as a data: URL.
constexpr std::size_t kMaxFactsBytes = 8'000'000;

constexpr std::size_t kMaxWordBytes = 2'000;

ThemeChoice theme_of(std::string_view word) {
  if (word == "dark") return ThemeChoice::kDark;
  return word == "light" ? ThemeChoice::kLight : ThemeChoice::kSystem;
}

std::optional<Account> read_account(const std::string& stored_user) {
  const JsonDocument document = parse_json(stored_user, kMaxFactsBytes);
  return document ? decode_account(document.get()) : std::nullopt;
}

}  // namespace

Environment environment_of(int bits) {
  return {.secure_context = (bits & kSecureContext) != 0,
          .webrtc_supported = (bits & kWebRtcSupported) != 0,
          .network_online = (bits & kNetworkOnline) != 0,
          .page_visible = (bits & kPageVisible) != 0,
          .system_dark = (bits & kSystemDark) != 0,
          .microphone_granted = (bits & kMicrophoneGranted) != 0};
}

events::Started read_start_facts(std::string_view json) {
  const JsonDocument document = parse_json(json, kMaxFactsBytes);
  ObjectReader reader(document.get());
  events::Started started;
  const bool russian = reader.optional_text("language", kMaxWordBytes) == "ru";
  started.settings.language = russian ? Language::kRussian : Language::kEnglish;
  started.settings.theme = theme_of(reader.optional_text("theme", kMaxWordBytes));
  started.settings.ice_profile = call::profile_of(reader.optional_text("iceProfile", kMaxWordBytes));
  started.settings.hide_address = reader.optional_text("hideAddress", kMaxWordBytes) == "on";
  started.settings.low_data = reader.optional_text("lowData", kMaxWordBytes) == "on";
  started.environment = environment_of(reader.optional_whole("environment", 0, 63));
  started.demo_user = reader.optional_text("demo", kMaxNameBytes);
  started.before_reload = call::decode_saved_page(reader.optional_text("beforeReload", kMaxWordBytes));
  started.persistent = reader.optional_flag("persistent", true);
  // Two halves, since a JSON number does not hold 64 bits.
  const auto high = static_cast<std::uint64_t>(reader.optional_whole("seedHigh", 1, 0x7fffffff));
  const auto low = static_cast<std::uint64_t>(reader.optional_whole("seedLow", 1, 0x7fffffff));
  started.seed = (high << 32) | low;

  Tokens tokens{.access = reader.optional_text("accessToken", kMaxTokenBytes),
                .refresh = reader.optional_text("refreshToken", kMaxTokenBytes)};
  if (tokens.access.empty()) return started;
  started.tokens = std::move(tokens);
  started.account = read_account(reader.optional_text("user", kMaxFactsBytes));
  return started;
}

}  // namespace ssc::shell
