"""The listening port: bounds on connections, time, requests in a row and WebSocket frames."""

import random
import resource
import socket
import time

import pytest
from harness import Server, eventually, new_folder
from raw_http import WEBSOCKET, Raw, head

from server import door
from server.door import FrameCounter

TIME = head("GET", "/api/time")
IMPATIENT = "head=0.6 body=0.6 unread=0.6 sign_in=3 offline_delay=0.05"
PING, PONG, PIECE = b"\x89\x80\0\0\0\0", b"\x8a\x80\0\0\0\0", b"\x00\x80\0\0\0\0"


@pytest.fixture(scope="module")
def impatient():
    server = Server(new_folder(), timing=IMPATIENT)
    yield server
    server.stop()
    assert "Traceback" not in server.error_text()


@pytest.fixture
def many_files():
    """Room for the hundreds of connections of a test."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def frame(data: bytes, kind: int = 0x81) -> bytes:
    if len(data) > 65535:
        size = bytes([0x80 | 127]) + len(data).to_bytes(8, "big")
    elif len(data) > 125:
        size = bytes([0x80 | 126]) + len(data).to_bytes(2, "big")
    else:
        size = bytes([0x80 | len(data)])
    return bytes([kind]) + size + b"\0\0\0\0" + data


def opened(server) -> Raw:
    raw = Raw(server, WEBSOCKET)
    assert b" 101 " in raw.until(b'pingInterval')
    return raw


@pytest.mark.parametrize("frames", [PING, PONG, b"\x01\x80\0\0\0\0" + PIECE * 10], ids=["pings", "pongs", "pieces"])
def test_a_flood_of_frames_that_say_nothing_closes_the_connection(server, frames):
    with opened(server) as raw:
        for _ in range(100):
            if not raw.send(frames * 1000):
                break
        raw.to_the_end()
        assert raw.received.count(b"\x8a\x00") <= door.FRAMES_AT_ONCE + 50
    started = time.monotonic()
    assert server.call("GET", "/api/time").status == 200 and time.monotonic() - started < 1.0


def test_a_ping_now_and_then_is_answered(server):
    with opened(server) as raw:
        raw.send(frame(b"there?", 0x89))
        assert b"\x8a\x06there?" in raw.until(b"there?")


def test_frames_before_the_answer_are_refused(server):
    with Raw(server, WEBSOCKET + PING * 5) as raw:
        assert b" 101 " not in raw.to_the_end()


def test_frames_are_counted_however_the_stream_is_cut(monkeypatch):
    seed = random.randrange(1 << 32)
    dice = random.Random(seed)
    for _ in range(200):
        sizes = [dice.choice((0, 1, 125, 126, 127, 5000, 65535, 65536, 70000)) for _ in range(dice.randint(1, 9))]
        stream, counted = b"".join(frame(bytes(size)) for size in sizes), []
        counter = FrameCounter()
        monkeypatch.setattr(counter, "_rate", type("Rate", (), {"allows": lambda self, n: counted.append(n) or True})())
        while stream:
            cut = dice.choice((1, 2, 3, 7, 100, 4096, 1 << 17))
            assert counter.allows(stream[:cut])
            stream = stream[cut:]
        assert len(counted) == len(sizes), f"seed {seed}: {sizes}"


def test_a_request_whose_head_does_not_come_is_not_waited_for(impatient):
    for start in (b"", b"GET /api/ti", b"\r\n\r\n\r\nGET /api/time HTTP/1.1\r\nHost: 127.0.0.1\r\n"):
        with Raw(impatient, start) as raw:
            assert raw.to_the_end() == b""
    # A quick one may keep its connection.
    with Raw(impatient, TIME) as raw:
        raw.until(b"UTC")
        eventually(lambda start=time.monotonic(): time.monotonic() - start > 0.8, "the time to be over")
        raw.send(TIME)
        assert raw.until(b"UTC").count(b"200 OK") >= 1


def test_a_body_that_does_not_come_is_not_waited_for(impatient):
    for path in ("/api/auth/login", "/api/auth/logout"):
        with Raw(impatient, head("POST", path, "Content-Type: application/json", "Content-Length: 50") + b"{") as raw:
            assert raw.status == 408
            raw.to_the_end()
    sid = impatient.call("GET", "/socket.io/?EIO=4&transport=polling").raw.decode().split('"')[3]
    slow = head("POST", f"/socket.io/?EIO=4&transport=polling&sid={sid}", "Content-Length: 50")
    with Raw(impatient, slow + b"40") as raw:
        assert raw.status == 408


def test_an_answer_that_is_not_read_is_not_kept(tmp_path):
    (tmp_path / "index.html").write_bytes(b"x" * 16_000_000)
    server = Server(new_folder(), "--static", str(tmp_path), timing=IMPATIENT)
    try:
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            slow.settimeout(10)
            slow.sendall(head("GET", "/"))

            def is_cut() -> bool:
                try:
                    slow.sendall(b"\r\n")
                    return False
                except ConnectionError:
                    return True
            eventually(is_cut, "the cut")
    finally:
        server.stop()


def test_a_head_without_end_is_cut(server):
    with Raw(server, TIME) as raw:
        raw.until(b"UTC")
        raw.send(b"GET /api/time HTTP/1.1\r\n")
        sent = 0
        while sent < 40_000_000 and raw.send(b"X-More: " + b"a" * 1000 + b"\r\n"):
            sent += 1010
        assert sent < 40_000_000


def test_requests_do_not_pile_up(server):
    with Raw(server) as raw:
        raw.send(TIME * 2000)
        assert raw.to_the_end().count(b"HTTP/1.1 200") < 2000
    with Raw(server, TIME * 5 + head("GET", "/api/time", "Connection: close")) as raw:
        assert raw.to_the_end().count(b"HTTP/1.1 200") == 6


def test_of_too_many_connections_the_silent_ones_make_way(server, many_files):
    crowd = [Raw(server) for _ in range(door.MOST_OF_AN_ADDRESS + 20)]
    try:
        with Raw(server, TIME) as raw:
            assert raw.status == 200
        assert crowd[0].to_the_end() == b""
        assert crowd[-1].send(TIME) and crowd[-1].status == 200
    finally:
        for raw in crowd:
            raw.socket.close()


def test_an_address_with_too_many_connections_locks_out_only_itself(server, many_files):
    crowd = [Raw(server, TIME, source="127.0.0.9") for _ in range(door.MOST_OF_AN_ADDRESS)]
    try:
        assert all(raw.status == 200 for raw in crowd)
        with Raw(server, TIME, source="127.0.0.9") as raw:
            assert raw.to_the_end() == b""
        with Raw(server, TIME, source="127.0.0.10") as raw:
            assert raw.status == 200
        crowd.pop().socket.close()

        def is_let_in() -> bool:
            with Raw(server, TIME, source="127.0.0.9") as raw:
                return b"200 OK" in raw.until(b"\r\n\r\n")
        eventually(is_let_in, "the place that became free")
    finally:
        for raw in crowd:
            raw.socket.close()


def test_one_address_cannot_take_the_places_of_all_who_want_to_sign_in(impatient):
    handshake = head("GET", "/socket.io/?EIO=4&transport=polling", "Connection: close")

    def status(source: str) -> int:
        with Raw(impatient, handshake, source=source) as raw:
            return raw.status
    statuses = [status("127.0.0.7") for _ in range(130)]
    assert statuses[:100] == [200] * 100 and statuses[-1] == 429
    assert status("127.0.0.8") == 200
    eventually(lambda: status("127.0.0.7") == 200, "the strangers to be sent away")
