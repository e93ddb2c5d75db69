"""The web application: routes, the socket endpoint and the page, under the shared middlewares."""

from aiohttp import web

from .gate import Gate
from .http_tools import MOST_BODY_BYTES, middlewares, no_route, response_headers
from .hub import Hub
from .static_files import StaticFiles


def make_app(hub: Hub, files: StaticFiles) -> web.Application:
    app = web.Application(middlewares=middlewares(hub, Gate(hub).check), client_max_size=MOST_BODY_BYTES)
    app.on_response_prepare.append(response_headers(hub))
    app.add_routes(hub.routes)
    for method in ("GET", "POST", "OPTIONS"):
        app.router.add_route(method, "/socket.io/", hub.realtime.server.handle_request)
    app.router.add_route("*", "/api/{path:.*}", no_route)
    app.router.add_get("/{path:.*}", files.serve)
    return app
