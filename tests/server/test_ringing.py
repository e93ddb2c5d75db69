"""Signalling while it rings: no address passes before both agree, and a warm call's devices get ready."""

import pytest
from harness import Pair, candidate, offer

WARM = {"ssc": {"v": 1, "device": "a", "warm": True}}
ANSWER = {"type": "answer", "sdp": "v=0\r\n", "ssc": {"v": 1, "device": "b"}}
# What a browser writes once it has gathered: candidates before the mid, and a default address in three places.
GATHERED = ("v=0\r\no=- 1 2 IN IP6 2001:db8::2\r\ns=-\r\nt=0 0\r\n"
            "m=audio 5000 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 192.0.2.1\r\na=rtcp:5000 IN IP4 192.0.2.1\r\n"
            "a=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\na=candidate:2 1 udp 1 192.0.2.2 5001 typ host\r\n"
            "a=end-of-candidates\r\na=ice-ufrag:abcd\r\na=mid:sound\r\n"
            "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP6 2001:db8::1\r\na=ice-ufrag:abcd\r\na=mid:1\r\n")
SENT = ("webrtc-offer", "webrtc-answer", "webrtc-ice-candidate")
HELD = {"ok": True, "held": True}


@pytest.fixture
def ringing(server, sockets):
    return Pair(server, sockets, accept=False)


def signals(socket) -> list:
    socket.settled()
    return [(name, payload[name.removeprefix("webrtc-").removeprefix("ice-")])
            for name, payload in socket.events if name in SENT]


def test_the_callers_candidates_wait_for_consent_and_then_keep_their_order(ringing):
    assert ringing.say("webrtc-offer", offer=offer()) == {"ok": True}
    assert ringing.b.expect("webrtc-offer")["offer"] == offer()
    for number in (1, 2, 3):
        assert ringing.say("webrtc-ice-candidate", candidate=candidate(number)) == HELD
    assert "webrtc-ice-candidate" not in ringing.b.settled()
    ringing.accept()
    ringing.b.expect("webrtc-ice-candidate", 3)
    assert [c["candidate"] for c in ringing.b.all("webrtc-ice-candidate")] == [candidate(n) for n in (1, 2, 3)]
    names = ringing.b.names()
    assert names.index("callAccepted") < names.index("webrtc-ice-candidate")
    assert ringing.say("webrtc-ice-candidate", candidate=candidate(4)) == {"ok": True}


def test_what_waits_is_bounded_and_a_repetition_takes_no_room(ringing):
    for number in [*range(400), *range(400)]:
        ringing.a.emit("webrtc-ice-candidate", {"callId": ringing.call_id, "targetUserId": ringing.boris.id,
                                                "candidate": {**candidate(), "ssc": {"seq": number}}})
    assert ringing.say("webrtc-ice-candidate", candidate={**candidate(), "ssc": {"seq": 7}}) == HELD
    assert ringing.say("webrtc-ice-candidate", candidate=candidate(999)) == {"ok": False, "error": "rate_limited"}
    ringing.accept()
    ringing.b.expect("webrtc-ice-candidate", 400)
    assert len(ringing.b.all("webrtc-ice-candidate")) == 400 and not ringing.b.closed


def test_what_the_callees_devices_say_waits_for_the_accept(ringing):
    ringing.say("webrtc-offer", offer=offer())
    assert ringing.answer("webrtc-answer", answer=ANSWER) == HELD
    assert ringing.answer("webrtc-ice-candidate", candidate=candidate(1)) == HELD
    assert ringing.answer("webrtc-offer", offer=offer("their own")) == HELD
    assert not signals(ringing.a)
    ringing.accept()
    ringing.a.expect("webrtc-offer")
    assert signals(ringing.a) == [("webrtc-answer", ANSWER), ("webrtc-ice-candidate", candidate(1)),
                                  ("webrtc-offer", offer("their own"))]
    assert ringing.a.names().index("callAccepted") < ringing.a.names().index("webrtc-answer")


def test_addresses_inside_the_callers_offer_wait_too(ringing, sockets):
    extra = {"ssc": {"v": 1, "device": "a"}}
    assert ringing.say("webrtc-offer", offer=offer(GATHERED, **extra)) == {"ok": True}
    shown = ringing.b.expect("webrtc-offer")["offer"]
    late = sockets(ringing.boris)
    assert late.expect("webrtc-offer")["offer"] == shown and shown["ssc"] == extra["ssc"]
    for device in (ringing.b, late):
        device.settled()
        assert not [f for f in device.frames.queue if "192.0.2." in f or "2001:db8" in f or "candidate:" in f]
    assert shown["sdp"].split("\r\n") == [
        "v=0", "o=- 1 2 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 5000 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0", "a=ice-ufrag:abcd", "a=mid:sound", "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0", "a=ice-ufrag:abcd", "a=mid:1", ""]
    ringing.accept()
    assert ringing.b.expect("webrtc-ice-candidate", 2) == {
        "callId": ringing.call_id, "fromUserId": ringing.anna.id, "fromUsername": ringing.anna.username,
        "candidate": {"candidate": "candidate:2 1 udp 1 192.0.2.2 5001 typ host", "sdpMid": "sound",
                      "sdpMLineIndex": 0, "usernameFragment": "abcd"}}


def test_an_offer_after_the_accept_passes_whole(ringing):
    ringing.accept()
    ringing.say("webrtc-offer", offer=offer(GATHERED))
    assert ringing.b.expect("webrtc-offer")["offer"]["sdp"] == GATHERED


def test_a_warm_call_builds_its_path_while_it_rings(ringing):
    assert ringing.say("webrtc-offer", offer=offer(GATHERED, **WARM)) == {"ok": True}
    assert ringing.say("webrtc-ice-candidate", candidate=candidate(1)) == {"ok": True}
    assert ringing.answer("webrtc-answer", answer=ANSWER) == {"ok": True}
    assert ringing.answer("webrtc-ice-candidate", candidate=candidate(2)) == {"ok": True}
    assert signals(ringing.b) == [("webrtc-offer", offer(GATHERED, **WARM)), ("webrtc-ice-candidate", candidate(1))]
    assert signals(ringing.a) == [("webrtc-answer", ANSWER), ("webrtc-ice-candidate", candidate(2))]
    ringing.accept()
    ringing.b.expect("callAccepted")
    assert len(signals(ringing.b)) == 2 and len(signals(ringing.a)) == 2


def test_a_device_that_comes_late_to_a_warm_call_gets_ready_too(ringing, sockets):
    ringing.say("webrtc-offer", offer=offer("first", **WARM))
    ringing.say("webrtc-offer", offer=offer("second", **WARM))
    for number in (1, 2):
        ringing.say("webrtc-ice-candidate", candidate=candidate(number))
    late = sockets(ringing.boris)
    late.expect("webrtc-ice-candidate", 2)
    assert late.names() == ["onlineUsersSync", "incomingCall", "webrtc-offer"] + ["webrtc-ice-candidate"] * 2
    assert signals(late)[0] == ("webrtc-offer", offer("second", **WARM))
    # The caller's own second device does not ring.
    assert sockets(ringing.anna).settled() == ["onlineUsersSync"]


def test_a_device_that_comes_late_to_a_cold_call_gets_the_latest_offer_only(ringing, sockets):
    for text in ("first", "second"):
        ringing.say("webrtc-offer", offer=offer(text))
    ringing.say("webrtc-ice-candidate", candidate=candidate())
    late = sockets(ringing.boris)
    assert late.expect("incomingCall") == ringing.b.expect("incomingCall")
    assert late.expect("webrtc-offer") == ringing.b.expect("webrtc-offer", 2)
    assert late.settled() == ["onlineUsersSync", "incomingCall", "webrtc-offer"]


def test_only_the_word_true_makes_a_call_warm_and_the_latest_offer_counts(ringing):
    for ssc in ({"warm": "true"}, {"warm": 1}, ["warm"], None, {"warm": False}):
        ringing.say("webrtc-offer", offer=offer("x", ssc=ssc))
        assert ringing.say("webrtc-ice-candidate", candidate=candidate(1)) == HELD
    ringing.say("webrtc-offer", offer=offer("warm", **WARM))
    assert signals(ringing.b)[-2:] == [("webrtc-offer", offer("warm", **WARM)),
                                       ("webrtc-ice-candidate", candidate(1))]
    ringing.say("webrtc-offer", offer=offer("cold again"))
    assert ringing.say("webrtc-ice-candidate", candidate=candidate(2)) == HELD
    assert ringing.answer("webrtc-answer", answer=ANSWER) == HELD


def test_the_callee_cannot_make_a_call_warm(ringing):
    ringing.say("webrtc-offer", offer=offer())
    assert ringing.answer("webrtc-offer", offer=offer("mine", **WARM)) == HELD
    assert ringing.say("webrtc-ice-candidate", candidate=candidate()) == HELD


def test_a_declined_call_gives_nothing_away(ringing):
    ringing.say("webrtc-offer", offer=offer(GATHERED))
    ringing.say("webrtc-ice-candidate", candidate=candidate())
    ringing.answer("webrtc-answer", answer=ANSWER)
    ringing.boris.post(f"/api/calls/decline/{ringing.call_id}")
    ringing.a.expect("callDeclined")
    assert not signals(ringing.a) and [name for name, _ in signals(ringing.b)] == ["webrtc-offer"]


def test_a_note_names_no_address_and_passes_at_once(ringing):
    note = {"candidate": "", "sdpMid": "0", "sdpMLineIndex": 0, "ssc": {"seq": 1, "ack": 2, "note": "ack"}}
    assert ringing.answer("webrtc-ice-candidate", candidate=note) == {"ok": True}
    assert ringing.a.expect("webrtc-ice-candidate")["candidate"] == note
    for disguised in ({**note, "candidate": "candidate:1"}, {**note, "ssc": {"note": 5}}, {**note, "ssc": "note"}):
        assert ringing.answer("webrtc-ice-candidate", candidate=disguised) == HELD


@pytest.mark.parametrize("more", [WARM, {}], ids=["warm", "cold"])
def test_a_device_that_accepts_between_two_sockets_finds_everything(server, sockets, more):
    pair = Pair(server, sockets, accept=False)
    pair.b.close()
    sockets(pair.anna).settled()
    pair.say("webrtc-offer", offer=offer("made meanwhile", **more))
    pair.say("webrtc-ice-candidate", candidate=candidate(1))
    pair.accept()
    back = sockets(pair.boris)
    back.expect("webrtc-ice-candidate")
    assert signals(back) == [("webrtc-offer", offer("made meanwhile", **more)), ("webrtc-ice-candidate", candidate(1))]


def test_a_caller_away_hears_the_warm_answer_when_he_is_back(ringing, sockets):
    ringing.say("webrtc-offer", offer=offer(**WARM))
    ringing.b.expect("webrtc-offer")
    ringing.a.close()
    sockets(ringing.boris).settled()
    assert ringing.answer("webrtc-answer", answer=ANSWER) == HELD
    assert sockets(ringing.anna).expect("webrtc-answer")["answer"] == ANSWER


@pytest.mark.parametrize("origin", ["o=- 1 2 IN IP4 127.0.0.1", "o=mozilla-99 1 0 IN IP4 0.0.0.0"])
def test_an_origin_that_names_nobody_stays_because_clients_know_a_connection_by_it(ringing, origin):
    """A caller says his offer again after the accept, then whole: it must be the same one for the callee."""
    sdp = f"v=0\r\n{origin}\r\ns=-\r\n"
    ringing.say("webrtc-offer", offer=offer(sdp))
    assert ringing.b.expect("webrtc-offer")["offer"]["sdp"] == sdp
