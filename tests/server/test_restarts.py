"""A server that is killed and started again in each phase of a call: the call goes on, or ends as it should."""

import pytest
from harness import Pair, candidate, eventually, offer

TIMES = "ring=30 grace_accepted=30 grace_pending=30 offline_delay=0.05"
SHORT = "ring=30 grace_accepted=0.6 grace_pending=0.4 grace_leaving=0.2 offline_delay=0.05"


@pytest.fixture
def lasting(fresh):
    fresh.stop()
    fresh.environment["SSC_TIMING"] = TIMES
    fresh.start()
    return fresh


def restart(pair, server, sockets, times: str = TIMES, back=("a", "b")) -> None:
    """SIGKILL and a new start; then those named come back."""
    server.kill()
    for socket in (pair.a, pair.b):
        socket.wait(lambda socket=socket: socket.closed, "the close")
    server.environment["SSC_TIMING"] = times
    server.start()
    for name in back:
        setattr(pair, name, sockets(pair.anna if name == "a" else pair.boris))


def entry(pair) -> dict:
    """What the chat says of its only call."""
    entries = [message for message in pair.anna.get(f"/api/messages/chats/{pair.chat}/messages").body["messages"]
               if message.get("type") == "call"]
    assert [one["callData"]["callId"] for one in entries] == [pair.call_id]
    assert [one["_id"] for one in pair.boris.get(f"/api/calls/history/{pair.chat}").body] == [pair.call_id]
    return entries[0]["callData"]


def test_while_it_rings_the_callee_rings_again_and_may_accept(lasting, sockets):
    pair = Pair(lasting, sockets, accept=False)
    pair.say("webrtc-offer", offer=offer("before"))
    pair.say("webrtc-ice-candidate", candidate=candidate(1))
    restart(pair, lasting, sockets)
    assert pair.b.expect("incomingCall")["callId"] == pair.call_id
    # What was only in memory is said again by the caller's client, under the same rules.
    assert pair.say("webrtc-offer", offer=offer("before")) == {"ok": True}
    assert pair.say("webrtc-ice-candidate", candidate=candidate(1)) == {"ok": True, "held": True}
    assert pair.b.expect("webrtc-offer")["offer"] == offer("before")
    pair.accept()
    assert pair.a.expect("callAccepted")["callId"] == pair.call_id
    assert pair.b.expect("webrtc-ice-candidate")["candidate"] == candidate(1)
    assert pair.answer("webrtc-answer", answer={"type": "answer", "sdp": "v=0\r\n"}) == {"ok": True}
    assert pair.a.expect("webrtc-answer")


@pytest.mark.parametrize("verb, by, status, reason", [
    ("decline", "boris", "declined", "declined"), ("end", "anna", "ended", "cancelled")])
def test_while_it_rings_it_can_be_refused_and_cancelled(lasting, sockets, verb, by, status, reason):
    pair = Pair(lasting, sockets, accept=False)
    restart(pair, lasting, sockets)
    assert getattr(pair, by).post(f"/api/calls/{verb}/{pair.call_id}").status == 200
    event = "callDeclined" if verb == "decline" else "callEnded"
    assert pair.a.expect(event)["reason"] == pair.b.expect(event)["reason"] == reason
    assert entry(pair)["reason"] == reason
    assert pair.anna.get(f"/api/calls/history/{pair.chat}").body[0]["status"] == status
    pair.anna.ring(pair.chat)


def test_while_it_rings_a_caller_who_stays_away_stops_the_ringing(lasting, sockets):
    pair = Pair(lasting, sockets, accept=False)
    restart(pair, lasting, sockets, SHORT, back=("b",))
    assert pair.b.expect("incomingCall")["callId"] == pair.call_id
    over = pair.b.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", pair.anna.id)
    assert entry(pair)["reason"] == "connection_lost"


def test_the_ring_time_goes_on_where_it_was(lasting, sockets):
    pair = Pair(lasting, sockets, accept=False)
    restart(pair, lasting, sockets, "ring=2 grace_pending=0.3 offline_delay=0.05")
    assert pair.a.expect("callEnded")["reason"] == pair.b.expect("callEnded")["reason"] == "missed"


def test_a_running_call_goes_on_and_its_end_is_right(lasting, sockets):
    pair = Pair(lasting, sockets)
    started = pair.anna.get("/api/calls/active").body["startedAt"]
    for _ in range(2):
        restart(pair, lasting, sockets)
        active = pair.boris.get("/api/calls/active").body
        assert (active["_id"], active["status"], active["startedAt"]) == (pair.call_id, "accepted", started)
        assert pair.say("webrtc-offer", offer=offer("restart")) == {"ok": True}
        assert pair.b.expect("webrtc-offer")["offer"]["sdp"] == "restart"
        assert pair.answer("webrtc-answer", answer={"type": "answer", "sdp": "x"}) == {"ok": True}
        assert pair.a.expect("webrtc-answer")
        assert not {"incomingCall", "callEnded"} & {*pair.a.settled(), *pair.b.settled()}
    ended = pair.boris.post(f"/api/calls/end/{pair.call_id}")
    assert (ended.status, ended.body["status"], ended.body["reason"]) == (200, "ended", "hangup")
    assert pair.a.expect("callEnded")["reason"] == "hangup"
    assert entry(pair)["reason"] == "hangup" and entry(pair)["duration"] == ended.body["duration"]


def test_a_running_call_whose_one_side_stays_away_ends_after_its_grace(lasting, sockets):
    pair = Pair(lasting, sockets)
    restart(pair, lasting, sockets, SHORT, back=("a",))
    over = pair.a.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", pair.boris.id)
    assert entry(pair)["reason"] == "connection_lost"


def test_an_accept_that_was_answered_holds_although_nobody_heard_of_it(lasting, sockets):
    pair = Pair(lasting, sockets)
    restart(pair, lasting, sockets)
    assert "callAccepted" not in pair.a.settled()
    assert pair.anna.get("/api/calls/active").body["status"] == "accepted"
    assert pair.boris.post(f"/api/calls/accept/{pair.call_id}").status == 400


def test_an_end_that_was_answered_holds(lasting, sockets):
    pair = Pair(lasting, sockets)
    assert pair.anna.post(f"/api/calls/end/{pair.call_id}").status == 200
    restart(pair, lasting, sockets)
    for user in (pair.anna, pair.boris):
        assert user.get("/api/calls/active").body is None
    again = pair.boris.post(f"/api/calls/end/{pair.call_id}")
    assert (again.status, again.body["status"], again.body["reason"]) == (200, "ended", "hangup")
    assert entry(pair)["reason"] == "hangup"
    pair.boris.ring(pair.chat)


def test_nothing_is_left_when_both_stay_away(lasting, sockets):
    pair, ringing = Pair(lasting, sockets), Pair(lasting, sockets, accept=False)
    ringing.a.close(), ringing.b.close()
    restart(pair, lasting, sockets, SHORT, back=())
    for one in (pair, ringing):
        eventually(lambda one=one: one.anna.get("/api/calls/active").body is None, "the end")
        assert entry(one)["reason"] == "connection_lost"
    with lasting.database() as database:
        assert database.value("SELECT count(*) FROM calls WHERE status IN ('pending', 'accepted')") == 0


def test_a_running_call_that_no_page_comes_back_to_ends_although_its_users_do(lasting, sockets):
    pair = Pair(lasting, sockets)
    pair.b.ask("user-activity", {"callId": pair.call_id})
    restart(pair, lasting, sockets, SHORT)
    over = pair.a.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", pair.boris.id)
