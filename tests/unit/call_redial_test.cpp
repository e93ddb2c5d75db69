// Dials that the server did not answer.
#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::EndReason;
using call::Phase;
using testing_tools::CallDesk;

void no_answer(CallDesk& desk) {
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          std::unexpected(Error{ErrorKind::kNetwork, 0, {}}));
}

void conflict(CallDesk& desk) {
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          std::unexpected(Error{ErrorKind::kConflict, 409, {}}));
}

void still_rings(CallDesk& desk) {
  call::active_answered(desk.turn(), desk.request_id<api::FetchActiveCall>(),
                        api::ActiveCall{desk.record(CallStatus::kPending, desk.me, desk.peer)});
}

CallDesk unanswered() {
  CallDesk desk;
  desk.dial();
  no_answer(desk);
  return desk;
}

TEST(CallRedial, a_server_that_is_back_soon_is_dialled_again) {
  CallDesk desk = unanswered();
  EXPECT_EQ(desk.call.phase, Phase::kPreparing);
  desk.pass(call::kRedialDelay);
  ASSERT_EQ(desk.requests<api::InitiateCall>().size(), 2U);
  call::initiate_answered(desk.turn(), desk.call.initiate_request, {desk.chat, CallKind::kAudio},
                          api::CallInitiated{desk.id, desk.peer, CallKind::kAudio, true});
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
}

TEST(CallRedial, a_server_that_stays_away_is_told_and_what_it_may_have_heard_is_ended) {
  CallDesk desk = unanswered();
  for (Duration passed{0}; passed < call::kRedialPatience; passed += call::kRedialDelay) {
    desk.pass(call::kRedialDelay);
    if (desk.call.initiate_request.number != 0) no_answer(desk);
  }
  EXPECT_EQ(desk.call.end_reason, EndReason::kServerUnreachable);
  desk.pass(Duration(3'000));
  still_rings(desk);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

TEST(CallRedial, a_first_dial_that_had_worked_is_the_call) {
  CallDesk desk = unanswered();
  desk.pass(call::kRedialDelay);
  conflict(desk);
  still_rings(desk);
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  EXPECT_EQ(desk.call.id, desk.id);
}

TEST(CallRedial, the_news_of_the_call_spares_the_second_dial) {
  CallDesk desk = unanswered();
  call::initiated_event(desk.turn(), desk.record(CallStatus::kPending, desk.me, desk.peer));
  EXPECT_EQ(desk.call.phase, Phase::kRinging);
  desk.pass(call::kRedialDelay);
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
}

TEST(CallRedial, who_cancels_meanwhile_leaves_no_call_behind) {
  CallDesk desk = unanswered();
  call::hang_up(desk.turn());
  desk.pass(Duration(3'000));
  EXPECT_EQ(desk.requests<api::InitiateCall>().size(), 1U);
  still_rings(desk);
  EXPECT_EQ(desk.requests<api::EndCall>().size(), 1U);
}

}  // namespace
}  // namespace ssc
