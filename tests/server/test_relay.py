"""Signalling: passed between the two of a live call, rebuilt, bounded, in order."""

import pytest
from harness import candidate, offer

EVENTS = {
    "webrtc-offer": {"offer": offer("v=0\r\na=x\r\n", extra={"deep": ["я", None, 1.5]})},
    "webrtc-answer": {"answer": {"type": "answer", "sdp": "v=0\r\n", "more": True}},
    "webrtc-ice-candidate": {"candidate": {**candidate(), "extra": 1}},
    "webrtc-change-server": {"serverKey": "openrelay"},
    "call-audio-toggle": {"isAudioEnabled": False},
    "call-video-toggle": {"isVideoEnabled": True},
    "call-video-upgrade": {},
}


class Pair:
    def __init__(self, server, sockets, accept: bool = True):
        self.anna, self.boris, self.chat = server.friends()
        self.a, self.b = sockets(self.anna), sockets(self.boris)
        self.call_id = self.anna.ring(self.chat)
        if accept:
            assert self.boris.post(f"/api/calls/accept/{self.call_id}").status == 200

    def say(self, event, **values):
        """From Anna to Boris, unless told otherwise."""
        return self.a.ask(event, {"callId": self.call_id, "targetUserId": self.boris.id, **values})

    def answer(self, event, **values):
        return self.b.ask(event, {"callId": self.call_id, "targetUserId": self.anna.id, **values})


@pytest.fixture
def pair(server, sockets):
    return Pair(server, sockets)


@pytest.fixture
def ringing(server, sockets):
    return Pair(server, sockets, accept=False)


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_is_rebuilt_with_its_true_sender(pair, server, sockets, event):
    device = sockets(pair.boris)
    assert pair.say(event, **EVENTS[event], fromUserId="forged", userId="forged", junk=1) == {"ok": True}
    name = {"fromUserId": pair.anna.id, "fromUsername": pair.anna.username} if event.startswith("webrtc-") else {
        "userId": pair.anna.id, "username": pair.anna.username}
    for socket in (pair.b, device):
        assert socket.expect(event) == {"callId": pair.call_id, **EVENTS[event], **name}
    assert event not in pair.a.settled()


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_refuses_other_shapes(pair, event):
    assert pair.a.ask(event) == {"ok": False, "error": "bad_payload"}
    for payload in (None, [], "x", 5, [[]]):
        assert pair.a.ask(event, payload) == {"ok": False, "error": "bad_payload"}
    bad_values = {
        "webrtc-offer": [{}, "sdp", None, {"type": "answer", "sdp": "x"}, {"type": "offer"},
                         {"type": "offer", "sdp": 5},
                         {"type": "offer", "sdp": "x" * 200_001}, offer(extra="x" * 230_000)],
        "webrtc-answer": [{}, offer(), {"type": "answer", "sdp": None}],
        "webrtc-ice-candidate": [{}, None, "candidate", {"candidate": 5}, {"candidate": "x" * 5000},
                                 {"candidate": "x", "sdpMid": 5}, {"candidate": "x", "sdpMLineIndex": -1},
                                 {"candidate": "x", "sdpMLineIndex": True}, {"candidate": "x", "sdpMLineIndex": 1.5}],
        "webrtc-change-server": [5, "", None, "x" * 100],
        "call-audio-toggle": [0, "true", None], "call-video-toggle": [1, {}], "call-video-upgrade": []}[event]
    for value in bad_values:
        key = next(iter(EVENTS[event]))
        assert pair.say(event, **{key: value}) == {"ok": False, "error": "bad_payload"}, value
    assert event not in pair.b.settled()


def test_a_large_description_passes_untouched(pair):
    sdp = "v=0\r\n" + "a=line\r\n" * 24_000
    assert pair.say("webrtc-offer", offer=offer(sdp)) == {"ok": True}
    assert pair.b.expect("webrtc-offer")["offer"]["sdp"] == sdp


def test_candidates_without_sdp_mid_and_empty_ones_pass(pair):
    for value in ({"candidate": ""}, {"candidate": "x", "sdpMid": None, "sdpMLineIndex": None}):
        assert pair.say("webrtc-ice-candidate", candidate=value) == {"ok": True}
    assert pair.b.expect("webrtc-ice-candidate", 2)["candidate"]["candidate"] == "x"


def test_order_is_kept_per_sender(pair):
    for number in range(200):
        pair.a.emit("webrtc-ice-candidate", {"callId": pair.call_id, "candidate": candidate(number),
                                             "targetUserId": pair.boris.id})
        if number % 50 == 0:
            pair.a.emit("call-audio-toggle", {"callId": pair.call_id, "isAudioEnabled": number == 0,
                                              "targetUserId": pair.boris.id})
    pair.b.expect("webrtc-ice-candidate", 200)
    numbers = [payload["candidate"]["candidate"] for payload in pair.b.all("webrtc-ice-candidate")]
    assert numbers == [candidate(number)["candidate"] for number in range(200)]
    assert pair.b.names()[-200:].index("call-audio-toggle") > 0


def test_events_need_no_acknowledgement(pair):
    pair.a.emit("webrtc-offer", {"callId": pair.call_id, "offer": offer(), "targetUserId": pair.boris.id})
    assert pair.b.expect("webrtc-offer")
    assert not [frame for frame in pair.a.frames.queue if frame.startswith("43")]


def test_the_callers_candidates_wait_for_consent_and_then_keep_their_order(ringing):
    assert ringing.say("webrtc-offer", offer=offer()) == {"ok": True}
    assert ringing.b.expect("webrtc-offer")["offer"] == offer()
    for number in (1, 2, 3):
        assert ringing.say("webrtc-ice-candidate", candidate=candidate(number)) == {"ok": True, "held": True}
    assert "webrtc-ice-candidate" not in ringing.b.settled()
    ringing.boris.post(f"/api/calls/accept/{ringing.call_id}")
    ringing.b.expect("webrtc-ice-candidate", 3)
    assert [c["candidate"] for c in ringing.b.all("webrtc-ice-candidate")] == [candidate(n) for n in (1, 2, 3)]
    names = ringing.b.names()
    assert names.index("callAccepted") < names.index("webrtc-ice-candidate")
    assert ringing.say("webrtc-ice-candidate", candidate=candidate(4)) == {"ok": True}


def test_what_waits_is_bounded(ringing):
    for number in range(256):
        ringing.a.emit("webrtc-ice-candidate", {"callId": ringing.call_id, "candidate": candidate(number),
                                                "targetUserId": ringing.boris.id})
    assert ringing.say("webrtc-ice-candidate", candidate=candidate()) == {"ok": False, "error": "rate_limited"}


def test_a_ringing_callee_may_answer_at_once(ringing):
    assert ringing.answer("webrtc-answer", answer={"type": "answer", "sdp": "v=0\r\n"}) == {"ok": True}
    assert ringing.a.expect("webrtc-answer")["fromUserId"] == ringing.boris.id


def test_a_device_that_comes_late_rings_and_has_the_latest_offer(ringing, sockets):
    for text in ("first", "second"):
        ringing.say("webrtc-offer", offer=offer(text))
    late = sockets(ringing.boris)
    assert late.expect("incomingCall") == ringing.b.expect("incomingCall")
    assert late.expect("webrtc-offer") == ringing.b.expect("webrtc-offer", 2)
    assert late.names() == ["onlineUsersSync", "incomingCall", "webrtc-offer"]
    # The caller's own second device does not ring.
    assert sockets(ringing.anna).settled() == ["onlineUsersSync"]


def test_nothing_passes_after_the_end(pair):
    pair.boris.post(f"/api/calls/end/{pair.call_id}")
    pair.a.expect("callEnded")
    for event, values in EVENTS.items():
        assert pair.say(event, **values) == {"ok": False, "error": "not_in_call"}
    assert not set(EVENTS) & set(pair.b.settled())
