"""Small public answers (config, time, health), and what the site's home page asks for at start.

The feed, points and the like are no part of this backend; their few addresses answer harmless empties.
"""

import time

from aiohttp import web

from .basics import iso
from .demo import DEMO_USERS
from .http_tools import reply

PRODUCT = "SocialSpace Call"
VERSION = 1


class SmallRoutes:
    def __init__(self, hub):
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/config", self.config), web.get("/api/time", self.time), web.get("/api/health", self.health),
            web.get("/api/points/balance", self.points), web.get("/api/posts", self.posts),
        ]

    async def config(self, request: web.Request) -> web.Response:
        demo = self._hub.settings.demo
        return reply({"product": PRODUCT, "version": VERSION, "demo": demo,
                      "demoUsers": [name for name, _ in DEMO_USERS] if demo else []})

    async def time(self, request: web.Request) -> web.Response:
        now = time.time()
        return reply({"timestamp": iso(now), "unix": int(now * 1000), "timezone": "UTC"})

    async def health(self, request: web.Request) -> web.Response:
        self._hub.database.value("SELECT 1")
        return reply({"status": "ok", "database": "connected", "sockets": self._hub.presence.count()})

    async def points(self, request: web.Request) -> web.Response:
        return reply({"points": 0})

    async def posts(self, request: web.Request) -> web.Response:
        return reply([])
