#include "view/call_parts.hpp"

#include <cmath>

#include "view/avatar.hpp"
#include "view/buttons.hpp"

namespace ssc::view {

using call::DeviceState;
using call::Phase;

void ringing_rings(Painter& painter, Point c, float r, Color color) {
  if (painter.motion.reduced()) {
    painter.canvas.ring(c, r * 1.25f, 2, faded(color, 0.35f));
    painter.canvas.ring(c, r * 1.5f, 2, faded(color, 0.18f));
    return;
  }
  const float phase = painter.motion.phase(motion::kRingPeriod);
  for (int i = 0; i < motion::kRings; ++i) {
    float t = phase + static_cast<float>(i) / motion::kRings;
    t -= std::floor(t);
    const float eased = 1 - (1 - t) * (1 - t);
    const float scale = 1 + (motion::kRingScale - 1) * eased;
    const float opacity = motion::kRingOpacity * (1 - t) * std::min(1.0f, t * 6);
    painter.canvas.circle(c, r * scale, faded(color, opacity * 0.22f));
    painter.canvas.ring(c, r * scale, 2, faded(color, opacity * 0.8f));
  }
}

void lit_face(Painter& painter, const User& user, Point c, float size, bool ringing) {
  const Gradient& pair = person_gradient(user.id);
  const Color light = mix(pair.from, rgb(0xffffff), 0.25f);
  painter.canvas.glow(c, size * 0.42f, size * 1.15f, faded(pair.from, 0.42f));
  if (ringing) ringing_rings(painter, c, size / 2, light);
  painter.canvas.circle(c, size / 2 + 4, rgb(0xffffff, 0.10f));
  avatar(painter, user, c, {.size = size});
}

int running_seconds(Painter& painter) {
  const call::CallState& call = painter.state.call;
  const int seconds = call_seconds(painter.state, painter.input.now, painter.input.wall_now);
  std::int64_t passed_ms = 0;
  if (call.started_at.known())
    passed_ms = painter.input.wall_now.unix_ms - call.started_at.unix_ms;
  else if (call.connected_since != kNever)
    passed_ms = (painter.input.now - call.connected_since).count();
  const std::int64_t into_second = ((passed_ms % 1000) + 1000) % 1000;
  painter.wake_at(painter.input.now + Duration(1000 - into_second));
  return seconds;
}

bool shows_timer(Phase phase) {
  switch (phase) {
    case Phase::kConnected:
    case Phase::kReconnecting:
      return true;
    case Phase::kIdle:
    case Phase::kPreparing:
    case Phase::kRinging:
    case Phase::kIncoming:
    case Phase::kAccepting:
    case Phase::kConnecting:
    case Phase::kEnded:
      return false;
  }
  return false;
}

bool microphone_is_muted(const call::CallState& call) {
  return !call.microphone.wanted && call.microphone.state != DeviceState::kFailed;
}

bool camera_is_wanted(const call::CallState& call) {
  return call.camera.wanted && call.camera.state != DeviceState::kFailed;
}

void microphone_button(Painter& painter, Point c, float diameter) {
  const call::CallState& call = painter.state.call;
  const bool muted = !call::is_microphone_sending(call);
  if (round_button(painter, "microphone", c, diameter,
                   {.icon = muted ? "mic-off" : "mic",
                    .label = painter.say(muted ? Text::kUnmute : Text::kMute),
                    .tone = muted ? Tone::kGlassOff : Tone::kGlass,
                    .busy = call.microphone.state == DeviceState::kOpening})) {
    emit_microphone(painter);
  }
}

void emit_microphone(Painter& painter) {
  if (painter.state.call.microphone.state == DeviceState::kFailed)
    painter.emit(events::MicrophoneRetried{});
  else
    painter.emit(events::MicrophoneToggled{});
}

void camera_button(Painter& painter, Point c, float diameter) {
  const call::CallState& call = painter.state.call;
  const bool on = camera_is_wanted(call);
  if (round_button(painter, "camera", c, diameter,
                   {.icon = on ? "video" : "video-off",
                    .label = painter.say(on ? Text::kCameraOff : Text::kCameraOn),
                    .tone = on || call.kind == CallKind::kAudio ? Tone::kGlass : Tone::kGlassOff,
                    .busy = call.camera.state == DeviceState::kOpening})) {
    painter.emit(events::CameraToggled{});
  }
}

void end_button(Painter& painter, Point c, float diameter) {
  const bool dialling = call::is_dialling(painter.state.call.phase);
  if (round_button(painter, "end", c, diameter,
                   {.icon = "phone",
                    .label = painter.say(dialling ? Text::kCancelCall : Text::kEndCall),
                    .tone = Tone::kDanger,
                    .icon_turn = 0.375f})) {
    painter.emit(events::CallHungUp{});
  }
}

bool remote_picture_shows(const call::CallState& call) {
  return call::is_talking(call.phase) && call.remote.camera_on && call.remote.video_arriving;
}

bool own_picture_shows(const call::CallState& call) {
  return call::is_active(call.phase) && call.phase != Phase::kIncoming && call.camera.wanted &&
         call.camera.state == DeviceState::kOn;
}

}  // namespace ssc::view
