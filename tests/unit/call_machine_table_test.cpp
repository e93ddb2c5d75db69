// Every pair of phase and input, decided one by one: which phase follows. A row is a phase, a column an input.
#include <array>
#include <functional>

#include <gtest/gtest.h>

#include "unit/testing/call_desk.hpp"

namespace ssc {
namespace {

using call::PeerConnectionState;
using call::Phase;
using testing_tools::CallDesk;

constexpr std::array kPhases{Phase::kIdle,      Phase::kPreparing,    Phase::kRinging,
                             Phase::kIncoming,  Phase::kAccepting,    Phase::kConnecting,
                             Phase::kConnected, Phase::kReconnecting, Phase::kEnded};

struct Column {
  const char* name;
  std::function<void(CallDesk&)> input;
  std::array<Phase, kPhases.size()> next;  // in the order of kPhases
};

// Short names for the table.
constexpr Phase Id = Phase::kIdle, Pr = Phase::kPreparing, Ri = Phase::kRinging, In = Phase::kIncoming,
                Ac = Phase::kAccepting, Cg = Phase::kConnecting, Cd = Phase::kConnected, Re = Phase::kReconnecting,
                En = Phase::kEnded;

CallRecord other_call(const CallDesk& desk) {
  CallRecord record = desk.record(CallStatus::kPending, testing_tools::person("third"), desk.me);
  record.id = CallId("call-2");
  return record;
}

Result<api::ActiveCall> active(std::optional<CallRecord> record) { return api::ActiveCall{std::move(record)}; }

void answer_check(CallDesk& desk, const Result<api::ActiveCall>& result) {
  const auto turn = desk.turn();
  call::check_active(turn, call::CheckReason::kSocketUp);
  call::active_answered(turn, desk.last_request, result);
}

CallRecord running(const CallDesk& desk) { return desk.record(CallStatus::kAccepted, desk.peer, desk.me); }

/// As after a reload: this page was in `desk.id`, and the server says `result`.
void reloaded(CallDesk& desk, const Result<api::ActiveCall>& result) {
  const auto turn = desk.turn();
  desk.ledger.interrupted = {.id = desk.id, .chat = desk.chat};
  call::resume(turn);
  call::active_answered(turn, desk.last_request, result);
}

void other_page_talks(CallDesk& desk) { desk.ledger.elsewhere = running(desk); }

void answer_for_other_page(CallDesk& desk) {
  signalling::Description answer{signalling::SdpType::kAnswer, CallDesk::sdp("new"), {}};
  answer.peer = {.version = 1, .device_id = "theirs", .for_device = "other"};
  call::description_arrived(desk.turn(), {desk.id, desk.peer.id, answer});
}

void device_fails(CallDesk& desk) {
  call::media_changed(desk.turn(), {true, call::DeviceState::kFailed, call::DeviceTrouble::kDenied}, desk.call.camera);
}

const std::vector<Column>& columns() {
  // clang-format off
  static const std::vector<Column> kColumns{
      // --- the person                                                Id  Pr  Ri  In  Ac  Cg  Cd  Re  En
      {"dial", [](CallDesk& d) { d.dial(); },                           {Pr, Pr, Ri, In, Ac, Cg, Cd, Re, Pr}},
      {"answer", [](CallDesk& d) { call::answer(d.turn(), true); },     {Id, Pr, Ri, Ac, Ac, Cg, Cd, Re, En}},
      {"refuse", [](CallDesk& d) { call::refuse(d.turn()); },           {Id, Pr, Ri, En, Ac, Cg, Cd, Re, En}},
      {"hang up", [](CallDesk& d) { call::hang_up(d.turn()); },         {Id, En, En, In, En, En, En, En, En}},
      {"microphone", [](CallDesk& d) { call::toggle_microphone(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"camera", [](CallDesk& d) { call::toggle_camera(d.turn()); },    {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"test picture", [](CallDesk& d) { call::choose_test_picture(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"minimize", [](CallDesk& d) { call::minimize(d.turn(), true); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"dismiss", [](CallDesk& d) { call::dismiss_ended(d.turn()); },   {Id, Pr, Ri, In, Ac, Cg, Cd, Re, Id}},
      {"sign out", [](CallDesk& d) { call::leave_for_sign_out(d.turn()); }, {Id, Id, Id, Id, Id, Id, Id, Id, Id}},
      // --- the server
      {"incoming", [](CallDesk& d) { d.incoming(); },                   {In, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"incoming other", [](CallDesk& d) { call::incoming(d.turn(), other_call(d)); }, {In, Pr, Ri, In, Ac, Cg, Cd, Re, In}},
      {"callInitiated", [](CallDesk& d) { call::initiated_event(d.turn(), d.record(CallStatus::kPending, d.me, d.peer)); },
                                                                        {Id, Ri, Ri, In, Ac, Cg, Cd, Re, En}},
      {"dial answered", [](CallDesk& d) { d.initiated(); },             {Id, Ri, Ri, In, Ac, Cg, Cd, Re, En}},
      {"dial refused", [](CallDesk& d) {
         call::initiate_answered(d.turn(), d.call.initiate_request, {d.chat, CallKind::kAudio},
                                 std::unexpected(Error{ErrorKind::kForbidden, 403, {}}));
       },                                                               {Id, En, Ri, In, Ac, Cg, Cd, Re, En}},
      {"dial conflict", [](CallDesk& d) {
         call::initiate_answered(d.turn(), d.call.initiate_request, {d.chat, CallKind::kAudio},
                                 std::unexpected(Error{ErrorKind::kConflict, 409, {}}));
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"callAccepted", [](CallDesk& d) { d.accepted(); },               {Id, Pr, Cg, En, Ac, Cg, Cd, Re, En}},
      {"accept answered", [](CallDesk& d) { d.accept_confirmed(); },    {Id, Pr, Ri, In, Cg, Cg, Cd, Re, En}},
      {"accept refused", [](CallDesk& d) {
         call::accept_answered(d.turn(), d.call.accept_request, std::unexpected(Error{ErrorKind::kRejected, 400, {}}));
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"accept lost", [](CallDesk& d) {
         call::accept_answered(d.turn(), d.call.accept_request, std::unexpected(Error{ErrorKind::kNetwork, 0, {}}));
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"callDeclined", [](CallDesk& d) { call::declined_event(d.turn(), {d.id, d.peer.id}); },
                                                                        {Id, Pr, En, En, Ac, Cg, Cd, Re, En}},
      {"callEnded", [](CallDesk& d) { call::ended_event(d.turn(), {d.id, d.peer.id, 1, ServerEndReason::kHangup}); },
                                                                        {Id, Pr, En, En, En, En, En, En, En}},
      {"callEnded other", [](CallDesk& d) { call::ended_event(d.turn(), {CallId("call-2"), d.peer.id, 1, ServerEndReason::kHangup}); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"callEnded no id", [](CallDesk& d) { call::someone_disconnected(d.turn(), {"peer"}); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"active: none", [](CallDesk& d) { answer_check(d, active(std::nullopt)); },
                                                                        {Id, Pr, En, En, Ac, Cg, Cd, Re, En}},
      {"active: pending", [](CallDesk& d) { answer_check(d, active(d.record(CallStatus::kPending, d.peer, d.me))); },
                                                                        {In, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"active: accepted", [](CallDesk& d) { answer_check(d, active(d.record(CallStatus::kAccepted, d.peer, d.me))); },
                                                                        {Id, Pr, Cg, En, Ac, Cg, Cd, Re, En}},
      {"active: no answer", [](CallDesk& d) { answer_check(d, std::unexpected(Error{})); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"socket up", [](CallDesk& d) { call::socket_came_up(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"end confirmed", [](CallDesk& d) { call::end_answered(d.turn(), d.request_id<api::EndCall>(), true); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      // --- the peer
      {"offer", [](CallDesk& d) { d.remote_offer(CallDesk::sdp("new")); }, {Id, Pr, Cg, In, Ac, Cg, Re, Re, En}},
      {"answer", [](CallDesk& d) { d.remote_answer(CallDesk::sdp("new")); }, {Id, Pr, Cg, In, Ac, Cg, Cd, Re, En}},
      {"warm answer", [](CallDesk& d) {
         auto signal = d.from_ours(signalling::SdpType::kAnswer, CallDesk::sdp("warm"));
         signal.description.peer.accepted = false;
         call::description_arrived(d.turn(), signal);
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"note", [](CallDesk& d) { d.our_note(signalling::NoteKind::kRestart); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"candidate", [](CallDesk& d) { d.remote_candidate("c"); },       {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"remote microphone", [](CallDesk& d) { call::remote_microphone(d.turn(), {d.id, d.peer.id, false}); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"remote camera", [](CallDesk& d) { call::remote_camera(d.turn(), {d.id, d.peer.id, true}); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"note: moved to another page of ours", [](CallDesk& d) {
         call::note_arrived(d.turn(), {d.id, d.peer.id, {signalling::NoteKind::kMoved, 0, {0, "theirs", "other"}}});
       },                                                               {Id, Pr, Ri, In, Ac, En, En, En, En}},
      {"note: moved to us", [](CallDesk& d) {
         call::note_arrived(d.turn(), {d.id, d.peer.id, {signalling::NoteKind::kMoved, 0, {0, "theirs", "desk"}}});
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"answer for another page of ours", [](CallDesk& d) { answer_for_other_page(d); },
                                                                        {Id, Pr, Ri, In, Ac, Re, Re, Re, En}},
      {"offer for another page of ours", [](CallDesk& d) {
         signalling::Description offer{signalling::SdpType::kOffer, CallDesk::sdp("new"), {}};
         offer.peer = {.version = 1, .device_id = "theirs", .for_device = "other"};
         call::description_arrived(d.turn(), {d.id, d.peer.id, offer});
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      // --- other pages of this account
      {"answered in a tab", [](CallDesk& d) { call::handled_in_tab(d.turn(), d.id, false); },
                                                                        {Id, Pr, Ri, En, Ac, Cg, Cd, Re, En}},
      {"declined in a tab", [](CallDesk& d) { call::handled_in_tab(d.turn(), d.id, true); },
                                                                        {Id, Pr, Ri, En, Ac, Cg, Cd, Re, En}},
      {"carried by another page", [](CallDesk& d) { call::carried_elsewhere(d.turn(), d.id); },
                                                                        {Id, Pr, Ri, In, Ac, En, En, En, En}},
      {"another call accepted", [](CallDesk& d) { call::look_elsewhere(d.turn()); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"continue here", [](CallDesk& d) { other_page_talks(d); call::continue_here(d.turn(), true, false); },
                                                                        {Cg, Pr, Ri, In, Ac, Cg, Cd, Re, Cg}},
      {"reloaded: running", [](CallDesk& d) { reloaded(d, active(running(d))); },
                                                                        {Re, Pr, Cg, En, Ac, Cg, Cd, Re, Re}},
      {"reloaded: we ring", [](CallDesk& d) { reloaded(d, active(d.record(CallStatus::kPending, d.me, d.peer))); },
                                                                        {Ri, Pr, Ri, In, Ac, Cg, Cd, Re, Ri}},
      {"reloaded: over", [](CallDesk& d) { reloaded(d, active(std::nullopt)); },
                                                                        {Id, Pr, En, En, Ac, Cg, Cd, Re, En}},
      {"second rings", [](CallDesk& d) { call::answer_second(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"second taken", [](CallDesk& d) { d.ledger.second = other_call(d); call::answer_second(d.turn()); },
                                                                        {Id, Ac, Ac, In, Ac, Ac, Ac, Ac, En}},
      {"second declined", [](CallDesk& d) { d.ledger.second = other_call(d); call::refuse_second(d.turn()); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"second over", [](CallDesk& d) { d.ledger.second = other_call(d); call::second_settled(d.turn(), CallId("call-2")); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      // --- media
      {"microphone opens", [](CallDesk& d) { d.microphone_opens(); },   {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"microphone fails", device_fails,                                {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"microphone again", [](CallDesk& d) { call::retry_microphone(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"listening", [](CallDesk& d) { call::go_on_listening(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"description made", [](CallDesk& d) { d.offer_made(); },         {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"answer applied", [](CallDesk& d) { call::answer_applied(d.turn(), d.call.negotiation.peer, 1); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"operation failed", [](CallDesk& d) {  // desks have no operation running, so nothing failed that counts
         call::peer_failed(d.turn(), d.call.negotiation.peer, d.call.negotiation.operation);
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"candidate found", [](CallDesk& d) { d.local_candidate("c"); },  {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"gathered", [](CallDesk& d) { call::candidates_complete(d.turn(), d.call.negotiation.peer, "v=0"); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"path up", [](CallDesk& d) { d.path(PeerConnectionState::kConnected); }, {Id, Pr, Ri, In, Ac, Cd, Cd, Cd, En}},
      {"path wavers", [](CallDesk& d) { d.path(PeerConnectionState::kDisconnected); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"path wavers on", [](CallDesk& d) { d.path(PeerConnectionState::kDisconnected); d.pass(Duration(1'500)); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Re, Re, En}},
      {"path is silent", [](CallDesk& d) {
         for (int second = 0; second < 20; ++second) {
           call::path_measured(d.turn(), d.call.negotiation.peer, {});
           d.pass(Duration(500));
         }
       },                                                               {Id, Pr, Ri, In, Ac, Cg, Cd, Re, Id}},
      {"network changed", [](CallDesk& d) { call::network_changed(d.turn()); }, {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"path fails", [](CallDesk& d) { d.path(PeerConnectionState::kFailed); }, {Id, Pr, Ri, In, Ac, Cg, Re, Re, En}},
      {"video arrives", [](CallDesk& d) { call::remote_video_changed(d.turn(), d.call.negotiation.peer, true); },
                                                                        {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      // --- time
      {"a moment passes", [](CallDesk& d) { d.pass(Duration(500)); },   {Id, Pr, Ri, In, Ac, Cg, Cd, Re, En}},
      {"its time is up", [](CallDesk& d) { d.pass(Duration(100'000)); }, {Id, En, En, En, En, En, Cd, En, Id}},
  };
  // clang-format on
  return kColumns;
}

TEST(CallTable, every_phase_decides_every_input) {
  for (const Column& column : columns()) {
    for (std::size_t row = 0; row < kPhases.size(); ++row) {
      CallDesk desk;
      desk.reach(kPhases[row]);
      ASSERT_EQ(desk.call.phase, kPhases[row]) << "the way into the phase itself is broken";
      column.input(desk);
      EXPECT_EQ(static_cast<int>(desk.call.phase), static_cast<int>(column.next[row]))
          << column.name << " in phase " << static_cast<int>(kPhases[row]);
    }
  }
}

TEST(CallTable, no_input_leaves_a_connection_or_a_wish_behind_a_call_that_is_over) {
  for (const Column& column : columns()) {
    for (const Phase phase : kPhases) {
      CallDesk desk;
      desk.reach(phase);
      column.input(desk);
      if (call::is_active(desk.call.phase)) continue;
      EXPECT_FALSE(desk.call.negotiation.peer_exists) << column.name;
      EXPECT_FALSE(desk.call.microphone.wanted) << column.name;
      EXPECT_FALSE(desk.call.camera.wanted) << column.name;
    }
  }
}

TEST(CallTable, every_active_phase_but_a_running_call_and_an_open_prompt_has_a_bound) {
  for (const Phase phase : kPhases) {
    CallDesk desk;
    desk.reach(phase);
    const bool may_last = phase == Phase::kIdle || phase == Phase::kConnected;
    EXPECT_EQ(call::next_deadline(desk.call) == kNever, may_last) << static_cast<int>(phase);
  }
}

}  // namespace
}  // namespace ssc
