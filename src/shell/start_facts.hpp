// What the page found in its address and in storage before the client ran, as web/glue/start.js writes it down. Pure:
// storage belongs to other programs, too, so what is missing or malformed keeps its default.
#pragma once

#include <string>
#include <string_view>

#include "app/events.hpp"

namespace ssc::shell {

// Bits of the glue's environment number.
inline constexpr int kSecureContext = 1, kWebRtcSupported = 2, kNetworkOnline = 4, kPageVisible = 8, kSystemDark = 16,
                     kMicrophoneGranted = 32;

Environment environment_of(int bits);

/// Reads the glue's JSON. Whatever is missing or malformed keeps its default: storage belongs to other programs, too.
events::Started read_start_facts(std::string_view json);

}  // namespace ssc::shell
