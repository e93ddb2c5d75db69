"""Holes of the old server around calls and sockets (contract 8.2: S1 to S8, S16, S17), attacked."""

import json
import socket
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from harness import candidate, eventually, offer, running_call

CLIENT_EVENTS = ("typing", "webrtc-offer", "webrtc-answer", "webrtc-ice-candidate", "webrtc-change-server",
                 "call-audio-toggle", "call-video-toggle", "call-video-upgrade", "user-activity", "client-leaving")


def test_s1_no_event_without_payload_stops_the_server(server, sockets):
    a = sockets(server.user("anna"))
    for event in CLIENT_EVENTS:
        a.emit(event)
        for payload in (None, [], "x", 0, True, {}, {"callId": None}, {"callId": {"a": 1}, "targetUserId": []}):
            a.emit(event, payload)
        a.emit(event, 1, 2, 3)
    assert a.settled() and server.is_running()


def test_s1_a_list_as_search_query_stops_nothing(server):
    anna = server.user("anna")
    for query in ("query[]=a", "query[]=a&query[]=b", "query[a]=1", "query=a&query=b", "query=%00", "query=%ff%fe"):
        assert anna.get("/api/users/search?" + query).status in (200, 400, 404)


def test_s2_a_lost_call_is_told_to_its_two_participants_only(quick, sockets):
    anna, boris, chat, a, b, call_id = running_call(quick, sockets)
    carol, dave, other = quick.friends("carol", "dave")
    c, d = sockets(carol), sockets(dave)
    running = carol.ring(other)
    dave.post(f"/api/calls/accept/{running}")
    for _ in range(3):
        a.drop()
        a = sockets(anna)
    a.drop()
    assert b.expect("callEnded")["callId"] == call_id
    for bystander in (c, d):
        assert "callEnded" not in bystander.settled()
    assert carol.get("/api/calls/active").body["_id"] == running


def test_s3_a_third_user_cannot_slip_an_offer_into_a_call(server, sockets):
    anna, boris, chat = server.friends()
    eve = server.user("eve")
    a, b, e = sockets(anna), sockets(boris), sockets(eve)
    call_id = anna.ring(chat)
    for target in (boris.id, anna.id):
        assert e.ask("webrtc-offer", {"callId": call_id, "offer": offer("evil"), "targetUserId": target}) == {
            "ok": False, "error": "not_in_call"}
    boris.post(f"/api/calls/accept/{call_id}")
    assert e.ask("webrtc-offer", {"callId": call_id, "offer": offer("evil"), "targetUserId": boris.id})["ok"] is False
    assert "webrtc-offer" not in a.settled() + b.settled()
    assert eve.post(f"/api/calls/accept/{call_id}").status == 403


def test_s3_call_ids_cannot_be_guessed_from_ones_own(server, sockets):
    anna, boris, chat = server.friends()
    sockets(anna)
    ids = []
    for _ in range(5):
        ids.append(anna.ring(chat))
        anna.post(f"/api/calls/end/{ids[-1]}")
    assert len({call_id[:8] for call_id in ids}) == 5 and len({call_id[-6:] for call_id in ids}) == 5
    assert len({call_id[8:16] for call_id in ids}) == 5


def test_s4_a_participant_reaches_only_the_other_one(server, sockets):
    anna, boris, chat, a, b, call_id = running_call(server, sockets)
    eve = server.user("eve")
    e = sockets(eve)
    for target in (eve.id, anna.id, None, "", "0" * 24, [boris.id]):
        for event, value in (("webrtc-answer", {"answer": {"type": "answer", "sdp": "x"}}),
                             ("webrtc-ice-candidate", {"candidate": candidate()}),
                             ("call-audio-toggle", {"isAudioEnabled": False}),
                             ("webrtc-change-server", {"serverKey": "auto"})):
            assert a.ask(event, {"callId": call_id, "targetUserId": target, **value}) == {
                "ok": False, "error": "not_in_call"}
    for call in ("0" * 24, None, "junk", {"$gt": ""}):
        assert a.ask("call-video-upgrade", {"callId": call, "targetUserId": boris.id}) == {
            "ok": False, "error": "not_in_call"}
    assert e.settled() == ["onlineUsersSync"]
    assert not [name for name in b.settled() if name.startswith(("webrtc", "call-"))]


def test_s4_a_profile_change_says_who_sent_it(server, sockets):
    anna, boris, chat, a, b, call_id = running_call(server, sockets)
    a.ask("webrtc-change-server", {"callId": call_id, "serverKey": "auto", "targetUserId": boris.id,
                                   "fromUserId": boris.id})
    assert b.expect("webrtc-change-server") == {"callId": call_id, "serverKey": "auto", "fromUserId": anna.id,
                                                "fromUsername": anna.username}


def test_s5_ringing_somebody_again_and_again_is_limited(strict, sockets):
    anna, boris, chat = strict.friends()
    sockets(anna)
    statuses = []
    for _ in range(12):
        answer = anna.post("/api/calls/initiate", {"chatId": chat})
        statuses.append(answer.status)
        if answer.status == 201:
            anna.post(f"/api/calls/end/{answer.body['callId']}")
    assert statuses[:5] == [201] * 5 and statuses[-1] == 429
    assert answer.body["retryAfter"] >= 1 and answer.headers["Retry-After"] == str(answer.body["retryAfter"])
    # Another caller is not held back by it.
    carol = strict.user("carol")
    sockets(carol)
    assert carol.post("/api/calls/initiate", {"chatId": carol.chat_with(boris)}).status == 201


def test_s5_nobody_is_kept_busy_for_long(quick, sockets):
    anna, boris, chat = quick.friends()
    carol = quick.user("carol")
    to_boris = carol.chat_with(boris)
    sockets(anna), sockets(carol)
    anna.ring(chat)
    assert carol.post("/api/calls/initiate", {"chatId": to_boris}).status == 409
    eventually(lambda: carol.post("/api/calls/initiate", {"chatId": to_boris}).status == 201, "the line to be free")


def test_s5_signalling_floods_are_cut(strict, sockets):
    anna, boris, chat, a, b, call_id = running_call(strict, sockets)
    for _ in range(1200):
        a.emit("call-audio-toggle", {"callId": call_id, "isAudioEnabled": True, "targetUserId": boris.id})
    assert a.ask("call-audio-toggle", {"callId": call_id, "isAudioEnabled": True, "targetUserId": boris.id}) == {
        "ok": False, "error": "rate_limited"}
    assert len(b.all("call-audio-toggle")) < 1200


def test_s5_a_client_that_stops_reading_is_closed(server, sockets):
    anna, boris, chat, a, b, call_id = running_call(server, sockets)
    deaf = SlowReader(server, boris.token)
    try:
        payload = {"callId": call_id, "offer": offer("x" * 30_000), "targetUserId": boris.id}
        for _ in range(12):
            for _ in range(100):
                a.emit("webrtc-offer", payload)
            assert a.settled()
            if server.call("GET", "/api/health").body["sockets"] == deaf.sockets_before:
                break
        eventually(lambda: server.call("GET", "/api/health").body["sockets"] == deaf.sockets_before, "the close")
        assert not b.closed
    finally:
        deaf.close()


class SlowReader:
    """Signs in over a bare TCP connection and never reads again."""

    def __init__(self, server, token: str):
        self.sockets_before = server.call("GET", "/api/health").body["sockets"]
        self._socket = socket.create_connection(("127.0.0.1", server.port))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.sendall(f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        assert b" 101 " in self._socket.recv(100)
        text = ("40" + json.dumps({"token": token})).encode()
        # A client's frame is masked; a mask of zeros leaves the text as it is.
        self._socket.sendall(bytes([0x81, 0x80 | 126]) + len(text).to_bytes(2, "big") + b"\0\0\0\0" + text)
        eventually(lambda: server.call("GET", "/api/health").body["sockets"] == self.sockets_before + 1, "the sign-in")

    def close(self) -> None:
        self._socket.close()


def test_s5_a_flood_of_frames_closes_the_connection(strict, sockets):
    a = sockets(strict.user("anna"))
    for _ in range(20):
        if not a.closed:
            try:
                for _ in range(100):
                    a.emit("user-activity")
            except ConnectionError:
                break
    a.wait(lambda: a.closed, "the close")


def test_s6_the_callee_learns_no_address_before_he_accepts(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    assert a.ask("webrtc-ice-candidate", {"callId": call_id, "candidate": candidate(), "targetUserId": boris.id}) == {
        "ok": True, "held": True}
    late = sockets(boris)
    for device in (b, late):
        device.settled()
        assert not [frame for frame in device.frames.queue if "192.0.2." in frame]
    boris.post(f"/api/calls/decline/{call_id}")
    b.expect("callDeclined")
    assert "webrtc-ice-candidate" not in b.settled()


def test_s7_the_past_cannot_be_rewritten(server, sockets):
    anna, boris, chat, a, b, call_id = running_call(server, sockets)
    first = anna.post(f"/api/calls/end/{call_id}").body
    stored = anna.get(f"/api/calls/history/{chat}").body
    for user in (boris, anna):
        again = user.post(f"/api/calls/end/{call_id}")
        assert (again.status, again.body) == (200, first)
    for verb in ("accept", "decline"):
        assert boris.post(f"/api/calls/{verb}/{call_id}").status == 400
    assert anna.get(f"/api/calls/history/{chat}").body == stored
    assert a.settled().count("callEnded") == b.settled().count("callEnded") == 1
    assert b.names().count("newMessage") == 1
    declined = anna.ring(chat)
    boris.post(f"/api/calls/decline/{declined}")
    assert anna.post(f"/api/calls/end/{declined}").body == {"callId": declined, "status": "declined", "duration": 0,
                                                            "reason": "declined"}
    assert a.settled().count("callEnded") == 1


def test_s8_strangers_learn_nothing_about_each_other(server, sockets):
    anna, boris, chat = server.friends()
    eve = server.user("eve")
    e = sockets(eve)
    a = sockets(anna)
    assert set(e.expect("onlineUsersSync")["users"]) == {eve.id}
    late = sockets(eve)
    assert anna.id not in late.expect("onlineUsersSync")["users"]
    boris_socket = sockets(boris)
    assert set(boris_socket.expect("onlineUsersSync")["users"]) == {anna.id, boris.id}
    a.emit("typing", {"chatId": chat, "isTyping": True})
    boris_socket.expect("userTyping")
    a.close()
    boris_socket.expect("userOffline")
    assert e.settled() == ["onlineUsersSync"]
    assert eve.get(f"/api/users/online-status?userIds={boris.id}").body[boris.id]["isOnline"] is False
    assert eve.get(f"/api/messages/users/{boris.id}/status").body == {
        "userId": boris.id, "isOnline": False, "lastSeen": None}


def test_s8_nobody_can_feign_typing_in_a_foreign_chat(server, sockets):
    anna, boris, chat = server.friends()
    e, b = sockets(server.user("eve")), sockets(boris)
    for chat_id in (chat, None, "junk", [chat], {"$ne": 0}):
        assert e.ask("typing", {"chatId": chat_id, "isTyping": True}) == {"ok": False, "error": "not_in_chat"}
    for flag in (None, 1, "true"):
        assert e.ask("typing", {"chatId": chat, "isTyping": flag}) == {"ok": False, "error": "bad_payload"}
    assert "userTyping" not in b.settled()


def test_s8_a_dot_does_not_list_everybody(server):
    anna = server.user("anna")
    for query in (".", ".*", "^", "%", "_", "[a-z]"):
        answer = anna.get("/api/users/search?query=" + urllib.parse.quote(query))
        assert answer.status == 404 or all(query in user["username"] for user in answer.body)


def test_s16_of_crossing_calls_exactly_one_comes_about(server, sockets):
    for _ in range(5):
        anna, boris, chat = server.friends()
        sockets(anna), sockets(boris)
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda user: user.post("/api/calls/initiate", {"chatId": chat}),
                                    [anna, boris] * 3))
        assert sorted(answer.status for answer in answers) == [201] + [409] * 5


def test_s16_only_one_of_two_tabs_accepts(server, sockets):
    anna, boris, chat = server.friends()
    a = sockets(anna)
    call_id = anna.ring(chat)
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda verb: boris.post(f"/api/calls/{verb}/{call_id}").status,
                                 ["accept", "decline"] * 3))
    assert sorted(statuses) == [200] + [400] * 5
    assert len(a.all("callAccepted")) + len(a.all("callDeclined")) == 1


def test_s16_two_people_share_one_chat_however_it_was_made(server):
    anna, boris = server.user("anna"), server.user("boris")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda pair: pair[0].post("/api/messages/chats", {"participantId": pair[1].id}),
                                [(anna, boris), (boris, anna)] * 3))
    assert len({answer.body["_id"] for answer in answers}) == 1
    assert sorted(answer.status for answer in answers) == [200] * 5 + [201]


def test_s16_an_old_sockets_end_does_not_hurt_the_new_one(quick, sockets):
    anna, boris, chat = quick.friends()
    a, old, new = sockets(anna), sockets(boris), None
    call_id = anna.ring(chat)
    new = sockets(boris)
    boris.post(f"/api/calls/accept/{call_id}")
    old.ask("client-leaving")
    old.close()
    assert anna.get(f"/api/messages/users/{boris.id}/status").body["isOnline"] is True
    assert "userOffline" not in a.settled() and "callEnded" not in a.names()
    assert new.settled() and anna.get("/api/calls/active").body["_id"] == call_id


def test_s17_a_socket_that_closes_early_leaks_nothing(fresh, sockets):
    anna, boris, chat = fresh.friends()
    b = sockets(boris)
    for _ in range(10):
        early = sockets(fresh, connect=False)
        early.send("40" + json.dumps({"token": anna.token}))
        early.drop()
    eventually(lambda: boris.get(f"/api/messages/users/{anna.id}/status").body["isOnline"] is False, "offline")
    assert b.settled()
    b.close()
    eventually(lambda: fresh.call("GET", "/api/health").body["sockets"] == 0, "no socket left of the two")
