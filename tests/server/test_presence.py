"""Who may know whether somebody is there: those with whom he has taken part in a chat himself."""

import sqlite3

import pytest
from harness import eventually

from server import database as database_module
from server.accounts import add_user
from server.database import Database
from server.presence import Presence


def status(asker, other) -> dict:
    return asker.get(f"/api/users/online-status?userIds={other.id}").body[other.id]


def test_s8_opening_a_chat_with_somebody_does_not_show_whether_he_is_there(quick, sockets):
    eve, victim = quick.user("eve"), quick.user("victim")
    e, v = sockets(eve), sockets(victim)
    chat = eve.chat_with(victim)
    eve.post(f"/api/messages/chats/{chat}/messages", {"content": "are you there?"})
    assert status(eve, victim) == {"username": victim.username, "isOnline": False, "lastSeen": None}
    assert eve.get(f"/api/messages/users/{victim.id}/status").body["isOnline"] is False
    assert victim.id not in sockets(eve).expect("onlineUsersSync")["users"]
    call = eve.post("/api/calls/initiate", {"chatId": chat}).body
    assert "calleeOnline" not in call
    victim.post(f"/api/calls/decline/{call['callId']}")
    # The other way round it is no secret: she opened the chat.
    assert v.expect("userOnline")["userId"] == eve.id and status(victim, eve)["isOnline"] is True
    v.close()
    eventually(lambda: not status(victim, victim)["isOnline"], "the victim to be gone")
    sockets(victim).settled()
    assert not {"userOnline", "userOffline"} & set(e.settled())


@pytest.mark.parametrize("act", ["writes", "opens the chat", "calls", "answers"])
def test_who_takes_part_himself_shows_himself(quick, sockets, act):
    anna, boris = quick.user("anna"), quick.user("boris")
    a, b = sockets(anna), sockets(boris)
    chat = anna.chat_with(boris)
    assert status(anna, boris)["isOnline"] is False
    if act == "writes":
        boris.post(f"/api/messages/chats/{chat}/messages", {"content": "hi"})
    elif act == "opens the chat":
        boris.chat_with(anna)
    elif act == "calls":
        boris.ring(chat)
    else:
        boris.post(f"/api/calls/accept/{anna.ring(chat)}")
    heard = a.expect("userOnline")
    assert heard["userId"] == boris.id and heard["username"] == boris.username
    assert status(anna, boris)["isOnline"] is True and status(anna, boris)["lastSeen"]
    boris.post(f"/api/messages/chats/{chat}/messages", {"content": "and again"})
    assert a.settled().count("userOnline") == 1
    anna.post("/api/calls/cleanup")
    b.close()
    assert a.expect("userOffline")["userId"] == boris.id


def test_the_demo_users_see_each_other(server, sockets):
    def login(name: str) -> dict:
        return server.call("POST", "/api/auth/login", {"email": name, "password": "demo"}).body
    alice, carol = login("alice"), login("carol")
    socket = sockets(server, token=carol["accessToken"])
    assert socket.connected
    shown = server.call("GET", f"/api/users/online-status?userIds={carol['user']['id']}", token=alice["accessToken"])
    assert shown.body[carol["user"]["id"]]["isOnline"] is True


def test_a_database_from_before_remembers_who_took_part(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        patch.setattr(database_module, "MIGRATIONS", database_module.MIGRATIONS[:1])
        old = Database(path)
    people = {name: add_user(old, name, f"{name}@x.yz", "-")["id"] for name in (
        "opener", "silent", "writer", "caller", "answerer", "rung")}
    for number, other in enumerate(("silent", "writer", "caller", "answerer", "rung")):
        chat = f"{number:024x}"
        old.run("INSERT INTO chats VALUES (?, ?, 'x', 'x', 'x')", chat, f"pair{number}")
        for position, name in enumerate(("opener", other)):
            old.run("INSERT INTO members VALUES (?, ?, ?)", chat, people[name], position)
        if other == "writer":
            old.run("INSERT INTO messages (id, chat_id, sender_id, type, content, created_at) VALUES"
                    " ('m', ?, ?, 'text', 'hi', 'x')", chat, people[other])
        ends = {"caller": (other, "opener", None), "answerer": ("opener", other, "x"), "rung": ("opener", other, None)}
        if other in ends:
            caller, callee, started = ends[other]
            old.run("INSERT INTO calls (id, chat_id, caller_id, callee_id, type, status, started_at, created_at,"
                    " updated_at) VALUES (?, ?, ?, ?, 'audio', 'ended', ?, 'x', 'x')",
                    chat, chat, people[caller], people[callee], started)
    old.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    new = Database(path)
    presence = Presence(new, None, 0)
    assert set(presence.visible_to(people["opener"])) == {people[name] for name in ("writer", "caller", "answerer")}
    assert set(presence.watchers(people["opener"])) == set(people.values()) - {people["opener"]}
    assert new.value("PRAGMA user_version") == len(database_module.MIGRATIONS)
    new.close()
