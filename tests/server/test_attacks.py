"""Each hole of the old server (contract 8.2, S1 to S18), attacked."""

import base64
import json
import os
import stat
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from harness import PASSWORD, SECRET, Server, candidate, eventually, new_folder, offer

from server.tokens import Tokens

CLIENT_EVENTS = ("typing", "webrtc-offer", "webrtc-answer", "webrtc-ice-candidate", "webrtc-change-server",
                 "call-audio-toggle", "call-video-toggle", "call-video-upgrade", "user-activity", "client-leaving")


def running_call(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    assert boris.post(f"/api/calls/accept/{call_id}").status == 200
    return anna, boris, chat, a, b, call_id


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
    for _ in range(700):
        a.emit("call-audio-toggle", {"callId": call_id, "isAudioEnabled": True, "targetUserId": boris.id})
    assert a.ask("call-audio-toggle", {"callId": call_id, "isAudioEnabled": True, "targetUserId": boris.id}) == {
        "ok": False, "error": "rate_limited"}
    assert len(b.all("call-audio-toggle")) < 700


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
    for socket in (b, late):
        socket.settled()
        assert not [frame for frame in socket.frames.queue if "192.0.2." in frame]
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
        assert anna.get("/api/users/search?query=" + urllib.parse.quote(query)).status == 404


def test_s9_guessing_passwords_is_limited(strict):
    anna = strict.user("anna")
    statuses = [strict.call("POST", "/api/auth/login", {"email": anna.username, "password": f"guess{n}"}).status
                for n in range(14)]
    assert statuses[:10] == [401] * 10 and statuses[-1] == 429
    # Not even the right password opens it now; another account is not affected.
    assert strict.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD}).status == 429
    boris = strict.user("boris")
    assert strict.call("POST", "/api/auth/login", {"email": boris.username, "password": PASSWORD}).status == 200


def test_s9_parallel_guesses_are_limited_too(strict):
    anna = strict.user("anna")
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda n: strict.call(
            "POST", "/api/auth/login", {"email": anna.username, "password": f"guess{n}"}).status, range(20)))
    assert statuses.count(401) <= 10 and statuses.count(429) >= 10


def test_s9_signing_in_rightly_is_not_limited(strict):
    anna = strict.user("anna")
    for _ in range(15):
        assert strict.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD}).status == 200


def test_s9_an_unknown_name_looks_like_a_wrong_password(server):
    anna = server.user("anna")
    unknown = server.call("POST", "/api/auth/login", {"email": "nobody-at-all", "password": "x"})
    wrong = server.call("POST", "/api/auth/login", {"email": anna.username, "password": "x"})
    assert (unknown.status, unknown.body) == (wrong.status, wrong.body) == (401, {"message": "Неверный логин или пароль"})


def test_s10_nobody_takes_over_an_account_by_its_id(server):
    anna = server.user("anna")
    server.call("POST", "/api/auth/change-email", {"userId": anna.id, "newEmail": "eve@evil.example"})
    answers = [server.call("POST", "/api/auth/verify-email", {"userId": anna.id, "code": f"{code:06d}"})
               for code in range(3)]
    assert {answer.status for answer in answers} == {400} and all("accessToken" not in a.body for a in answers)
    assert anna.get("/api/me").body["user"]["email"] == anna.email


def forged(anna, key: str, algorithm: str = "HS256", **claims) -> str:
    known = jwt.decode(anna.token, options={"verify_signature": False})
    return jwt.encode({**known, **claims}, key, algorithm=algorithm)


def test_s11_forged_tokens_are_refused(server):
    anna, boris = server.user("anna"), server.user("boris")
    with server.database() as database:
        keys = Tokens(database, SECRET, True)._keys
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    unsigned = header + "." + anna.token.split(".")[1] + "."
    for token in (unsigned, forged(anna, SECRET), forged(anna, "secret"), forged(anna, keys["access"], "HS512"),
                  forged(anna, keys["refresh"]), forged(anna, keys["access"], id=boris.id, _id=boris.id),
                  forged(anna, keys["access"], sid="0" * 24), forged(anna, keys["access"], sid=None),
                  forged(anna, keys["access"], typ="refresh"), forged(anna, keys["access"], exp="never")):
        assert anna.server.call("GET", "/api/me", token=token).status == 403


def test_s11_a_deleted_users_tokens_and_sockets_die(quick, sockets):
    quick_recheck = Server(new_folder(), timing="recheck=0.2 offline_delay=0.05")
    try:
        anna = quick_recheck.user("anna")
        a = sockets(anna)
        with quick_recheck.database() as database:
            database.run("DELETE FROM users WHERE id = ?", anna.id)
        assert anna.get("/api/me").status == 403
        assert quick_recheck.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).status == 403
        assert sockets(anna).reply.startswith("44")
        a.wait(lambda: "41" in list(a.frames.queue), "the socket to be signed out")
    finally:
        quick_recheck.stop()


def test_s11_a_deleted_participant_does_not_keep_the_other_busy(server, sockets):
    anna, boris, chat, a, b, call_id = running_call(server, sockets)
    carol = server.user("carol")
    with server.database() as database:
        database.run("DELETE FROM users WHERE id = ?", anna.id)
    assert boris.get("/api/calls/active").body is None
    assert boris.post("/api/calls/initiate", {"chatId": boris.chat_with(carol)}).status == 201


def test_s12_search_takes_every_sign_literally(server):
    anna = server.user("anna")
    dotted = server.user("a.b*c(d")
    for query in ("a.b*c(d", "*c(", "(d"):
        found = anna.get("/api/users/search?query=" + urllib.parse.quote(query))
        assert [user["_id"] for user in found.body] == [dotted.id]
    slow = "(a+)+" * 8
    started = time.monotonic()
    assert anna.get("/api/users/search?query=" + urllib.parse.quote(slow)).status == 404
    assert time.monotonic() - started < 1.0


def test_s12_pages_and_bodies_are_bounded(server):
    anna, boris, chat = server.friends()
    page = anna.get(f"/api/messages/chats/{chat}/messages?limit=1000000&page=1").body["pagination"]
    assert page["limit"] == 100
    for path in (f"/api/messages/chats/{chat}/messages?limit=-5&page=-3", f"/api/calls/history/{chat}?page=-1",
                 f"/api/messages/chats/{chat}/messages?page=99999999999999999999&limit=1e9"):
        assert anna.get(path).status == 200
    big = server.call("POST", "/api/auth/login", raw=b'{"email":"' + b"x" * 100_000 + b'"}')
    assert (big.status, big.body["message"]) == (413, "Request body is too large")


def test_s13_ones_own_profile_holds_no_secret_fields(server):
    anna = server.user("anna")
    profile = anna.get("/api/me").body["user"]
    assert not {"password", "password_hash", "sessions", "lastLoginIP", "emailVerificationCode", "telegramChatId",
                "socketId", "lastLoginUserAgent"} & set(profile)


def test_s13_logs_hold_neither_passwords_nor_tokens(sockets):
    server = Server(new_folder(), "--verbose")
    try:
        anna, boris, chat = server.friends()
        a = sockets(anna)
        login = server.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD})
        server.call("POST", "/api/auth/login", raw=b'{"password":"hunter2-secret')
        server.call("GET", f"/api/me?token={anna.token}", token=anna.token)
        server.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh})
        call_id = anna.ring(chat)
        a.ask("webrtc-offer", {"callId": call_id, "offer": offer("v=0 private-sdp"), "targetUserId": boris.id})
        a.send("42[broken " + anna.token)
        a.wait(lambda: a.closed, "the close")
    finally:
        server.stop()
    log = server.error_text()
    assert "POST /api/auth/login 200" in log
    for secret in (PASSWORD, "hunter2-secret", anna.token, anna.refresh, login.body["accessToken"], "private-sdp",
                   SECRET):
        assert secret not in log


def test_s13_the_address_is_the_peers_not_the_claimed_one(server):
    anna = server.user("anna")
    answer = server.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD},
                         headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.body["user"]["lastLoginIP"] == "127.0.0.1"


def test_s14_nobody_makes_himself_an_administrator(server):
    assert server.call("POST", "/api/setup/create-first-admin", {"userId": "x"}).status == 404
    answer = server.call("POST", "/api/auth/register", {
        "username": "climber", "email": "climber@test.example", "password": "secret1", "role": "admin",
        "premium": True, "demo": 1})
    assert answer.body["user"]["role"] == "user"


def test_s15_each_installation_makes_a_secret_of_its_own(tmp_path):
    secrets = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        server = Server(tmp_path / name, secret=None)
        path = server.database_path.with_name("test.db.secret")
        secrets.append(path.read_text())
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        registered = server.call("POST", "/api/auth/register", {"username": "anna", "email": "a@b.cd",
                                                                "password": "secret1"}).body
        server.stop()
        server.start()
        assert server.call("GET", "/api/me", token=registered["accessToken"]).status == 200
        server.stop()
    assert secrets[0] != secrets[1] and all(len(secret) == 64 for secret in secrets)


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


def test_s17_a_socket_that_closes_early_leaks_nothing(quick, sockets):
    anna, boris, chat = quick.friends()
    b = sockets(boris)
    for _ in range(10):
        early = sockets(quick, connect=False)
        early.send("40" + json.dumps({"token": anna.token}))
        early.drop()
    eventually(lambda: boris.get(f"/api/messages/users/{anna.id}/status").body["isOnline"] is False, "offline")
    assert quick.call("GET", "/api/health").body["sockets"] >= 1 and b.settled()


def test_s18_every_wrong_input_gets_clear_json(server):
    anna, boris, chat = server.friends()
    assert anna.post("/api/calls/initiate", {"chatId": chat, "type": None}).body == {"message": "Invalid call type"}
    for raw in (b"{", b"[1]", b"nul", b'{"a":NaN}', b"\xff\xfe", b"[" * 60_000, b'"text"', b"5",
                b'{"a":' + b"9" * 6000 + b"}"):
        answer = server.call("POST", "/api/auth/login", raw=raw)
        assert answer.status == 400 and answer.body["message"], raw[:20]
    for path in ("/api/messages/chats/%00/messages", "/api/messages/chats/..%2f/messages", "/api/users/%F0%9F%92%A9",
                 "/api/calls/history/x", "/api/users/online-status?userIds=,,"):
        answer = anna.get(path)
        assert answer.status in (400, 403, 404) and isinstance(answer.body, dict), path


@pytest.mark.parametrize("origin, status", [
    ("https://social-space-3pce.vercel.app", 200), ("http://localhost:3000", 200), ("http://127.0.0.1:5173", 200),
    ("https://evil.example", 403), ("null", 403), ("http://localhost:3000.evil.example", 403), ("\xff", 403)])
def test_only_known_origins_are_served(server, sockets, origin, status):
    anna = server.user("anna")
    answer = server.call("GET", "/api/me", token=anna.token, headers={"Origin": origin})
    assert answer.status == status
    polling = server.call("GET", "/socket.io/?EIO=4&transport=polling", headers={"Origin": origin})
    assert polling.status == status
    if status == 200:
        assert answer.headers["Access-Control-Allow-Origin"] == origin == polling.headers["Access-Control-Allow-Origin"]
        assert answer.headers["Access-Control-Expose-Headers"] == "Authorization"
        assert sockets(anna, headers={"Origin": origin}).connected
        preflight = server.call("OPTIONS", "/api/calls/initiate", headers={"Origin": origin})
        assert preflight.status == 200 and "PATCH" in preflight.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    else:
        assert answer.body["error"] == "CORS policy violation" and "Access-Control-Allow-Origin" not in answer.headers
        with pytest.raises(Exception, match="403"):
            sockets(anna, headers={"Origin": origin})


def test_the_own_origin_is_served(server, sockets):
    anna = server.user("anna")
    assert sockets(anna, headers={"Origin": server.url}).connected
    assert anna.call("GET", "/api/me", headers={"Origin": server.url}).status == 200
