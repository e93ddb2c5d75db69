#include "app/wishes.hpp"

#include "app/handlers.hpp"

namespace ssc {
namespace {

ports::MediaWish media_wish(const call::CallState& call) {
  ports::MediaWish wish;
  if (!call::wants_microphone(call.phase)) return wish;
  wish.microphone = true;
  wish.microphone_try = call.microphone_tries;
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
  wishes.keep_awake = call::is_active(state.call.phase);
  wishes.send_limits = call::send_limits(state.call.send_policy, state.settings.low_data);
  wishes.measure_path = call::is_talking(state.call.phase);
  if (call::wants_microphone(state.call.phase)) wishes.call_here = state.call.id;
  wishes.dark = is_dark(state);
  wishes.language = state.settings.language;
  wishes.wake_at = next_deadline(state);
  return wishes;
}

}  // namespace ssc
