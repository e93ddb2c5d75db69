"""What all HTTP handlers share: reading bodies, answering in JSON, who is asking, and the middlewares.

Turns every failure into a clear JSON answer. Knows no route.
"""

import asyncio
import json
import logging
import time

from aiohttp import hdrs, web

from .basics import is_clean_text
from .tokens import Identity, TokenFault

log = logging.getLogger("server.http")

MOST_BODY_BYTES = 64 * 1024
COMPRESS_FROM_BYTES = 1024
PUBLIC_PATHS = frozenset((
    "/api/auth/login", "/api/auth/register", "/api/auth/refresh", "/api/auth/status", "/api/auth/logout",
    "/api/auth/verify-email", "/api/auth/resend-verification", "/api/auth/change-email",
    "/api/logout", "/api/time", "/api/health", "/api/config",
))
CORS_METHODS = "GET,POST,PUT,DELETE,OPTIONS,PATCH"
CORS_HEADERS = "Content-Type,Authorization,X-Requested-With,Accept,Origin,Cache-Control,Pragma"


class Refusal(Exception):
    """An answer that is not the good one."""

    def __init__(self, status: int, message: str, /, **more):
        super().__init__(message)
        self.status = status
        self.body = {"message": message, **more}
        self.headers: dict[str, str] = {}
        self.ends_connection = False


def too_many(seconds: int, message: str = "Слишком много попыток. Попробуйте позже") -> Refusal:
    refusal = Refusal(429, message, retryAfter=seconds)
    refusal.headers["Retry-After"] = str(seconds)
    return refusal


def reply(body, status: int = 200, headers=None) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    # What a client sent may come back in an answer; letters that cannot be encoded must not break it.
    return web.Response(body=text.encode("utf-8", "replace"), status=status, headers=headers,
                        content_type="application/json", charset="utf-8")


async def body_of(request: web.Request) -> dict:
    """The body's object, from JSON or a form; {} when there is none."""
    try:
        return await asyncio.wait_for(_body_of(request), request["body_seconds"])
    except asyncio.TimeoutError:
        refusal = Refusal(408, "The request body took too long")
        refusal.ends_connection = True
        raise refusal from None


async def _body_of(request: web.Request) -> dict:
    try:
        if request.content_type == "application/x-www-form-urlencoded":
            return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        raw = await request.read()
        value = json.loads(raw, parse_constant=_no_constant) if raw.strip() else {}
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, "Request body is too large") from None
    except (ValueError, RecursionError, LookupError, web.RequestPayloadError):
        raise Refusal(400, "Malformed request body") from None
    if not isinstance(value, dict):
        raise Refusal(400, "The request body must be an object")
    return value


def _no_constant(name: str):
    raise ValueError(name)


def text_of(body: dict, key: str, most: int) -> str:
    """The value as text; anything else (missing, no string, too long, not storable) counts as empty."""
    value = body.get(key)
    return value if is_clean_text(value, most) else ""


def bearer(request: web.Request) -> str:
    words = request.headers.get(hdrs.AUTHORIZATION, "").split(" ")
    return words[1] if len(words) > 1 else ""


def asker(request: web.Request) -> Identity:
    return request["identity"]


def address(request: web.Request) -> str:
    """Who asks, by address; what a proxy says of it counts only from one that is trusted (`gate`)."""
    return request["address"]


def group(request: web.Request) -> str:
    """The address as limits count it."""
    return request["group"]


def identify(hub, request: web.Request) -> Identity:
    token = bearer(request)
    if not token:
        raise Refusal(401, "Access token required", authenticated=False)
    found = hub.tokens.identity(token)
    if found is TokenFault.EXPIRED:
        raise Refusal(401, "Token expired", expired=True, authenticated=False)
    if found is TokenFault.INVALID:
        raise Refusal(403, "Invalid token", authenticated=False)
    if not hub.limits.allow("request", found.user_id):
        raise too_many(hub.limits.wait_seconds("request", found.user_id))
    return found


def origin_allowed(hub, request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None or origin in hub.settings.allowed_origins:
        return True
    host = request.headers.get(hdrs.HOST, "")
    return host != "" and origin.partition("://")[2] == host


async def no_route(request: web.Request) -> web.Response:
    """Under /api: an address that does not exist needs no token to say so."""
    raise web.HTTPNotFound


def middlewares(hub, check) -> list:
    """`check(request)` raises a refusal before anything of the request is read."""
    @web.middleware
    async def answer(request: web.Request, handler):
        """The outermost: origins, failures, log line."""
        started = time.monotonic()
        try:
            check(request)
            response = await _checked(hub, request, handler)
        except Refusal as refusal:
            response = reply(refusal.body, refusal.status, refusal.headers)
            if refusal.ends_connection:
                response.force_close()
        except web.HTTPException as problem:
            response = _plain_problem(request, problem)
        except (ConnectionError, TimeoutError):
            raise
        except Exception:
            log.exception("request failed: %s %s", request.method, request.path)
            response = reply({"error": "Internal server error", "message": "Something went wrong"}, 500)
        if hub.settings.verbose:
            log.info("%s %s %d %.0f ms", request.method, request.path[:200], response.status,
                     (time.monotonic() - started) * 1000)
        return response

    return [answer]


async def _checked(hub, request: web.Request, handler) -> web.StreamResponse:
    is_api = request.path.startswith("/api/")
    if not origin_allowed(hub, request) and (is_api or request.path.startswith("/socket.io/")):
        return reply({"error": "CORS policy violation", "origin": request.headers[hdrs.ORIGIN][:200]}, 403)
    if request.method == "OPTIONS" and is_api:
        return web.Response(status=200)
    if is_api and request.path not in PUBLIC_PATHS and request.match_info.handler is not no_route:
        request["identity"] = identify(hub, request)
    response = await handler(request)
    if is_api:
        await hub.outbox.flushed()
        body = getattr(response, "body", None)
        accepted = request.headers.get(hdrs.ACCEPT_ENCODING, "")
        if isinstance(body, bytes) and len(body) >= COMPRESS_FROM_BYTES and "gzip" in accepted.lower():
            response.enable_compression(web.ContentCoding.gzip)
    return response


def _plain_problem(request: web.Request, problem: web.HTTPException) -> web.Response:
    if request.path.startswith("/api/"):
        if problem.status in (404, 405):
            return reply({"error": "Route not found", "path": request.path, "method": request.method}, 404)
        if problem.status == 413:
            return reply({"message": "Request body is too large"}, 413)
        return reply({"message": problem.reason}, problem.status)
    return web.Response(text=f"<!doctype html><meta charset=utf-8><title>{problem.status}</title>"
                             f"<p>{problem.reason}. <a href=\"/\">SocialSpace Call</a>",
                        status=problem.status, content_type="text/html")


def response_headers(hub):
    """For every answer, whoever made it: CORS for allowed origins, and the safety headers."""
    policy_tail = "; ".join((
        "media-src 'self' blob: mediastream:",
        "frame-ancestors " + " ".join(hub.settings.frame_ancestors),
        "base-uri 'none'", "object-src 'none'", "form-action 'self'"))

    def policy(host: str) -> str:
        own = f" ws://{host} wss://{host}" if all(c.isalnum() or c in ".-:[]" for c in host) and host else ""
        more = "".join(f" {origin} {origin.replace('http', 'ws', 1)}" for origin in hub.settings.connect_origins)
        return ("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
                f"img-src 'self' data: blob: https:; connect-src 'self'{own}{more}; " + policy_tail)

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers["Server"] = "SocialSpace"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        if request.path.startswith(("/api/", "/socket.io/")):
            headers.setdefault("Cache-Control", "no-store")
            _add_cors(hub, request, headers)
            return
        headers["Content-Security-Policy"] = policy(request.headers.get(hdrs.HOST, ""))
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self)"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"

    return prepare


def _add_cors(hub, request: web.Request, headers) -> None:
    origin = request.headers.get(hdrs.ORIGIN)
    headers["Vary"] = "Origin, Accept-Encoding"
    if origin is None or not origin_allowed(hub, request):
        return
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = "Authorization"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = CORS_METHODS
        headers["Access-Control-Allow-Headers"] = CORS_HEADERS
        headers["Access-Control-Max-Age"] = "600"
