"""Sockets: who may connect, what each connection hears first, and the events clients send.

Every event may ask for an acknowledgement: {"ok":true} or {"ok":false,"error":...}. Nothing a client
sends raises past this module.
"""

import asyncio
import logging

import socketio

from .basics import now_iso
from .presence import Connection
from .relay import EVENTS as RELAYED_EVENTS
from .relay import Relay
from .socket_guard import GuardedServer, GuardedWebSocket
from .tokens import MOST_TOKEN_CHARACTERS, Identity

log = logging.getLogger("server.sockets")

AUTHENTICATION_REFUSED = "Authentication error - "


class Realtime:
    def __init__(self, hub):
        self._hub = hub
        self._presence = hub.presence
        self._outbox = hub.outbox
        self._relay = Relay(hub)
        self.server = GuardedServer(hub.settings.timing, hub.limits)
        self._outbox.sockets_of = hub.presence.sockets_of
        self._closing = False
        self._sweeper: asyncio.Task | None = None
        self._own_events = {"typing": self._typing, "user-activity": self._activity,
                            "client-leaving": self._leaving}
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)
        for event in (*self._own_events, *RELAYED_EVENTS):
            self.server.on(event, self._handler(event))

    def start(self) -> None:
        self._outbox.start(self.server.deliver)
        self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        """A token is looked at when its socket connects; later on, whether its session still stands."""
        while True:
            await asyncio.sleep(self._hub.settings.timing.recheck)
            try:
                for session_id in self._presence.session_ids() - self._hub.tokens.standing(
                        self._presence.session_ids()):
                    await self.close_session(session_id)
            except Exception:
                log.exception("the session check failed")

    async def _connect(self, sid, environ, auth=None):
        """Signs the socket in. It may not await: what is put into the outbox here, and anything that other
        code puts there from now on, follows the confirmation of this connection."""
        token = auth.get("token") if isinstance(auth, dict) else None
        if not isinstance(token, str) or not token:
            raise socketio.exceptions.ConnectionRefusedError(AUTHENTICATION_REFUSED + "no token")
        found = self._hub.tokens.identity(token[:MOST_TOKEN_CHARACTERS + 1])
        if not isinstance(found, Identity):
            raise socketio.exceptions.ConnectionRefusedError(AUTHENTICATION_REFUSED + "invalid token")
        if not self._hub.limits.allow("connect", found.user_id):
            raise socketio.exceptions.ConnectionRefusedError("Too many connections, try again later")
        connection = Connection(sid, found.user_id, found.username, found.session_id)
        if not self._presence.connect(connection):
            raise socketio.exceptions.ConnectionRefusedError("Too many connections")
        try:
            self._outbox.to_socket(sid, "onlineUsersSync", {"users": self._presence.online_for(found.user_id)})
            self._catch_up(connection)
        except Exception:
            log.exception("a connection failed")
            self._presence.disconnect(sid)
            raise socketio.exceptions.ConnectionRefusedError("Try again later") from None

    def _catch_up(self, connection: Connection) -> None:
        """A device that comes while its user is being called rings too, and has the offer to answer; one that
        comes back into its call hears what was said meanwhile."""
        call = self._hub.calls.live_of(connection.user_id)
        if call is None:
            return
        if call.status == "pending" and call.callee_id == connection.user_id:
            self._outbox.to_socket(connection.sid, "incomingCall", self._hub.calls.incoming(call))
            if call.offer is not None:
                self._outbox.to_socket(connection.sid, "webrtc-offer", call.offer)
            for user_id, event, payload in call.held if call.is_warm else ():
                if user_id == connection.user_id:
                    self._outbox.to_socket(connection.sid, event, payload)
        for event, payload in call.waiting.pop(connection.user_id, ()):
            self._outbox.to_socket(connection.sid, event, payload)

    async def _disconnect(self, sid, reason=None):
        if not self._closing:
            self._presence.disconnect(sid)

    def _handler(self, event: str):
        async def handle(sid, payload=None, *more):
            connection = self._presence.connection(sid)
            if connection is None:
                return {"ok": False, "error": "not_signed_in"}
            try:
                # A page that goes on talking did not leave after all.
                connection.leaving = False
                if event in RELAYED_EVENTS:
                    return self._relay.pass_on(event, connection, payload)
                if not self._hub.limits.allow("event", connection.user_id):
                    return {"ok": False, "error": "rate_limited"}
                return self._own_events[event](connection, payload)
            except Exception:
                log.exception("event failed: %s", event)
                return {"ok": False, "error": "internal"}
        return handle

    def _typing(self, connection: Connection, payload) -> dict:
        if not isinstance(payload, dict) or not isinstance(payload.get("isTyping"), bool):
            return {"ok": False, "error": "bad_payload"}
        chat = self._hub.store.chat_of(payload.get("chatId"), connection.user_id)
        if chat is None:
            return {"ok": False, "error": "not_in_chat"}
        self._hub.chats.tell_typing(chat["id"], connection.user_id, connection.username, payload["isTyping"])
        return {"ok": True}

    def _activity(self, connection: Connection, payload) -> dict:
        self._presence.seen(connection.user_id)
        if isinstance(payload, dict) and "callId" in payload:
            connection.tells_calls = True
            self._hub.calls.told(connection, payload["callId"])
        return {"ok": True}

    def _leaving(self, connection: Connection, payload) -> dict:
        connection.leaving = True
        return {"ok": True}

    def introduce(self, chat_id: str, user_id: str) -> None:
        """The user takes part in the chat: from the first time on the others may know that he is there."""
        if not self._hub.store.take_part(chat_id, user_id) or not self._presence.is_online(user_id):
            return
        username = self._hub.store.users([user_id])[user_id]["username"]
        for other in self._hub.store.other_ids(chat_id, user_id):
            self._outbox.to_user(other, "userOnline", {"userId": user_id, "username": username,
                                                       "timestamp": now_iso()})

    async def close_session(self, session_id: str) -> None:
        """A session was signed out: its sockets go, and nobody waits long for them."""
        for sid in self._presence.sockets_of_session(session_id):
            connection = self._presence.connection(sid)
            if connection is not None:
                connection.leaving = True
                await self.server.disconnect(sid)

    async def close(self) -> None:
        """The server stops: sockets close, but calls and presence stay as they are for the next start."""
        self._closing = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        for socket in list(GuardedWebSocket.open_sockets.values()):
            await socket.close(code=1001)
        await self._outbox.close()
