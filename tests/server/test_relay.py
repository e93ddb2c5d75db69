"""Signalling: passed between the two of a live call, rebuilt, bounded, in order."""

import pytest
from harness import Pair, candidate, offer

EVENTS = {
    "webrtc-offer": {"offer": offer("v=0\r\na=x\r\n", extra={"deep": ["я", None, 1.5]})},
    "webrtc-answer": {"answer": {"type": "answer", "sdp": "v=0\r\n", "more": True}},
    "webrtc-ice-candidate": {"candidate": {**candidate(), "extra": 1}},
    "webrtc-change-server": {"serverKey": "openrelay"},
    "call-audio-toggle": {"isAudioEnabled": False},
    "call-video-toggle": {"isVideoEnabled": True},
    "call-video-upgrade": {},
}


@pytest.fixture
def pair(server, sockets):
    return Pair(server, sockets)


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


def test_nothing_passes_after_the_end(pair):
    pair.boris.post(f"/api/calls/end/{pair.call_id}")
    pair.a.expect("callEnded")
    for event, values in EVENTS.items():
        assert pair.say(event, **values) == {"ok": False, "error": "not_in_call"}
    assert not set(EVENTS) & set(pair.b.settled())


def test_an_answer_reaches_every_device_of_the_other_side(pair, server, sockets):
    """One that takes over a running call is answered to the whole user: the device left behind hears it too."""
    new_device = sockets(pair.anna)
    continued = offer("v=0\r\n", ssc={"v": 1, "device": "new", "takes_over": True})
    assert new_device.ask("webrtc-offer", {"callId": pair.call_id, "targetUserId": pair.boris.id,
                                           "offer": continued}) == {"ok": True}
    assert pair.b.expect("webrtc-offer")["offer"] == continued
    answer = {"type": "answer", "sdp": "v=0\r\n", "ssc": {"v": 1, "device": "b", "for": "new"}}
    assert pair.answer("webrtc-answer", answer=answer) == {"ok": True}
    for device in (pair.a, new_device):
        assert device.expect("webrtc-answer")["answer"] == answer


def test_a_pair_that_comes_back_may_say_everything_again(strict, sockets):
    """300 signals from each side in one burst, twice, with the rates that people meet."""
    pair = Pair(strict, sockets)
    for round_number in (1, 2):
        for number in range(300):
            for socket, target in ((pair.a, pair.boris), (pair.b, pair.anna)):
                event, value = ("webrtc-ice-candidate", {"candidate": candidate(number)})
                if number % 30 == 0:
                    event, value = ("webrtc-offer", {"offer": offer("v=0\r\n" + "a=line\r\n" * 1200)})
                socket.emit(event, {"callId": pair.call_id, "targetUserId": target.id, **value})
        for socket in (pair.a, pair.b):
            socket.expect("webrtc-ice-candidate", 290 * round_number)
            socket.expect("webrtc-offer", 10 * round_number)
            assert not socket.closed


def test_a_burst_to_somebody_away_waits_whole(strict, sockets):
    pair = Pair(strict, sockets)
    pair.b.close()
    sockets(pair.anna).settled()
    for number in range(300):
        pair.a.emit("webrtc-ice-candidate", {"callId": pair.call_id, "targetUserId": pair.boris.id,
                                             "candidate": {**candidate(), "ssc": {"seq": number}}})
    assert pair.say("call-audio-toggle", isAudioEnabled=False) == {"ok": True, "held": True}
    back = sockets(pair.boris)
    back.expect("call-audio-toggle")
    assert [c["candidate"]["ssc"]["seq"] for c in back.all("webrtc-ice-candidate")] == list(range(300))


def test_what_waits_for_somebody_away_keeps_its_last_word(pair, sockets):
    pair.b.close()
    sockets(pair.anna).settled()
    for is_on in (False, True, False):
        pair.say("call-audio-toggle", isAudioEnabled=is_on)
    back = sockets(pair.boris)
    back.expect("call-audio-toggle", 3)
    assert [toggle["isAudioEnabled"] for toggle in back.all("call-audio-toggle")] == [False, True, False]
