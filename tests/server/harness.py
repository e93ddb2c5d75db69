"""What the server tests share: a server process, quick users, REST calls and recording sockets.

Users are written into the database directly (a hash for each would take minutes in all); everything
else goes over real HTTP and real sockets on 127.0.0.1.
"""

import asyncio
import contextlib
import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from server.accounts import add_user  # noqa: E402
from server.database import Database  # noqa: E402
from server.passwords import Passwords  # noqa: E402
from server.tokens import Tokens  # noqa: E402

SECRET = "0123456789abcdef0123456789abcdef-for-tests-only"
PASSWORD = "correct horse"
WAIT_SECONDS = 10.0
_numbers = itertools.count(1)
_hash = None


def password_hash() -> str:
    global _hash
    if _hash is None:
        passwords = Passwords()
        _hash = passwords.hash_now(PASSWORD)
        passwords.close()
    return _hash


@dataclass
class User:
    id: str
    username: str
    email: str
    token: str
    refresh: str
    server: "Server"

    def call(self, method: str, path: str, body=None, **options) -> "Answer":
        return self.server.call(method, path, body, token=self.token, **options)

    def get(self, path: str) -> "Answer":
        return self.call("GET", path)

    def post(self, path: str, body=None) -> "Answer":
        return self.call("POST", path, body)

    def chat_with(self, other: "User") -> str:
        return self.post("/api/messages/chats", {"participantId": other.id}).body["_id"]

    def ring(self, chat_id: str, kind: str = "audio") -> str:
        answer = self.post("/api/calls/initiate", {"chatId": chat_id, "type": kind})
        assert answer.status == 201, answer
        return answer.body["callId"]


@dataclass
class Answer:
    status: int
    body: object
    headers: dict
    raw: bytes


class Server:
    """One server process on a port of its own."""

    def __init__(self, folder: Path, *arguments: str, timing: str = "offline_delay=0.05", scale: str = "1000",
                 secret: str | None = SECRET, start: bool = True):
        self.folder = Path(folder)
        self.database_path = self.folder / "test.db"
        self.arguments = arguments
        self.environment = {**os.environ, "SSC_TIMING": timing, "SSC_LIMIT_SCALE": scale, "PYTHONPATH": str(ROOT)}
        if secret:
            self.environment["SSC_JWT_SECRET"] = secret
        self.port = 0
        self.lines: list[str] = []
        self.process = None
        if start:
            self.start()

    def start(self) -> None:
        self.errors = open(self.folder / "errors.txt", "ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "--host", "127.0.0.1", "--port", str(self.port), "--db",
             str(self.database_path), *self.arguments],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(WAIT_SECONDS)
            raise AssertionError("the server did not start: " + self.error_text())
        self.lines.append(line)
        self.port = int(line.rstrip("/ \n").rsplit(":", 1)[1])

    def error_text(self) -> str:
        return (self.folder / "errors.txt").read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self) -> int:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            return self._gone()
        return 0

    def _gone(self) -> int:
        code = self.process.wait(WAIT_SECONDS)
        self.process.stdout.close()
        self.errors.close()
        return code

    def is_running(self) -> bool:
        return self.process.poll() is None

    @contextlib.contextmanager
    def database(self):
        database = Database(self.database_path)
        try:
            yield database
        finally:
            database.close()

    def user(self, name: str = "user", display_name: str | None = None) -> User:
        username = f"{name}{next(_numbers)}"
        with self.database() as database:
            row = add_user(database, username, f"{username}@test.example".lower(), password_hash(), display_name)
            access, refresh = Tokens(database, self.environment.get("SSC_JWT_SECRET", ""), True).open_session(row)
            return User(row["id"], username, row["email"], access, refresh, self)

    def friends(self, *names: str) -> list:
        """Users of these names, then the id of the first two's chat."""
        users = [self.user(name) for name in names or ("anna", "boris")]
        chat = users[0].chat_with(users[1])
        # Both took part, so both may know whether the other is there.
        assert users[1].chat_with(users[0]) == chat
        return [*users, chat]

    def call(self, method: str, path: str, body=None, token: str | None = None, headers=None,
             raw: bytes | None = None) -> Answer:
        headers = dict(headers or {})
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with _opener.open(request, timeout=WAIT_SECONDS) as response:
                return _answer(response)
        except urllib.error.HTTPError as problem:
            with problem:
                return _answer(problem)


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _answer(response) -> Answer:
    raw = response.read()
    body = None
    if response.headers.get("Content-Type", "").startswith("application/json") \
            and not response.headers.get("Content-Encoding"):
        body = json.loads(raw)
    return Answer(response.status, body, dict(response.headers), raw)


class Loop:
    """An event loop in a thread, so that tests read as plain steps."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT_SECONDS)


LOOP = Loop()


class Socket:
    """A Socket.IO client of its own, frame by frame, that records what it hears."""

    def __init__(self, user_or_server, token: str | None = None, auth=..., connect: bool = True, headers=None):
        self.server = getattr(user_or_server, "server", user_or_server)
        self.token = token or getattr(user_or_server, "token", None)
        self.events: list[tuple[str, object]] = []
        self.frames: "queue.Queue[str | None]" = queue.Queue()
        self.acks: dict[int, object] = {}
        self.closed = False
        self.close_code = None
        self.reply: str | None = None
        self._changed = threading.Condition()
        self._next_ack = 0
        LOOP.run(self._open(headers or {}))
        if connect:
            auth = {"token": self.token} if auth is ... else auth
            self.send("40" + ("" if auth is None else json.dumps(auth)))
            self.wait(lambda: self.reply is not None or self.closed, "an answer to CONNECT")

    async def _open(self, headers) -> None:
        self._session = aiohttp.ClientSession()
        try:
            self._socket = await self._session.ws_connect(
                f"{self.server.url}/socket.io/?EIO=4&transport=websocket", headers=headers, max_msg_size=0)
        except aiohttp.ClientError:
            await self._session.close()
            raise
        self._reader = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for received in self._socket:
            if received.type is aiohttp.WSMsgType.TEXT:
                if received.data == "2":
                    await self._socket.send_str("3")
                with self._changed:
                    self._take(received.data)
                    self._changed.notify_all()
        with self._changed:
            self.closed, self.close_code = True, self._socket.close_code
            self._changed.notify_all()
        await self._session.close()

    def _take(self, frame: str) -> None:
        self.frames.put(frame)
        if frame.startswith("42"):
            name, *values = json.loads(frame[2:])
            self.events.append((name, values[0] if values else None))
        elif frame.startswith("43"):
            at = frame.index("[")
            self.acks[int(frame[2:at])] = (json.loads(frame[at:]) or [None])[0]
        elif frame.startswith(("40", "44")):
            self.reply = frame

    @property
    def connected(self) -> bool:
        return self.reply is not None and self.reply.startswith("40")

    def wait(self, condition, what: str = "the condition", seconds: float = WAIT_SECONDS) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, seconds), f"waited in vain for {what}; heard {self.names()}"

    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    def all(self, name: str) -> list:
        return [payload for event, payload in list(self.events) if event == name]

    def expect(self, name: str, count: int = 1, where=lambda payload: True):
        """Waits for the count-th event of that name and returns its payload."""
        def found():
            return [payload for payload in self.all(name) if where(payload)]
        self.wait(lambda: len(found()) >= count, f"{name} ({count})")
        return found()[count - 1]

    def send(self, frame: str | bytes) -> None:
        sender = self._socket.send_bytes if isinstance(frame, bytes) else self._socket.send_str
        LOOP.run(sender(frame))

    def emit(self, *event) -> None:
        self.send("42" + json.dumps(list(event)))

    def ask(self, *event):
        """Emits with an acknowledgement and returns it."""
        self._next_ack += 1
        number = self._next_ack
        self.send(f"42{number}" + json.dumps(list(event)))
        self.wait(lambda: number in self.acks or self.closed, f"the acknowledgement of {event[0]}")
        return self.acks.get(number)

    def settled(self) -> list[str]:
        """A round trip: everything sent to this socket before has arrived. Returns the events' names."""
        assert self.ask("user-activity") == {"ok": True}
        return self.names()

    def close(self) -> None:
        if not self.closed:
            LOOP.run(self._socket.close())
            self.wait(lambda: self.closed, "the close")

    def drop(self) -> None:
        """The network is gone: no closing handshake."""
        async def cut():
            self._socket._response.connection.transport.abort()
        LOOP.run(cut())
        self.wait(lambda: self.closed, "the drop")


def eventually(condition, what: str = "the condition", seconds: float = WAIT_SECONDS):
    """For what only REST can tell: asks until it is so."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"waited in vain for {what}"
        threading.Event().wait(0.01)


def offer(text: str = "v=0\r\n", **more) -> dict:
    return {"type": "offer", "sdp": text, **more}


def candidate(number: int = 1) -> dict:
    return {"candidate": f"candidate:{number} 1 udp 1 192.0.2.{number % 250} 5000 typ host", "sdpMid": "0",
            "sdpMLineIndex": 0, "usernameFragment": "abcd"}


def new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="ssc-server-test-"))


def running_call(server, sockets):
    """Two users in an accepted call: both, their chat, their sockets, the call."""
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    assert boris.post(f"/api/calls/accept/{call_id}").status == 200
    return anna, boris, chat, a, b, call_id


class Pair:
    """Anna calls Boris, one socket each; accepted unless told otherwise."""

    def __init__(self, server, sockets, accept: bool = True):
        self.anna, self.boris, self.chat = server.friends()
        self.a, self.b = sockets(self.anna), sockets(self.boris)
        self.call_id = self.anna.ring(self.chat)
        if accept:
            self.accept()

    def accept(self) -> None:
        assert self.boris.post(f"/api/calls/accept/{self.call_id}").status == 200

    def say(self, event, **values):
        """From Anna to Boris."""
        return self.a.ask(event, {"callId": self.call_id, "targetUserId": self.boris.id, **values})

    def answer(self, event, **values):
        return self.b.ask(event, {"callId": self.call_id, "targetUserId": self.anna.id, **values})
