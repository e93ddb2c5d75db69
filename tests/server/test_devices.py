"""Several tabs and devices of one user: whichever goes, the call that another one holds goes on."""

import pytest
from harness import Pair, candidate, eventually, offer


class Spectator:
    """A further tab of the same user, and the ways it can go."""

    def __init__(self, sockets, user):
        self.socket = sockets(user)

    def closes(self):
        self.socket.close()

    def says_it_leaves(self):
        self.socket.ask("client-leaving")
        self.socket.close()

    def is_lost(self):
        self.socket.drop()

    def signs_off(self):
        self.socket.send("41")
        self.socket.close()


WAYS = [Spectator.closes, Spectator.says_it_leaves, Spectator.is_lost, Spectator.signs_off]


def a_grace_passes(server, sockets) -> None:
    """Another call's whole ring time: longer than every grace of the quick server."""
    anna, _, chat = server.friends()
    socket = sockets(anna)
    anna.ring(chat)
    assert socket.expect("callEnded")["reason"] == "missed"


@pytest.mark.parametrize("goes", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("side", ["caller", "callee"])
def test_a_spectators_end_changes_nothing_for_a_running_call(quick, sockets, goes, side):
    pair = Pair(quick, sockets)
    goes(Spectator(sockets, pair.anna if side == "caller" else pair.boris))
    a_grace_passes(quick, sockets)
    assert pair.anna.get("/api/calls/active").body["status"] == "accepted"
    assert pair.say("webrtc-offer", offer=offer()) == pair.answer("call-audio-toggle", isAudioEnabled=True) == {
        "ok": True}
    for socket in (pair.a, pair.b):
        assert not {"callEnded", "userOffline"} & set(socket.settled())


@pytest.mark.parametrize("goes", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("side", ["caller", "callee"])
def test_a_spectators_end_changes_nothing_while_it_rings(fresh, sockets, goes, side):
    fresh.stop()
    fresh.environment["SSC_TIMING"] = "ring=60 grace_pending=0.2 grace_leaving=0.1 offline_delay=0.05"
    fresh.start()
    pair = Pair(fresh, sockets, accept=False)
    goes(Spectator(sockets, pair.anna if side == "caller" else pair.boris))
    # The grace of somebody who did lose his last socket ends while theirs would have, too.
    other = Pair(fresh, sockets, accept=False)
    other.a.drop()
    assert other.b.expect("callEnded")["reason"] == "connection_lost"
    assert not {"callEnded", "userOffline"} & {*pair.a.settled(), *pair.b.settled()}
    pair.accept()
    assert pair.a.expect("callAccepted")["callId"] == pair.call_id


def test_the_tab_in_the_call_may_go_while_a_spectator_stays_and_take_it_over(quick, sockets):
    pair = Pair(quick, sockets)
    spectator = sockets(pair.boris)
    pair.b.ask("client-leaving")
    pair.b.close()
    a_grace_passes(quick, sockets)
    assert pair.boris.get("/api/calls/active").body["_id"] == pair.call_id
    pair.b = spectator
    continued = offer("v=0\r\n", ssc={"v": 1, "device": "other", "takes_over": True})
    assert pair.answer("webrtc-offer", offer=continued) == {"ok": True}
    assert pair.a.expect("webrtc-offer")["offer"] == continued


def test_a_leave_counts_only_for_the_socket_that_said_it(quick, sockets):
    """The last socket to go is simply lost: its user has the long grace, whatever another tab said before."""
    pair = Pair(quick, sockets)
    second = sockets(pair.boris)
    second.ask("client-leaving")
    second.close()
    pair.b.drop()
    over = pair.a.expect("callEnded")
    assert over["reason"] == "connection_lost"


def test_any_tab_may_end_the_call_and_all_hear_it(quick, sockets):
    pair = Pair(quick, sockets)
    spectators = [sockets(pair.anna), sockets(pair.boris)]
    assert pair.boris.post(f"/api/calls/end/{pair.call_id}").status == 200
    for socket in (pair.a, pair.b, *spectators):
        assert socket.expect("callEnded")["reason"] == "hangup"


@pytest.mark.parametrize("name", ["webrtc-offer", "webrtc-answer", "webrtc-ice-candidate"])
def test_signals_of_a_running_call_pass_from_any_socket_to_all_of_the_other(server, sockets, name):
    pair = Pair(server, sockets)
    value = {"webrtc-offer": {"offer": offer(ssc={"v": 1, "seq": 9})},
             "webrtc-answer": {"answer": {"type": "answer", "sdp": "v=0\r\n", "ssc": {"v": 1}}},
             "webrtc-ice-candidate": {"candidate": {**candidate(), "ssc": {"seq": 3, "for": "x"}}}}[name]
    others = [pair.b, sockets(pair.boris), sockets(pair.boris)]
    for sender in (pair.a, sockets(pair.anna)):
        assert sender.ask(name, {"callId": pair.call_id, "targetUserId": pair.boris.id, **value}) == {"ok": True}
    for device in others:
        assert device.expect(name, 2) == {"callId": pair.call_id, **value, "fromUserId": pair.anna.id,
                                          "fromUsername": pair.anna.username}


def test_a_signed_out_device_does_not_end_the_call_of_another(quick, sockets):
    pair = Pair(quick, sockets)
    with quick.database() as database:
        row = database.row("SELECT * FROM users WHERE id = ?", pair.boris.id)
        from server.tokens import Tokens
        access, refresh = Tokens(database, quick.environment["SSC_JWT_SECRET"], True).open_session(row)
    elsewhere = sockets(pair.boris, token=access)
    assert quick.call("POST", "/api/auth/logout", {"refreshToken": refresh}, token=access).status == 200
    elsewhere.wait(lambda: elsewhere.closed, "the close")
    a_grace_passes(quick, sockets)
    eventually(lambda: pair.boris.get("/api/calls/active").body["status"] == "accepted")
    assert "callEnded" not in pair.a.settled()
