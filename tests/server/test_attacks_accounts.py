"""Holes of the old server around accounts and input (contract 8.2: S9 to S15, S18), attacked."""

import base64
import os
import stat
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from harness import PASSWORD, SECRET, Server, new_folder, offer, password_hash, running_call

from server.accounts import MOST_SESSIONS, add_user
from server.tokens import Tokens


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


def test_s9_one_who_guesses_does_not_lock_out_his_neighbours(strict):
    anna = strict.user("anna")
    with ThreadPoolExecutor(8) as pool:
        guesses = list(pool.map(lambda n: strict.call(
            "POST", "/api/auth/login", {"email": f"random{n}", "password": "guess"}).status, range(150)))
        junk = list(pool.map(lambda n: strict.call(
            "POST", "/api/auth/refresh", {"refreshToken": f"junk{n}"}).status, range(150)))
    assert set(guesses) == {401} and set(junk) == {403}
    assert strict.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD}).status == 200
    assert strict.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).status == 200


def test_s9_a_session_that_refreshes_without_end_slows_down_only_itself(strict):
    anna, boris = strict.user("anna"), strict.user("boris")
    statuses = [strict.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).status for _ in range(300)]
    assert statuses[:60] == [200] * 60 and 429 in statuses
    assert strict.call("POST", "/api/auth/refresh", {"refreshToken": boris.refresh}).status == 200


def test_s9_behind_a_trusted_proxy_everybody_has_his_own_address(strict):
    server = Server(new_folder(), scale="1", start=False)
    server.environment["SSC_TRUSTED_PROXIES"] = "127.0.0.1, 10.0.0.0/8"
    server.start()

    def login(to, password: str, seen_from: str):
        return to.call("POST", "/api/auth/login", {"email": "anna-behind", "password": password},
                       headers={"X-Forwarded-For": seen_from})
    try:
        for where in (server, strict):
            with where.database() as database:
                add_user(database, "anna-behind", "behind@x.yz", password_hash())
        assert [login(server, "guess", "203.0.113.5").status for _ in range(11)][-1] == 429
        answer = login(server, PASSWORD, "198.51.100.1, 203.0.113.6")
        assert answer.status == 200 and answer.body["user"]["lastLoginIP"] == "203.0.113.6"
        assert login(strict, PASSWORD, "203.0.113.6").body["user"]["lastLoginIP"] == "127.0.0.1"
    finally:
        server.stop()


def test_old_sessions_make_way(fresh):
    anna = fresh.user("anna")
    with fresh.database() as database:
        for number in range(600):
            database.run("INSERT INTO sessions VALUES (?, ?, '2020', 1e10, NULL)", f"{number:024x}", anna.id)
    login = fresh.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD}).body
    with fresh.database() as database:
        assert database.value("SELECT count(*) FROM sessions") == MOST_SESSIONS
    assert anna.get("/api/me").status == fresh.call("GET", "/api/me", token=login["accessToken"]).status == 200


def test_s8_suggestions_do_not_list_everybody(strict):
    anna = strict.user("anna")
    statuses = [anna.get("/api/users/suggestions").status for _ in range(14)]
    assert statuses[:10] == [200] * 10 and statuses[-1] == 429


def test_s9_an_unknown_name_looks_like_a_wrong_password(server):
    anna = server.user("anna")
    unknown = server.call("POST", "/api/auth/login", {"email": "nobody-at-all", "password": "x"})
    wrong = server.call("POST", "/api/auth/login", {"email": anna.username, "password": "x"})
    assert unknown.body == wrong.body == {"message": "Неверный логин или пароль"}
    assert unknown.status == wrong.status == 401


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
