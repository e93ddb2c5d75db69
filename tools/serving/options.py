"""The command line of serve.py, in words for someone who starts it for the first time."""
import argparse
import ipaddress
import os
import pathlib
import re

kDefaultHost = "127.0.0.1"
kDefaultPort = 8080

kDescription = """\
Starts SocialSpace Call on this computer: installs what is missing, builds the client if its
sources changed, and serves the page and its backend. Open the two links that it prints in
two browser windows and call yourself."""

kExamples = """\
examples:
  ./serve.py                          try it on this computer
  ./serve.py --host 0.0.0.0 --tls     try it from a phone in the same network; sign up there, or
                                      add --demo for the demo users (password: demo)
  ./serve.py --db /tmp/try.sqlite3    with a database of its own
"""


def default_database():
    base = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local/share")
    return pathlib.Path(base) / "socialspace-call" / "socialspace-call.sqlite3"


def port_number(text):
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return port


def origin(text):
    """https://host or https://host:port, as browsers write it."""
    if not re.fullmatch(r"https?://[^\s/;,'\"]+/?", text):
        raise argparse.ArgumentTypeError(f"{text} is no origin: write it like https://backend.example")
    return text.rstrip("/")


def parse(words=None):
    parser = argparse.ArgumentParser(
        prog="serve.py", description=kDescription, epilog=kExamples,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default=kDefaultHost, metavar="ADDRESS",
                        help="address to listen on; the default, 127.0.0.1, is reached from this "
                             "computer only, 0.0.0.0 from the whole network")
    parser.add_argument("--port", type=port_number, metavar="N",
                        help="port to listen on; by default 8080, or the next free one")
    parser.add_argument("--db", type=pathlib.Path, metavar="PATH",
                        help=f"the database file; made if it is not there (default: "
                             f"{default_database()})")
    parser.add_argument("--no-build", action="store_true",
                        help="serve the client as it was built last, whatever changed since")
    parser.add_argument("--allow-connect", type=origin, action="append", default=[], metavar="ORIGIN",
                        help="a server of its own that the page may talk to when it is opened with "
                             "?api=ORIGIN, such as https://backend.example; may be repeated")
    parser.add_argument("--allow-origin", type=origin, action="append", default=[], metavar="ORIGIN",
                        help="a page of another address that may talk to this server; may be repeated")
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--demo", action="store_true",
                      help="make the demo users alice, bob and carol (password: demo) even where "
                           "other computers can reach them")
    demo.add_argument("--no-demo", action="store_true", help="do not make the demo users")
    parser.add_argument("--tls", action="store_true",
                        help="serve https with a self-signed certificate: browsers give camera and "
                             "microphone to other computers over https only")
    return parser.parse_args(words)


def is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def wants_demo(options):
    """Demo users have a known password: off wherever others could use it, unless asked for."""
    if options.no_demo:
        return False
    return options.demo or is_loopback(options.host)
