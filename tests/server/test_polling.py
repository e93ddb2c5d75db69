"""Long-polling holds to what WebSocket holds to: size, rate, membership, and an end that is noticed."""

import http.client
import json

import pytest
from harness import Pair, candidate, eventually, offer
from test_protocol import Polling


class PollingUser(Polling):
    """A signed-in polling session that records what it hears."""

    def __init__(self, user):
        super().__init__(user.server)
        self.events: list = []
        self.acks: dict = {}
        self._number = 0
        assert self.post("40" + json.dumps({"token": user.token})).status == 200
        while not self.all("onlineUsersSync"):
            self.hear()

    def hear(self) -> None:
        for frame in self.poll():
            if frame == "2":
                self.post("3")
            elif frame.startswith("42"):
                self.events.append(json.loads(frame[2:]))
            elif frame.startswith("43"):
                at = frame.index("[")
                self.acks[int(frame[2:at])] = json.loads(frame[at:])[0]

    def all(self, name: str) -> list:
        return [payload for event, payload in self.events if event == name]

    def ask(self, *event):
        self._number += 1
        assert self.post(f"42{self._number}" + json.dumps(list(event))).status == 200
        while self._number not in self.acks:
            self.hear()
        return self.acks[self._number]


@pytest.fixture
def pair(server, sockets):
    pair = Pair(server, sockets)
    pair.a.close()
    pair.a = PollingUser(pair.anna)
    return pair


def test_signals_pass_from_a_polling_client_and_to_it(pair):
    assert pair.say("webrtc-offer", offer=offer("x" * 150_000)) == {"ok": True}
    assert len(pair.b.expect("webrtc-offer")["offer"]["sdp"]) == 150_000
    for number in range(300):
        pair.b.emit("webrtc-ice-candidate", {"callId": pair.call_id, "targetUserId": pair.anna.id,
                                             "candidate": candidate(number)})
    while len(pair.a.all("webrtc-ice-candidate")) < 300:
        pair.a.hear()
    assert [c["candidate"] for c in pair.a.all("webrtc-ice-candidate")] == [candidate(n) for n in range(300)]


def test_three_hundred_signals_in_one_request_pass_in_order(pair):
    frames = ["42" + json.dumps(["webrtc-ice-candidate", {
        "callId": pair.call_id, "targetUserId": pair.boris.id, "candidate": candidate(number)}])
        for number in range(300)]
    assert pair.a.post("\x1e".join(frames)).status == 200
    pair.b.expect("webrtc-ice-candidate", 300)
    assert [c["candidate"] for c in pair.b.all("webrtc-ice-candidate")] == [candidate(n) for n in range(300)]


def test_membership_and_shape_are_checked(pair, server):
    stranger = PollingUser(server.user("carol"))
    message = {"callId": pair.call_id, "targetUserId": pair.boris.id, "offer": offer()}
    assert stranger.ask("webrtc-offer", message) == {"ok": False, "error": "not_in_call"}
    assert pair.a.ask("webrtc-offer", {**message, "offer": {}}) == {"ok": False, "error": "bad_payload"}
    assert pair.say("webrtc-offer", offer=offer("x" * 200_001)) == {"ok": False, "error": "bad_payload"}
    assert "webrtc-offer" not in pair.b.settled()


def test_a_flood_of_signals_is_cut(strict, sockets):
    pair = Pair(strict, sockets)
    polling = PollingUser(pair.anna)
    message = {"callId": pair.call_id, "targetUserId": pair.boris.id,
               "candidate": {**candidate(), "extra": "x" * 3800}}
    event = json.dumps(["webrtc-ice-candidate", message])
    for batch in range(5):
        assert polling.post("\x1e".join(f"42{batch * 225 + number + 1}{event}" for number in range(225))).status == 200
    while len(polling.acks) < 5 * 225:
        polling.hear()
    assert polling.acks[1] == {"ok": True}
    assert {"ok": False, "error": "rate_limited"} in polling.acks.values()


def test_a_flood_of_frames_closes_the_session(server):
    polling = PollingUser(server.user("anna"))
    body = "\x1e".join(['42["make-coffee"]'] * 500)
    answers = [polling.post(body).status for _ in range(5)]
    assert answers[0] == 200 and answers[-1] == 400
    assert polling.post("3").body == {"code": 1, "message": "Session ID unknown"}


def test_a_flood_of_empty_requests_closes_the_session(server):
    polling = PollingUser(server.user("anna"))
    connection = http.client.HTTPConnection("127.0.0.1", server.port)

    def is_refused() -> bool:
        connection.request("POST", polling.path, body=b"3")
        answer = connection.getresponse()
        answer.read()
        return answer.status == 400

    assert any(is_refused() for _ in range(5000))
    connection.close()
    assert polling.post("3").body["code"] == 1


@pytest.mark.parametrize("frame", ["4", "9", '42["disconnect"]', '42["typing",{"isTyping":NaN}]', "43[]",
                                   '42/admin,["typing"]'])
def test_a_malformed_packet_closes_its_session_only(server, frame):
    anna = server.user("anna")
    bystander, culprit = PollingUser(anna), PollingUser(anna)
    culprit.post(frame)
    eventually(lambda: culprit.post("3").status == 400, "the end of the session")
    assert bystander.ask("user-activity") == {"ok": True}


def polling_tab_closed(pair, server):
    """anna's only connection, whose waiting request is cut off."""
    polling = PollingUser(pair.anna)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", polling.path)
    connection.close()
    return polling


def test_a_waiting_request_that_is_cut_off_ends_the_session(quick, sockets):
    """The tab was closed: whoever talks to it need not wait for the heartbeat."""
    pair = Pair(quick, sockets)
    pair.a.close()
    polling_tab_closed(pair, quick)
    over = pair.b.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", pair.anna.id)


def test_a_polling_client_comes_back_to_what_was_said(quick, sockets):
    pair = Pair(quick, sockets)
    pair.a.close()
    polling = polling_tab_closed(pair, quick)
    eventually(lambda: polling.post("3").status == 400, "the end of the session")
    assert pair.answer("webrtc-offer", offer=offer("meanwhile")) == {"ok": True, "held": True}
    back = PollingUser(pair.anna)
    while not back.all("webrtc-offer"):
        back.hear()
    assert back.all("webrtc-offer")[0]["offer"]["sdp"] == "meanwhile"
