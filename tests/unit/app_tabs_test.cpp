// Several tabs of one browser: one rings, an answer in one silences the others, a running call moves between them.
#include <gtest/gtest.h>

#include "unit/testing/app_desk.hpp"

namespace ssc {
namespace {

using call::EndReason;
using call::Phase;
using testing_tools::AppDesk;

void rings(AppDesk& desk, const std::string& call = "c1") {
  desk.event("incomingCall",
             R"({"callId":")" + call +
                 R"(","caller":{"_id":"id-bob","username":"bob"},"type":"audio","chat":{"_id":"chat-bob"}})");
}

void told(AppDesk& desk, TabCall state, bool came_over = false, const std::string& call = "c1") {
  TabNews news;
  news.state = state;
  news.call = CallId(call);
  news.device_id = "other tab";
  news.came_over = came_over;
  news.mic_on = false;
  desk.happen(events::TabSaid{news});
}

CallRecord running() {
  CallRecord record;
  record.id = CallId("c1");
  record.chat = ChatId("chat-bob");
  record.caller = AppDesk::user("bob");
  record.callee = AppDesk::user("me");
  record.status = CallStatus::kAccepted;
  return record;
}

TEST(Tabs, every_tab_shows_who_calls_and_one_of_them_rings) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::TabOwnershipChanged{false});
  rings(desk);
  EXPECT_EQ(desk.state.call.phase, Phase::kIncoming);
  EXPECT_EQ(derive_wishes(desk.state).ring, ports::RingSound::kNone);
  desk.happen(events::TabOwnershipChanged{true});
  EXPECT_EQ(derive_wishes(desk.state).ring, ports::RingSound::kIncoming);
}

TEST(Tabs, the_tone_of_our_own_dial_does_not_need_the_lock) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::TabOwnershipChanged{false});
  desk.state.environment.microphone_granted = true;
  desk.happen(events::CallRequested{ChatId("chat-bob"), CallKind::kAudio});
  desk.answer<api::InitiateCall>(api::CallInitiated{CallId("c1"), AppDesk::user("bob"), CallKind::kAudio, true});
  EXPECT_EQ(derive_wishes(desk.state).ring, ports::RingSound::kRingback);
}

TEST(Tabs, an_answer_or_a_refusal_in_one_tab_silences_the_others_and_asks_nothing_of_the_server) {
  for (const bool declined : {false, true}) {
    AppDesk desk;
    desk.settle();
    rings(desk);
    desk.forget();
    told(desk, declined ? TabCall::kDeclined : TabCall::kTaken);
    EXPECT_EQ(desk.state.call.end_reason, declined ? EndReason::kHandledInTab : EndReason::kAnsweredInTab);
    EXPECT_EQ(desk.count<effects::SendApi>(), 0);
  }
}

TEST(Tabs, news_of_another_call_silences_nothing) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  told(desk, TabCall::kTaken, false, "c2");
  EXPECT_EQ(desk.state.call.phase, Phase::kIncoming);
}

TEST(Tabs, a_tab_tells_its_answer_before_the_server_knows_it) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  EXPECT_EQ(derive_wishes(desk.state).tab_news.state, TabCall::kNone);
  desk.happen(events::CallAnswered{});
  const TabNews news = derive_wishes(desk.state).tab_news;
  EXPECT_EQ(news.state, TabCall::kTaken);
  EXPECT_EQ(news.call, CallId("c1"));
}

TEST(Tabs, a_tab_that_comes_later_is_told_of_the_running_call) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  desk.happen(events::CallAnswered{});
  desk.forget();
  TabNews hello;
  hello.hello = true;
  hello.device_id = "new tab";
  desk.happen(events::TabSaid{hello});
  EXPECT_EQ(desk.count<effects::TellTabs>(), 1);
}

TEST(Tabs, the_account_is_joined_with_the_sign_in_and_left_with_the_sign_out) {
  AppDesk desk;
  desk.settle();
  EXPECT_EQ(derive_wishes(desk.state).tabs_of, UserId("id-me"));
  desk.happen(events::SignOutChosen{});
  EXPECT_EQ(derive_wishes(desk.state).tabs_of, UserId());
}

TEST(Tabs, the_tab_in_front_rings_unless_it_is_in_a_call) {
  AppDesk desk;
  desk.settle();
  EXPECT_TRUE(derive_wishes(desk.state).to_the_front);
  rings(desk);
  EXPECT_FALSE(derive_wishes(desk.state).to_the_front);
  desk.happen(events::CallRefused{});
  Environment hidden = desk.state.environment;
  hidden.page_visible = false;
  desk.happen(events::EnvironmentChanged{hidden});
  EXPECT_FALSE(derive_wishes(desk.state).to_the_front);
}

TEST(Tabs, a_call_accepted_in_another_page_can_be_continued_here_with_its_devices) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  told(desk, TabCall::kTaken);
  desk.event("callAccepted", R"({"callId":"c1","acceptedBy":{"_id":"id-me","username":"me"}})");
  desk.answer<api::FetchActiveCall>(api::ActiveCall{running()});
  ASSERT_TRUE(desk.state.ledger.elsewhere);
  desk.forget();
  desk.happen(events::ContinueHereChosen{});
  EXPECT_EQ(desk.state.call.phase, Phase::kConnecting);
  EXPECT_FALSE(desk.state.call.microphone.wanted) << "it was muted there";
  EXPECT_EQ(desk.count<effects::MakeOffer>(), 1);
}

TEST(Tabs, the_tab_that_was_in_the_call_leaves_when_the_one_that_took_over_has_media) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  desk.happen(events::CallAnswered{});
  desk.answer<api::AcceptCall>(api::CallAccepted{CallId("c1"), desk.wall});
  ASSERT_EQ(desk.state.call.phase, Phase::kConnecting);
  desk.forget();
  told(desk, TabCall::kMedia);
  EXPECT_EQ(desk.state.call.phase, Phase::kConnecting) << "a tab that did not take over takes nothing away";
  told(desk, TabCall::kMedia, true);
  EXPECT_EQ(desk.state.call.end_reason, EndReason::kContinuedElsewhere);
  EXPECT_TRUE(desk.sent<api::EndCall>().empty());
}

TEST(Tabs, what_one_tab_says_another_reads_whole) {
  TabNews news{true, TabCall::kMedia, CallId("c1"), "d\"1", true, false, true};
  EXPECT_EQ(decode_tab_news(encode(news)), news);
  EXPECT_FALSE(decode_tab_news(R"({"hello":true,"state":"singing","mic":true,"camera":false,"came":false})"));
  EXPECT_FALSE(decode_tab_news("7"));
}

TEST(Tabs, a_reloaded_page_is_saved_again_until_its_call_is_settled) {
  AppDesk desk;
  events::Started started;
  started.tokens = Tokens{"access-1", "refresh-1"};
  started.account = Account{AppDesk::user("me"), {}};
  started.before_reload = call::SavedPage{{.id = CallId("c1"), .chat = ChatId("chat-bob")}, {}};
  desk.happen(started);
  EXPECT_EQ(derive_wishes(desk.state).kept.call.id, CallId("c1")) << "a second reload must find it too";
  EXPECT_TRUE(desk.sent<api::FetchActiveCall>().empty()) << "the new connection wants the server's own relays";
  desk.answer<api::FetchIceServers>(api::IceServers{{{{"stun:here"}, {}, {}}}, 600});
  desk.answer<api::FetchActiveCall>(api::ActiveCall{running()});
  EXPECT_EQ(desk.state.call.phase, Phase::kReconnecting);
  EXPECT_EQ(derive_wishes(desk.state).kept.call.id, CallId("c1"));
}

// --- a second call, tokens, a server that went silent ------------------------------------------------------------

/// In a call with bob.
void talk(AppDesk& desk) {
  desk.settle();
  rings(desk);
  desk.happen(events::CallAnswered{});
  desk.answer<api::AcceptCall>(api::CallAccepted{CallId("c1"), desk.wall});
  desk.happen(events::PeerStateChanged{desk.state.call.negotiation.peer, call::PeerConnectionState::kConnected});
  ASSERT_EQ(desk.state.call.phase, Phase::kConnected);
  desk.forget();
}

void carol_rings(AppDesk& desk) {
  desk.event(
      "incomingCall",
      R"({"callId":"c2","caller":{"_id":"id-carol","username":"carol"},"type":"audio","chat":{"_id":"chat-carol"}})");
}

TEST(SecondCall, is_told_by_name_and_taken_instead_of_the_first) {
  AppDesk desk;
  talk(desk);
  carol_rings(desk);
  ASSERT_TRUE(desk.state.ledger.second);
  EXPECT_EQ(desk.state.ledger.second->caller.username, "carol");
  desk.happen(events::SecondCallAnswered{});
  EXPECT_EQ(desk.last<api::EndCall>().call, CallId("c1"));
  EXPECT_EQ(desk.last<api::AcceptCall>().call, CallId("c2"));
  EXPECT_EQ(desk.state.call.phase, Phase::kAccepting);
}

TEST(SecondCall, is_declined_without_touching_the_first) {
  AppDesk desk;
  talk(desk);
  carol_rings(desk);
  desk.happen(events::SecondCallRefused{});
  EXPECT_EQ(desk.last<api::DeclineCall>().call, CallId("c2"));
  EXPECT_EQ(desk.state.call.phase, Phase::kConnected);
  EXPECT_FALSE(desk.state.ledger.second);
}

TEST(SecondCall, is_offered_no_longer_when_it_rings_no_more) {
  for (const char* event : {"callEnded", "callDeclined", "callAccepted"}) {
    AppDesk desk;
    talk(desk);
    carol_rings(desk);
    desk.event(event, R"({"callId":"c2"})");
    EXPECT_FALSE(desk.state.ledger.second) << event;
    EXPECT_EQ(desk.state.call.phase, Phase::kConnected) << event;
  }
}

TEST(TokensInACall, an_expired_token_is_renewed_without_a_hiccup) {
  AppDesk desk;
  talk(desk);
  desk.happen(events::ChatChosen{ChatId("chat-bob")});
  desk.refuse<api::ListMessages>(ErrorKind::kUnauthorized, 401);
  desk.answer<api::RefreshTokens>(api::NewTokens{{"access-2", "refresh-2"}});
  EXPECT_EQ(desk.state.call.phase, Phase::kConnected);
  EXPECT_EQ(desk.count<effects::CloseSocket>(), 0) << "the server looks at tokens when a socket joins";
}

bool names_the_call(const std::string& frame) { return frame.find(R"("callId":"c1")") != std::string::npos; }

TEST(SignOfLife, says_which_call_the_page_is_in_also_while_it_is_hidden_and_on_a_new_socket) {
  AppDesk desk;
  desk.settle();
  rings(desk);
  desk.forget();
  desk.happen(events::CallAnswered{});
  desk.answer<api::AcceptCall>(api::CallAccepted{CallId("c1"), desk.wall});
  ASSERT_EQ(desk.emitted("user-activity").size(), 1U);
  EXPECT_TRUE(names_the_call(desk.emitted("user-activity").front()));
  desk.happen(events::PeerStateChanged{desk.state.call.negotiation.peer, call::PeerConnectionState::kConnected});
  Environment hidden = desk.state.environment;
  hidden.page_visible = false;
  desk.happen(events::EnvironmentChanged{hidden});
  desk.forget();
  desk.receive("2");
  desk.pass(Duration(20'000));
  desk.receive("2");
  desk.pass(Duration(11'000));
  ASSERT_EQ(desk.emitted("user-activity").size(), 1U);
  EXPECT_TRUE(names_the_call(desk.emitted("user-activity").front()));
  desk.forget();
  desk.presence_sync();
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
  desk.forget();
  desk.happen(events::CallHungUp{});
  ASSERT_EQ(desk.emitted("user-activity").size(), 1U);
  EXPECT_FALSE(names_the_call(desk.emitted("user-activity").front()));
}

TEST(ServerProbe, is_sent_when_the_path_of_a_call_is_lost_and_a_silent_server_is_connected_anew) {
  AppDesk desk;
  talk(desk);
  desk.receive("431[]");
  desk.forget();
  desk.happen(events::PeerStateChanged{desk.state.call.negotiation.peer, call::PeerConnectionState::kDisconnected});
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
  desk.pass(kProbePatience);
  EXPECT_EQ(desk.count<effects::OpenSocket>(), 1);
}

TEST(ServerProbe, is_sent_when_the_network_is_back_and_after_sleep) {
  AppDesk desk;
  desk.settle();
  desk.receive("431[]");
  Environment environment = desk.state.environment;
  environment.network_online = false;
  desk.happen(events::EnvironmentChanged{environment});
  environment.network_online = true;
  desk.happen(events::EnvironmentChanged{environment});
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
  desk.receive("432[]");
  desk.happen(events::TimePassed{});
  desk.forget();
  desk.wall.unix_ms += 600'000;  // the machine slept: the page's own clock stood still
  desk.happen(events::TimePassed{});
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
}

TEST(ServerProbe, is_not_sent_because_time_passes) {
  AppDesk desk;
  desk.settle();
  desk.receive("431[]");
  desk.happen(events::TimePassed{});
  desk.forget();
  desk.pass(Duration(4'000));
  EXPECT_TRUE(desk.emitted("user-activity").empty());
}

TEST(ServerProbe, learns_with_the_first_sync_whether_the_server_acknowledges) {
  AppDesk desk;
  desk.sign_in();
  desk.socket_joins();
  desk.forget();
  desk.presence_sync();
  const auto asked = desk.emitted("user-activity");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(asked[0].starts_with("421[")) << asked[0];
}

TEST(Urgency, the_socket_comes_back_quickly_while_a_call_is_active) {
  AppDesk desk;
  talk(desk);
  EXPECT_TRUE(desk.state.socket.urgent);
  desk.happen(events::CallHungUp{});
  EXPECT_FALSE(desk.state.socket.urgent);
}

TEST(ServerProbe, is_sent_when_asking_told_what_the_socket_should_have_told_first) {
  AppDesk desk;
  desk.settle();
  desk.receive("431[]");
  rings(desk);
  desk.forget();
  desk.pass(call::kRingCheckEvery);
  EXPECT_TRUE(desk.emitted("user-activity").empty());
  desk.answer<api::FetchActiveCall>(api::ActiveCall{running()});
  EXPECT_EQ(desk.state.call.end_reason, EndReason::kAnsweredElsewhere);
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
}

TEST(ServerProbe, is_sent_when_what_we_sent_in_a_call_is_not_acknowledged) {
  AppDesk desk;
  talk(desk);
  desk.receive("431[]");
  desk.state.call.peer_info.version = 1;
  desk.state.call.delivery.last_sent = 1;
  desk.state.call.delivery.resend_at = desk.now + Duration(500);
  desk.pass(Duration(499));
  EXPECT_TRUE(desk.emitted("user-activity").empty());
  desk.pass(Duration(1));
  EXPECT_EQ(desk.emitted("user-activity").size(), 1U);
}

}  // namespace
}  // namespace ssc
