// Settings: who I am, language, theme, how calls connect, signing out. A card in the middle; on phones a sheet from below.
#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/screens.hpp"
#include "view/scroll_area.hpp"

namespace ssc::view {
namespace {

constexpr float kChoice = 28 + 44 + 16, kSwitch = 60;
constexpr float kWidth = 420, kBodyHeight = 60 + 72 + 16 + 3 * kChoice + 2 * kSwitch + 12 + 48 + 24;

void language_choice(Painter& painter, Rect& column) {
  const Settings& settings = painter.state.settings;
  painter.label("language", cut_top(column, 28), painter.say(Text::kLanguage),
                {.style = type::kLabel, .color = painter.colors->text_secondary});
  const Segment items[] = {
      {"en", painter.say(Text::kLanguageEnglish), {}, settings.language == Language::kEnglish},
      {"ru", painter.say(Text::kLanguageRussian), {}, settings.language == Language::kRussian},
  };
  const int chosen = segments(painter, "languages", painter.say(Text::kLanguage), cut_top(column, 44), items);
  if (chosen >= 0) painter.emit(events::LanguageChosen{chosen == 0 ? Language::kEnglish : Language::kRussian});
  cut_top(column, 16);
}

void theme_choice(Painter& painter, Rect& column) {
  const Settings& settings = painter.state.settings;
  painter.label("theme", cut_top(column, 28), painter.say(Text::kTheme),
                {.style = type::kLabel, .color = painter.colors->text_secondary});
  const Segment items[] = {
      {"system", painter.say(Text::kThemeSystem), "monitor", settings.theme == ThemeChoice::kSystem},
      {"dark", painter.say(Text::kThemeDark), "moon", settings.theme == ThemeChoice::kDark},
      {"light", painter.say(Text::kThemeLight), "sun", settings.theme == ThemeChoice::kLight},
  };
  const int chosen = segments(painter, "themes", painter.say(Text::kTheme), cut_top(column, 44), items);
  constexpr ThemeChoice kChoices[] = {ThemeChoice::kSystem, ThemeChoice::kDark, ThemeChoice::kLight};
  if (chosen >= 0) painter.emit(events::ThemeChosen{kChoices[chosen]});
  cut_top(column, 16);
}

void connection_choice(Painter& painter, Rect& column) {
  using call::IceProfile;
  const Settings& settings = painter.state.settings;
  painter.label("profile", cut_top(column, 28), painter.say(Text::kIceProfile),
                {.style = type::kLabel, .color = painter.colors->text_secondary});
  const Segment items[] = {
      {"auto", painter.say(Text::kIceAuto), {}, settings.ice_profile == IceProfile::kAuto},
      {"openrelay", "OpenRelay", {}, settings.ice_profile == IceProfile::kOpenRelay},
      {"expressturn", "ExpressTurn", {}, settings.ice_profile == IceProfile::kExpressTurn},
      {"anyfirewall", "AnyFirewall", {}, settings.ice_profile == IceProfile::kAnyFirewall},
  };
  const int chosen = segments(painter, "profiles", painter.say(Text::kIceProfile), cut_top(column, 44), items);
  constexpr IceProfile kChoices[] = {IceProfile::kAuto, IceProfile::kOpenRelay, IceProfile::kExpressTurn,
                                     IceProfile::kAnyFirewall};
  if (chosen >= 0) painter.emit(events::IceProfileChosen{kChoices[chosen]});
  cut_top(column, 16);
  if (switch_row(painter, "hide-address", cut_top(column, kSwitch), painter.say(Text::kHideAddress),
                 painter.say(Text::kHideAddressText), settings.hide_address)) {
    painter.emit(events::HideAddressChosen{!settings.hide_address});
  }
  if (switch_row(painter, "low-data", cut_top(column, kSwitch), painter.say(Text::kLowData),
                 painter.say(Text::kLowDataText), settings.low_data)) {
    painter.emit(events::LowDataChosen{!settings.low_data});
  }
}

void who_i_am(Painter& painter, Rect row) {
  if (!painter.state.account) return;
  const Palette& p = *painter.colors;
  const Account& me = *painter.state.account;
  avatar(painter, me.user, {row.x + 28, center(row).y}, {.size = 56, .ground = p.raised, .premium = me.user.premium});
  cut_left(row, 72);
  const float middle = center(row).y;
  painter.label("me", {row.x, middle - 24, row.width, 24}, me.user.shown_name(),
                {.style = type::kHeading, .color = p.text, .trim = Trim::kMiddle});
  const std::string detail = me.email.empty() ? "@" + me.user.username : me.email;
  painter.label("contact", {row.x, middle + 1, row.width, 20}, detail,
                {.style = {13, 400, false}, .color = p.text_secondary, .trim = Trim::kMiddle});
}

/// Not inlined: it is of the part of the program that comes after the first screen (tools/split_wasm.py).
[[gnu::noinline]] void open_sheet(Painter& painter, const Rect& page, NodeId id, float shown) {
  const Palette& p = *painter.colors;
  const bool open = painter.state.route.settings_open;
  const bool was_inert = painter.inert;
  painter.inert = was_inert || !open;
  const bool sheet = is_phone(page);
  const float width = sheet ? page.width : kWidth;
  const float height = std::min(kBodyHeight + (sheet ? 16.0f : 0.0f), page.height - 16);
  const float y = sheet ? bottom(page) - height * shown : center(page).y - height / 2 + (1 - shown) * 14;
  const Rect box{center(page).x - width / 2, y, width, height};
  painter.canvas.fill({0, 0, painter.input.width, painter.input.height}, faded(p.scrim, shown));
  {
    const Group group(painter, {.id = id,
                                .role = Role::kDialog,
                                .name = std::string(painter.say(Text::kSettings)),
                                .rect = box,
                                .modal = true});
    const AlphaScope alpha(painter, sheet ? 1.0f : shown);
    const Corners corners = sheet ? Corners(radius::kCard, radius::kCard, 0, 0) : Corners(radius::kCard);
    painter.canvas.shadow(box, radius::kCard, 48, sheet ? 0.0f : 16.0f, p.shadow);
    // Below the sheet nothing of the page may show while it rises over a safe area.
    painter.canvas.fill({box.x, box.y, box.width, box.height + (sheet ? painter.input.inset_bottom : 0)},
                        p.dark ? mix(p.raised, rgb(0x151e34), 0.5f) : p.raised, corners);
    Rect inner = inset(box, 24, 0);
    Rect bar = cut_top(inner, 60);
    painter.label("title", bar, painter.say(Text::kSettings), {.style = type::kHeading, .color = p.text},
                  Role::kHeading);
    if (round_button(painter, "close", {right(bar) - 14, center(bar).y}, 36,
                     {.icon = "x", .label = painter.say(Text::kClose), .icon_size = 20}) ||
        (open && !painter.memory.covered_by_modal && painter.memory.take_escape())) {
      painter.emit(events::SettingsOpened{false});
    }
    const ScrollArea scroll(painter, painter.id("scroll"), {box.x, inner.y, box.width, inner.height},
                            {.content_height = kBodyHeight - 60});
    Rect column{inner.x, scroll.top(), inner.width, kBodyHeight};
    who_i_am(painter, cut_top(column, 72));
    cut_top(column, 16);
    language_choice(painter, column);
    theme_choice(painter, column);
    connection_choice(painter, column);
    cut_top(column, 12);
    if (pill_button(painter, "sign-out", cut_top(column, 48),
                    {.icon = "log-out", .label = painter.say(Text::kSignOut), .tone = Tone::kSoft})) {
      painter.emit(events::SignOutChosen{});
    }
  }
  painter.inert = was_inert;
}

}  // namespace

void settings_sheet(Painter& painter, const Rect& page) {
  const NodeId id = painter.id("settings-sheet");
  const bool open = painter.state.route.settings_open;
  const float shown = painter.motion.glide(id, open ? 1.0f : 0.0f, open ? motion::kEnter : motion::kLeave);
  if (shown > 0) open_sheet(painter, page, id, shown);
}

}  // namespace ssc::view
