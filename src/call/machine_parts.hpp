// What the files of the call machine share. Not for others: they use machine.hpp.
#pragma once

#include <optional>

#include "call/commands.hpp"

namespace ssc::call {

/// What the server must still be told about a call that ends here.
enum class Farewell { kNothing, kEnd, kDecline };

/// A fresh call in `phase`; what outlives a call (generations, device id) is kept.
void begin(const Turn& turn, Phase phase, Direction direction);
void enter(const Turn& turn, Phase phase);
/// Both sides said yes: on to the media path.
void enter_connecting(const Turn& turn);
/// Over. Closes the connection, says `farewell` (to a dial still in flight: as soon as its call has an id).
void finish(const Turn& turn, EndReason reason, Farewell farewell, int server_duration_s = 0);

/// Posts the dial.
void initiate(const Turn& turn);
/// The server named the call we dial.
void adopt_id(const Turn& turn, const CallId& id);
/// Sets when the call began, in terms of our own clock (D21).
void note_start(CallState& call, WallTime server_start, const Now& now);
/// The media path of the connection in use stands.
void path_came_up(const Turn& turn);
void path_was_lost(const Turn& turn);
/// What nobody sends who has not accepted has arrived: callAccepted was lost or comes later.
void taken_for_accepted(const Turn& turn);
/// The caller's sound or picture came, which nobody sends before he knows of our accept: its answer is lost.
void caller_is_heard(const Turn& turn);
/// Nobody is filmed who thinks to be seen and is not.
void drop_unseen_camera(const Turn& turn);
/// Tells the other side about our devices where it does not know the truth yet.
void announce_devices(const Turn& turn, bool again = false);
/// A dial in `chat` that nobody waits for may have made a call: the server is asked soon, and the call ended.
void ask_about_lost_dial(const Turn& turn, const ChatId& chat);
/// The active call as the server knows it is what came of our dial, whose answer is lost: it is taken for ours. False: it
/// is not, or the answer may still come.
bool adopt_lost_dial(const Turn& turn, const std::optional<CallRecord>& record);
/// A pending or running call of this account that nobody is in any more.
bool is_dead(const Turn& turn, const CallRecord& record);
/// The active call as the server knows it says that our dial met a 409.
void conflict_checked(const Turn& turn, const std::optional<CallRecord>& record);
/// Takes the call of the one we dial in place of our own.
void answer_instead(const Turn& turn, const CallRecord& record);
/// What the server says about the call that this page was in before it was loaded again. True: that settles it.
bool settle_interrupted(const Turn& turn, const std::optional<CallRecord>& record);
/// What the server says about the account's call, to a page that is in none.
void notice_elsewhere(const Turn& turn, const ActiveCheck& check, const std::optional<CallRecord>& record);
/// The other side answered another device of ours: that one shall carry the call from now on.
void yield_to_other_device(const Turn& turn);
/// Our own taking over did not come about.
void give_up_takeover(const Turn& turn);
/// It does not: we go on.
void take_back(const Turn& turn);
/// They speak to another device of ours.
void heard_for_other_device(const Turn& turn);
void accept_checked(const Turn& turn, const std::optional<CallRecord>& record);

inline bool is_dialled(const CallState& call) { return call.dialled_at != kNever; }
inline bool is_current(const CallState& call, const CallId& id) {
  return is_active(call.phase) && !id.empty() && call.id == id;
}
inline const User& other_party(const CallRecord& record, const UserId& me) {
  return record.caller.id == me ? record.callee : record.caller;
}
/// S3: only the other party of this very call is listened to.
inline bool is_from_peer(const CallState& call, const CallId& id, const UserId& from) {
  return is_current(call, id) && call.peer.id == from;
}

}  // namespace ssc::call
