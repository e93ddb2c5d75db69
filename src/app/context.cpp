#include "app/context.hpp"

#include <algorithm>
#include <variant>

#include "app/handlers.hpp"

namespace ssc {
namespace {

// A call's offer with all candidates and toggles is some 40 messages; more only piles up in a long outage.
constexpr std::size_t kMaxOutbox = 256;
constexpr std::size_t kMaxNotices = 5;

/// Whether a message is still worth sending after a wait: only signals of a call are.
struct IsCallSignal {
  bool operator()(const signalling::SendDescription&) const { return true; }
  bool operator()(const signalling::SendCandidate&) const { return true; }
  bool operator()(const signalling::SendNote&) const { return true; }
  bool operator()(const signalling::SendMicrophone&) const { return true; }
  bool operator()(const signalling::SendCamera&) const { return true; }
  bool operator()(const signalling::SendTyping&) const { return false; }
  bool operator()(const signalling::SendActivity&) const { return false; }
  bool operator()(const signalling::SendLeaving&) const { return false; }
};

struct BelongsToCall {
  const CallId& call;
  bool operator()(const signalling::SendDescription& message) const { return message.call == call; }
  bool operator()(const signalling::SendCandidate& message) const { return message.call == call; }
  bool operator()(const signalling::SendNote& message) const { return message.call == call; }
  bool operator()(const signalling::SendMicrophone& message) const { return message.call == call; }
  bool operator()(const signalling::SendCamera& message) const { return message.call == call; }
  bool operator()(const signalling::SendTyping&) const { return false; }
  bool operator()(const signalling::SendActivity&) const { return false; }
  bool operator()(const signalling::SendLeaving&) const { return false; }
};

void send_now(Context& context, const signalling::ClientMessage& message) {
  const signalling::EncodedEvent encoded = signalling::encode(message);
  const bool wants_ack = std::holds_alternative<signalling::SendActivity>(message);
  carry_out(context, ssc::emit(context.state.socket, encoded.event, encoded.payload, wants_ack));
}

}  // namespace

RequestId ask(Context& context, api::Request request) {
  AppState& state = context.state;
  state.last_request = state.last_request.next();
  context.effects.push_back(effects::SendApi{state.last_request, std::move(request), state.auth.tokens.access});
  return state.last_request;
}

void emit(Context& context, signalling::ClientMessage message) {
  AppState& state = context.state;
  if (state.can_emit) {
    send_now(context, message);
    return;
  }
  if (!std::visit(IsCallSignal{}, message)) return;
  if (state.outbox.size() >= kMaxOutbox) state.outbox.pop_front();
  state.outbox.push_back(std::move(message));
}

void send_waiting_signals(Context& context) {
  const auto waiting = std::exchange(context.state.outbox, {});
  for (const signalling::ClientMessage& message : waiting) {
    if (std::visit(BelongsToCall{context.state.call.id}, message)) send_now(context, message);
  }
}

void notify(Context& context, NoticeKind kind, std::string subject) {
  AppState& state = context.state;
  const Instant leaves_at = context.now.instant + kNoticeShownFor;
  for (Notice& shown : state.notices) {
    if (shown.kind != kind || shown.subject != subject) continue;
    shown.leaves_at = leaves_at;
    return;
  }
  if (state.notices.size() >= kMaxNotices) state.notices.erase(state.notices.begin());
  state.notices.push_back({state.next_notice++, kind, std::move(subject), leaves_at});
}

const UserId& my_id(const AppState& state) {
  static const UserId kNobody;
  return state.account ? state.account->user.id : kNobody;
}

Chat* find_chat(AppState& state, const ChatId& id) {
  const auto found = std::ranges::find(state.chats, id, &Chat::id);
  return found == state.chats.end() ? nullptr : &*found;
}

}  // namespace ssc
