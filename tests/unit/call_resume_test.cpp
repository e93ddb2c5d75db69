// A running call changes its page: after a reload, to another tab or device, and back where that fails.
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::EndReason;
using call::Phase;
using call::SavedCall;
using signalling::SdpType;
using testing_tools::CallDesk;

/// What a page in a running call with one of ours leaves behind.
SavedCall saved(const CallDesk& desk, bool ours = true) {
  return {.id = desk.id,
          .chat = desk.chat,
          .mic_on = false,
          .camera_on = true,
          .minimized = true,
          .peer_is_react = !ours,
          .started_s = static_cast<int>(desk.wall.unix_ms / 1000) - 90};
}

void reload(CallDesk& desk, const SavedCall& saved) {
  desk.ledger.interrupted = saved;
  call::resume(desk.turn());
}

void active(CallDesk& desk, std::optional<CallRecord> record) {
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), api::ActiveCall{std::move(record)});
}

CallRecord running(const CallDesk& desk) {
  CallRecord record = desk.record(CallStatus::kAccepted, desk.peer, desk.me);
  record.started_at = WallTime{desk.wall.unix_ms - 90'000};
  return record;
}

void answer_for(CallDesk& desk, const std::string& device) {
  signalling::Description answer{SdpType::kAnswer, CallDesk::sdp("theirs"), {}};
  answer.peer = {.version = 1, .device_id = "theirs", .for_device = device};
  call::description_arrived(desk.turn(), {desk.id, desk.peer.id, answer});
}

TEST(CallResume, a_reloaded_page_takes_its_running_call_up_again_as_it_was) {
  CallDesk desk;
  reload(desk, saved(desk));
  active(desk, running(desk));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_EQ(desk.call.id, desk.id);
  EXPECT_EQ(desk.call.peer, desk.peer);
  EXPECT_FALSE(desk.call.microphone.wanted);
  EXPECT_TRUE(desk.call.camera.wanted);
  EXPECT_TRUE(desk.call.minimized);
  EXPECT_EQ(call::seconds_since_start(desk.call, {desk.now, desk.wall}), 90);
  desk.offer_made();
  const auto offers = desk.emitted<signalling::SendDescription>();
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].description.type, SdpType::kOffer);
  EXPECT_TRUE(offers[0].description.peer.takes_over);
  EXPECT_FALSE(offers[0].description.peer.mic_on);
  desk.remote_answer(CallDesk::sdp("theirs"));
  call::answer_applied(desk.turn(), desk.call.negotiation.peer, desk.call.negotiation.operation);
  desk.path(call::PeerConnectionState::kConnected);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
}

TEST(CallResume, device_trouble_after_a_reload_does_not_end_the_call) {
  CallDesk desk;
  reload(desk, saved(desk));
  active(desk, running(desk));
  call::media_changed(desk.turn(), {false, call::DeviceState::kFailed, call::DeviceTrouble::kDenied}, desk.call.camera);
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallResume, a_call_with_a_peer_that_cannot_take_a_second_offer_is_ended_after_a_reload) {
  CallDesk desk;
  reload(desk, saved(desk, false));
  active(desk, running(desk));
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallResume, a_call_that_is_over_is_forgotten_after_a_reload) {
  CallDesk desk;
  reload(desk, saved(desk));
  active(desk, std::nullopt);
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  EXPECT_TRUE(desk.ledger.interrupted.empty());
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

TEST(CallResume, a_dial_that_reaches_the_server_only_after_the_reload_is_ended) {
  CallDesk desk;
  SavedCall dialled = saved(desk);
  dialled.id = CallId();
  reload(desk, dialled);
  active(desk, std::nullopt);
  desk.forget();
  desk.pass(Duration(2'000));
  ASSERT_EQ(desk.requests<api::FetchActiveCall>().size(), 1U);
  active(desk, desk.record(CallStatus::kPending, desk.me, desk.peer));
  ASSERT_EQ(desk.requests<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.requests<api::EndCall>()[0].call, desk.id);
}

TEST(CallResume, a_reloaded_caller_rings_on_with_a_new_offer_and_not_for_longer_than_without_the_reload) {
  CallDesk desk;
  reload(desk, saved(desk));
  CallRecord record = desk.record(CallStatus::kPending, desk.me, desk.peer);
  record.created_at = WallTime{desk.wall.unix_ms - 10'000};
  active(desk, record);
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  desk.offer_made();
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  desk.pass(call::kRingTimeout - Duration(10'000));
  EXPECT_EQ(desk.call.end_reason, EndReason::kNoAnswer);
}

TEST(CallResume, a_page_reloaded_before_its_dial_had_a_name_finds_it_by_the_chat) {
  CallDesk desk;
  SavedCall nameless = saved(desk, false);
  nameless.id = CallId();
  reload(desk, nameless);
  active(desk, desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
}

TEST(CallResume, a_page_reloaded_before_it_dialled_leaves_the_call_of_another_device_alone) {
  CallDesk desk;
  desk.dial();
  desk.call.dialled_at = kNever;  // the microphone's prompt is open
  EXPECT_TRUE(call::saved_call(desk.call).empty());

  CallDesk reloaded;
  SavedCall nameless = saved(reloaded);
  nameless.id = CallId();
  reload(reloaded, nameless);
  active(reloaded, reloaded.record(CallStatus::kAccepted, reloaded.me, reloaded.peer));
  EXPECT_EQ(reloaded.call.phase, Phase::kIdle);
  EXPECT_TRUE(reloaded.requests<api::EndCall>().empty());
  EXPECT_TRUE(reloaded.ledger.elsewhere) << "it can be continued here";
}

TEST(CallResume, a_caller_who_reloads_while_they_accept_is_in_the_call) {
  CallDesk before;
  before.ring();
  const SavedCall ringing = call::saved_call(before.call);
  CallDesk desk;
  reload(desk, ringing);
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

TEST(CallResume, a_reloaded_callee_is_rung_again) {
  CallDesk desk;
  reload(desk, saved(desk));
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallResume, an_unanswered_question_is_asked_again_when_the_socket_is_up) {
  CallDesk desk;
  reload(desk, saved(desk));
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), std::unexpected(Error{}));
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  call::socket_came_up(desk.turn());
  active(desk, running(desk));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallResume, nothing_is_decided_before_it_is_known_who_we_are) {
  CallDesk desk;
  const User me = std::exchange(desk.me, User());
  reload(desk, saved(desk));
  active(desk, running(desk));
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  desk.me = me;
  call::socket_came_up(desk.turn());
  active(desk, running(desk));
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
}

TEST(CallResume, whoever_dials_before_the_answer_came_leaves_the_interrupted_call) {
  CallDesk desk;
  reload(desk, saved(desk));
  desk.dial();
  ASSERT_EQ(desk.requests<api::EndCall>().size(), 1U);
  EXPECT_TRUE(desk.ledger.interrupted.empty());
}

TEST(CallResume, a_resumed_call_that_finds_no_path_is_ended_on_the_server_too) {
  CallDesk desk;
  reload(desk, saved(desk));
  active(desk, running(desk));
  desk.pass(call::kReconnectTimeout);
  EXPECT_EQ(desk.call.end_reason, EndReason::kConnectionLost);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallResume, what_a_page_saves_survives_its_own_text) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  const call::SavedPage before{call::saved_call(desk.call), {{CallId("before"), true}}};
  EXPECT_EQ(before.call.id, desk.id);
  EXPECT_EQ(call::decode_saved_page(call::encode(before)), before);
  EXPECT_FALSE(call::decode_saved_page("{}"));
  EXPECT_FALSE(call::decode_saved_page(""));
  call::hang_up(desk.turn());
  EXPECT_TRUE(call::saved_call(desk.call).empty());
  const call::SavedPage after{{}, call::saved_ends(desk.ledger)};
  EXPECT_EQ(after.ends, (std::vector<call::SavedEnd>{{desk.id, false}}));
  EXPECT_EQ(call::decode_saved_page(call::encode(after)), after);
}

TEST(CallResume, the_newest_of_too_many_ends_are_saved) {
  call::SavedPage page;
  for (int i = 0; i < 12; ++i) page.ends.push_back({CallId("c" + std::to_string(i)), false});
  const auto kept = call::decode_saved_page(call::encode(page));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->ends.size(), call::kMaxSavedEnds);
  EXPECT_EQ(kept->ends.back().call, CallId("c11"));
}

TEST(CallResume, a_reloaded_page_goes_on_with_the_ends_it_owed) {
  CallDesk desk;
  call::owe_saved(desk.turn(), {{CallId("left"), false}, {CallId("refused"), true}});
  ASSERT_EQ(desk.requests<api::EndCall>().size(), 1U);
  ASSERT_EQ(desk.requests<api::DeclineCall>().size(), 1U);
  EXPECT_TRUE(call::is_finished(desk.ledger, CallId("left"))) << "late news of it must not bring it back";
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), false);
  EXPECT_EQ(call::saved_ends(desk.ledger).size(), 2U);
  call::end_answered(desk.turn(), desk.request_id<api::DeclineCall>(), true);
  EXPECT_EQ(call::saved_ends(desk.ledger).size(), 1U) << "asked again until the server knows";
}

// --- another tab or device ----------------------------------------------------------------------------------

void find_elsewhere(CallDesk& desk) {
  call::check_active(desk.turn(), call::CheckReason::kSocketUp);
  active(desk, running(desk));
}

TEST(CallTakeover, a_page_that_is_in_no_call_learns_of_the_accounts_call_elsewhere_and_of_its_end) {
  CallDesk desk;
  find_elsewhere(desk);
  ASSERT_TRUE(desk.ledger.elsewhere);
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  call::ended_event(desk.turn(), {desk.id, desk.peer.id, 1, ServerEndReason::kHangup});
  EXPECT_FALSE(desk.ledger.elsewhere);
}

TEST(CallTakeover, an_answer_asked_for_while_the_call_was_ours_does_not_make_it_somebody_elses) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::check_active(desk.turn(), call::CheckReason::kSocketUp);
  call::hang_up(desk.turn());
  active(desk, running(desk));
  EXPECT_FALSE(desk.ledger.elsewhere);
}

TEST(CallTakeover, continuing_here_offers_a_new_connection_that_takes_over) {
  CallDesk desk;
  find_elsewhere(desk);
  call::continue_here(desk.turn(), true, false);
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  EXPECT_FALSE(desk.ledger.elsewhere);
  desk.offer_made();
  ASSERT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>()[0].description.peer.takes_over);
  EXPECT_EQ(call::seconds_since_start(desk.call, {desk.now, desk.wall}), 90);
}

TEST(CallTakeover, a_takeover_that_brings_no_media_is_given_up_without_ending_the_call) {
  CallDesk desk;
  find_elsewhere(desk);
  call::continue_here(desk.turn(), true, false);
  desk.offer_made();
  desk.pass(call::kTakeoverTimeout);
  EXPECT_EQ(desk.call.end_reason, EndReason::kTakeoverFailed);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
  EXPECT_TRUE(desk.ledger.elsewhere) << "it can be tried again";
}

TEST(CallTakeover, the_old_page_waits_for_the_new_one_and_leaves_without_ending_the_call) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  answer_for(desk, "another device");
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_FALSE(desk.call.negotiation.peer_exists);
  call::carried_elsewhere(desk.turn(), desk.id);
  EXPECT_EQ(desk.call.end_reason, EndReason::kContinuedElsewhere);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
  EXPECT_TRUE(desk.ledger.elsewhere) << "it can be fetched back";
}

TEST(CallTakeover, the_old_page_goes_on_where_the_new_one_fails) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  answer_for(desk, "another device");
  desk.forget();
  desk.pass(call::kYieldTimeout);
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  EXPECT_EQ(desk.commands<call::commands::MakeOffer>().size(), 1U);
  desk.offer_made();
  ASSERT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>()[0].description.peer.takes_over);
}

TEST(CallTakeover, who_names_another_device_again_and_again_does_not_hold_us_for_ever) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  for (int i = 0; i < 12 && desk.call.phase != Phase::kEnded; ++i) {
    answer_for(desk, "another device");
    desk.pass(call::kYieldTimeout);
  }
  EXPECT_EQ(desk.call.phase, Phase::kEnded);
}

TEST(CallTakeover, an_answer_for_this_device_is_its_own_and_an_offer_for_another_one_is_not) {
  CallDesk desk;
  desk.ring();
  answer_for(desk, "desk");
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  CallDesk other;
  other.reach(Phase::kConnected);
  other.forget();
  signalling::Description offer{SdpType::kOffer, CallDesk::sdp("restart"), {}};
  offer.peer = {.version = 1, .device_id = "theirs", .for_device = "another device"};
  call::description_arrived(other.turn(), {other.id, other.peer.id, offer});
  EXPECT_TRUE(other.asked.empty());
}

TEST(CallTakeover, the_other_side_answers_the_new_device_by_name) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  signalling::Description offer{SdpType::kOffer, CallDesk::sdp("new page"), {}};
  offer.peer = {.version = 1, .device_id = "new page", .takes_over = true};
  call::description_arrived(desk.turn(), {desk.id, desk.peer.id, offer});
  desk.description_made(SdpType::kAnswer);
  const auto answers = desk.emitted<signalling::SendDescription>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].description.peer.for_device, "new page");
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  desk.forget();
  desk.path(call::PeerConnectionState::kConnected);
  const auto notes = desk.emitted<signalling::SendNote>();
  ASSERT_EQ(notes.size(), 1U) << "the old page is told that it may leave";
  EXPECT_EQ(notes[0].note.kind, signalling::NoteKind::kMoved);
  EXPECT_EQ(notes[0].note.mark.for_device, "new page");
}

TEST(CallTakeover, the_old_page_leaves_when_the_other_side_says_that_the_new_one_has_media) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  answer_for(desk, "another device");
  const auto moved = [&](const UserId& from, const std::string& device) {
    call::note_arrived(desk.turn(), {desk.id, from, {signalling::NoteKind::kMoved, 0, {0, "theirs", device}}});
  };
  moved(UserId("a stranger"), "another device");
  moved(desk.peer.id, "desk");
  EXPECT_EQ(desk.call.phase, Phase::kReconnecting);
  moved(desk.peer.id, "another device");
  EXPECT_EQ(desk.call.end_reason, EndReason::kContinuedElsewhere);
}

}  // namespace
}  // namespace ssc
