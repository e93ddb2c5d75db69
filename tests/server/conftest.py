"""Servers for the tests: `server` with everyday times, `quick` with very short ones."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import Server, Socket, new_folder  # noqa: E402

QUICK = "ring=1.0 grace_accepted=0.9 grace_pending=0.5 grace_leaving=0.25 offline_delay=0.05 sign_in=0.4"


def _running(*arguments, **options):
    folder = new_folder()
    server = Server(folder, *arguments, **options)
    yield server
    still_running = server.is_running()
    errors = server.error_text()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
    assert still_running, "the server process ended: " + errors
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="session")
def server():
    yield from _running("--demo")


@pytest.fixture(scope="session")
def quick():
    yield from _running(timing=QUICK)


@pytest.fixture(scope="module")
def strict():
    """A server with the rates that people meet."""
    yield from _running(scale="1")


@pytest.fixture
def fresh():
    """A server of one's own, to be killed and started at will."""
    folder = new_folder()
    server = Server(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sockets():
    """Makes sockets and closes them after the test."""
    made = []

    def make(*arguments, **options) -> Socket:
        made.append(Socket(*arguments, **options))
        return made[-1]

    yield make
    for socket in made:
        socket.close()
