"""What a request must be like before any of it is read: to a name of ours, not packed, and not one too many.

Decides by the request's head alone. Knows no route.
"""

from aiohttp import hdrs, web

from .addresses import client_of, group_of, parsed
from .config import LOOPBACK_HOSTS
from .http_tools import Refusal, too_many

BODILESS_METHODS = ("GET", "HEAD", "OPTIONS")


def host_name(header: str) -> str:
    """The name in a Host header, without its port."""
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if ":" in name else name


def is_own_name(settings, header: str | None) -> bool:
    """A page of another site can let its own name point here, and would then pass for ours (DNS rebinding).

    An address in numbers is nobody's name. A server for others answers to any name until it is told its own.
    """
    if header is None:  # no browser leaves it out
        return True
    name = host_name(header)
    if name in settings.own_names or name == "localhost":
        return True
    address = parsed(name)
    if settings.host in LOOPBACK_HOSTS:
        return address is not None and address.is_loopback
    return address is not None or not settings.own_names


class Gate:
    def __init__(self, hub):
        self._settings = hub.settings
        self._limits = hub.limits

    def check(self, request: web.Request) -> None:
        """Raises the refusal, if any; else the request knows its address and its time."""
        request["address"] = client_of(request.remote or "?", request.headers.getall("X-Forwarded-For", []),
                                       self._settings.trusted_proxies)
        request["group"] = group_of(request["address"])
        request["body_seconds"] = self._settings.timing.body
        if not self._limits.allow("address", request["group"]):
            raise _last(too_many(self._limits.wait_seconds("address", request["group"])))
        if not is_own_name(self._settings, request.headers.get(hdrs.HOST)):
            raise _last(Refusal(421, "This server is not known by that name; SSC_ALLOW_HOSTS lists further names"))
        if request.headers.get(hdrs.CONTENT_ENCODING, "identity").strip().lower() != "identity":
            raise _last(Refusal(415, "Compressed requests are not supported"))
        if request.method in BODILESS_METHODS and request.body_exists:
            raise _last(Refusal(400, f"{request.method} has no body"))
        if hdrs.UPGRADE in request.headers and not _is_for_websocket(request):
            raise _last(Refusal(400, "Nothing to upgrade here"))


def _is_for_websocket(request: web.Request) -> bool:
    return request.path == "/socket.io/" and request.query.get("transport") == "websocket"


def _last(refusal: Refusal) -> Refusal:
    """Whoever sends such a thing is not listened to further on this connection."""
    refusal.ends_connection = True
    return refusal
