// Distinct id types. Owns nothing but the text or number of an id; knows nothing of what it names.
// Ids from the backend are opaque strings (MongoDB ObjectIds on the existing server).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace ssc {

template <class Tag>
struct TextId {
  std::string text;

  TextId() = default;
  explicit TextId(std::string value) : text(std::move(value)) {}

  bool empty() const { return text.empty(); }
  auto operator<=>(const TextId&) const = default;
};

using UserId = TextId<struct UserIdTag>;
using ChatId = TextId<struct ChatIdTag>;
using MessageId = TextId<struct MessageIdTag>;
using CallId = TextId<struct CallIdTag>;

/// Counts starts of an asynchronous operation. A completion carries the generation it was started
/// with; one that is not the current generation is stale and ignored.
template <class Tag>
struct Generation {
  std::uint32_t number = 0;

  auto operator<=>(const Generation&) const = default;
  Generation next() const { return Generation{number + 1}; }
};

using RequestId = Generation<struct RequestTag>;        // one REST request
using SocketGeneration = Generation<struct SocketTag>;  // one WebSocket connection
using MediaGeneration = Generation<struct MediaTag>;    // one capture request
using PeerGeneration = Generation<struct PeerTag>;      // one RTCPeerConnection

}  // namespace ssc
