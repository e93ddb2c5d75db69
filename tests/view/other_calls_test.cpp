// Calls this page is not in: the account's own elsewhere, and a second one that rings.
#include "screen.hpp"

namespace ssc::test {
namespace {

using call::Phase;
using view::Role;

class OtherCalls : public ScreenTest {
 protected:
  static AppState with_call_elsewhere() {
    AppState state = signed_in_state();
    CallRecord record = call_record(person("bob"), CallKind::kAudio, CallStatus::kAccepted, 3, 0);
    record.callee = state.account->user;
    state.ledger.elsewhere = record;
    return state;
  }
  static AppState with_second_call() {
    AppState state = call_state(Phase::kConnected);
    state.ledger.second = call_record(person("carol"), CallKind::kAudio, CallStatus::kPending, 0, 0);
    return state;
  }
};

TEST_F(OtherCalls, a_call_on_another_device_can_be_continued_here) {
  for (const float width : {360.0f, 1280.0f}) {
    size(width, 800);
    const AppState state = with_call_elsewhere();
    settled(state);
    EXPECT_TRUE(has(Role::kStatus, "Call with bob is on another device")) << tree();
    EXPECT_NE(only<events::ContinueHereChosen>(press(state, "Continue here")), nullptr);
  }
}

TEST_F(OtherCalls, a_call_in_another_tab_is_told_as_such) {
  AppState state = with_call_elsewhere();
  state.tabs.other.call = state.ledger.elsewhere->id;
  settled(state);
  EXPECT_TRUE(has(Role::kStatus, "Call with bob is in another tab")) << tree();
}

TEST_F(OtherCalls, a_page_that_is_in_the_call_itself_offers_no_continuing) {
  AppState state = call_state(Phase::kConnected);
  state.ledger.elsewhere = with_call_elsewhere().ledger.elsewhere;
  settled(state);
  EXPECT_FALSE(has_button("Continue here"));
}

TEST_F(OtherCalls, somebody_who_rings_during_a_call_is_named_and_can_be_taken_or_declined) {
  for (const float width : {360.0f, 1280.0f}) {
    size(width, 800);
    const AppState state = with_second_call();
    settled(state);
    EXPECT_TRUE(has(Role::kAlert, "carol is calling")) << tree();
    EXPECT_NE(only<events::SecondCallAnswered>(press(state, "End and accept")), nullptr);
    EXPECT_NE(only<events::SecondCallRefused>(press(state, "Decline")), nullptr);
  }
}

}  // namespace
}  // namespace ssc::test
