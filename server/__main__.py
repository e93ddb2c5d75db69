"""python3 -m server: reads the options, starts to listen, and says where."""

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
from .http_app import make_app
from .hub import Hub
from .static_files import StaticFiles

STOP_SECONDS = 2.0


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
    runner = web.AppRunner(make_app(hub, files), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port, ssl_context=tls, reuse_address=True)
        hub.start()
        await _listen(site, settings)
        _say_where(settings, runner)
        await stop.wait()
    finally:
        # Sockets and timers first: nothing may end a call because the server stops.
        await hub.close()
        try:
            await asyncio.wait_for(runner.cleanup(), STOP_SECONDS)
        except asyncio.TimeoutError:
            pass
        hub.close_database()
        lock.close()


async def _listen(site: web.TCPSite, settings: Settings) -> None:
    try:
        await site.start()
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise SetupError(f"The port {settings.port} is taken: give another one with --port.") from problem
        if problem.errno == errno.EACCES:
            raise SetupError(f"The port {settings.port} needs root: give one above 1023 with --port.") from problem
        raise SetupError(f"Cannot listen on {settings.host}: give this machine's address with --host.") from problem


def _say_where(settings: Settings, runner: web.AppRunner) -> None:
    port = runner.addresses[0][1]
    scheme = "https" if settings.tls else "http"
    here = settings.host in LOOPBACK_HOSTS or settings.host in ("0.0.0.0", "::")
    base = f"{scheme}://{'localhost' if here else settings.host}:{port}/"
    print(f"SocialSpace Call is ready: {base}", flush=True)
    if settings.demo:
        print(f"  Try it with two tabs:  {base}?demo=alice  and  {base}?demo=bob", flush=True)


def main() -> int:
    try:
        settings = settings_from(sys.argv[1:], os.environ)
        logging.basicConfig(level=logging.INFO if settings.verbose else logging.WARNING, stream=sys.stderr,
                            format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        asyncio.run(serve(settings))
    except SetupError as problem:
        print(f"Cannot start: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
