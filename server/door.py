"""The listening port: how many connections one address may hold, and how long one may keep us waiting.

Stands between the system and the HTTP library, which bounds neither. It sees bytes: the first request's
head must be there in time, what we send must be read in time, requests may not pile up, and WebSocket
frames of every kind are counted before anybody decodes them. Knows no route, no user and no event.
"""

import asyncio
import resource
import time
from collections import Counter

from .addresses import group_of, is_within

MOST_OF_AN_ADDRESS = 256
# Files and pipes of our own that must still open when the house is full.
SPARE_FILES = 64
MOST_WANTED_FILES = 16_384
READ_BYTES_AT_ONCE = 64 * 1024
# Requests of one connection that wait for their turn; browsers send one after the other.
MOST_PIPELINED = 32
MOST_HEAD_BYTES = 64 * 1024
FRAMES_AT_ONCE = 1500
FRAMES_PER_SECOND = 150
END_OF_HEAD = b"\r\n\r\n"
BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def room_for_connections() -> int:
    """Raises the number of files this process may open as far as it may, and says how many may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_WANTED_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(SPARE_FILES, soft - SPARE_FILES)


class FrameRate:
    """How many frames one client may send."""

    def __init__(self):
        self._level = float(FRAMES_AT_ONCE)
        self._then = time.monotonic()

    def allows(self, frames: int) -> bool:
        now = time.monotonic()
        self._level = min(FRAMES_AT_ONCE, self._level + (now - self._then) * FRAMES_PER_SECOND) - frames
        self._then = now
        return self._level >= 0


class FrameCounter:
    """Finds the WebSocket frames in a stream, whole messages, pieces and pings alike, and counts them."""

    def __init__(self):
        self._rate = FrameRate()
        self._to_skip = 0
        self._partial = b""

    def allows(self, data: bytes) -> bool:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        data, at = self._partial + data[skipped:], 0
        while len(data) - at >= 2:
            length = data[at + 1] & 0x7F
            more = {126: 2, 127: 8}.get(length, 0)
            head = 2 + more + (4 if data[at + 1] & 0x80 else 0)
            if len(data) - at < head:
                break
            if not self._rate.allows(1):
                return False
            at += head + (int.from_bytes(data[at + 2:at + 2 + more], "big") if more else length)
        if at > len(data):
            self._to_skip = at - len(data)
        self._partial = data[at:]
        return True


class Door:
    """Makes the protocol of each connection; `make` is the HTTP library's own factory."""

    def __init__(self, make, settings, room: int):
        self._make = make
        self._trusted = settings.trusted_proxies
        self._room = room
        self._counts: Counter = Counter()
        self._silent: dict[Visitor, str] = {}
        self.timing = settings.timing

    def __call__(self) -> "Visitor":
        return Visitor(self, self._make())

    def enter(self, visitor: "Visitor", address: str) -> str | None:
        """The name to count the visitor under, or None: no room. One that has said nothing yet makes way."""
        group = "proxy" if is_within(address, self._trusted) else group_of(address)
        if group != "proxy" and self._counts[group] >= MOST_OF_AN_ADDRESS:
            if not self._makes_way(group):
                return None
        elif self._counts.total() >= self._room and not self._makes_way(None):
            return None
        self._counts[group] += 1
        self._silent[visitor] = group
        return group

    def _makes_way(self, group: str | None) -> bool:
        for visitor, its_group in self._silent.items():
            if group in (None, its_group):
                visitor.leave()
                return True
        return False

    def has_spoken(self, visitor: "Visitor") -> None:
        self._silent.pop(visitor, None)

    def left(self, visitor: "Visitor", group: str) -> None:
        self._silent.pop(visitor, None)
        self._counts[group] -= 1
        if not self._counts[group]:
            del self._counts[group]


class Visitor(asyncio.Protocol):
    """One connection. What it hears it passes on to the HTTP library's protocol, within the bounds."""

    by_transport: dict = {}

    def __init__(self, door: Door, inner):
        self._door = door
        self._inner = inner
        self._group = None
        self._transport = None
        self._timer = None
        self._stalled = None
        self._head = bytearray()
        self._unfinished_bytes = 0
        self._frames: FrameCounter | None = None

    def connection_made(self, transport) -> None:
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._group = self._door.enter(self, str(peer[0]) if peer else "?")
        if self._group is None:
            transport.abort()
            return
        transport.max_size = READ_BYTES_AT_ONCE
        Visitor.by_transport[transport] = self
        self._timer = self._later(self._door.timing.head)
        self._inner.connection_made(transport)

    def _later(self, seconds: float) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._transport.abort)

    def data_received(self, data: bytes) -> None:
        if self._group is None:
            return
        if self._timer is not None:
            self._look_for_head(data)
        if self._frames is not None and not self._frames.allows(data):
            self._transport.abort()
            return
        try:
            self._inner.data_received(data)
        except Exception:  # the library trips over some addresses instead of refusing them
            if self._frames is None:
                self._transport.write(BAD_REQUEST)
            self._transport.close()
            return
        # The library would gather requests, and the lines of one head, without end.
        waiter = getattr(self._inner, "_waiter", None)
        is_unfinished = waiter is not None and not waiter.done()
        self._unfinished_bytes = self._unfinished_bytes + len(data) if is_unfinished else 0
        if self._unfinished_bytes > MOST_HEAD_BYTES or len(getattr(self._inner, "_messages", ())) > MOST_PIPELINED:
            self._transport.abort()

    def _look_for_head(self, data: bytes) -> None:
        # Empty lines before the first request are no request.
        self._head += data if self._head else data.lstrip(b"\r\n")
        if END_OF_HEAD in self._head:
            self._timer.cancel()
            self._timer, self._head = None, bytearray()
            self._door.has_spoken(self)

    @staticmethod
    def frames_follow(request) -> bool:
        """From here on the client speaks WebSocket. False: it did not wait for our answer."""
        visitor = Visitor.by_transport.get(request.transport)
        if visitor is not None:
            visitor._frames = FrameCounter()
        return not getattr(request.protocol, "_message_tail", b"")

    def leave(self) -> None:
        """Makes room at once; the system tells `connection_lost` a moment later."""
        self._count_out()
        self._transport.abort()

    def _count_out(self) -> None:
        if self._group is not None:
            self._door.left(self, self._group)
            self._group = None

    def pause_writing(self) -> None:
        self._stalled = self._later(self._door.timing.unread)
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
        self._inner.resume_writing()

    def eof_received(self):
        return self._inner.eof_received()

    def connection_lost(self, problem) -> None:
        for timer in (self._timer, self._stalled):
            if timer is not None:
                timer.cancel()
        self._count_out()
        if Visitor.by_transport.pop(self._transport, None) is not None:
            self._inner.connection_lost(problem)
