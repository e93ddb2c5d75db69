// Timelines of signing in, staying signed in and signing out.
#include <gtest/gtest.h>

#include "unit/testing/app_desk.hpp"

namespace ssc {
namespace {

using testing_tools::AppDesk;

const Tokens kStored{"access-0", "refresh-0"};

events::Started restored() {
  events::Started started;
  started.tokens = kStored;
  started.account = Account{AppDesk::user("me"), {}};
  return started;
}

TEST(SignIn, a_page_without_tokens_shows_the_form_and_asks_nothing) {
  AppDesk desk;
  desk.start_signed_out();
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
  EXPECT_TRUE(desk.effects.empty());
}

TEST(SignIn, success_saves_the_session_and_loads_everything_at_once) {
  AppDesk desk;
  desk.sign_in();
  EXPECT_TRUE(is_signed_in(desk.state));
  EXPECT_EQ(desk.state.account->user.username, "me");
  EXPECT_EQ(desk.count<effects::SaveSession>(), 1);
  EXPECT_EQ(desk.count<effects::OpenSocket>(), 1);
  EXPECT_EQ(desk.sent<api::ListChats>().size(), 1U);
  EXPECT_EQ(desk.sent<api::FetchIceServers>().size(), 1U);
  EXPECT_EQ(desk.sent<api::ListChats>()[0].access_token, "access-1");
}

TEST(SignIn, a_second_press_while_signing_in_sends_nothing) {
  AppDesk desk;
  desk.start_signed_out();
  desk.happen(events::SignInSubmitted{"me", "secret"});
  desk.happen(events::SignInSubmitted{"me", "secret"});
  EXPECT_EQ(desk.sent<api::SignIn>().size(), 1U);
}

TEST(SignIn, each_trouble_is_told_apart) {
  struct Case {
    ErrorKind kind;
    int status;
    const char* words;
    FormTrouble expected;
  };
  const Case cases[] = {
      {ErrorKind::kRejected, 400, "Пользователь не найден", FormTrouble::kUnknownUser},
      {ErrorKind::kRejected, 401, "Неверный пароль", FormTrouble::kWrongPassword},
      {ErrorKind::kRejected, 401, "anything", FormTrouble::kWrongPassword},
      {ErrorKind::kRejected, 429, "slow down", FormTrouble::kTooManyTries},
      {ErrorKind::kNetwork, 0, "", FormTrouble::kServerUnreachable},
      {ErrorKind::kServer, 502, "", FormTrouble::kServerUnreachable},
      {ErrorKind::kForbidden, 403, "Email не подтвержден", FormTrouble::kOther},
  };
  for (const Case& one : cases) {
    AppDesk desk;
    desk.start_signed_out();
    desk.happen(events::SignInSubmitted{"me", "secret"});
    desk.refuse<api::SignIn>(one.kind, one.status, one.words);
    EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
    EXPECT_EQ(static_cast<int>(desk.state.sign_in.trouble), static_cast<int>(one.expected)) << one.words;
    EXPECT_EQ(desk.state.sign_in.trouble_detail, one.words);
  }
}

TEST(SignIn, each_trouble_of_registering_is_told_apart) {
  const std::pair<const char*, FormTrouble> cases[] = {
      {"Пароль должен содержать минимум 6 символов", FormTrouble::kPasswordTooShort},
      {"Введите корректный email адрес", FormTrouble::kBadEmail},
      {"Пользователь с таким email уже существует", FormTrouble::kEmailTaken},
      {"Имя пользователя уже занято", FormTrouble::kNameTaken},
      {"Недопустимое имя пользователя", FormTrouble::kBadName},
      {"Все поля обязательны для заполнения", FormTrouble::kFieldsMissing},
  };
  for (const auto& [words, trouble] : cases) {
    AppDesk desk;
    desk.start_signed_out();
    desk.happen(events::RegisterFormChosen{true});
    desk.happen(events::RegisterSubmitted{"me", "me@example.org", "x"});
    desk.refuse<api::Register>(ErrorKind::kRejected, 400, words);
    EXPECT_EQ(static_cast<int>(desk.state.sign_in.trouble), static_cast<int>(trouble)) << words;
    EXPECT_TRUE(desk.state.sign_in.registering);
  }
}

TEST(SignIn, empty_fields_never_reach_the_server) {
  AppDesk desk;
  desk.start_signed_out();
  desk.happen(events::SignInSubmitted{"", "secret"});
  desk.happen(events::RegisterSubmitted{"me", "", "secret"});
  EXPECT_EQ(desk.state.sign_in.trouble, FormTrouble::kFieldsMissing);
  EXPECT_TRUE(desk.effects.empty());
}

TEST(SignIn, registering_signs_in_at_once) {
  AppDesk desk;
  desk.start_signed_out();
  desk.happen(events::RegisterSubmitted{"me", "me@example.org", "secret"});
  desk.answer<api::Register>(api::Session{kStored, {AppDesk::user("me"), {}}});
  EXPECT_TRUE(is_signed_in(desk.state));
}

TEST(SignIn, stored_tokens_load_everything_in_parallel_with_their_proof) {
  AppDesk desk;
  desk.happen(restored());
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kRestoring);
  EXPECT_EQ(desk.sent<api::FetchMe>().size(), 1U);
  EXPECT_EQ(desk.sent<api::ListChats>().size(), 1U);
  EXPECT_EQ(desk.count<effects::OpenSocket>(), 1);
  desk.answer<api::FetchMe>(api::Me{{AppDesk::user("me"), "me@example.org"}});
  EXPECT_TRUE(is_signed_in(desk.state));
  EXPECT_EQ(desk.state.account->email, "me@example.org");
}

TEST(SignIn, a_dead_network_at_start_keeps_the_account_and_tries_again) {
  AppDesk desk;
  desk.happen(restored());
  desk.refuse<api::FetchMe>(ErrorKind::kNetwork);
  EXPECT_TRUE(is_signed_in(desk.state));
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 0);
  desk.pass(Duration(4'000));
  EXPECT_EQ(desk.sent<api::FetchMe>().size(), 2U);
}

TEST(SignIn, refused_tokens_at_start_lead_to_the_form) {
  AppDesk desk;
  desk.happen(restored());
  desk.refuse<api::FetchMe>(ErrorKind::kSessionDead, 403);
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
  EXPECT_EQ(desk.state.sign_in.trouble, FormTrouble::kSessionExpired);
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 1);
  EXPECT_EQ(desk.count<effects::CloseSocket>(), 1);
  EXPECT_FALSE(desk.state.account);
}

TEST(SignIn, requests_that_met_an_old_token_share_one_refresh_and_go_again) {
  AppDesk desk;
  desk.happen(restored());
  desk.refuse<api::FetchMe>(ErrorKind::kUnauthorized, 401);
  desk.refuse<api::ListChats>(ErrorKind::kUnauthorized, 401);
  ASSERT_EQ(desk.sent<api::RefreshTokens>().size(), 1U);
  EXPECT_EQ(desk.last<api::RefreshTokens>().refresh_token, "refresh-0");
  desk.answer<api::RefreshTokens>(api::NewTokens{{"access-2", "refresh-2"}});
  ASSERT_EQ(desk.sent<api::ListChats>().size(), 2U);
  EXPECT_EQ(desk.sent<api::ListChats>()[1].access_token, "access-2");
  EXPECT_EQ(desk.sent<api::ListChats>()[1].id, desk.sent<api::ListChats>()[0].id);
  EXPECT_EQ(desk.count<effects::SaveSession>(), 1);
  desk.answer<api::FetchMe>(api::Me{{AppDesk::user("me"), {}}});
  EXPECT_TRUE(is_signed_in(desk.state));
}

TEST(SignIn, a_refused_refresh_signs_out_and_says_why) {
  AppDesk desk;
  desk.happen(restored());
  desk.refuse<api::FetchMe>(ErrorKind::kUnauthorized, 401);
  desk.refuse<api::RefreshTokens>(ErrorKind::kSessionDead, 403);
  EXPECT_EQ(desk.state.sign_in.trouble, FormTrouble::kSessionExpired);
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 1);
}

TEST(SignIn, a_refused_session_finishes_the_running_call_before_it_asks_to_sign_in) {
  AppDesk desk;
  desk.happen(restored());
  desk.answer<api::FetchMe>(api::Me{{AppDesk::user("me"), {}}});
  desk.state.call.id = CallId("call-1");
  desk.state.call.phase = call::Phase::kConnected;
  desk.refuse<api::ListChats>(ErrorKind::kUnauthorized, 401);
  desk.refuse<api::RefreshTokens>(ErrorKind::kSessionDead, 403);
  EXPECT_EQ(desk.state.call.phase, call::Phase::kConnected);
  EXPECT_TRUE(is_signed_in(desk.state));
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 0);
  EXPECT_EQ(desk.count<effects::CloseSocket>(), 0) << "the other side's signals still come";

  desk.happen(events::CallHungUp{});
  EXPECT_EQ(desk.state.call.phase, call::Phase::kIdle);
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
  EXPECT_EQ(desk.state.sign_in.trouble, FormTrouble::kSessionExpired);
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 1);
  EXPECT_FALSE(desk.state.sign_in.over_after_call);
}

TEST(SignIn, a_refresh_without_network_is_tried_again_and_signs_nobody_out) {
  AppDesk desk;
  desk.happen(restored());
  desk.refuse<api::FetchMe>(ErrorKind::kUnauthorized, 401);
  desk.refuse<api::RefreshTokens>(ErrorKind::kNetwork);
  desk.pass(Duration(12'000));
  EXPECT_GE(desk.sent<api::RefreshTokens>().size(), 2U);
  EXPECT_TRUE(desk.state.account);
}

TEST(SignIn, D25_a_socket_that_refuses_the_token_gets_a_fresh_one) {
  AppDesk desk;
  desk.sign_in();
  desk.receive(R"(0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
  desk.receive(R"(44{"message":"Authentication error - invalid token"})");
  ASSERT_EQ(desk.sent<api::RefreshTokens>().size(), 1U);
  desk.answer<api::RefreshTokens>(api::NewTokens{{"access-2", "refresh-2"}});
  EXPECT_EQ(desk.count<effects::OpenSocket>(), 2);
  EXPECT_EQ(desk.state.socket.token, "access-2");
  desk.socket_joins();
  desk.presence_sync();
  EXPECT_TRUE(desk.state.can_emit);
}

TEST(SignIn, a_demo_link_asks_first_and_signs_this_tab_in) {
  AppDesk desk;
  events::Started started;
  started.demo_user = "alice";
  desk.happen(started);
  EXPECT_TRUE(desk.sent<api::SignIn>().empty());
  desk.answer<api::FetchConfig>(api::ServerConfig{true, {"alice", "bob"}});
  EXPECT_EQ(desk.last<api::SignIn>(), (api::SignIn{"alice", "demo"}));
  desk.answer<api::SignIn>(api::Session{kStored, {AppDesk::user("alice"), {}}});
  EXPECT_TRUE(is_signed_in(desk.state));
  EXPECT_FALSE(desk.state.sign_in.persistent);
}

TEST(SignIn, a_demo_link_on_another_server_says_so) {
  for (const bool has_config : {false, true}) {
    AppDesk desk;
    events::Started started;
    started.demo_user = "alice";
    desk.happen(started);
    if (has_config) {
      desk.answer<api::FetchConfig>(api::ServerConfig{false, {}});
    } else {
      desk.refuse<api::FetchConfig>(ErrorKind::kNotFound, 404);
    }
    EXPECT_EQ(desk.state.sign_in.trouble, FormTrouble::kNotDemoServer);
    EXPECT_TRUE(desk.sent<api::SignIn>().empty());
  }
}

TEST(SignIn, signing_out_forgets_everything_and_keeps_settings) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::ThemeChosen{ThemeChoice::kDark});
  desk.open("bob", {desk.message("m1", "bob", "hi")});
  desk.happen(events::SignOutChosen{});
  EXPECT_EQ(desk.last<api::SignOut>().refresh_token, "refresh-1");
  EXPECT_EQ(desk.count<effects::ForgetSession>(), 1);
  EXPECT_EQ(desk.count<effects::CloseSocket>(), 1);
  EXPECT_TRUE(desk.state.chats.empty());
  EXPECT_TRUE(desk.state.conversations.empty());
  EXPECT_EQ(desk.state.settings.theme, ThemeChoice::kDark);
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
}

TEST(SignIn, answers_of_the_earlier_account_do_not_reach_the_next) {
  AppDesk desk;
  desk.sign_in();
  const auto old_list = desk.sent<api::ListChats>().back();
  desk.happen(events::SignOutChosen{});
  desk.happen(events::SignInSubmitted{"other", "secret"});
  desk.answer<api::SignIn>(api::Session{{"access-9", "refresh-9"}, {AppDesk::user("other"), {}}});
  desk.happen(events::HttpAnswered{old_list.id, old_list.request, api::Reply(api::ChatList{{desk.chat_with("bob")}})});
  EXPECT_TRUE(desk.state.chats.empty());
}

TEST(SignIn, ice_servers_are_asked_for_again_before_they_run_out) {
  AppDesk desk;
  desk.sign_in();
  desk.answer<api::FetchIceServers>(api::IceServers{{{{"turn:here"}, "u", "p"}}, 600});
  EXPECT_EQ(desk.state.server.ice_servers.size(), 1U);
  desk.pass(Duration(299'000));
  EXPECT_EQ(desk.sent<api::FetchIceServers>().size(), 1U);
  desk.pass(Duration(2'000));
  EXPECT_EQ(desk.sent<api::FetchIceServers>().size(), 2U);
}

TEST(SignIn, a_server_without_ice_servers_gets_the_sites_own_profile) {
  AppDesk desk;
  desk.sign_in();
  desk.refuse<api::FetchIceServers>(ErrorKind::kNotFound, 404);
  EXPECT_EQ(desk.state.server.ice_servers.size(), 7U);
}

}  // namespace
}  // namespace ssc
