// The look in numbers: colours of both themes, type scale, spacing, radii, motion. Every screen takes its values from
// here and nowhere else; a change of look is a change of this file (and its contrast test).
#pragma once

#include <array>

#include "base/time.hpp"
#include "ports/drawing.hpp"
#include "view/color.hpp"

namespace ssc::view {

struct Palette {
  bool dark = true;
  Gradient page;
  Color panel, raised, sunken, row_hover, row_selected, hairline, scrim, shadow;
  Color glass, glass_button, glass_hover;
  Color text, text_secondary, text_faint, text_on_color;
  Gradient accent;        // grounds of icons and decoration
  Gradient accent_ground; // grounds of text: white stands on it at 4.5:1
  Color accent_text;      // accent-coloured words on panel and raised
  Gradient voice, video, danger, premium;
  Color voice_text, video_text, danger_text, warning_text;
  Color online;
  Color bubble_other;
};

inline constexpr Palette kDark{
    .dark = true,
    .page = {rgb(0x0f172a), rgb(0x0b1020)},
    .panel = rgb(0x151e34, 0.92f),
    .raised = rgb(0x1e293b),
    .sunken = rgb(0x0b1222, 0.72f),
    .row_hover = rgb(0xffffff, 0.045f),
    .row_selected = rgb(0x3b82f6, 0.18f),
    .hairline = rgb(0xffffff, 0.08f),
    .scrim = rgb(0x050913, 0.62f),
    .shadow = rgb(0x000000, 0.42f),
    .glass = rgb(0x0b1020, 0.62f),
    .glass_button = rgb(0xffffff, 0.14f),
    .glass_hover = rgb(0xffffff, 0.22f),
    .text = rgb(0xf1f5f9),
    .text_secondary = rgb(0xa5b1c5),
    .text_faint = rgb(0x8793ab),
    .text_on_color = rgb(0xffffff),
    .accent = {rgb(0x3b82f6), rgb(0x8b5cf6)},
    .accent_ground = {rgb(0x2f6bea), rgb(0x7c3aed)},
    .accent_text = rgb(0x7fb0ff),
    .voice = {rgb(0x10a674), rgb(0x047857)},
    .video = {rgb(0x3b82f6), rgb(0x2563eb)},
    .danger = {rgb(0xf0555a), rgb(0xdc2626)},
    .premium = {rgb(0xfbbf24), rgb(0xf59e0b)},
    .voice_text = rgb(0x3ddba4),
    .video_text = rgb(0x7fb0ff),
    .danger_text = rgb(0xff8c90),
    .warning_text = rgb(0xf5b544),
    .online = rgb(0x22c55e),
    .bubble_other = rgb(0x222e45),
};

inline constexpr Palette kLight{
    .dark = false,
    .page = {rgb(0xf6f7fd), rgb(0xe9ecfb)},
    .panel = rgb(0xffffff, 0.92f),
    .raised = rgb(0xffffff),
    .sunken = rgb(0xeceffa),
    .row_hover = rgb(0x1b2333, 0.04f),
    .row_selected = rgb(0x2f6fe4, 0.12f),
    .hairline = rgb(0x1b2333, 0.08f),
    .scrim = rgb(0x131a2c, 0.46f),
    .shadow = rgb(0x2a3358, 0.15f),
    .glass = rgb(0x0b1020, 0.62f),
    .glass_button = rgb(0xffffff, 0.16f),
    .glass_hover = rgb(0xffffff, 0.24f),
    .text = rgb(0x1b2333),
    .text_secondary = rgb(0x4d586e),
    .text_faint = rgb(0x616d84),
    .text_on_color = rgb(0xffffff),
    .accent = {rgb(0x2f6fe4), rgb(0x7646e0)},
    .accent_ground = {rgb(0x2c68da), rgb(0x7040d8)},
    .accent_text = rgb(0x2459c4),
    .voice = {rgb(0x0e9f6e), rgb(0x047857)},
    .video = {rgb(0x2f6fe4), rgb(0x1d4ed8)},
    .danger = {rgb(0xe5484d), rgb(0xc81e1e)},
    .premium = {rgb(0xfbbf24), rgb(0xf59e0b)},
    .voice_text = rgb(0x04694c),
    .video_text = rgb(0x2459c4),
    .danger_text = rgb(0xb91c1c),
    .warning_text = rgb(0x855508),
    .online = rgb(0x16a34a),
    .bubble_other = rgb(0xffffff),
};

/// Avatars without a picture; white initials stand on both ends.
inline constexpr std::array<Gradient, 12> kAvatarGradients{{
    {rgb(0x3b82f6), rgb(0x7c3aed)},
    {rgb(0x0d9488), rgb(0x0369a1)},
    {rgb(0xe0567f), rgb(0x9d3bd1)},
    {rgb(0xd9622b), rgb(0xc0264b)},
    {rgb(0x059669), rgb(0x0f766e)},
    {rgb(0x6366f1), rgb(0x4338ca)},
    {rgb(0xc05621), rgb(0x92400e)},
    {rgb(0xd6409f), rgb(0x7c2fc9)},
    {rgb(0x0284c7), rgb(0x1e40af)},
    {rgb(0x7c5cf0), rgb(0xb03ac9)},
    {rgb(0x4d8a1f), rgb(0x166534)},
    {rgb(0xdb4b4b), rgb(0x9f1239)},
}};

namespace type {
using ports::TextStyle;
inline constexpr TextStyle kDisplay{32, 600, false};
inline constexpr TextStyle kTitle{22, 600, false};
inline constexpr TextStyle kHeading{17, 600, false};
inline constexpr TextStyle kBody{15, 400, false};
inline constexpr TextStyle kBodyStrong{15, 600, false};
inline constexpr TextStyle kLabel{13, 500, false};
inline constexpr TextStyle kCaption{12, 400, false};
inline constexpr TextStyle kBadge{11, 600, true};
inline constexpr TextStyle kTimer{17, 500, true};
inline constexpr TextStyle kField{16, 400, false};  // iOS zooms the page into fields below 16 px
inline constexpr float kLineHeight = 1.35f;
/// Half the height of capitals, as a share of the size: where the middle of a line looks to be.
inline constexpr float kHalfCapital = 0.36f;
}  // namespace type

namespace space {
inline constexpr float k4 = 4, k8 = 8, k12 = 12, k16 = 16, k24 = 24, k32 = 32, k48 = 48;
inline constexpr float kTouch = 44;        // smallest target
inline constexpr float kHeader = 64;
inline constexpr float kTwoPanesFrom = 768;  // page width
inline constexpr float kListPane = 320, kListPaneMin = 280;
inline constexpr float kMessageMax = 520;  // about 62 characters of body
}  // namespace space

namespace radius {
inline constexpr float kBubble = 18, kBubbleTail = 6, kCard = 24, kField = 14, kRow = 14, kPreview = 16;
inline constexpr float kRound = 9999;
}  // namespace radius

namespace motion {
inline constexpr Duration kStandard{220}, kEnter{280}, kLeave{160}, kCrossFade{120};
inline constexpr Duration kRingPeriod{2'400};
inline constexpr int kRings = 3;
inline constexpr float kRingScale = 1.9f, kRingOpacity = 0.5f;
inline constexpr float kPressSink = 0.02f;
}  // namespace motion

}  // namespace ssc::view
