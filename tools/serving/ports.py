"""Chooses the port: the one asked for, or the first free one from the default on."""
import errno
import socket

from tools.setup.errors import SetupError
from tools.setup.progress import say

from .options import kDefaultPort

kTries = 50
# Where these are listened on, the printed links say localhost, which may mean either loopback address.
kSaidLocalhost = ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::")
kLoopbacks = ("127.0.0.1", "::1")


def bind_error(host, port):
    """None if the port is free, else the error that a server there would get."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def taken_error(host, port):
    """None if the port can be used, and nobody else answers at the links that are printed."""
    error = bind_error(host, port)
    if error is not None:
        return error
    for other in kLoopbacks if host in kSaidLocalhost else ():
        beside = bind_error(other, port)
        # A machine without one of the two kinds of address has nobody there.
        if beside is not None and beside.errno == errno.EADDRINUSE:
            return beside
    return None


def choose(host, wanted):
    """Returns the port to serve on, or ends in one sentence."""
    if wanted is not None:
        error = taken_error(host, wanted)
        if error is not None:
            raise SetupError(explain(host, wanted, error))
        return wanted
    for port in range(kDefaultPort, kDefaultPort + kTries):
        error = taken_error(host, port)
        if error is None:
            if port != kDefaultPort:
                say(f"Port {kDefaultPort} is taken, so this server uses {port}.")
            return port
        if error.errno != errno.EADDRINUSE:
            raise SetupError(explain(host, port, error))
    raise SetupError(f"All ports from {kDefaultPort} to {kDefaultPort + kTries - 1} are taken: "
                     "name a free one with --port.")


def explain(host, port, error):
    if error.errno == errno.EADDRINUSE:
        return (f"Port {port} is taken by another program: stop that program, or name another port "
                "with --port.")
    if error.errno == errno.EACCES:
        return f"Port {port} may be used by root only: name a port above 1023 with --port."
    return (f"This computer cannot listen on {host} ({error.strerror}): name one of its own "
            "addresses with --host.")
