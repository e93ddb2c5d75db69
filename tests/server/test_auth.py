"""Accounts over REST: sign-in, registration, refresh, sign-out, tokens."""

import base64
import json
import time

import jwt
import pytest
from harness import PASSWORD, SECRET, Server, eventually, new_folder

from server.database import Database
from server.tokens import Tokens


def new_account(name: str) -> dict:
    return {"username": name, "email": f"{name}@Test.Example", "password": "secret1"}


def test_registration_signs_in_at_once(server):
    answer = server.call("POST", "/api/auth/register", {**new_account("newcomer"), "displayName": "Новый"})
    assert answer.status == 201
    assert set(answer.body) == {"message", "accessToken", "refreshToken", "user"}
    user = answer.body["user"]
    assert user["username"] == "newcomer" and user["email"] == "newcomer@test.example"
    assert user["emailVerified"] is True and user["role"] == "user" and len(user["id"]) == 24
    me = server.call("GET", "/api/me", token=answer.body["accessToken"])
    assert me.status == 200 and me.body["authenticated"] is True and me.body["tokenValid"] is True
    assert me.body["user"]["_id"] == user["id"] and me.body["user"]["displayName"] == "Новый"


@pytest.mark.parametrize("change, message", [
    ({"username": ""}, "Все поля обязательны для заполнения"),
    ({"email": None}, "Все поля обязательны для заполнения"),
    ({"password": 5}, "Все поля обязательны для заполнения"),
    ({"password": "short"}, "Пароль должен содержать минимум 6 символов"),
    ({"email": "nobody"}, "Введите корректный email адрес"),
    ({"email": "a b@c.d"}, "Введите корректный email адрес"),
    ({"username": "pose@as.you"}, "Недопустимое имя пользователя"),
    ({"username": "two\nlines"}, "Недопустимое имя пользователя"),
])
def test_registration_names_what_is_wrong(server, change, message):
    answer = server.call("POST", "/api/auth/register", {**new_account("refused"), **change})
    assert (answer.status, answer.body["message"]) == (400, message)


def test_a_taken_name_or_address_is_refused(server):
    assert server.call("POST", "/api/auth/register", new_account("taken")).status == 201
    same_name = server.call("POST", "/api/auth/register", {**new_account("taken"), "email": "other@test.example"})
    assert (same_name.status, same_name.body["message"]) == (400, "Имя пользователя уже занято")
    same_mail = server.call("POST", "/api/auth/register", {**new_account("taken2"), "email": "TAKEN@test.example"})
    assert (same_mail.status, same_mail.body["message"]) == (400, "Пользователь с таким email уже существует")


def test_sign_in_works_with_name_or_address(server):
    anna = server.user("anna", "Anna K")
    for name in (anna.username, anna.email.upper()):
        answer = server.call("POST", "/api/auth/login", {"email": name, "password": PASSWORD})
        assert answer.status == 200 and answer.body["message"] == "Вход выполнен успешно"
        user = answer.body["user"]
        assert user["id"] == anna.id and "_id" not in user and "premium" not in user
        assert user["displayName"] == "Anna K" and user["emailVerified"] is True and user["lastLogin"]
        assert server.call("GET", "/api/me", token=answer.body["accessToken"]).status == 200


def test_sign_in_with_a_form_works(server):
    anna = server.user("anna")
    answer = server.call("POST", "/api/auth/login", raw=f"email={anna.username}&password=correct+horse".encode(),
                         headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 200


def test_names_differ_by_case_at_sign_in(server):
    anna = server.user("anna")
    answer = server.call("POST", "/api/auth/login", {"email": anna.username.upper(), "password": PASSWORD})
    assert answer.status == 401


@pytest.mark.parametrize("body", [{}, {"email": "x"}, {"email": "", "password": "y"}, {"email": ["x"], "password": {}}])
def test_sign_in_needs_both_fields(server, body):
    answer = server.call("POST", "/api/auth/login", body)
    assert (answer.status, answer.body["message"]) == (400, "Email и пароль обязательны для заполнения")


def test_a_request_without_a_token_is_401(server):
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": ""}):
        answer = server.call("GET", "/api/me", headers=headers)
        assert (answer.status, answer.body) == (401, {"message": "Access token required", "authenticated": False})


def test_the_scheme_word_is_not_checked(server):
    anna = server.user("anna")
    assert server.call("GET", "/api/me", headers={"Authorization": f"Token {anna.token}"}).status == 200


def test_an_expired_token_is_401_and_says_so(server):
    anna = server.user("anna")
    with server.database() as database:
        tokens = Tokens(database, SECRET, True)
        claims = jwt.decode(anna.token, options={"verify_signature": False})
        claims.update(iat=int(time.time()) - 20, exp=int(time.time()) - 10)
        expired = jwt.encode(claims, tokens._keys["access"], algorithm="HS256")
    answer = server.call("GET", "/api/me", token=expired)
    assert (answer.status, answer.body) == (401, {"message": "Token expired", "expired": True, "authenticated": False})
    assert server.call("GET", "/api/auth/status", token=expired).body["message"] == "Недействительный токен"


def test_a_broken_token_is_403(server):
    anna = server.user("anna")
    for token in ("x", anna.token[:-3] + "abc", anna.token + "x", "a.b.c", anna.refresh):
        answer = server.call("GET", "/api/me", token=token)
        assert (answer.status, answer.body) == (403, {"message": "Invalid token", "authenticated": False}), token


def test_tokens_carry_the_claims_the_site_reads(server):
    anna = server.user("anna")
    padded = anna.token.split(".")[1] + "=="
    claims = json.loads(base64.urlsafe_b64decode(padded))
    assert claims["id"] == claims["_id"] == anna.id and claims["username"] == anna.username
    assert claims["email"] == anna.email and claims["role"] == "user"
    assert claims["exp"] - claims["iat"] == 14 * 86400
    refresh = jwt.decode(anna.refresh, options={"verify_signature": False})
    assert refresh["exp"] - refresh["iat"] == 90 * 86400 and refresh["jti"] != claims["jti"]


def test_refresh_gives_new_tokens_and_the_old_ones_stay_good(server):
    anna = server.user("anna")
    answer = server.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh})
    assert answer.status == 200 and answer.body["message"] == "Токены обновлены"
    assert answer.body["user"] == {"id": anna.id, "username": anna.username, "email": anna.email}
    assert answer.body["accessToken"] != anna.token and answer.body["refreshToken"] != anna.refresh
    for token in (anna.token, answer.body["accessToken"]):
        assert server.call("GET", "/api/me", token=token).status == 200
    assert server.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).status == 200


def test_refresh_without_or_with_a_bad_token(server):
    anna = server.user("anna")
    missing = server.call("POST", "/api/auth/refresh", {})
    assert (missing.status, missing.body) == (401, {"message": "Refresh token обязателен", "authenticated": False})
    for token in ("junk", anna.token):
        bad = server.call("POST", "/api/auth/refresh", {"refreshToken": token})
        assert (bad.status, bad.body) == (403, {"message": "Недействительный refresh token", "authenticated": False})


def test_status_always_answers_200(server):
    anna = server.user("anna")
    assert server.call("GET", "/api/auth/status").body == {"authenticated": False, "message": "Токен отсутствует"}
    assert server.call("GET", "/api/auth/status", token="x").body == {
        "authenticated": False, "message": "Недействительный токен"}
    assert anna.get("/api/auth/status").body == {
        "authenticated": True, "message": "Пользователь авторизован",
        "user": {"id": anna.id, "username": anna.username, "email": anna.email}}


def test_sign_out_kills_the_session_and_only_it(server):
    anna = server.user("anna")
    other = server.call("POST", "/api/auth/login", {"email": anna.username, "password": PASSWORD}).body
    answer = server.call("POST", "/api/auth/logout", {"refreshToken": anna.refresh})
    assert (answer.status, answer.body) == (200, {"message": "Выход выполнен успешно", "authenticated": False})
    assert anna.get("/api/me").status == 403
    assert server.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).status == 403
    assert server.call("GET", "/api/me", token=other["accessToken"]).status == 200
    by_bearer = server.call("POST", "/api/logout", token=other["accessToken"])
    assert (by_bearer.status, by_bearer.body["message"]) == (200, "Logged out successfully")
    assert server.call("GET", "/api/me", token=other["accessToken"]).status == 403


def test_sign_out_without_a_token_answers_200_too(server):
    assert server.call("POST", "/api/auth/logout").status == 200


def test_sign_out_closes_the_sockets_of_the_session(server, sockets):
    anna = server.user("anna")
    a = sockets(anna)
    anna.post("/api/auth/logout")
    a.wait(lambda: "41" in list(a.frames.queue), "the server's DISCONNECT")
    assert eventually(lambda: server.user("x").get(f"/api/messages/users/{anna.id}/status").body["isOnline"] is False)


def test_verification_pages_hear_that_all_is_verified(server):
    anna = server.user("anna")
    for path in ("verify-email", "resend-verification", "change-email"):
        answer = server.call("POST", f"/api/auth/{path}", {"userId": anna.id, "code": "123456", "newEmail": "e@v.il"})
        assert (answer.status, answer.body["message"]) == (400, "Email уже подтвержден")


def test_demo_users_sign_in_only_where_demo_is_on(server, fresh):
    for name in ("alice", "bob", "carol"):
        answer = server.call("POST", "/api/auth/login", {"email": name, "password": "demo"})
        assert answer.status == 200
    alice = answer.body["accessToken"]
    chats = server.call("GET", "/api/messages/chats", token=alice).body
    assert {chat["name"] for chat in chats} >= {"alice", "bob"}
    assert all(chat["lastMessage"]["content"] for chat in chats if chat["name"] in ("alice", "bob"))
    assert server.call("GET", "/api/config").body == {
        "product": "SocialSpace Call", "version": 1, "demo": True, "demoUsers": ["alice", "bob", "carol"]}
    assert fresh.call("GET", "/api/config").body["demoUsers"] == []
    assert fresh.call("POST", "/api/auth/login", {"email": "alice", "password": "demo"}).status == 401


def test_demo_users_of_an_earlier_run_are_gone_without_demo(fresh):
    fresh.stop()
    fresh.arguments = ("--demo",)
    fresh.start()
    alice = fresh.call("POST", "/api/auth/login", {"email": "alice", "password": "demo"}).body["accessToken"]
    anna = fresh.user("anna")
    alice_id = fresh.call("GET", "/api/me", token=alice).body["user"]["_id"]
    fresh.stop()
    fresh.arguments = ()
    fresh.start()
    assert fresh.call("POST", "/api/auth/login", {"email": "alice", "password": "demo"}).status == 401
    assert fresh.call("GET", "/api/me", token=alice).status == 403
    assert anna.get("/api/users/search?query=alice").status == 404
    assert anna.post("/api/messages/chats", {"participantId": alice_id}).status == 404


def test_expired_sessions_are_forgotten_at_start(fresh):
    anna = fresh.user("anna")
    with fresh.database() as database:
        database.run("UPDATE sessions SET expires_at = 1")
    fresh.stop()
    fresh.start()
    assert anna.get("/api/me").status == 403
    database = Database(fresh.database_path)
    assert database.value("SELECT count(*) FROM sessions") == 0
    database.close()


def test_an_access_token_ends_when_its_time_is_over_and_its_refresh_token_gives_another(sockets):
    folder = new_folder()
    server = Server(folder, timing="access_token=2")
    try:
        anna = server.user("anna")
        fresh = server.call("POST", "/api/auth/refresh", {"refreshToken": anna.refresh}).body
        socket = sockets(server, token=fresh["accessToken"])
        assert server.call("GET", "/api/me", token=fresh["accessToken"]).status == 200
        ended = eventually(lambda: (answer := server.call("GET", "/api/me", token=fresh["accessToken"])).status == 401
                           and answer, "the end of the token")
        assert ended.body["expired"] is True
        # A connection outlives the token it was opened with; a new one needs a new token.
        assert socket.settled() and not sockets(server, token=fresh["accessToken"]).connected
        newer = server.call("POST", "/api/auth/refresh", {"refreshToken": fresh["refreshToken"]}).body
        assert sockets(server, token=newer["accessToken"]).connected
        socket.close()
    finally:
        server.stop()
