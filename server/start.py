"""Reads the options, starts to listen, and says where."""

import asyncio
import errno
import logging
import os
import signal
import sys

from aiohttp import web

from .certificate import tls_context
from .claim import claim
from .config import LOOPBACK_HOSTS, Settings, SetupError, settings_from
from .demo import seed
from .door import Door, room_for_connections
from .http_app import make_app
from .hub import Hub
from .logs import library_log, start_logging
from .static_files import StaticFiles

STOP_SECONDS = 2.0
KEEP_ALIVE_SECONDS = 30.0
# How long the rest of a request that is refused is read, so that its sender hears the answer.
LINGER_SECONDS = 2.0
HANDSHAKE_SECONDS = 10.0


def loop_problem(loop, context) -> None:
    """Whatever escapes a callback is written down in one line; it never ends the process."""
    problem = context.get("exception")
    logging.getLogger("server").warning("%s (%s)", context.get("message"), type(problem).__name__)


async def serve(settings: Settings) -> None:
    files = StaticFiles(settings.static)
    files.check()
    tls = tls_context(settings.database, settings.host) if settings.tls else None
    lock = claim(settings.database)
    hub = Hub(settings)
    if settings.demo:
        seed(hub.database, hub.store, hub.passwords)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_problem)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    # A compressed body could be a thousand times its size; none is ever unpacked here.
    runner = web.AppRunner(make_app(hub, files), access_log=None, logger=library_log(), auto_decompress=False,
                           keepalive_timeout=KEEP_ALIVE_SECONDS, lingering_time=LINGER_SECONDS)
    await runner.setup()
    listening = None
    try:
        hub.start()
        listening = await _listen(Door(runner.server, settings, room_for_connections()), settings, tls)
        _say_where(settings, listening.sockets[0].getsockname()[1])
        await stop.wait()
    finally:
        if listening is not None:
            listening.close()
        # Sockets and timers first: nothing may end a call because the server stops.
        await hub.close()
        try:
            await asyncio.wait_for(runner.cleanup(), STOP_SECONDS)
        except asyncio.TimeoutError:
            pass
        hub.close_database()
        lock.close()


async def _listen(door: Door, settings: Settings, tls) -> asyncio.Server:
    options = {"ssl": tls, "ssl_handshake_timeout": HANDSHAKE_SECONDS} if tls else {}
    try:
        return await asyncio.get_running_loop().create_server(
            door, settings.host, settings.port, reuse_address=True, backlog=128, **options)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise SetupError(f"The port {settings.port} is taken: give another one with --port.") from problem
        if problem.errno == errno.EACCES:
            raise SetupError(f"The port {settings.port} needs root: give one above 1023 with --port.") from problem
        raise SetupError(f"Cannot listen on {settings.host}: give this machine's address with --host.") from problem


def _say_where(settings: Settings, port: int) -> None:
    scheme = "https" if settings.tls else "http"
    here = settings.host in LOOPBACK_HOSTS or settings.host in ("0.0.0.0", "::")
    base = f"{scheme}://{'localhost' if here else settings.host}:{port}/"
    print(f"SocialSpace Call is ready: {base}", flush=True)
    if settings.demo:
        print(f"  Try it with two tabs:  {base}?demo=alice  and  {base}?demo=bob", flush=True)


def main() -> int:
    try:
        settings = settings_from(sys.argv[1:], os.environ)
        start_logging(settings.verbose)
        asyncio.run(serve(settings))
    except SetupError as problem:
        print(f"Cannot start: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0
