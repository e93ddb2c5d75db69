"""The planted bugs: what goes wrong, where, which text is there and which takes its place.

The text must stand exactly once in its file: a change of the file that moves it makes the tool say so. What a second
guard makes good before anybody could notice is no bug to be found here: unit tests hold the first guard.
"""
import collections

Mutant = collections.namedtuple("Mutant", "what file old new")

kMutants = [
    Mutant("an end that was not answered is forgotten", "call/ledger.cpp",
           "if (answered || turn.now.instant >= found->give_up_at) {", "if (answered || !answered) {"),
    Mutant("hanging up tells the server nothing", "call/machine_end.cpp",
           "if (farewell != Farewell::kNothing) owe_end(", "if (farewell == Farewell::kDecline) owe_end("),
    Mutant("the connection of an ended call stays open", "call/machine_end.cpp",
           "  close_connection(turn);\n  call.microphone", "  call.microphone"),
    Mutant("devices stay open while the outcome is shown", "call/phase.cpp",
           "    case Phase::kReconnecting:\n      return true;\n    case Phase::kIdle:\n    case Phase::kIncoming:\n"
           "    case Phase::kEnded:",
           "    case Phase::kReconnecting:\n    case Phase::kEnded:\n      return true;\n    case Phase::kIdle:\n"
           "    case Phase::kIncoming:"),
    Mutant("the microphone opens while we are being called", "call/phase.cpp",
           "    case Phase::kReconnecting:\n      return true;\n    case Phase::kIdle:\n    case Phase::kIncoming:\n"
           "    case Phase::kEnded:",
           "    case Phase::kReconnecting:\n    case Phase::kIncoming:\n      return true;\n    case Phase::kIdle:\n"
           "    case Phase::kEnded:"),
    Mutant("candidates do not wait for the remote description", "call/negotiation.cpp",
           "negotiation.peer_exists && negotiation.remote_description_set && !", "negotiation.peer_exists && !"),
    Mutant("a muted microphone goes on sending", "app/wishes.cpp",
           "wish.microphone_muted = !call.microphone.wanted;", "wish.microphone_muted = false;"),
    Mutant("a lost path is not shown", "call/machine_signals.cpp",
           "  enter(turn, Phase::kReconnecting);\n", ""),
    Mutant("who gives up ringing does not end the call", "call/machine_talk.cpp",
           "finish(turn, EndReason::kNoAnswer, Farewell::kEnd);",
           "finish(turn, EndReason::kNoAnswer, Farewell::kNothing);"),
    Mutant("a call never stops connecting", "call/phase.cpp",
           "return call.phase_since + (call.over_on_server ? kOverOnServerPatience : kConnectTimeout);",
           "return kNever;"),
    Mutant("a decline is not heard", "call/machine_incoming.cpp",
           "finish(turn, EndReason::kDeclinedThere, Farewell::kNothing);", "return;"),
    Mutant("other devices ring on after the answer", "call/machine_outgoing.cpp",
           "      finish(turn, EndReason::kAnsweredElsewhere, Farewell::kNothing);\n      return;\n"
           "    case Phase::kAccepting:",
           "      return;\n    case Phase::kAccepting:"),
    Mutant("a dial cancelled in flight is not ended", "call/machine_outgoing.cpp",
           "    remember_finished(turn.ledger, result->call);\n    owe_end(turn, result->call, false);\n",
           "    remember_finished(turn.ledger, result->call);\n"),
    Mutant("nothing is asked when the socket is back", "call/machine_talk.cpp",
           "  check_active(turn, waits_long ? CheckReason::kAcceptLost : CheckReason::kSocketUp);\n",
           "  (void)waits_long;\n"),
    Mutant("signals that come before their call are dropped", "app/update_call.cpp",
           "  state.early_signals.push_back(signal);\n}", "}"),
    Mutant("generations of connections begin anew with each call", "call/machine_end.cpp",
           "  fresh.negotiation.peer = turn.call.negotiation.peer;\n  fresh.device_id", "  fresh.device_id"),
    Mutant("a call that is over rings again", "call/machine_incoming.cpp",
           "if (is_mine || record.id.empty() || is_finished(turn.ledger, record.id)) return;",
           "if (is_mine || record.id.empty()) return;"),
    Mutant("a call cancelled while the socket was away rings on", "call/machine_end.cpp",
           "    case Phase::kIncoming:\n      finish(turn, EndReason::kCancelledThere, Farewell::kNothing);\n"
           "      return;\n"
           "    case Phase::kConnecting:",
           "    case Phase::kIncoming:\n    case Phase::kConnecting:"),
    Mutant("the end of a running call is not heard", "call/machine_end.cpp",
           "  if (!is_current(turn.call, event.call)) {",
           "  if (!is_current(turn.call, event.call) || is_talking(turn.call.phase)) {"),
    Mutant("the answer goes out before the accept is confirmed, and not after", "call/machine_incoming.cpp",
           "  send_description_anew(turn);\n", ""),
    Mutant("an accept without a reply is given up", "call/machine_incoming.cpp",
           "        call.accept_check_at = turn.now.instant + kAcceptCheckDelay;\n      }\n      return;",
           "        finish(turn, EndReason::kServerUnreachable, Farewell::kNothing);\n      }\n      return;"),
    Mutant("muting is not told to the other side", "call/machine_talk.cpp",
           "if (all || call.announced.mic_on != mic_on) {", "if (all) {"),
    Mutant("an expired token is not refreshed", "app/http.cpp",
           "          refresh_tokens(context, true);\n          return;", "          return;"),
    Mutant("a used-up timer is taken for one that runs", "app/store.cpp",
           "if (applied_ && std::holds_alternative<events::TimePassed>(next)) applied_->wake_at = kNever;", ""),
    Mutant("one refused because of a call of his own is told that they are busy", "call/machine_outgoing.cpp",
           "  if (!rings_here) {\n    finish(turn, EndReason::kBusyHere,",
           "  if (!rings_here) {\n    finish(turn, EndReason::kNoAnswer,"),
    Mutant("a page that rang too ends the call another page took", "call/machine_outgoing.cpp",
           "if (is_finished(turn.ledger, record.id) && !lives_elsewhere) return true;",
           "if (is_finished(turn.ledger, record.id) || (lives_elsewhere && false)) return true;"),
    Mutant("no ring tone", "app/wishes.cpp",
           "      return ports::RingSound::kIncoming;", "      return ports::RingSound::kNone;"),
]
