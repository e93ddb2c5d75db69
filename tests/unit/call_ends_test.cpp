// How calls end: reasons, what the server is told and how long, dials nobody waits for, busy lines.
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::EndReason;
using call::Phase;
using testing_tools::CallDesk;

const Error kNoNetwork{ErrorKind::kNetwork, 0, {}};

void conflict(CallDesk& desk) {
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          std::unexpected(Error{ErrorKind::kConflict, 409, {}}));
}
void active(CallDesk& desk, std::optional<CallRecord> record) {
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), api::ActiveCall{std::move(record)});
}

TEST(CallEnds, the_servers_reason_becomes_what_this_side_experienced) {
  struct Case {
    Phase phase;
    ServerEndReason reason;
    bool by_me;
    EndReason expected;
  };
  const Case cases[] = {
      {Phase::kRinging, ServerEndReason::kMissed, false, EndReason::kNoAnswer},
      {Phase::kIncoming, ServerEndReason::kMissed, false, EndReason::kCancelledThere},
      {Phase::kIncoming, ServerEndReason::kCancelled, false, EndReason::kCancelledThere},
      {Phase::kIncoming, ServerEndReason::kHangup, true, EndReason::kHandledElsewhere},
      {Phase::kIncoming, ServerEndReason::kConnectionLost, false, EndReason::kCancelledThere},
      {Phase::kRinging, ServerEndReason::kDeclined, false, EndReason::kDeclinedThere},
      {Phase::kIncoming, ServerEndReason::kDeclined, true, EndReason::kHandledElsewhere},
      {Phase::kConnected, ServerEndReason::kHangup, false, EndReason::kHungUpThere},
      {Phase::kConnected, ServerEndReason::kHangup, true, EndReason::kHungUpHere},
      {Phase::kConnected, ServerEndReason::kLeft, false, EndReason::kHungUpThere},
      {Phase::kConnected, ServerEndReason::kConnectionLost, false, EndReason::kConnectionLost},
      {Phase::kConnected, ServerEndReason::kUnknown, false, EndReason::kHungUpThere},
      {Phase::kAccepting, ServerEndReason::kUnknown, false, EndReason::kCancelledThere},
  };
  for (const Case& one : cases) {
    CallDesk desk;
    desk.reach(one.phase);
    desk.forget();
    call::ended_event(desk.turn(), {desk.id, one.by_me ? desk.me.id : desk.peer.id, 0, one.reason});
    EXPECT_EQ(static_cast<int>(desk.call.end_reason), static_cast<int>(one.expected)) << static_cast<int>(one.reason);
    EXPECT_TRUE(desk.requests<api::EndCall>().empty()) << "the server knows already";
  }
}

TEST(CallEnds, an_end_is_posted_until_the_server_confirms_it) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::hang_up(desk.turn());
  for (int i = 1; i <= 4; ++i) {
    ASSERT_EQ(desk.requests<api::EndCall>().size(), static_cast<std::size_t>(i));
    call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), false);
    desk.pass(Duration(16'000));
  }
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), true);
  EXPECT_TRUE(desk.ledger.owed.empty());
}

TEST(CallEnds, an_end_waits_no_longer_when_the_socket_is_back) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::hang_up(desk.turn());
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), false);
  desk.forget();
  call::socket_came_up(desk.turn());
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallEnds, D29_one_end_is_asked_for_a_call_and_not_several) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::hang_up(desk.turn());
  call::hang_up(desk.turn());
  desk.pass(Duration(10'000));
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallEnds, an_end_is_not_tried_for_ever) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  call::hang_up(desk.turn());
  desk.pass(call::kOwedPatience);
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), false);
  EXPECT_TRUE(desk.ledger.owed.empty());
}

TEST(CallEnds, a_declined_call_is_declined_and_not_ended) {
  CallDesk desk;
  desk.incoming();
  call::refuse(desk.turn());
  EXPECT_EQ(desk.requests<api::DeclineCall>().size(), 1U);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty());
}

TEST(CallEnds, D7_a_dial_cancelled_in_flight_is_ended_when_its_id_comes) {
  CallDesk desk;
  desk.dial();
  const RequestId request = desk.call.initiate_request;
  call::hang_up(desk.turn());
  EXPECT_EQ(desk.call.end_reason, EndReason::kCancelledHere);
  call::initiate_answered(desk.turn(), request, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{desk.id, desk.peer, CallKind::kAudio, true});
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.call.phase, Phase::kEnded);
}

TEST(CallEnds, a_new_dial_is_not_confused_with_the_cancelled_one) {
  CallDesk desk;
  desk.dial();
  const RequestId old = desk.call.initiate_request;
  call::hang_up(desk.turn());
  desk.dial();
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kPreparing) << "it may be the old dial's";
  call::initiate_answered(desk.turn(), old, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{desk.id, desk.peer, CallKind::kAudio, true});
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{CallId("call-2"), desk.peer, CallKind::kAudio, true});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  EXPECT_EQ(desk.call.id, CallId("call-2"));
}

TEST(CallEnds, who_is_busy_is_not_said_where_nobody_told) {
  CallDesk desk;
  desk.dial();
  conflict(desk);
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(), std::unexpected(kNoNetwork));
  EXPECT_EQ(desk.call.end_reason, EndReason::kServerUnreachable);
}

TEST(CallEnds, D27_a_conflict_is_looked_into_and_said_truthfully) {
  CallDesk busy_there;
  busy_there.dial();
  conflict(busy_there);
  active(busy_there, std::nullopt);
  conflict(busy_there);
  active(busy_there, std::nullopt);
  EXPECT_EQ(busy_there.call.end_reason, EndReason::kBusyThere);

  CallDesk busy_here;
  busy_here.dial();
  conflict(busy_here);
  active(busy_here, busy_here.record(CallStatus::kAccepted, busy_here.me, testing_tools::person("third")));
  EXPECT_EQ(busy_here.call.end_reason, EndReason::kBusyHere);
  EXPECT_TRUE(busy_here.requests<api::EndCall>().empty()) << "another device may be talking";
}

TEST(CallEnds, D27_a_dead_call_of_our_own_is_ended_and_we_dial_again_once) {
  CallDesk desk;
  call::remember_finished(desk.ledger, desk.id);
  desk.dial();
  conflict(desk);
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  ASSERT_EQ(desk.requests<api::EndCall>().size(), 1U);
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U) << "not before the end is confirmed";
  call::end_answered(desk.turn(), desk.request_id<api::EndCall>(), true);
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 2U);
  conflict(desk);
  active(desk, desk.record(CallStatus::kAccepted, desk.me, desk.peer));
  EXPECT_EQ(desk.call.end_reason, EndReason::kBusyHere);
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 2U);
}

TEST(CallEnds, too_many_calls_are_told_with_the_servers_pause) {
  for (const int pause_s : {7, 0}) {
    CallDesk desk;
    desk.dial();
    call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                            std::unexpected(Error{ErrorKind::kRejected, 429, {}, pause_s}));
    EXPECT_EQ(desk.call.phase, Phase::kEnded);
    EXPECT_EQ(desk.call.end_reason, EndReason::kTooManyCalls);
    EXPECT_EQ(desk.call.retry_after_s, std::max(pause_s, 1));
  }
}

TEST(CallEnds, a_conflict_with_their_own_dial_becomes_that_call) {
  CallDesk desk;
  desk.dial(CallKind::kVideo);
  conflict(desk);
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me, CallKind::kVideo));
  EXPECT_EQ(desk.call.phase, Phase::kAccepting);
  EXPECT_TRUE(desk.call.camera.wanted);
  EXPECT_EQ(desk.requests<api::AcceptCall>().size(), 1U);
}

TEST(CallEnds, a_conflict_with_somebody_elses_dial_lets_that_one_ring) {
  CallDesk desk;
  desk.dial();
  conflict(desk);
  active(desk, desk.record(CallStatus::kPending, testing_tools::person("third"), desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallEnds, callee_offline_is_said_and_rung_anyway) {
  CallDesk desk;
  desk.dial();
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{desk.id, desk.peer, CallKind::kAudio, false});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  EXPECT_FALSE(desk.call.peer_online);
  EXPECT_EQ(desk.commands<call::commands::Tell>().size(), 1U);
}

TEST(CallEnds, T10_D20_callInitiated_of_another_device_is_ignored) {
  CallDesk desk;
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(CallEnds, an_accept_refused_says_who_was_faster) {
  CallDesk cancelled;
  cancelled.reach(Phase::kAccepting);
  call::accept_answered(cancelled.turn(), cancelled.call.accept_request,
                        std::unexpected(Error{ErrorKind::kRejected, 400, {}}));
  active(cancelled, std::nullopt);
  EXPECT_EQ(cancelled.call.end_reason, EndReason::kCancelledThere);

  CallDesk taken;
  taken.reach(Phase::kAccepting);
  call::accepted_event(taken.turn(), {taken.id, taken.me.id, taken.wall});
  call::accept_answered(taken.turn(), taken.call.accept_request, std::unexpected(Error{ErrorKind::kRejected, 400, {}}));
  EXPECT_EQ(taken.call.end_reason, EndReason::kAnsweredElsewhere);
}

TEST(CallEnds, a_lost_accept_is_looked_up_and_taken_or_repeated) {
  CallDesk desk;
  desk.reach(Phase::kAccepting);
  call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(kNoNetwork));
  desk.pass(Duration(1'500));
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  EXPECT_EQ(desk.requests<api::AcceptCall>().size(), 2U);
  call::accept_answered(desk.turn(), desk.call.accept_request, std::unexpected(kNoNetwork));
  desk.pass(Duration(1'500));
  active(desk, desk.record(CallStatus::kAccepted, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kConnecting);
}

TEST(CallEnds, nobody_rings_while_we_sit_at_a_permission_prompt) {
  CallDesk desk;
  desk.dial(CallKind::kAudio, false);
  EXPECT_TRUE(desk.requests<api::InitiateCall>().empty());
  EXPECT_EQ(desk.commands<call::commands::MakeOffer>().size(), 1U) << "the offer is made meanwhile";
  desk.microphone_opens();
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
}

TEST(CallEnds, a_camera_is_announced_when_it_really_sends) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  call::toggle_camera(desk.turn());
  EXPECT_TRUE(desk.emitted<signalling::SendCamera>().empty());
  call::media_changed(desk.turn(), {true, call::DeviceState::kOn, {}}, {true, call::DeviceState::kOn, {}});
  ASSERT_EQ(desk.emitted<signalling::SendCamera>().size(), 1U);
  EXPECT_TRUE(desk.emitted<signalling::SendCamera>()[0].on);
  call::toggle_camera(desk.turn());
  ASSERT_EQ(desk.emitted<signalling::SendCamera>().size(), 2U);
  EXPECT_FALSE(desk.emitted<signalling::SendCamera>()[1].on);
}

TEST(CallEnds, D9_an_ended_call_goes_away_by_itself_and_never_blocks_the_next) {
  CallDesk desk;
  desk.reach(Phase::kEnded);
  CallRecord next = desk.record(CallStatus::kPending, desk.peer, desk.me);
  next.id = CallId("call-2");
  CallDesk waiting = {};
  waiting.reach(Phase::kEnded);
  waiting.pass(call::kEndedShownFor);
  EXPECT_EQ(waiting.call.phase, Phase::kIdle);
  call::incoming(desk.turn(), next);
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallEnds, T11_a_late_end_of_a_finished_call_does_not_touch_the_next) {
  CallDesk desk;
  desk.reach(Phase::kEnded);
  CallRecord next = desk.record(CallStatus::kPending, desk.peer, desk.me);
  next.id = CallId("call-2");
  call::incoming(desk.turn(), next);
  call::ended_event(desk.turn(), {desk.id, desk.peer.id, 3, ServerEndReason::kHangup});
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallEnds, a_stale_answer_about_the_active_call_does_not_ring_again) {
  CallDesk desk;
  desk.incoming();
  call::refuse(desk.turn());
  desk.pass(call::kEndedShownFor);
  call::check_active(desk.turn(), call::CheckReason::kSocketUp);
  active(desk, desk.record(CallStatus::kPending, desk.peer, desk.me));
  EXPECT_EQ(desk.call.phase, Phase::kIdle);
}

TEST(CallEnds, an_answer_asked_before_our_dial_says_nothing_about_it) {
  CallDesk desk;
  call::check_active(desk.turn(), call::CheckReason::kSocketUp);
  const RequestId early = desk.last_request;
  desk.ring();
  call::active_answered(desk.turn(), early, api::ActiveCall{});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
}

TEST(CallEnds, T9_T18_a_confirmed_rumour_counts_only_with_dead_media) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  desk.forget();
  call::someone_disconnected(desk.turn(), {"a stranger"});
  EXPECT_TRUE(desk.asked.empty());
  call::someone_disconnected(desk.turn(), {desk.peer.username});
  active(desk, std::nullopt);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  desk.pass(Duration(120'000));
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  desk.path(call::PeerConnectionState::kFailed);
  desk.pass(call::kOverOnServerPatience);
  EXPECT_EQ(desk.call.end_reason, EndReason::kConnectionLost);
}

TEST(CallEnds, D21_the_duration_counts_from_the_servers_start_or_from_now_where_clocks_differ) {
  CallDesk agreeing;
  agreeing.ring();
  agreeing.wall.unix_ms += 1'500;
  call::accepted_event(agreeing.turn(), {agreeing.id, agreeing.peer.id, WallTime{agreeing.wall.unix_ms - 1'500}});
  EXPECT_EQ(agreeing.call.started_at.unix_ms, agreeing.wall.unix_ms - 1'500);

  CallDesk apart;
  apart.ring();
  call::accepted_event(apart.turn(), {apart.id, apart.peer.id, WallTime{apart.wall.unix_ms - 600'000}});
  EXPECT_EQ(apart.call.started_at, apart.wall);
  apart.microphone_opens();
  apart.path(call::PeerConnectionState::kConnected);
  apart.pass(Duration(61'000));
  call::hang_up(apart.turn());
  EXPECT_EQ(apart.call.duration_s, 61);
}

TEST(CallEnds, a_dial_of_a_page_that_is_gone_is_ended_when_it_is_older_than_any_ring) {
  CallDesk desk;
  call::check_active(desk.turn(), call::CheckReason::kSocketUp);
  const CallRecord left_behind = desk.record(CallStatus::kPending, desk.me, desk.peer);
  active(desk, left_behind);
  EXPECT_TRUE(desk.requests<api::EndCall>().empty()) << "another device may be dialling";
  desk.pass(Duration(75'000));
  active(desk, left_behind);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallEnds, somebody_who_rang_during_a_call_rings_after_it) {
  CallDesk desk;
  desk.reach(Phase::kConnected);
  CallRecord other = desk.record(CallStatus::kPending, testing_tools::person("third"), desk.me);
  other.id = CallId("call-2");
  call::incoming(desk.turn(), other);
  EXPECT_EQ(desk.call.phase, Phase::kConnected);
  call::hang_up(desk.turn());
  active(desk, other);
  EXPECT_EQ(desk.call.phase, Phase::kIncoming);
}

TEST(CallEnds, the_ledger_stays_bounded) {
  CallDesk desk;
  for (int i = 0; i < 1'000; ++i) call::remember_finished(desk.ledger, CallId("call-" + std::to_string(i)));
  EXPECT_EQ(desk.ledger.finished.size(), call::kMaxFinished);
}

}  // namespace
}  // namespace ssc
