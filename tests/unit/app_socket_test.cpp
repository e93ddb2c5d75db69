// The server away and back, the page left and returned, settings, and what the page is asked to play and keep.
#include <gtest/gtest.h>

#include "unit/testing/app_desk.hpp"

namespace ssc {
namespace {

using call::Phase;
using testing_tools::AppDesk;

bool has_notice(const AppDesk& desk, NoticeKind kind) {
  for (const Notice& notice : desk.state.notices) {
    if (notice.kind == kind) return true;
  }
  return false;
}

/// Asks the server for a call to bob, from a settled desk.
void dial(AppDesk& desk) {
  desk.happen(events::CallRequested{ChatId("chat-bob"), CallKind::kAudio});
  desk.happen(events::MediaChanged{{true, call::DeviceState::kOn, {}}, {}});
  desk.happen(
      events::LocalDescriptionMade{desk.state.call.negotiation.peer, 1, signalling::SdpType::kOffer, "v=0\no=1\n"});
}

void dial_is_answered(AppDesk& desk) {
  desk.answer<api::InitiateCall>(api::CallInitiated{CallId("c1"), AppDesk::user("bob"), CallKind::kAudio, true});
}

/// Rings at bob's, from a settled desk.
void ring(AppDesk& desk) {
  dial(desk);
  dial_is_answered(desk);
}

TEST(Socket, nothing_is_emitted_before_the_server_listens) {
  AppDesk desk;
  desk.sign_in();
  desk.answer<api::ListChats>(api::ChatList{{desk.chat_with("bob")}});
  desk.socket_joins();
  ring(desk);
  EXPECT_TRUE(desk.emitted("webrtc-offer").empty());
  desk.happen(events::MessageTyped{ChatId("chat-bob")});
  desk.presence_sync();
  EXPECT_FALSE(desk.emitted("webrtc-offer").empty());
  EXPECT_TRUE(desk.emitted("typing").empty()) << "stale by now";
}

TEST(Socket, signals_of_a_call_that_is_over_are_not_sent_late) {
  AppDesk desk;
  desk.settle();
  desk.socket_dies();
  ring(desk);
  desk.happen(events::CallHungUp{});
  desk.happen(events::EndedCallDismissed{});
  desk.pass(Duration(1'000));
  desk.socket_joins();
  desk.presence_sync();
  EXPECT_TRUE(desk.emitted("webrtc-offer").empty());
  EXPECT_TRUE(desk.state.outbox.empty());
}

TEST(Socket, an_outage_is_said_when_it_lasts_and_its_end_too) {
  AppDesk desk;
  desk.settle();
  desk.socket_dies();
  EXPECT_NE(desk.state.offline_since, kNever);
  EXPECT_FALSE(has_notice(desk, NoticeKind::kServerAway));
  desk.pass(Duration(3'500));
  EXPECT_TRUE(has_notice(desk, NoticeKind::kServerAway));
  desk.happen(events::ReconnectChosen{});
  desk.socket_joins();
  EXPECT_EQ(desk.state.offline_since, kNever);
  EXPECT_TRUE(has_notice(desk, NoticeKind::kServerBack));
}

TEST(Socket, a_short_blink_is_not_worth_a_word) {
  AppDesk desk;
  desk.settle();
  desk.socket_dies();
  desk.pass(Duration(600));
  desk.socket_joins();
  EXPECT_TRUE(desk.state.notices.empty());
}

TEST(Socket, after_a_reconnect_list_conversation_and_active_call_are_fetched_again) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "one", 5)});
  desk.forget();
  desk.socket_dies();
  desk.pass(Duration(600));
  desk.socket_joins();
  desk.presence_sync();
  EXPECT_EQ(desk.sent<api::ListChats>().size(), 1U);
  EXPECT_EQ(desk.sent<api::FetchActiveCall>().size(), 1U);
  ASSERT_EQ(desk.sent<api::ListMessages>().size(), 1U);
  desk.answer<api::ListMessages>(
      api::MessagePage{{desk.message("m1", "bob", "one", 5), desk.message("m2", "bob", "missed", 1)}, 1, false});
  EXPECT_EQ(desk.conversation("bob").messages.size(), 2U);
}

TEST(Socket, a_list_that_could_not_be_loaded_is_asked_for_again_when_the_server_is_back) {
  AppDesk desk;
  desk.sign_in();
  desk.refuse<api::ListChats>(ErrorKind::kNetwork);
  EXPECT_TRUE(desk.state.chats_failed);
  desk.socket_joins();
  EXPECT_EQ(desk.sent<api::ListChats>().size(), 2U);
  desk.answer<api::ListChats>(api::ChatList{{desk.chat_with("bob")}});
  EXPECT_FALSE(desk.state.chats_failed);
}

TEST(Socket, a_gap_too_long_for_one_page_drops_what_no_longer_joins_on) {
  AppDesk desk;
  desk.settle();
  desk.open("bob", {desk.message("m1", "bob", "old", 500)});
  desk.socket_dies();
  desk.pass(Duration(600));
  desk.socket_joins();
  desk.answer<api::ListMessages>(api::MessagePage{{desk.message("m90", "bob", "new", 1)}, 1, true});
  ASSERT_EQ(desk.conversation("bob").messages.size(), 1U);
  EXPECT_TRUE(desk.conversation("bob").has_more);
}

TEST(Socket, presence_follows_the_sync_and_the_events) {
  AppDesk desk;
  desk.settle();
  desk.event("userOnline", R"({"userId":"id-bob","username":"bob","timestamp":"2026-11-22T12:00:00.000Z"})");
  EXPECT_TRUE(desk.state.presence.at(UserId("id-bob")).online);
  desk.presence_sync();
  EXPECT_FALSE(desk.state.presence.at(UserId("id-bob")).online);
}

TEST(Socket, a_sign_of_life_goes_out_every_half_minute_while_the_page_is_visible) {
  AppDesk desk;
  desk.settle();
  for (int i = 0; i < 5; ++i) {
    desk.pass(Duration(20'000));
    desk.receive("2");
  }
  EXPECT_EQ(desk.emitted("user-activity").size(), 3U);
  Environment hidden = desk.state.environment;
  hidden.page_visible = false;
  desk.happen(events::EnvironmentChanged{hidden});
  for (int i = 0; i < 5; ++i) {
    desk.pass(Duration(20'000));
    desk.receive("2");
  }
  EXPECT_EQ(desk.emitted("user-activity").size(), 3U);
}

TEST(Socket, a_page_that_is_left_says_so) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::PageLeft{});
  EXPECT_EQ(desk.emitted("client-leaving").size(), 1U);
}

TEST(Socket, the_network_coming_back_is_not_waited_out) {
  AppDesk desk;
  desk.settle();
  Environment environment = desk.state.environment;
  environment.network_online = false;
  desk.happen(events::EnvironmentChanged{environment});
  desk.socket_dies();
  const int before = desk.count<effects::OpenSocket>();
  environment.network_online = true;
  desk.happen(events::EnvironmentChanged{environment});
  EXPECT_EQ(desk.count<effects::OpenSocket>(), before + 1);
}

TEST(Page, settings_are_kept_and_followed) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::LanguageChosen{Language::kRussian});
  desk.happen(events::ThemeChosen{ThemeChoice::kDark});
  EXPECT_EQ(desk.count<effects::SaveSettings>(), 2);
  EXPECT_EQ(derive_wishes(desk.state).language, Language::kRussian);
  EXPECT_TRUE(derive_wishes(desk.state).dark);
}

TEST(Page, notices_leave_by_themselves_or_when_dismissed) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::PersonChosen{UserId("id-dave")});
  desk.refuse<api::OpenChatWith>(ErrorKind::kNetwork);
  ASSERT_EQ(desk.state.notices.size(), 1U);
  desk.happen(events::NoticeDismissed{desk.state.notices[0].id});
  EXPECT_TRUE(desk.state.notices.empty());
  desk.happen(events::PersonChosen{UserId("id-dave")});
  desk.refuse<api::OpenChatWith>(ErrorKind::kNetwork);
  desk.pass(Duration(7'000));
  EXPECT_TRUE(desk.state.notices.empty());
}

TEST(Wishes, ring_tone_capture_and_screen_follow_the_call_and_end_with_it) {
  AppDesk desk;
  desk.settle();
  desk.happen(events::CallRequested{ChatId("chat-bob"), CallKind::kVideo});
  Wishes wishes = derive_wishes(desk.state);
  EXPECT_TRUE(wishes.media.microphone);
  EXPECT_TRUE(wishes.media.camera);
  EXPECT_TRUE(wishes.keep_awake);
  desk.happen(events::MediaChanged{{true, call::DeviceState::kOn, {}}, {true, call::DeviceState::kOn, {}}});
  desk.answer<api::InitiateCall>(api::CallInitiated{CallId("c1"), AppDesk::user("bob"), CallKind::kVideo, true});
  EXPECT_EQ(derive_wishes(desk.state).ring, ports::RingSound::kRingback);
  EXPECT_EQ(derive_wishes(desk.state).kept.call.id, CallId("c1"));
  desk.happen(events::MicrophoneToggled{});
  EXPECT_TRUE(derive_wishes(desk.state).media.microphone_muted);
  desk.happen(events::CallHungUp{});
  wishes = derive_wishes(desk.state);
  EXPECT_EQ(wishes.media, ports::MediaWish{});
  EXPECT_EQ(wishes.ring, ports::RingSound::kNone);
  EXPECT_FALSE(wishes.keep_awake);
  EXPECT_TRUE(wishes.kept.call.empty());
}

TEST(Wishes, the_test_picture_stands_in_for_a_camera) {
  AppDesk desk;
  desk.settle();
  ring(desk);
  desk.happen(events::TestPictureChosen{});
  EXPECT_TRUE(derive_wishes(desk.state).media.test_picture);
  desk.happen(events::CameraToggled{});
  EXPECT_FALSE(derive_wishes(desk.state).media.camera);
  EXPECT_FALSE(derive_wishes(desk.state).media.test_picture);
}

TEST(Calls, need_a_secure_page_and_a_browser_that_can) {
  for (const bool secure : {false, true}) {
    AppDesk desk;
    desk.settle();
    Environment environment = desk.state.environment;
    environment.secure_context = secure;
    environment.webrtc_supported = false;
    desk.happen(events::EnvironmentChanged{environment});
    desk.happen(events::CallRequested{ChatId("chat-bob"), CallKind::kAudio});
    EXPECT_EQ(desk.state.call.phase, Phase::kIdle);
    EXPECT_TRUE(has_notice(desk, secure ? NoticeKind::kWebRtcMissing : NoticeKind::kInsecureOrigin));
  }
}

TEST(Calls, T3_signals_that_come_before_their_call_wait_for_it) {
  AppDesk desk;
  desk.settle();
  desk.event(
      "webrtc-offer",
      R"({"callId":"c1","offer":{"type":"offer","sdp":"v=0\no=9\n"},"fromUserId":"id-bob","fromUsername":"bob"})");
  desk.event(
      "webrtc-offer",
      R"({"callId":"c2","offer":{"type":"offer","sdp":"v=0\no=8\n"},"fromUserId":"id-eve","fromUsername":"eve"})");
  EXPECT_EQ(desk.state.early_signals.size(), 2U);
  desk.event("incomingCall",
             R"({"callId":"c1","caller":{"_id":"id-bob","username":"bob"},"type":"audio","chat":{"_id":"chat-bob"}})");
  EXPECT_EQ(desk.state.call.phase, Phase::kIncoming);
  EXPECT_TRUE(desk.state.call.negotiation.pending_remote_offer);
  EXPECT_EQ(desk.state.early_signals.size(), 1U);
}

TEST(Calls, early_signals_of_strangers_are_bounded) {
  AppDesk desk;
  desk.settle();
  for (int i = 0; i < 500; ++i) {
    desk.event(
        "webrtc-ice-candidate",
        R"({"callId":"x","candidate":{"candidate":"c","sdpMid":"0","sdpMLineIndex":0},"fromUserId":"id-eve","fromUsername":"eve"})");
  }
  EXPECT_LE(desk.state.early_signals.size(), 64U);
}

TEST(Calls, an_end_reaches_the_server_before_the_sign_out_does) {
  AppDesk desk;
  desk.settle();
  ring(desk);
  desk.happen(events::SignOutChosen{});
  ASSERT_EQ(desk.sent<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.sent<api::EndCall>()[0].access_token, "access-1");
  EXPECT_LT(desk.sent<api::EndCall>()[0].id, desk.sent<api::SignOut>()[0].id);
  EXPECT_EQ(desk.count<effects::ClosePeer>(), 1);
}

TEST(Calls, signing_out_while_dialling_waits_for_the_call_it_has_to_end) {
  AppDesk desk;
  desk.settle();
  dial(desk);
  desk.happen(events::SignOutChosen{});
  EXPECT_TRUE(desk.sent<api::SignOut>().empty());
  dial_is_answered(desk);
  ASSERT_EQ(desk.sent<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.sent<api::SignOut>().size(), 1U);
  EXPECT_EQ(desk.state.sign_in.phase, AuthPhase::kSignedOut);
}

TEST(Calls, signing_out_while_dialling_waits_three_seconds_at_most) {
  AppDesk desk;
  desk.settle();
  dial(desk);
  desk.happen(events::SignOutChosen{});
  desk.pass(Duration(2'999));
  EXPECT_TRUE(desk.sent<api::SignOut>().empty());
  desk.pass(Duration(1));
  EXPECT_EQ(desk.sent<api::SignOut>().size(), 1U);
}

TEST(Calls, a_message_under_a_full_call_stays_unread_until_the_call_is_minimized) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  ring(desk);
  desk.message_event("newMessage", "bob", "m1", "bob", "hi");
  EXPECT_EQ(desk.chat("bob").unread, 1);
  desk.happen(events::CallMinimized{true});
  EXPECT_EQ(desk.chat("bob").unread, 0);
}

TEST(Calls, after_a_call_the_open_chat_fetches_its_history) {
  AppDesk desk;
  desk.settle();
  desk.open("bob");
  desk.forget();
  ring(desk);
  desk.happen(events::CallHungUp{});
  desk.answer<api::EndCall>(api::Done{});
  desk.pass(call::kEndedShownFor);
  EXPECT_EQ(desk.sent<api::FetchCallHistory>().size(), 1U);
}

}  // namespace
}  // namespace ssc
