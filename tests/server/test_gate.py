"""What a request must be like before it is read: its name, its packing, its address; and what is logged of it."""

import gzip
import ipaddress
import logging
import re
import zlib

import pytest
from harness import Server, new_folder
from raw_http import Raw, head

from server.addresses import client_of, group_of
from server.config import Settings, SetupError
from server.gate import is_own_name
from server.logs import MOST_OF_A_KIND, Briefly, OneLine, Sparing


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()


def most_memory_kib(server) -> int:
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])


@pytest.mark.parametrize("method, path", [
    ("POST", "/api/auth/login"), ("POST", "/socket.io/?EIO=4&transport=polling&sid={sid}"),
    ("GET", "/socket.io/?EIO=4&transport=polling&sid={sid}"), ("GET", "/"), ("PUT", "/api/nothing/here")])
def test_a_packed_body_is_refused_and_never_unpacked(server, method, path):
    sid = server.call("GET", "/socket.io/?EIO=4&transport=polling").raw.decode().split('"')[3]
    packed, before = bomb(150), most_memory_kib(server)
    with Raw(server, head(method, path.format(sid=sid), "Content-Encoding: gzip", "Content-Type: application/json",
                          f"Content-Length: {len(packed)}")) as raw:
        raw.send(packed)
        assert raw.status == 415
    assert most_memory_kib(server) - before < 20_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "x-unknown"])
def test_junk_that_calls_itself_packed_is_refused_quietly(server, encoding):
    for body in (b"junk", gzip.compress(b"{}")):
        answer = server.call("POST", "/api/auth/login", raw=body, headers={"Content-Encoding": encoding})
        assert answer.status == 415 and "message" in answer.body


def test_a_request_to_read_has_no_body(server):
    for method in ("GET", "HEAD", "OPTIONS"):
        with Raw(server, head(method, "/api/time", "Content-Length: 9") + b"{}") as raw:
            assert raw.status == 400
    with Raw(server, head("GET", "/api/time", "Content-Length: 0")) as raw:
        assert raw.status == 200


def test_only_the_socket_is_upgraded(server):
    sid = server.call("GET", "/socket.io/?EIO=4&transport=polling").raw.decode().split('"')[3]
    for path in (f"/socket.io/?EIO=4&transport=polling&sid={sid}", "/api/time", "/"):
        with Raw(server, head("GET", path, "Upgrade: websocket", "Connection: Upgrade")) as raw:
            assert raw.status == 400


@pytest.mark.parametrize("request_text", [
    b"GARBAGE\r\n\r\n", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    b"POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /api/time HTTP/1.1\r\nHost localhost\r\n\r\n"],
    ids=["garbage", "long line", "negative length", "two lengths", "broken chunks", "broken address", "no colon"])
def test_what_is_no_http_is_refused_without_a_stack_trace(fresh, request_text):
    with Raw(fresh, request_text) as raw:
        assert 400 <= raw.status < 500
    assert fresh.stop() == 0 and fresh.error_text() == ""


def test_the_log_shows_a_path_on_one_line():
    server = Server(new_folder(), "--verbose")
    try:
        for path in ("/%0aFAKE%20LOG%1b[31m", "/api/%0d%0aFAKE"):
            server.call("GET", path)
        with Raw(server, b"GARBAGE\r\n\r\n") as raw:
            raw.to_the_end()
    finally:
        server.stop()
    text = server.error_text()
    assert "/\\nFAKE LOG\\x1b[31m" in text and "/api/\\r\\nFAKE" in text and "malformed" in text
    assert not [line for line in text.splitlines() if line.startswith("FAKE")] and "Traceback" not in text


def test_what_comes_again_and_again_is_left_out_of_the_log():
    now = [0.0]
    sparing = Sparing(clock=lambda: now[0])

    def passed(level=logging.WARNING, text="odd: %s") -> bool:
        return sparing.filter(logging.LogRecord("server.x", level, "f", 1, text, ("thing",), None))
    assert [passed() for _ in range(MOST_OF_A_KIND + 10)] == [True] * MOST_OF_A_KIND + [False] * 10
    assert passed(text="another") and all(passed(logging.INFO) for _ in range(100))
    now[0] = 61.0
    assert passed()


def test_a_stack_trace_of_the_library_becomes_one_line():
    record = logging.LogRecord("server.library", logging.ERROR, "f", 1, "Unhandled", (), (
        AssertionError, AssertionError("x\ny"), None))
    assert Briefly().filter(record)
    assert OneLine("%(message)s").format(record) == "Unhandled (AssertionError)"


@pytest.mark.parametrize("host, status", [
    ("localhost", 200), ("LOCALHOST:9", 200), ("127.0.0.1:80", 200), ("127.9.9.9", 200), ("[::1]:80", 200),
    ("calls.example.org", 200), ("Calls.Example.org:8443", 200),
    ("evil.example", 421), ("evil.example:8080", 421), ("localhost.evil.example", 421), ("192.0.2.1", 421), ("", 421)])
def test_a_server_of_this_machine_answers_to_its_own_names_only(named, host, status):
    assert named.call("GET", "/api/time", headers={"Host": host}).status == status
    assert named.call("GET", "/", headers={"Host": host}).status == (404 if status == 200 else 421)
    # A rebound page would send its own origin, equal to the Host.
    login = named.call("POST", "/api/auth/login", {"email": "a", "password": "b"},
                       headers={"Host": host, "Origin": f"http://{host}"})
    assert login.status == (401 if status == 200 else 421)


@pytest.fixture(scope="module")
def named():
    server = Server(new_folder(), start=False)
    server.environment["SSC_ALLOW_HOSTS"] = "calls.example.org"
    server.start()
    yield server
    server.stop()


def test_a_server_for_others_answers_to_any_name_until_it_is_told_its_own():
    public = Settings(host="0.0.0.0")
    assert is_own_name(public, "anything.example") and is_own_name(public, "192.0.2.1:80")
    told = Settings(host="0.0.0.0", own_names=("calls.example.org",))
    for host, is_good in (("calls.example.org:443", True), ("192.0.2.1:80", True), ("[2001:db8::1]", True),
                          ("localhost", True), ("evil.example", False), ("calls.example.org.evil.example", False)):
        assert is_own_name(told, host) is is_good
    assert is_own_name(Settings(), None)


def test_a_forwarded_address_counts_only_from_a_trusted_proxy():
    trusted = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))
    assert client_of("192.0.2.1", ["203.0.113.5"], trusted) == "192.0.2.1"
    assert client_of("10.1.1.1", ["203.0.113.5"], trusted) == "203.0.113.5"
    assert client_of("::ffff:10.1.1.1", ["203.0.113.5"], trusted) == "203.0.113.5"
    # What the client itself wrote into the header stands before what the proxy saw.
    assert client_of("10.1.1.1", ["198.51.100.1, 203.0.113.5, 10.2.2.2"], trusted) == "203.0.113.5"
    assert client_of("10.1.1.1", ["198.51.100.1", "203.0.113.5"], trusted) == "203.0.113.5"
    for junk in ([], [""], ["unknown"], ["x" * 5000], ["203.0.113.5:80"]):
        assert client_of("10.1.1.1", junk, trusted) == "10.1.1.1"
    assert client_of("10.1.1.1", ["203.0.113.5"], ()) == "10.1.1.1"


def test_one_household_counts_as_one():
    assert group_of("2001:db8:1:2:3:4:5:6") == group_of("2001:db8:1:2::9") != group_of("2001:db8:1:3::9")
    assert group_of("::ffff:192.0.2.1") == group_of("192.0.2.1") != group_of("192.0.2.2")
    assert group_of("fe80::1%eth0") == "fe80::/64" and group_of("?") == "?"


@pytest.mark.parametrize("name, value", [("SSC_ALLOW_HOSTS", "http://x"), ("SSC_ALLOW_HOSTS", "x:80"),
                                         ("SSC_TRUSTED_PROXIES", "proxy.example")])
def test_a_name_or_proxy_that_is_none_is_said(name, value):
    from test_setup import settings
    with pytest.raises(SetupError, match=f"'{value}' in {name}"):
        settings(**{name: value})
