"""Starting: options, ready lines, certificate, ICE servers, and one clear sentence when something is wrong."""

import json
import re
import socket as sockets_of_system
import ssl
import stat
import subprocess
import sys
import time
import urllib.request

import pytest
from harness import ROOT, SECRET, Server, new_folder

from server.config import SetupError, Timing, settings_from
from server.ice import turn_credentials


def settings(*arguments, **environment):
    return settings_from(["--db", "/tmp/unused.db", *arguments], {"SSC_JWT_SECRET": SECRET, **environment})


def test_the_ready_lines_name_the_address_and_the_two_demo_links():
    server = Server(new_folder(), "--demo")
    try:
        assert server.lines[0] == f"SocialSpace Call is ready: http://localhost:{server.port}/\n"
        second = server.process.stdout.readline()
        assert f"http://localhost:{server.port}/?demo=alice" in second and "?demo=bob" in second
    finally:
        assert server.stop() == 0


def test_the_server_answers_within_two_seconds_of_its_start():
    started = time.monotonic()
    server = Server(new_folder(), "--demo")
    try:
        assert server.call("GET", "/api/health").status == 200
        assert time.monotonic() - started < 2.0
    finally:
        server.stop()


@pytest.mark.parametrize("arguments, sentence", [
    (["--static", "/nowhere/at/all"], "Cannot start: The page's folder /nowhere/at/all does not exist"),
    (["--static", "/usr"], "Cannot start: The page's folder /usr holds no index.html"),
    (["--port", "70000"], "Cannot start: The port 70000 is out of range"),
    (["--allow-origin", "example.org"], "Cannot start: 'example.org' is no origin"),
    (["--turn-url", "turn:x:3478"], "Cannot start: A TURN server needs its shared secret"),
    (["--secret-file", "/nowhere"], "Cannot start: The file /nowhere cannot be read"),
    (["--host", "203.0.113.1"], "Cannot start: Cannot listen on 203.0.113.1"),
    (["--db", "/proc/no/x.db"], "Cannot start: The database /proc/no/x.db cannot be opened")])
def test_what_is_wrong_is_said_in_one_sentence(arguments, sentence):
    server = Server(new_folder(), *arguments, start=False)
    if arguments[0] == "--secret-file":
        del server.environment["SSC_JWT_SECRET"]
    with pytest.raises(AssertionError, match=re.escape(sentence)):
        server.start()
    assert server.error_text().count("\n") == 1 and server.process.returncode == 2


def test_a_taken_port_is_said(server):
    second = Server(new_folder(), start=False)
    second.port = server.port
    with pytest.raises(AssertionError, match=f"Cannot start: The port {server.port} is taken"):
        second.start()


def test_tls_serves_https_with_a_certificate_kept_beside_the_database():
    folder = new_folder()
    server = Server(folder, "--tls")
    try:
        assert server.lines[0].startswith("SocialSpace Call is ready: https://localhost:")
        certificate = folder / "test.db.cert.pem"
        context = ssl.create_default_context(cafile=str(certificate))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                             urllib.request.HTTPSHandler(context=context))
        with opener.open(f"https://localhost:{server.port}/api/config", timeout=5) as response:
            assert json.loads(response.read())["product"] == "SocialSpace Call"
        assert stat.S_IMODE((folder / "test.db.key.pem").stat().st_mode) == 0o600
        made = certificate.read_bytes()
        server.stop()
        server.start()
        assert certificate.read_bytes() == made
        # A plain-text or half-open client disturbs nothing.
        with sockets_of_system.create_connection(("127.0.0.1", server.port)) as raw:
            raw.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with opener.open(f"https://localhost:{server.port}/api/time", timeout=5) as response:
            assert response.status == 200
    finally:
        server.stop()


def test_stun_servers_are_named_only_beyond_loopback():
    assert settings().stun_urls == () == settings("--host", "::1").stun_urls
    assert settings("--host", "0.0.0.0").stun_urls == ("stun:stun.l.google.com:19302",
                                                       "stun:stun1.l.google.com:19302")
    assert settings("--host", "0.0.0.0", "--stun-url", "").stun_urls == ()
    assert settings("--stun-url", "stun:a:1", "--stun-url", "stun:b:2").stun_urls == ("stun:a:1", "stun:b:2")
    assert settings(SSC_STUN_URLS="stun:a:1, stun:b:2").stun_urls == ("stun:a:1", "stun:b:2")


def test_turn_credentials_are_those_coturn_computes():
    # echo -n '1700000000:anna' | openssl dgst -sha1 -hmac north -binary | base64
    assert turn_credentials("north", "anna", 1_700_000_000) == {
        "username": "1700000000:anna", "credential": "WS1fjjHj2gNlXzhc/ZcwmC3ofIo="}


def test_turn_servers_come_with_credentials_that_expire(tmp_path):
    (tmp_path / "turn.secret").write_text("north\n")
    server = Server(tmp_path, "--turn-url", "turn:relay.example:3478", "--turn-url", "turns:relay.example:443",
                    "--turn-secret-file", str(tmp_path / "turn.secret"), "--stun-url", "stun:stun.example:3478")
    try:
        anna = server.user("anna")
        answer = anna.get("/api/calls/ice-servers").body
        assert answer["ttl"] == 86400 and answer["iceServers"][0] == {"urls": ["stun:stun.example:3478"]}
        turn = answer["iceServers"][1]
        assert turn["urls"] == ["turn:relay.example:3478", "turns:relay.example:443"]
        expiry, _, user = turn["username"].partition(":")
        assert user == anna.id and abs(int(expiry) - time.time() - 86400) < 60
        assert turn["credential"] == turn_credentials("north", anna.id, int(expiry))["credential"]
    finally:
        server.stop()


def test_options_from_the_environment():
    made = settings(SSC_TURN_URLS="turn:a:1", SSC_TURN_SECRET="s", SSC_ALLOW_ORIGINS="https://A.example/ http://b:1",
                    SSC_TIMING="ring=1.5", SSC_LIMIT_SCALE="2")
    assert made.turn_urls == ("turn:a:1",) and made.turn_secret == "s" and made.timing == Timing(ring=1.5)
    assert made.allowed_origins[-2:] == ("https://a.example", "http://b:1") and made.limit_scale == 2
    for wrong in ({"SSC_TIMING": "ring=x"}, {"SSC_TIMING": "wring=1"}, {"SSC_LIMIT_SCALE": "0"},
                  {"SSC_JWT_SECRET": "short"}):
        with pytest.raises(SetupError):
            settings(**wrong)
    assert settings("--demo").demo and not settings("--no-demo").demo


def test_the_help_names_every_variable_of_the_environment():
    shown = subprocess.run([sys.executable, "-m", "server", "--help"], cwd=ROOT, capture_output=True, text=True).stdout
    read = {name for path in (ROOT / "server").glob("*.py") for name in re.findall(r"environment\.get\(\"(SSC_\w+)\"",
                                                                                path.read_text(encoding="utf-8"))}
    assert len(read) > 5 and not [name for name in read if name not in shown]


@pytest.mark.parametrize("module", ["aiohttp", "socketio", "jwt", "argon2"])
def test_a_python_without_the_modules_is_told_so_in_one_sentence(tmp_path, module):
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError('none', name='{module}')\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "server", "--help"], cwd=ROOT, capture_output=True, text=True,
                          env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert f"has no module {module}: install what requirements.txt lists" in done.stderr
