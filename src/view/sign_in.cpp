// Signing in and registering: one card, on phones the whole page.
#include <array>

#include "view/avatar.hpp"
#include "view/buttons.hpp"
#include "view/fields.hpp"
#include "view/screens.hpp"
#include "view/scroll_area.hpp"

namespace ssc::view {
namespace {

constexpr float kCardWidth = 400, kFieldHeight = 52, kGap = 12;

// serve.py makes these; their password is public.
struct DemoUser {
  const char* login;
  const char* shown;
};
constexpr std::array<DemoUser, 3> kDemoUsers{{{"alice", "Alice"}, {"bob", "Bob"}, {"carol", "Carol"}}};
constexpr const char* kDemoPassword = "demo";

struct Form {
  NodeId name, email, password;
};

bool spells_trouble_with_name(FormTrouble trouble) {
  return trouble == FormTrouble::kUnknownUser || trouble == FormTrouble::kNameTaken || trouble == FormTrouble::kBadName;
}
bool spells_trouble_with_password(FormTrouble trouble) {
  return trouble == FormTrouble::kWrongPassword || trouble == FormTrouble::kPasswordTooShort;
}

void submit(Painter& painter, const Form& form) {
  const std::string name = painter.memory.field(form.name).text;
  const std::string password = painter.memory.field(form.password).text;
  if (painter.state.sign_in.registering) {
    painter.emit(events::RegisterSubmitted{name, painter.memory.field(form.email).text, password});
  } else {
    painter.emit(events::SignInSubmitted{name, password});
  }
}

bool fields(Painter& painter, Rect& column, const Form& form, bool busy) {
  const SignInState& sign_in = painter.state.sign_in;
  const bool registering = sign_in.registering;
  bool submitted = false;
  const auto next = [&] {
    const Rect rect = cut_top(column, kFieldHeight);
    cut_top(column, kGap);
    return rect;
  };
  submitted |= text_field(painter, form.name, next(),
                          {.label = painter.say(registering ? Text::kUsername : Text::kUsernameOrEmail),
                           .autocomplete = "username",
                           .icon = "user",
                           .invalid = spells_trouble_with_name(sign_in.trouble),
                           .wants_focus = !painter.input.touch,
                           .disabled = busy})
                   .submitted;
  if (registering) {
    submitted |=
        text_field(painter, form.email, next(),
                   {.label = painter.say(Text::kEmail),
                    .autocomplete = "email",
                    .icon = "mail",
                    .invalid = sign_in.trouble == FormTrouble::kBadEmail || sign_in.trouble == FormTrouble::kEmailTaken,
                    .disabled = busy})
            .submitted;
  }
  submitted |= text_field(painter, form.password, next(),
                          {.label = painter.say(Text::kPassword),
                           .autocomplete = registering ? "new-password" : "current-password",
                           .icon = "lock",
                           .role = Role::kPasswordField,
                           .invalid = spells_trouble_with_password(sign_in.trouble),
                           .disabled = busy})
                   .submitted;
  return submitted;
}

void demo_row(Painter& painter, Rect& column, bool busy) {
  const Palette& p = *painter.colors;
  cut_top(column, 20);
  const Rect rule = cut_top(column, 1);
  painter.canvas.fill(rule, p.hairline);
  cut_top(column, 14);
  painter.label("demo", cut_top(column, 20), painter.say(Text::kDemoHint),
                {.style = type::kLabel, .color = p.text_secondary, .align = Align::kCenter});
  cut_top(column, 12);
  const Rect row = cut_top(column, 48);
  const float width = (row.width - 2 * 8) / 3;
  for (std::size_t i = 0; i < kDemoUsers.size(); ++i) {
    const DemoUser& demo = kDemoUsers[i];
    const Rect rect{row.x + static_cast<float>(i) * (width + 8), row.y, width, row.height};
    const NodeId id = painter.id("demo-user", i + 1);
    const std::string name = painter.say(Text::kDemoTryAs, {{"name", demo.shown}});
    const Touch touch =
        painter.control({.id = id, .role = Role::kButton, .name = name, .rect = rect, .disabled = busy});
    const float hover = painter.motion.glide(id ^ 0x50u, touch.hovered ? 1.0f : 0.0f, motion::kLeave);
    painter.canvas.fill(rect, p.sunken, 16);
    painter.canvas.fill(rect, faded(p.row_selected, hover), 16);
    User face;
    face.id = UserId(demo.login);
    face.username = demo.shown;
    const float text_width = std::min(painter.layout.width(demo.shown, type::kLabel), width - 52);
    const float x = rect.x + (width - 28 - 8 - text_width) / 2;
    avatar(painter, face, {x + 14, center(rect).y}, {.size = 28});
    painter.paint_text({x + 36, rect.y, text_width + 1, rect.height}, demo.shown,
                       {.style = type::kLabel, .color = p.text});
    painter.focus_ring(touch, rect, 16);
    if (touch.pressed) painter.emit(events::SignInSubmitted{demo.login, kDemoPassword});
  }
}

void heading(Painter& painter, Rect& column) {
  const Palette& p = *painter.colors;
  const bool registering = painter.state.sign_in.registering;
  const Rect top = cut_top(column, 64);
  const Rect mark = square(center(top), 64);
  painter.canvas.glow(center(mark), 24, 92, faded(p.accent.from, p.dark ? 0.30f : 0.22f));
  painter.canvas.fill(mark, p.accent_ground, 20);
  painter.icon("phone", center(mark), 30, p.text_on_color);
  cut_top(column, 20);
  painter.label("title", cut_top(column, 30), painter.say(registering ? Text::kRegisterTitle : Text::kSignInTitle),
                {.style = type::kTitle, .color = p.text, .align = Align::kCenter}, Role::kHeading);
  cut_top(column, 4);
  painter.label("subtitle", cut_top(column, 22),
                painter.say(registering ? Text::kRegisterSubtitle : Text::kSignInSubtitle),
                {.style = type::kBody, .color = p.text_secondary, .align = Align::kCenter});
  cut_top(column, 24);
}

void trouble_line(Painter& painter, Rect& column, const std::string& trouble) {
  if (trouble.empty()) return;
  const Palette& p = *painter.colors;
  const float text_width = column.width - 52;
  const float height = painter.block_height(trouble, type::kLabel, text_width, 4) + 20;
  const Rect box = cut_top(column, height);
  cut_top(column, kGap);
  painter.canvas.fill(box, faded(p.danger.from, 0.12f), 12);
  painter.icon("circle-alert", {box.x + 22, center(box).y}, 18, p.danger_text);
  painter.read("trouble", Role::kAlert, trouble, box);
  painter.paint_block({box.x + 40, box.y + 10, text_width, height},
                      painter.layout.block(trouble, type::kLabel, text_width, 4),
                      {.style = type::kLabel, .color = p.danger_text});
}

}  // namespace

void sign_in_screen(Painter& painter, const Rect& page) {
  const Palette& p = *painter.colors;
  const SignInState& sign_in = painter.state.sign_in;
  const bool busy = sign_in.phase == AuthPhase::kSigningIn;
  const bool card = page.width >= 520;
  const Group group(painter, {.id = painter.id("sign-in"),
                              .role = Role::kRegion,
                              .name = std::string(painter.say(sign_in.registering ? Text::kRegister : Text::kSignIn)),
                              .rect = page});
  const Form form{painter.id("name"), painter.id("email"), painter.id("password")};
  const std::string trouble = busy ? std::string{} : form_trouble_words(painter.language(), sign_in);

  const float padding = card ? 32.0f : 24.0f;
  const float width = std::min(kCardWidth, page.width - (card ? 48 : 0));
  const float column_width = width - 2 * padding;
  float height = 64 + 20 + 30 + 4 + 22 + 24 + (sign_in.registering ? 3 : 2) * (kFieldHeight + kGap) + 8 + 52 + 12 + 44;
  if (!trouble.empty()) height += painter.block_height(trouble, type::kLabel, column_width - 52, 4) + 20 + kGap;
  if (painter.state.server.demo) height += 20 + 1 + 14 + 20 + 12 + 48;
  const float total = height + 2 * padding;

  const ScrollArea scroll(painter, painter.id("scroll"), page, {.content_height = std::max(page.height, total + 16)});
  const float shown = painter.motion.enter(painter.id("enter"), motion::kEnter);
  const float y = scroll.top() + std::max(8.0f, (page.height - total) / 2) + (1 - shown) * 12;
  const AlphaScope alpha(painter, shown);
  const Rect box{page.x + (page.width - width) / 2, y, width, total};
  if (card) {
    painter.canvas.shadow(box, radius::kCard, 48, 16, p.shadow);
    painter.canvas.fill(box, p.dark ? mix(p.raised, rgb(0x151e34), 0.6f) : p.raised, radius::kCard);
    if (p.dark) painter.canvas.stroke(box, p.hairline, 1, radius::kCard);
  }
  Rect column = inset(box, padding);
  heading(painter, column);
  bool submitted = fields(painter, column, form, busy);
  trouble_line(painter, column, trouble);
  cut_top(column, 8);
  const Text action = sign_in.registering ? Text::kRegister : Text::kSignIn;
  submitted |= pill_button(painter, "submit", cut_top(column, 52),
                           {.label = painter.say(action), .tone = Tone::kAccent, .disabled = busy, .busy = busy},
                           painter.say(busy ? Text::kSigningIn : action));
  cut_top(column, 12);
  if (pill_button(
          painter, "switch", inset(cut_top(column, 44), 0, 4),
          {.label = painter.say(sign_in.registering ? Text::kToSignIn : Text::kToRegister), .disabled = busy})) {
    painter.emit(events::RegisterFormChosen{!sign_in.registering});
  }
  if (painter.state.server.demo) demo_row(painter, column, busy);
  if (submitted && !busy) submit(painter, form);
}

}  // namespace ssc::view
