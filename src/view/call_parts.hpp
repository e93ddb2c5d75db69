// What the call screens share: the lit face with its rings, timer, device buttons, own preview.
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

bool microphone_is_muted(const call::CallState& call);
bool camera_is_wanted(const call::CallState& call);
void microphone_button(Painter& painter, Point c, float diameter);
void camera_button(Painter& painter, Point c, float diameter);
void end_button(Painter& painter, Point c, float diameter);

bool remote_picture_shows(const call::CallState& call);
bool own_picture_shows(const call::CallState& call);

/// Words with an icon in a dark glass pill; returns its rectangle.
Rect glass_pill(Painter& painter, std::string_view key, Point c, float most_width, std::string_view icon,
                std::string_view words, Color icon_color, Role role = Role::kText);

}  // namespace ssc::view
