"""What the backend can be told: command line, environment, and the secret beside the database.

Owns the defaults and their reasons. Everything else receives a finished `Settings`.
"""

import argparse
import ipaddress
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from . import database_file
from .basics import SetupError

# The site and its usual development hosts (contract 8.1).
SITE_ORIGINS = (
    "https://social-space-3pce.vercel.app",
    "http://localhost:3000",
    "http://localhost:3001",
    "http://localhost:5173",
    "http://127.0.0.1:5173",
)
PUBLIC_STUN = ("stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302")
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
LEAST_SECRET_CHARACTERS = 32
ENVIRONMENT = """environment (lists are separated by spaces or commas):
  SSC_ALLOW_HOSTS      names by which browsers reach this server; with a name of its own it needs them here.
                       On loopback only localhost and 127.0.0.1 work without; elsewhere any name does
  SSC_ALLOW_ORIGINS    further sites that may use this server, as --allow-origin
  SSC_TRUSTED_PROXIES  addresses or networks of proxies whose X-Forwarded-For is believed
  SSC_STUN_URLS        STUN servers for the clients, as --stun-url; empty for none
  SSC_TURN_URLS        TURN servers for the clients, as --turn-url
  SSC_TURN_SECRET      the TURN server's static-auth-secret
  SSC_JWT_SECRET       secret that signs tokens
  SSC_LIMIT_SCALE      a number that all rate limits are multiplied by
  SSC_TIMING           seconds by name, for tests: "ring=1 grace_pending=0.5"
"""


@dataclass(frozen=True)
class Timing:
    """Seconds. Tests shorten them through SSC_TIMING."""

    ring: float = 60.0
    grace_accepted: float = 75.0
    grace_pending: float = 10.0
    grace_leaving: float = 8.0
    # A page that changes its socket (reload, new token) is not shown as gone at once.
    offline_delay: float = 2.0
    # After a few unanswered calls the same person may be rung again so much later, and twice as much each time.
    ring_again: float = 30.0
    ring_again_most: float = 600.0
    # An engine connection that never signs in is closed.
    sign_in: float = 10.0
    # The first request's head, any request's body, and the reading of what was sent must be done by then.
    head: float = 15.0
    body: float = 15.0
    unread: float = 30.0
    # How often open sockets are asked whether their session still stands.
    recheck: float = 30.0
    ping_interval: float = 25.0
    ping_timeout: float = 20.0
    turn_credentials: int = 86400
    access_token: float = 14 * 86400.0


@dataclass(frozen=True)
class Settings:
    host: str = "127.0.0.1"
    port: int = 8080
    database: Path = Path("socialspace.db")
    static: Path | None = None
    demo: bool = False
    tls: bool = False
    secret: str = ""
    allowed_origins: tuple[str, ...] = SITE_ORIGINS
    # Names this server answers to besides addresses in numbers, and whose X-Forwarded-For is believed.
    own_names: tuple[str, ...] = ()
    trusted_proxies: tuple = ()
    connect_origins: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ("'self'",)
    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    limit_scale: float = 1.0
    timing: Timing = field(default_factory=Timing)
    verbose: bool = False


def parser() -> argparse.ArgumentParser:
    out = argparse.ArgumentParser(prog="python3 -m server", description="The SocialSpace Call backend.",
                                  epilog=ENVIRONMENT, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = out.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    add("--port", type=int, default=8080)
    add("--db", default="socialspace.db", help="SQLite file; made if missing")
    add("--static", default="", help="folder with the built page")
    add("--demo", action=argparse.BooleanOptionalAction, default=False,
        help="demo users alice, bob and carol (password: demo)")
    add("--tls", action="store_true", help="serve https with a self-signed certificate")
    add("--allow-origin", action="append", default=[], metavar="ORIGIN",
        help="a further site that may use this server, such as https://example.org")
    add("--allow-connect", action="append", default=[], metavar="ORIGIN",
        help="a further server that the page may talk to (?api=ORIGIN)")
    add("--frame-ancestor", action="append", default=[], metavar="ORIGIN",
        help="a site that may show the page in a frame")
    add("--stun-url", action="append", default=None, metavar="URL",
        help="STUN server for the clients; '' for none")
    add("--turn-url", action="append", default=[], metavar="URL", help="TURN server for the clients")
    add("--turn-secret-file", default="", metavar="FILE",
        help="the TURN server's static-auth-secret (or environment SSC_TURN_SECRET)")
    add("--secret-file", default="", metavar="FILE",
        help="secret that signs tokens (or SSC_JWT_SECRET; default: made beside the database)")
    add("--verbose", action="store_true", help="log each request (never tokens or bodies)")
    return out


def settings_from(arguments: list[str], environment) -> Settings:
    given = parser().parse_args(arguments)
    if not 0 <= given.port <= 65535:
        raise SetupError(f"The port {given.port} is out of range: give --port a number up to 65535.")
    turn_urls = tuple(given.turn_url or _words(environment.get("SSC_TURN_URLS", "")))
    turn_secret = environment.get("SSC_TURN_SECRET", "") or _file_text(given.turn_secret_file)
    if turn_urls and not turn_secret:
        raise SetupError("A TURN server needs its shared secret: give --turn-secret-file or SSC_TURN_SECRET.")
    database = Path(given.db).absolute()
    database_file.check(database)
    return Settings(
        host=given.host, port=given.port, database=database, demo=given.demo, tls=given.tls,
        static=Path(given.static).absolute() if given.static else None,
        secret=signing_secret(environment.get("SSC_JWT_SECRET", ""), given.secret_file, database),
        allowed_origins=SITE_ORIGINS + tuple(_origin(text) for text in
                                             given.allow_origin + _words(environment.get("SSC_ALLOW_ORIGINS", ""))),
        own_names=tuple(_name(text) for text in _words(environment.get("SSC_ALLOW_HOSTS", ""))),
        trusted_proxies=tuple(_network(text) for text in _words(environment.get("SSC_TRUSTED_PROXIES", ""))),
        connect_origins=tuple(_origin(text) for text in given.allow_connect),
        frame_ancestors=("'self'",) + tuple(_origin(text) for text in given.frame_ancestor),
        stun_urls=_stun_urls(given.stun_url, environment.get("SSC_STUN_URLS"), given.host),
        turn_urls=turn_urls, turn_secret=turn_secret,
        limit_scale=_number(environment.get("SSC_LIMIT_SCALE", "1"), "SSC_LIMIT_SCALE"),
        timing=_timing(environment.get("SSC_TIMING", "")), verbose=given.verbose)


def signing_secret(from_environment: str, file_name: str, database: Path) -> str:
    """The given secret, or one made once and kept with mode 600 beside the database."""
    if from_environment:
        return _long_enough(from_environment, "SSC_JWT_SECRET")
    if file_name:
        return _long_enough(_file_text(file_name), file_name)
    path = database.with_name(database.name + ".secret")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written elsewhere and linked into place: a second start or a kill never sees half a secret.
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        if not path.exists():
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(secrets.token_hex(32))
                out.flush()
                os.fsync(out.fileno())
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        os.chmod(path, 0o600)
        return _long_enough(path.read_text(encoding="ascii").strip(), str(path))
    except OSError as problem:
        raise SetupError(f"The secret file {path} cannot be used ({problem.strerror}): "
                         "check the folder given with --db.") from problem


def _long_enough(secret: str, place: str) -> str:
    if len(secret) < LEAST_SECRET_CHARACTERS:
        raise SetupError(f"The secret in {place} is too short: it needs {LEAST_SECRET_CHARACTERS} characters or more.")
    return secret


def _file_text(name: str) -> str:
    if not name:
        return ""
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SetupError(f"The file {name} cannot be read: check its name and rights.") from problem


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _origin(text: str) -> str:
    scheme, mark, rest = text.rstrip("/").partition("://")
    if not mark or scheme not in ("http", "https") or not rest or any(c in rest for c in "/ ;,'\"\r\n"):
        raise SetupError(f"'{text}' is no origin: write it like https://example.org or http://localhost:3000.")
    return text.rstrip("/").lower()


def _name(text: str) -> str:
    if any(c in text for c in "/:@[]"):
        raise SetupError(f"'{text}' in SSC_ALLOW_HOSTS is no name: write it like calls.example.org, without a port.")
    return text.lower()


def _network(text: str):
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as problem:
        raise SetupError(f"'{text}' in SSC_TRUSTED_PROXIES is no address: write it like 10.0.0.1 or 10.0.0.0/8."
                         ) from problem


def _stun_urls(given, from_environment, host: str) -> tuple[str, ...]:
    if given is not None:
        return tuple(url for url in given if url)
    if from_environment is not None:
        return tuple(_words(from_environment))
    # Calls on one machine need no outside host, so none is named there.
    return () if host in LOOPBACK_HOSTS else PUBLIC_STUN


def _number(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1e9:
        raise SetupError(f"{name} must be a positive number, not '{text}'.")
    return value


def _timing(text: str) -> Timing:
    """SSC_TIMING="ring=1 grace_pending=0.5": for tests, which cannot wait a minute."""
    values = {}
    for word in _words(text):
        name, _, value = word.partition("=")
        if name not in Timing.__dataclass_fields__:
            raise SetupError(f"SSC_TIMING knows no '{name}'.")
        values[name] = _number(value, "SSC_TIMING")
    return Timing(**values)
