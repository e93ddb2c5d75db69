// What the call screens share: the lit face with its rings, timer, device buttons, own preview, notes.
#pragma once

#include "view/painter.hpp"
#include "view/screens.hpp"

namespace ssc::view {

/// Pulsing rings around a ringing face, `r` being the face's radius.
void ringing_rings(Painter& painter, Point c, float r, Color color);
/// The caller's face in its light.
void lit_face(Painter& painter, const User& user, Point c, float size, bool ringing);

/// Seconds of the call, and asks for the frame in which they change.
int running_seconds(Painter& painter);
bool shows_timer(call::Phase phase);

/// By the person; a microphone in trouble is something else.
bool microphone_is_muted(const call::CallState& call);
bool camera_is_wanted(const call::CallState& call);
/// What a press on any microphone button means: mute, unmute, or try again.
void emit_microphone(Painter& painter);
void microphone_button(Painter& painter, Point c, float diameter);
void camera_button(Painter& painter, Point c, float diameter);
void end_button(Painter& painter, Point c, float diameter);

bool remote_picture_shows(const call::CallState& call);
bool own_picture_shows(const call::CallState& call);

/// Everything said over the call between `upper` and `lower`.
void call_notes(Painter& painter, const Rect& page, float upper, float lower);
/// Four bars around `c`, once the path is judged.
void quality_bars(Painter& painter, Point c);
inline constexpr float kQualityBarsWidth = 18;

}  // namespace ssc::view
