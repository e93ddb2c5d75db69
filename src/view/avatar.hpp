// A person's face: picture or initials on the gradient that is theirs everywhere, with presence dot and premium star.
// Pixels only: a face is always part of something that names the person.
#pragma once

#include <string>

#include "protocol/model.hpp"
#include "view/painter.hpp"

namespace ssc::view {

struct AvatarLook {
  float size = 44;
  bool online = false;
  Color ground = 0;      // around the presence dot and the star, to set them off
  bool premium = false;
};

void avatar(Painter& painter, const User& user, Point c, const AvatarLook& look);

/// The same on every device: from a hash of the id.
const Gradient& person_gradient(const UserId& id);
/// One or two capitals.
std::string initials(const std::string& name);
/// The room a call is held in, lit by the person.
Backdrop person_backdrop(const User& user, float glow_strength);

}  // namespace ssc::view
