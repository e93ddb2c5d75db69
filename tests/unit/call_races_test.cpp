// Two things at once: dials that cross, an answer on two devices, a new dial before the old end is confirmed. Each was
// found by the simulation.
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc::testing_tools {
namespace {

using call::CheckReason;
using call::DeviceState;
using call::EndReason;

const Error kRefused{ErrorKind::kRejected, 400, {}};
const Error kBusy{ErrorKind::kConflict, 409, {}};
const Error kNoNetwork{ErrorKind::kNetwork, 0, {}};

void active(CallDesk& desk, const std::optional<CallRecord>& record) {
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), api::ActiveCall{record});
}

void conflict(CallDesk& desk) {
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, desk.call.kind}, std::unexpected(kBusy));
}

TEST(CallRaces, devices_opened_for_the_dial_stay_open_when_their_dial_is_taken_instead) {
  CallDesk desk;
  desk.dial(CallKind::kVideo);
  desk.offer_made();
  const call::LocalDevice on{true, DeviceState::kOn, call::DeviceTrouble::kNone};
  call::media_changed(desk.turn(), on, on);
  call::toggle_microphone(desk.turn());
  conflict(desk);
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  EXPECT_EQ(desk.call.camera, on);
  EXPECT_EQ(desk.call.microphone.state, DeviceState::kOn);
  EXPECT_FALSE(desk.call.microphone.wanted) << "muted while it rang, muted in the call";
}

TEST(CallRaces, of_two_calls_that_crossed_the_one_the_server_names_lives) {
  CallDesk desk;
  desk.ring();
  CallRecord theirs = desk.record(CallStatus::kPending, desk.peer, desk.me);
  theirs.id = CallId("call-0");
  call::incoming(desk.turn(), theirs);
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  active(desk, theirs);
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  EXPECT_EQ(desk.call.id, theirs.id);
  ASSERT_EQ(desk.requests<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.requests<api::EndCall>()[0].call, desk.id);

  CallDesk stays;
  stays.ring();
  call::incoming(stays.turn(), theirs);
  active(stays, stays.record(CallStatus::kPending, stays.me, stays.peer));
  EXPECT_EQ(stays.call.phase, Phase::kRinging);
  EXPECT_TRUE(stays.requests<api::EndCall>().empty());
}

TEST(CallRaces, a_call_that_crossed_ours_before_it_had_a_name_is_asked_about_later) {
  CallDesk desk;
  desk.dial();
  CallRecord theirs = desk.record(CallStatus::kPending, desk.peer, desk.me);
  theirs.id = CallId("call-0");
  call::incoming(desk.turn(), theirs);
  EXPECT_TRUE(desk.requests<api::FetchActiveCall>().empty());
  desk.initiated();
  EXPECT_EQ(desk.requests<api::FetchActiveCall>().size(), 1U);
  call::hang_up(desk.turn());
  EXPECT_EQ(desk.requests<api::FetchActiveCall>().size(), 2U) << "perhaps they ring still";
}

TEST(CallRaces, a_new_dial_waits_until_the_end_of_the_last_call_is_confirmed) {
  CallDesk desk;
  desk.ring();
  call::hang_up(desk.turn());
  desk.dial();
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), true);
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 2U);
}

TEST(CallRaces, a_new_dial_does_not_wait_for_ever) {
  CallDesk desk;
  desk.ring();
  call::hang_up(desk.turn());
  desk.dial();
  desk.pass(call::kDialTimeout);
  EXPECT_EQ(desk.call.end_reason, EndReason::kServerUnreachable);
}

TEST(CallRaces, a_running_call_of_another_page_is_not_ended_by_a_page_that_rang_too) {
  CallDesk desk;
  desk.incoming();
  desk.accepted();
  ASSERT_EQ(desk.call.end_reason, EndReason::kAnsweredElsewhere);
  desk.dial();
  conflict(desk);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.end_reason, EndReason::kBusyHere);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

TEST(CallRaces, an_accept_refused_before_the_news_asks_who_was_faster) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(kRefused));
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.end_reason, EndReason::kAnsweredElsewhere);
}

TEST(CallRaces, a_conflict_without_a_call_is_tried_once_more) {
  CallDesk desk;
  desk.dial();
  conflict(desk);
  active(desk, std::nullopt);
  ASSERT_EQ(desk.requests<api::InitiateCall>().size(), 2U);
  desk.initiated();
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
}

TEST(CallRaces, callInitiated_of_another_device_is_let_go_when_our_own_dial_is_refused) {
  CallDesk desk;
  desk.dial();
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  ASSERT_EQ(desk.call.phase, Phase::kRinging);
  desk.offer_made();
  conflict(desk);
  EXPECT_EQ(desk.call.end_reason, EndReason::kBusyHere);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty()) << "it is the other device's call";
  EXPECT_TRUE(desk.emitted<signalling::SendDescription>().empty());
}

TEST(CallRaces, the_reply_says_which_call_was_dialled_even_when_another_devices_was_answered_meanwhile) {
  CallDesk desk;
  desk.dial();
  CallRecord others = desk.record(CallStatus::kPending, desk.me, desk.peer);
  others.id = CallId("of another device");
  call::initiated_event(desk.turn(), others);
  call::accepted_event(desk.turn(), {others.id, desk.peer.id, desk.wall});
  ASSERT_EQ(desk.call.phase, Phase::kConnecting);
  desk.forget();
  desk.initiated();
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  EXPECT_EQ(desk.call.id, desk.id);
  EXPECT_EQ(desk.commands<call::commands::CreatePeer>().size(), 1U) << "the connection of the other call is of no use";
  EXPECT_FALSE(desk.call.started_at.known());
}

TEST(CallRaces, a_reply_that_comes_twice_ends_nothing) {
  CallDesk desk;
  desk.dial();
  const RequestId dial = desk.call.initiate_request;
  desk.initiated();
  call::initiate_answered(desk.turn(), dial, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{desk.id, desk.peer, CallKind::kAudio, true});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

TEST(CallRaces, a_question_about_the_active_call_that_got_no_answer_is_asked_again) {
  CallDesk desk;
  desk.ring();
  call::check_active(desk.turn(), CheckReason::kSocketUp);
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), std::unexpected(kNoNetwork));
  desk.pass(Duration(3'000));
  EXPECT_EQ(desk.requests<api::FetchActiveCall>().size(), 2U);
}

TEST(CallRaces, while_it_rings_an_accept_that_was_lost_on_its_way_is_found_by_asking) {
  CallDesk desk;
  desk.ring();
  desk.forget();
  desk.pass(call::kRingCheckEvery);
  active(desk, desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  desk.pass(call::kRingCheckEvery);
  EXPECT_EQ(desk.requests<api::FetchActiveCall>().size(), 2U);
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  desk.forget();
  desk.pass(call::kRingCheckEvery);
  EXPECT_TRUE(desk.requests<api::FetchActiveCall>().empty());
}

TEST(CallRaces, a_call_that_the_server_does_not_know_any_more_rings_until_it_says_so_twice) {
  for (const Phase phase : {Phase::kRinging, Phase::kIncoming}) {
    CallDesk desk;
    desk.reach(phase);
    desk.pass(call::kRingCheckEvery);
    active(desk, std::nullopt);
    EXPECT_EQ(desk.call.phase, phase) << "the word about how it ended may be on its way";
    desk.pass(call::kRingCheckEvery);
    active(desk, std::nullopt);
    EXPECT_EQ(desk.call.phase, Phase::kEnded);
  }
}

TEST(CallRaces, a_question_whether_it_rings_that_got_no_answer_is_not_asked_between_times) {
  CallDesk desk;
  desk.reach(Phase::kIncoming);
  desk.pass(call::kRingCheckEvery);
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), std::unexpected(kNoNetwork));
  desk.pass(call::kRingCheckEvery - Duration(1));
  EXPECT_EQ(desk.requests<api::FetchActiveCall>().size(), 1U);
}

TEST(CallRaces, another_call_of_ours_on_the_existing_server_does_not_end_the_one_that_rings) {
  CallDesk desk;
  desk.reach(Phase::kIncoming);
  CallRecord other = desk.record(CallStatus::kPending, desk.me, desk.peer);
  other.id = CallId("call-2");
  for (int i = 0; i < 3; ++i) {
    desk.pass(call::kRingCheckEvery);
    active(desk, other);
  }
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallRaces, an_accept_whose_answer_stays_away_is_found_by_asking) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  desk.pass(call::kAcceptPatience);
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  EXPECT_EQ(desk.requests<api::AcceptCall>().size(), 1U) << "the first is still on its way";
  desk.pass(call::kAcceptPatience);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  EXPECT_TRUE(desk.call.accept_confirmed);
}

TEST(CallRaces, an_accept_posted_again_is_asked_after_again) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(kNoNetwork));
  desk.pass(call::kAcceptCheckDelay);
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  ASSERT_EQ(desk.requests<api::AcceptCall>().size(), 2U);
  desk.pass(call::kAcceptPatience);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallRaces, an_accept_is_asked_after_again_when_the_question_is_lost_as_well) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  desk.pass(call::kAcceptPatience);
  desk.forget();
  desk.pass(call::kAcceptPatience);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallRaces, an_accept_whose_answer_went_with_the_socket_is_asked_after_when_that_is_back) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  desk.pass(call::kAcceptPatience);  // what is asked now goes unanswered, too
  call::socket_came_up(desk.turn());
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallRaces, a_call_of_ours_that_the_server_knows_stands_for_the_answer_that_a_dial_never_got) {
  CallDesk desk;
  desk.dial();
  desk.offer_made();
  call::socket_came_up(desk.turn());
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kPreparing) << "the answer is on its way";
  desk.pass(call::kDialPatience);
  call::socket_came_up(desk.turn());
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
  EXPECT_EQ(desk.emitted<signalling::SendDescription>().size(), 1U);
}

TEST(CallRaces, a_page_says_nothing_of_its_devices_in_a_call_that_another_page_made) {
  CallDesk desk;
  desk.dial();
  desk.microphone_opens();
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  desk.accepted();
  EXPECT_TRUE(desk.emitted<signalling::SendMicrophone>().empty());
  conflict(desk);
  EXPECT_EQ(desk.call.end_reason, EndReason::kBusyHere);
  EXPECT_TRUE(desk.emitted<signalling::SendMicrophone>().empty());
}

TEST(CallRaces, an_accept_that_was_guessed_gives_way_to_the_device_they_speak_to) {
  for (const bool was_told : {false, true}) {
    CallDesk desk;
    desk.reach(Phase::kAccepting);
    if (was_told) {
      desk.accepted();
      call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(kNoNetwork));
    } else {
      desk.pass(call::kAcceptPatience);
      active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
    }
    ASSERT_EQ(desk.call.phase, Phase::kConnecting);
    auto to_other = desk.from_ours(signalling::SdpType::kOffer, CallDesk::sdp("theirs"));
    to_other.description.peer.for_device = "our other device";
    call::description_arrived(desk.turn(), to_other);
    EXPECT_EQ(desk.call.end_reason, EndReason::kAnsweredElsewhere);
    EXPECT_TRUE(desk.requests<api::EndCall>().empty());
  }
}

TEST(CallRaces, a_call_declined_too_late_runs_on_another_device_and_is_not_ended_for_a_new_dial) {
  CallDesk desk;
  desk.incoming();
  call::refuse(desk.turn());
  call::end_answered(desk.turn(), desk.request_id<api::DeclineCall>(), true);  // "not pending any more"
  desk.pass(call::kEndedShownFor);
  desk.dial();
  conflict(desk);
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
  EXPECT_EQ(desk.call.end_reason, EndReason::kBusyHere);
}

TEST(CallRaces, a_call_that_rings_in_place_of_the_one_that_is_over_is_heard) {
  CallDesk desk;
  desk.incoming();
  call::check_active(desk.turn(), CheckReason::kSocketUp);
  CallRecord next = desk.record(CallStatus::kPending, desk.peer, desk.me);
  next.id = CallId("call-2");
  active(desk, next);
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
  EXPECT_EQ(desk.call.id, next.id);
}

TEST(CallRaces, what_rings_by_an_answer_asked_before_our_dial_rings_when_the_dial_is_given_up) {
  CallDesk desk;
  call::check_active(desk.turn(), CheckReason::kRangAside);
  const RequestId early = desk.last_request;
  desk.dial(CallKind::kAudio, false);
  CallRecord theirs = desk.record(CallStatus::kPending, person("another"), desk.me);
  theirs.id = CallId("call-2");
  call::active_answered(desk.turn(), early, api::ActiveCall{theirs});
  EXPECT_EQ(desk.call.phase, Phase::kPreparing);
  call::hang_up(desk.turn());
  desk.pass(call::kEndedShownFor);
  active(desk, theirs);
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
  EXPECT_EQ(desk.call.id, theirs.id);
}

}  // namespace
}  // namespace ssc::testing_tools
