// Signing in and registering as a person meets them.
#include "screen.hpp"

namespace ssc::test {
namespace {

using view::Role;

class SignIn : public ScreenTest {};

TEST_F(SignIn, shows_the_form_with_its_names) {
  settled(signed_out_state(false));
  EXPECT_TRUE(has(Role::kTextField, "Username or email")) << tree();
  EXPECT_TRUE(has(Role::kPasswordField, "Password"));
  EXPECT_TRUE(has_button("Sign in"));
  EXPECT_FALSE(has_button("Try it as Alice"));
}

TEST_F(SignIn, tells_password_managers_what_the_fields_are) {
  settled(signed_out_state());
  EXPECT_EQ(find(Role::kTextField, "Username or email")->autocomplete, "username");
  EXPECT_EQ(find(Role::kPasswordField, "Password")->autocomplete, "current-password");
}

TEST_F(SignIn, submits_what_was_typed) {
  const AppState state = signed_out_state();
  settled(state);
  type("Username or email", "alice");
  type("Password", "secret");
  const auto events = press(state, "Sign in");
  const auto* event = only<events::SignInSubmitted>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->login, "alice");
  EXPECT_EQ(event->password, "secret");
}

TEST_F(SignIn, submits_when_enter_is_pressed_in_a_field) {
  const AppState state = signed_out_state();
  settled(state);
  type("Username or email", "alice");
  type("Password", "secret");
  ui->field_submitted(find(Role::kPasswordField, "Password")->id);
  EXPECT_NE(only<events::SignInSubmitted>(frame(state).events), nullptr);
}

TEST_F(SignIn, signs_a_demo_user_in_with_one_press) {
  const AppState state = signed_out_state(true);
  settled(state);
  const auto events = press(state, "Try it as Bob");
  const auto* event = only<events::SignInSubmitted>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->login, "bob");
  EXPECT_EQ(event->password, "demo");
}

TEST_F(SignIn, registers_with_an_email) {
  AppState state = signed_out_state();
  settled(state);
  const auto chosen = press(state, "New here? Create an account");
  ASSERT_NE(only<events::RegisterFormChosen>(chosen), nullptr);
  state.sign_in.registering = true;
  settled(state);
  type("Username", "dora");
  type("Email", "dora@example.org");
  type("Password", "longer");
  const auto events = press(state, "Create account");
  const auto* event = only<events::RegisterSubmitted>(events);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->username, "dora");
  EXPECT_EQ(event->email, "dora@example.org");
  EXPECT_EQ(event->password, "longer");
}

TEST_F(SignIn, says_every_trouble_in_an_alert) {
  for (int trouble = 1; trouble <= static_cast<int>(FormTrouble::kOther); ++trouble) {
    AppState state = signed_out_state();
    state.sign_in.trouble = static_cast<FormTrouble>(trouble);
    settled(state);
    const view::Node* alert = starting(Role::kAlert, "");
    ASSERT_NE(alert, nullptr) << trouble;
    EXPECT_FALSE(alert->name.empty()) << trouble;
  }
}

TEST_F(SignIn, cannot_be_submitted_twice) {
  AppState state = signed_out_state();
  state.sign_in.phase = AuthPhase::kSigningIn;
  settled(state);
  const view::Node* button = find(Role::kButton, "Sign in");
  ASSERT_NE(button, nullptr);
  EXPECT_TRUE(button->disabled);
  EXPECT_TRUE(button->busy);
  ui->node_pressed(button->id);
  EXPECT_TRUE(frame(state).events.empty());
}

TEST_F(SignIn, forgets_the_password_with_the_form) {
  settled(signed_out_state());
  type("Password", "secret");
  frame(signed_out_state());
  settled(signed_in_state());
  settled(signed_out_state());
  EXPECT_EQ(find(Role::kPasswordField, "Password")->value, "");
}

}  // namespace
}  // namespace ssc::test
