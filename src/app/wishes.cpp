#include "app/wishes.hpp"

#include "app/handlers.hpp"

namespace ssc {
namespace {

ports::MediaWish media_wish(const call::CallState& call) {
  ports::MediaWish wish;
  if (!call::wants_microphone(call.phase)) return wish;
  wish.microphone = true;
  wish.microphone_try = call.microphone_tries;
  wish.send = call::is_talking(call.phase);
  wish.microphone_muted = !call.microphone.wanted;
  wish.camera = call.camera.wanted;
  wish.test_picture = call.camera.wanted && call.test_picture;
  return wish;
}

ports::RingSound ring_sound(call::Phase phase) {
  switch (phase) {
    case call::Phase::kIncoming:
      return ports::RingSound::kIncoming;
    case call::Phase::kRinging:
      return ports::RingSound::kRingback;
    case call::Phase::kIdle:
    case call::Phase::kPreparing:
    case call::Phase::kAccepting:
    case call::Phase::kConnecting:
    case call::Phase::kConnected:
    case call::Phase::kReconnecting:
    case call::Phase::kEnded:
      return ports::RingSound::kNone;
  }
  return ports::RingSound::kNone;
}

}  // namespace

Wishes derive_wishes(const AppState& state) {
  Wishes wishes;
  wishes.media = media_wish(state.call);
  wishes.ring = ring_sound(state.call.phase);
  // One tab of several rings; all of them show who calls.
  if (wishes.ring == ports::RingSound::kIncoming && !state.tabs.owns_ringing) wishes.ring = ports::RingSound::kNone;
  wishes.keep_awake = call::is_active(state.call.phase);
  wishes.send_limits = call::send_limits(state.call.send_policy, state.settings.low_data);
  wishes.measure_path = call::may_be_heard(state.call);
  wishes.kept.call = state.ledger.interrupted.empty() ? call::saved_call(state.call) : state.ledger.interrupted;
  wishes.kept.ends = call::saved_ends(state.ledger);
  if (is_signed_in(state)) {
    wishes.tabs_of = my_id(state);
    wishes.tab_news = tab_news(state.call);
    wishes.to_the_front = state.environment.page_visible && !call::is_active(state.call.phase);
  }
  wishes.dark = is_dark(state);
  wishes.language = state.settings.language;
  wishes.wake_at = next_deadline(state);
  return wishes;
}

}  // namespace ssc
