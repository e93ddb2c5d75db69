"""Who is connected, with which sockets, and who may know.

A user is online while a socket of his is connected, and for a moment longer, because pages change
their sockets (reload, new token). Only people with whom he has taken part in a chat learn of it: that
somebody wrote to him tells them nothing. Knows nothing of calls:
`on_gone` and `on_back` tell whoever cares that the last socket closed or the first one opened, `on_fewer`
that one of several closed.
"""

import asyncio
import time
from dataclasses import dataclass

from .basics import now_iso
from .database import Database, marks

SEEN_EVERY_SECONDS = 20.0
MOST_SOCKETS_OF_A_USER = 20


@dataclass
class Connection:
    sid: str
    user_id: str
    username: str
    session_id: str
    leaving: bool = False
    tells_calls: bool = False  # its page says which running call it is in, or that it is in none
    call_id: str | None = None  # what it said


class Presence:
    def __init__(self, database: Database, outbox, offline_delay: float):
        self._database = database
        self._outbox = outbox
        self._offline_delay = offline_delay
        self._connections: dict[str, Connection] = {}
        self._sockets: dict[str, set[str]] = {}
        self._fading: dict[str, asyncio.TimerHandle] = {}
        self._seen: dict[str, float] = {}
        self.on_back = lambda user_id: None
        self.on_fewer = lambda user_id: None
        self.on_gone = lambda user_id, leaving: None

    def connection(self, sid: str) -> Connection | None:
        return self._connections.get(sid)

    def sockets_of(self, user_id: str) -> list[str]:
        return sorted(self._sockets.get(user_id, ()))

    def sockets_of_session(self, session_id: str) -> list[str]:
        return [c.sid for c in self._connections.values() if c.session_id == session_id]

    def session_ids(self) -> set[str]:
        return {connection.session_id for connection in self._connections.values()}

    def count(self) -> int:
        return len(self._connections)

    def is_connected(self, user_id: str) -> bool:
        return user_id in self._sockets

    def is_in_call(self, user_id: str, call_id: str) -> bool:
        return any(self._connections[sid].call_id == call_id for sid in self._sockets.get(user_id, ()))

    def all_tell_calls(self, user_id: str) -> bool:
        return all(self._connections[sid].tells_calls for sid in self._sockets.get(user_id, ()))

    def is_online(self, user_id: str) -> bool:
        return user_id in self._sockets or user_id in self._fading

    def watchers(self, user_id: str) -> list[str]:
        """Everyone who may know whether this user is there; not himself."""
        return self._others(user_id, "mine")

    def visible_to(self, user_id: str) -> list[str]:
        """Everyone of whom this user may know it; not himself."""
        return self._others(user_id, "other")

    def _others(self, user_id: str, who_took_part: str) -> list[str]:
        return [row[0] for row in self._database.rows(
            "SELECT DISTINCT other.user_id FROM members mine JOIN members other ON other.chat_id = mine.chat_id"
            f" WHERE mine.user_id = ? AND other.user_id <> mine.user_id AND {who_took_part}.took_part", user_id)]

    def connect(self, connection: Connection) -> bool:
        """False: too many sockets of this user."""
        sockets = self._sockets.get(connection.user_id, set())
        if len(sockets) >= MOST_SOCKETS_OF_A_USER:
            return False
        was_online = self.is_online(connection.user_id)
        self._sockets[connection.user_id] = sockets | {connection.sid}
        self._connections[connection.sid] = connection
        fading = self._fading.pop(connection.user_id, None)
        if fading is not None:
            fading.cancel()
        self._write_seen(connection.user_id)
        if not was_online:
            self._tell(connection, "userOnline", {"timestamp": now_iso()})
        if len(self._sockets[connection.user_id]) == 1:
            self.on_back(connection.user_id)
        return True

    def disconnect(self, sid: str) -> None:
        connection = self._connections.pop(sid, None)
        if connection is None:
            return
        sockets = self._sockets[connection.user_id]
        sockets.discard(sid)
        if sockets:
            self.on_fewer(connection.user_id)
            return
        del self._sockets[connection.user_id]
        self._write_seen(connection.user_id)
        self._fading[connection.user_id] = asyncio.get_running_loop().call_later(
            self._offline_delay, self._faded, connection)
        self.on_gone(connection.user_id, connection.leaving)

    def _faded(self, connection: Connection) -> None:
        self._fading.pop(connection.user_id, None)
        self._seen.pop(connection.user_id, None)
        self._tell(connection, "userOffline", {"lastSeen": now_iso()})

    def _tell(self, connection: Connection, event: str, more: dict) -> None:
        payload = {"userId": connection.user_id, "username": connection.username, **more}
        for user_id in self.watchers(connection.user_id):
            self._outbox.to_user(user_id, event, payload)

    def seen(self, user_id: str) -> None:
        """The page says its user is there; written at most every few seconds."""
        if time.monotonic() - self._seen.get(user_id, float("-inf")) >= SEEN_EVERY_SECONDS:
            self._write_seen(user_id)

    def _write_seen(self, user_id: str) -> None:
        self._seen[user_id] = time.monotonic()
        self._database.run("UPDATE users SET last_seen = ? WHERE id = ?", now_iso(), user_id)

    def online_for(self, user_id: str) -> dict:
        """The `users` object of onlineUsersSync: the online ones among those who show it, and oneself."""
        online = [other for other in [user_id, *self.visible_to(user_id)] if self.is_online(other)]
        rows = self._database.rows(f"SELECT id, username, last_seen FROM users WHERE id IN ({marks(online)})", *online)
        return {row["id"]: {"username": row["username"], "isOnline": True, "lastSeen": row["last_seen"]}
                for row in rows}

    def close(self) -> None:
        for fading in self._fading.values():
            fading.cancel()
        self._fading.clear()
