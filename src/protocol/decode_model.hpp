// JSON of the contract to the shapes of model.hpp: the whole value or nothing. Every text is bounded here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_read.hpp"
#include "protocol/model.hpp"

namespace ssc {

inline constexpr std::size_t kMaxIdBytes = 128;
inline constexpr std::size_t kMaxNameBytes = 1'024;
inline constexpr std::size_t kMaxContentBytes = 64'000;  // the contract says 1000 characters; other servers may differ
inline constexpr std::size_t kMaxTokenBytes = 16'000;
inline constexpr std::size_t kMaxAvatarBytes = 3'000'000;
inline constexpr int kMaxDurationSeconds = 100'000'000;  // three years: more is not a call
inline constexpr int kMaxCount = 1'000'000'000;

/// The avatar as something an <img> can load, or "" (contract 7.6). Longer than kMaxAvatarBytes: "".
std::string normalized_avatar(std::string_view stored);

std::optional<User> decode_user(const Json* value);
/// A populated user, a bare id, or null where the user was deleted (then the id is empty).
std::optional<User> decode_user_reference(const Json* value);
std::optional<Account> decode_account(const Json* value);
std::optional<Message> decode_message(const Json* value);
std::optional<Chat> decode_chat(const Json* value);
/// A call document of REST or the payload of a call event: `_id` or `callId`, chat whole, bare or absent.
std::optional<CallRecord> decode_call(const Json* value);

/// The object keyed by user id of online-status and onlineUsersSync.
std::optional<std::vector<std::pair<UserId, Presence>>> decode_presence_map(const Json* value);

/// Wire words. A kind that is absent or null is an audio call (contract 0.3); an unknown one fails the reader.
CallKind read_call_kind(ObjectReader& reader, std::string_view key);
/// Absent and unknown reasons are kUnknown: they are additive.
ServerEndReason read_end_reason(ObjectReader& reader);
std::string_view wire_word(CallKind kind);

/// Every element through `decode`, or nothing when one fails or `value` is no array.
template <class T>
std::optional<std::vector<T>> decode_list(const Json* value, std::optional<T> (*decode)(const Json*)) {
  const auto elements = value == nullptr ? std::nullopt : elements_of(*value);
  if (!elements) return std::nullopt;
  std::vector<T> list;
  list.reserve(elements->size());
  for (const Json* element : *elements) {
    std::optional<T> decoded = decode(element);
    if (!decoded) return std::nullopt;
    list.push_back(std::move(*decoded));
  }
  return list;
}

/// Reads a required member through `decode`; marks the reader failed when there is no whole value.
template <class T>
T read_member(ObjectReader& reader, std::string_view key, std::optional<T> (*decode)(const Json*)) {
  std::optional<T> decoded = decode(reader.find(key));
  if (!decoded) reader.fail();
  return std::move(decoded).value_or(T{});
}

}  // namespace ssc
