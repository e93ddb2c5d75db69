"""The Socket.IO library, held to what this server accepts.

Frames are checked before the library decodes them: size, rate, packet type, strict JSON (no NaN, no
endless nesting), text only, the default namespace only, and no client event that bears the name of one
of the library's own (a client that emits "disconnect" would otherwise run our disconnect handler). A
connection that breaks the rules is closed. Knows nothing of users or calls.
"""

import asyncio
import io
import json
import logging
import math

import engineio
import socketio
from aiohttp import WSMsgType, web
from engineio.payload import Payload
from socketio import packet as sio_packet

from .door import FrameRate, Visitor
from .http_tools import too_many

log = logging.getLogger("server.sockets")

MOST_FRAME_BYTES = 1_000_000
MOST_CONTROL_CHARACTERS = 16
MOST_EVENT_NAME_CHARACTERS = 64
MOST_ENGINE_SOCKETS = 10_000
# Sessions of one address that have not signed in; each has a few seconds for it.
MOST_STRANGERS_OF_AN_ADDRESS = 100
# What may wait for a client that does not read; what is kept of a call's signalling is less than half of it.
MOST_UNSENT_PACKETS = 1024
# How often a waiting poll's connection is looked at.
POLL_LOOK_SECONDS = 1.0
RESERVED_EVENTS = frozenset(("connect", "connect_error", "disconnect", "disconnecting", "newListener",
                             "removeListener", "__disconnect_final"))
# Engine.IO types a client may send, and within messages the Socket.IO types: connect, disconnect, event, ack.
CONTROL_TYPES = "12356"
MESSAGE_TYPES = "0123"

# A polling client sends what has gathered in one request; the library's default of 16 loses candidates.
Payload.max_decode_packets = 512


class StrictJson:
    """JSON whose every value a browser can read back."""

    @staticmethod
    def loads(text):
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)

    @staticmethod
    def dumps(value, **options):
        return json.dumps(value, **options)


def _refuse(name: str):
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def is_good_frame(frame) -> bool:
    """One Engine.IO packet, as it came from the wire."""
    if not isinstance(frame, str) or not frame:
        return False
    if frame[0] == "4":
        return len(frame) > 1 and frame[1] in MESSAGE_TYPES
    return frame[0] in CONTROL_TYPES and len(frame) <= MOST_CONTROL_CHARACTERS


class StrictPacket(sio_packet.Packet):
    """A Socket.IO packet; decoding anything unusual raises ValueError."""

    def decode(self, encoded_packet):
        count = super().decode(encoded_packet)
        if count or self.namespace not in (None, "/"):
            raise ValueError("unexpected attachments or namespace")
        if self.packet_type == sio_packet.EVENT:
            self._check_event()
        elif self.packet_type == sio_packet.ACK:
            raise ValueError("no acknowledgement was asked for")
        return 0

    def _check_event(self):
        data = self.data
        if not isinstance(data, list) or not data or len(data) > 4 or not isinstance(data[0], str):
            raise ValueError("no event")
        if data[0] in RESERVED_EVENTS or len(data[0]) > MOST_EVENT_NAME_CHARACTERS:
            raise ValueError("reserved event name")


class GuardedWebSocket:
    """The library's websocket driver, with bounds. How many frames come is seen to at the door."""

    # By engine session: the library has no way to close a transport itself.
    open_sockets: dict = {}

    def __init__(self, handler, server=None):
        self._handler = handler
        self._session = handler.__self__.sid
        self._is_over = False
        self._transport = None
        self._socket = web.WebSocketResponse(max_msg_size=MOST_FRAME_BYTES, compress=False)

    async def __call__(self, environ):
        request = environ["aiohttp.request"]
        self._transport = request.transport
        if not Visitor.frames_follow(request):
            raise web.HTTPBadRequest(reason="Frames before the answer")
        await self._socket.prepare(request)
        GuardedWebSocket.open_sockets[self._session] = self
        try:
            await self._handler(self)
        finally:
            GuardedWebSocket.open_sockets.pop(self._session, None)
            await self.close()
        return self._socket

    def finish(self):
        """No further frame is taken; the library then ends the connection."""
        self._is_over = True

    async def close(self, code: int = 1000):
        try:
            await asyncio.wait_for(self._socket.close(code=code), 2.0)
        except (asyncio.TimeoutError, ConnectionError, RuntimeError):
            # A peer that does not read would keep the connection, and what waits for it, for ever.
            if self._transport is not None:
                self._transport.abort()

    async def send(self, message):
        if isinstance(message, bytes):
            await self._socket.send_bytes(message)
        else:
            await self._socket.send_str(message)

    async def wait(self):
        """The next frame, or None, which the library takes for the end."""
        if self._is_over:
            return None
        received = await self._socket.receive()
        if received.type is not WSMsgType.TEXT or not is_good_frame(received.data):
            return None
        return received.data


class _Body:
    def __init__(self, data: bytes):
        self._data = io.BytesIO(data)

    async def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


class GuardedServer(socketio.AsyncServer):
    def __init__(self, timing, limits):
        super().__init__(
            async_mode="aiohttp", serializer=StrictPacket, json=StrictJson, async_handlers=False,
            cors_allowed_origins=[], ping_interval=timing.ping_interval, ping_timeout=timing.ping_timeout,
            max_http_buffer_size=MOST_FRAME_BYTES, logger=False, engineio_logger=False, cookie=None,
            allow_upgrades=True, http_compression=False)
        self._sign_in_seconds = timing.sign_in
        self._limits = limits
        self._strangers: dict[str, set[str]] = {}
        self._translate = self.eio._async["translate_request"]
        self.eio._async = {**self.eio._async, "websocket": GuardedWebSocket, "translate_request": self._checked}
        # The library logs each malformed packet with a stack trace; that would be anyone's to fill a disk with.
        for logger in (self.logger, self.eio.logger):
            logger.setLevel(logging.CRITICAL)

    async def _checked(self, request: web.Request) -> dict:
        """A polling session that sends malformed packets or too many is closed, as a websocket is."""
        environ = self._translate(request)
        frames, is_good = [], True
        if request.method == "POST":
            data = await _bounded_body(request)
            frames = data.decode("utf-8", "replace").split("\x1e")
            is_good = len(frames) <= Payload.max_decode_packets and all(map(is_good_frame, frames))
            environ["wsgi.input"] = _Body(data)
            environ["CONTENT_LENGTH"] = str(len(data))
        session = self.eio.sockets.get(request.query.get("sid"))
        if session is not None:
            is_good = session.__dict__.setdefault("frame_rate", FrameRate()).allows(1 + len(frames)) and is_good
        if not is_good:
            await self._close_engine(request.query.get("sid"))
            raise web.HTTPBadRequest(reason="Malformed packets, or too many")
        return environ

    async def handle_request(self, request: web.Request):
        query = request.query
        if query.get("EIO") != "4":
            return _refusal(5, "Unsupported protocol version")
        if query.get("transport") not in ("polling", "websocket") or "j" in query:
            return _refusal(0, "Transport unknown")
        if request.method == "OPTIONS":
            return web.Response(status=200)
        sid = query.get("sid")
        if sid is not None and sid not in self.eio.sockets:
            return _refusal(1, "Session ID unknown")
        if sid is None and request.method != "GET":
            return _refusal(2, "Bad handshake method")
        if sid is None:
            self._refuse_crowd(request["group"])
        try:
            if sid is not None and query["transport"] == "polling":
                return await self._polled(request, sid)
            return await super().handle_request(request)
        except KeyError:  # the session ended while this request was on its way
            self.eio.sockets.pop(sid, None)
            return _refusal(1, "Session ID unknown")

    def _refuse_crowd(self, group: str) -> None:
        """One address cannot take the places of all."""
        if not self._limits.allow("handshake", group):
            raise too_many(self._limits.wait_seconds("handshake", group))
        if len(self._strangers.get(group, ())) >= MOST_STRANGERS_OF_AN_ADDRESS:
            self._strangers[group] = {sid for sid in self._strangers[group] if self._is_stranger(sid)}
            if len(self._strangers[group]) >= MOST_STRANGERS_OF_AN_ADDRESS:
                raise too_many(int(self._sign_in_seconds) + 1)
        if len(self.eio.sockets) >= MOST_ENGINE_SOCKETS:
            raise too_many(int(self._sign_in_seconds) + 1)

    def _is_stranger(self, eio_sid: str) -> bool:
        return eio_sid in self.eio.sockets and self.manager.sid_from_eio_sid(eio_sid, "/") is None

    async def _polled(self, request: web.Request, sid: str):
        """Ends the session of a request that was cut off, as a websocket's end does: what it was to carry is lost."""
        answer = asyncio.ensure_future(super().handle_request(request))
        while not answer.done():
            await asyncio.wait((answer,), timeout=POLL_LOOK_SECONDS)
            if request.transport is None or request.transport.is_closing():
                await self._close_engine(sid)
        return await answer

    async def _handle_eio_connect(self, eio_sid, environ):
        group = environ["aiohttp.request"]["group"]
        self._strangers.setdefault(group, set()).add(eio_sid)
        result = await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(self._sign_in_seconds, self._no_stranger, group, eio_sid)
        asyncio.get_running_loop().call_later(self._sign_in_seconds, self._close_if_nobody, eio_sid)
        return result

    def _no_stranger(self, group: str, eio_sid: str) -> None:
        """Signed in by now, or closed."""
        strangers = self._strangers.get(group, set())
        strangers.discard(eio_sid)
        if not strangers:
            self._strangers.pop(group, None)

    async def _handle_eio_disconnect(self, eio_sid, *reason):
        await super()._handle_eio_disconnect(eio_sid, *reason)
        session = self.eio.sockets.get(eio_sid)
        if session is not None:
            # Lets a waiting poll go; the library would hold it until its time is up.
            asyncio.get_running_loop().call_soon(session.queue.put_nowait, None)

    def _close_if_nobody(self, eio_sid):
        if eio_sid not in self.eio.sockets:
            return
        if self.manager.sid_from_eio_sid(eio_sid, "/") is None:
            self.start_background_task(self._close_engine, eio_sid)
        else:
            asyncio.get_running_loop().call_later(self._sign_in_seconds, self._close_if_nobody, eio_sid)

    async def _close_engine(self, eio_sid):
        websocket = GuardedWebSocket.open_sockets.get(eio_sid)
        if websocket is not None:
            await websocket.close()
        session = self.eio.sockets.pop(eio_sid, None)
        if session is not None:
            try:
                await session.close(wait=False, abort=True)
            except engineio.exceptions.EngineIOError:
                pass
            session.queue.put_nowait(None)  # lets a waiting poll go

    async def deliver(self, event: str, payload: dict, sid: str) -> None:
        """Emits to one socket, or closes it when it has stopped reading: its backlog is our memory."""
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        session = self.eio.sockets.get(eio_sid)
        if session is None:
            return
        if session.queue.qsize() >= MOST_UNSENT_PACKETS:
            log.info("a connection that does not read was closed")
            self.start_background_task(self._close_engine, eio_sid)
            return
        await self.emit(event, payload, to=sid)

    async def _end_engine(self, eio_sid):
        """From within the reading of a packet, where the connection cannot be waited for."""
        websocket = GuardedWebSocket.open_sockets.get(eio_sid)
        if websocket is not None:
            websocket.finish()
        else:
            await self._close_engine(eio_sid)

    async def _handle_eio_message(self, eio_sid, data):
        """Whatever a packet sets off ends here: at worst its own connection closes."""
        try:
            if not isinstance(data, str):
                raise ValueError("no Socket.IO packet")
            await super()._handle_eio_message(eio_sid, data)
        except Exception as problem:
            log.info("a malformed packet closed its connection (%s)", type(problem).__name__)
            await self._end_engine(eio_sid)


async def _bounded_body(request: web.Request) -> bytes:
    try:
        return await asyncio.wait_for(_whole_body(request), request["body_seconds"])
    except asyncio.TimeoutError:
        raise web.HTTPRequestTimeout from None


async def _whole_body(request: web.Request) -> bytes:
    out = bytearray()
    async for chunk in request.content.iter_any():
        out += chunk
        if len(out) > MOST_FRAME_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_FRAME_BYTES, len(out))
    return bytes(out)


def _refusal(code: int, message: str) -> web.Response:
    return web.json_response({"code": code, "message": message}, status=400)
