// What one step of update() works with, and the few acts every subject needs. Inside app/ only.
#pragma once

#include <string>
#include <utility>

#include "app/effects.hpp"
#include "app/state.hpp"
#include "app/update.hpp"

namespace ssc {

struct Context {
  AppState& state;
  const Now& now;
  Effects& effects;
};

/// Sends `request` with the token of this moment.
RequestId ask(Context& context, api::Request request);
/// Emits over the socket when it may be emitted; signals of a call wait for that, the rest is dropped.
void emit(Context& context, signalling::ClientMessage message);
/// Shows a remark for a while. The same remark again only stays longer.
void notify(Context& context, NoticeKind kind, std::string subject = {});

const UserId& my_id(const AppState& state);
Chat* find_chat(AppState& state, const ChatId& id);

/// The reply as `T`, the error, or kMalformed when it is a reply to something else.
template <class T>
Result<T> reply_as(const Result<api::Reply>& reply) {
  if (!reply) return std::unexpected(reply.error());
  if (const T* value = std::get_if<T>(&*reply)) return *value;
  return std::unexpected(Error{ErrorKind::kMalformed, 0, {}});
}

inline constexpr Duration kNoticeShownFor{6'000};
inline constexpr Duration kAwayToldAfter{3'000};

}  // namespace ssc
