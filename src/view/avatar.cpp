#include "view/avatar.hpp"

#include "view/text_layout.hpp"

namespace ssc::view {
namespace {

constexpr Color kRoom = rgb(0x0b1020);

// Capitals of the alphabets the client speaks; others stay as they are.
std::string capital(std::string_view character) {
  std::string result(character);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(result[i]); };
  if (result.size() == 1 && result[0] >= 'a' && result[0] <= 'z') {
    result[0] = static_cast<char>(result[0] - 'a' + 'A');
  } else if (result.size() == 2 && byte(0) == 0xD0 && byte(1) >= 0xB0) {  // а..п
    result[1] = static_cast<char>(byte(1) - 0x20);
  } else if (result.size() == 2 && byte(0) == 0xD1 && byte(1) <= 0x8F) {  // р..я
    result[0] = static_cast<char>(0xD0);
    result[1] = static_cast<char>(byte(1) + 0x20);
  }
  return result;
}

std::string_view first_character(std::string_view word) {
  const auto offsets = character_offsets(word);
  return offsets.size() < 2 ? std::string_view{} : word.substr(0, offsets[1]);
}

}  // namespace

const Gradient& person_gradient(const UserId& id) {
  std::uint32_t h = 2166136261u;
  for (const char c : id.text) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  h ^= h >> 15;
  return kAvatarGradients[h % kAvatarGradients.size()];
}

std::string initials(const std::string& name) {
  const std::string_view view = name;
  const std::size_t start = view.find_first_not_of(" _.-");
  if (start == std::string_view::npos) return "?";
  std::string result = capital(first_character(view.substr(start)));
  const std::size_t space_at = view.find(' ', start);
  const std::size_t second = space_at == std::string_view::npos ? space_at : view.find_first_not_of(' ', space_at);
  if (second != std::string_view::npos) result += capital(first_character(view.substr(second)));
  return result;
}

Backdrop person_backdrop(const User& user, float glow_strength) {
  const Gradient& pair = person_gradient(user.id);
  return {.from = mix(pair.from, kRoom, 0.70f),
          .to = mix(pair.to, kRoom, 0.88f),
          .glow = pair.from,
          .glow_x = 0.5f,
          .glow_y = 0.34f,
          .glow_strength = glow_strength};
}

void avatar(Painter& painter, const User& user, Point c, const AvatarLook& look) {
  const float r = look.size / 2;
  const auto picture = user.avatar.empty() ? std::nullopt : painter.pictures.picture(user.avatar, look.size);
  if (picture) {
    painter.canvas.image(*picture, square(c, look.size), rgb(0xffffff), r);
  } else {
    painter.canvas.circle(c, r, person_gradient(user.id));
    const ports::TextStyle style{.size_px = look.size * 0.38f, .weight = 600};
    painter.paint_text(square(c, look.size), initials(user.shown_name()),
                       {.style = style, .color = rgb(0xffffff), .align = Align::kCenter});
  }
  const float badge = std::max(look.size * 0.13f, 5.0f);
  const Point at{c.x + r * 0.72f, c.y + r * 0.72f};
  if (look.online) {
    painter.canvas.circle(at, badge + 2.5f, look.ground);
    painter.canvas.circle(at, badge, painter.colors->online);
  }
  if (look.premium) {
    const Point star{c.x + r * 0.72f, c.y - r * 0.72f};
    painter.canvas.circle(star, badge + 3, look.ground);
    painter.canvas.star(star, badge + 2, painter.colors->premium);
  }
}

}  // namespace ssc::view
