"""From the command line to a running server: prepare, build, choose a port, exec."""
import fcntl
import os
import sys

from tools.setup import python_env
from tools.setup.errors import SetupError
from tools.setup.progress import say

from . import build, network, options as command_line, ports


def is_in_use(database):
    """True while a server holds the database (server/claim.py)."""
    try:
        with open(f"{database}.lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def choose_database(options, port):
    """The file asked for, else the default one; a second server beside a running one gets its own."""
    database = options.db or command_line.default_database()
    if options.db or not is_in_use(database):
        return database
    own = database.with_name(f"{database.stem}-{port}{database.suffix}")
    say(f"Another server uses {database}, so this one keeps its data in {own}.")
    return own


def server_command(python, options, port, database):
    """The words the server package is started with; it prints the links once it listens."""
    words = [python, "-m", "server", "--host", options.host, "--port", str(port),
             "--db", str(database.absolute()), "--static", str(build.kSite),
             "--demo" if command_line.wants_demo(options) else "--no-demo"]
    words += ["--tls"] if options.tls else []
    words += [word for origin in options.allow_connect for word in ("--allow-connect", origin)]
    return words + [word for origin in options.allow_origin for word in ("--allow-origin", origin)]


def say_network_links(options, port):
    """Where a phone finds this server; the server itself can only say localhost."""
    if options.host != "0.0.0.0":
        return
    for address in network.own_addresses():
        say(f"From another device in this network: {'https' if options.tls else 'http'}://{address}:{port}/")
    if not options.tls:
        say("Other devices give camera and microphone to https only: add --tls to call from them.")


def make_database_folder(database):
    try:
        database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SetupError(f"The folder for the database, {database.parent}, cannot be made "
                         f"({error.strerror}): name another file with --db.") from error
    if database.is_dir() or not os.access(database.parent, os.W_OK):
        raise SetupError(f"{database} cannot be written: name another file with --db.")


def prepare(options):
    """All that can fail before the server starts; returns the command to run."""
    # First the port and the database: a minute of building should not end in either.
    port = ports.choose(options.host, options.port)
    database = choose_database(options, port)
    make_database_folder(database)
    if options.no_build:
        if not build.has_site(build.kSite):
            raise SetupError("There is no built client yet: start once without --no-build.")
    else:
        build.ensure_built()
    python = python_env.server_python()
    if ports.taken_error(options.host, port) is not None:  # someone took it meanwhile
        port = ports.choose(options.host, options.port)
    say_network_links(options, port)
    return server_command(python, options, port, database)


def main(words=None):
    options = command_line.parse(words)
    try:
        if sys.version_info < (3, 9):
            raise SetupError("serve.py needs Python 3.9 or newer: start it with a newer python3.")
        command = prepare(options)
    except SetupError as error:
        say(f"error: {error.sentence}")
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130
    os.chdir(build.kRepository)
    sys.stdout.flush()
    os.execv(command[0], command)
    return 0
