"""Finding people: /api/users/*, and a user's status in chats.

Whether somebody is online is told only to those with whom he has taken part in a chat.
"""

from aiohttp import web

from .basics import is_id
from .database import marks
from .http_tools import Refusal, asker, reply, too_many
from .shapes import public_profile, user_lite

MOST_FOUND = 20
MOST_QUERY_CHARACTERS = 50
MOST_STATUS_IDS = 100


class Users:
    def __init__(self, hub):
        self._hub = hub
        self._database = hub.database
        # Demo users of an earlier run do not exist for a server without demo.
        self._visible = "1" if hub.settings.demo else "demo = 0"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/users/search", self.search), web.get("/api/users/suggestions", self.suggestions),
            web.get("/api/users/online-status", self.online_status), web.get("/api/users/{user_id}", self.profile),
            web.get("/api/messages/users/{user_id}/status", self.status),
        ]

    async def search(self, request: web.Request) -> web.Response:
        query = request.query.get("query", "").strip()
        if not query:
            raise Refusal(400, "Query parameter is required")
        me = asker(request).user_id
        if not self._hub.limits.allow("search", me):
            raise too_many(self._hub.limits.wait_seconds("search", me))
        rows = []
        if len(query) <= MOST_QUERY_CHARACTERS:
            wanted = query.casefold()
            rows = self._database.rows(
                f"SELECT * FROM users WHERE instr(search_text, ?) > 0 AND {self._visible}"
                " ORDER BY instr(search_text, ?), length(username), username LIMIT ?", wanted, wanted, MOST_FOUND)
        if not rows:
            raise Refusal(404, "No users found")
        return reply([user_lite(row) for row in rows])

    async def suggestions(self, request: web.Request) -> web.Response:
        if not self._hub.limits.allow("suggestions", asker(request).user_id):
            raise too_many(self._hub.limits.wait_seconds("suggestions", asker(request).user_id))
        rows = self._database.rows(f"SELECT * FROM users WHERE id <> ? AND {self._visible} ORDER BY random() LIMIT 3",
                                   asker(request).user_id)
        return reply([{**user_lite(row), "followersCount": 0} for row in rows])

    async def profile(self, request: web.Request) -> web.Response:
        user_id = request.match_info["user_id"]
        if not is_id(user_id):
            raise Refusal(400, "Invalid user ID")
        user = self._database.row(f"SELECT * FROM users WHERE id = ? AND {self._visible}", user_id)
        if user is None:
            raise Refusal(404, "User not found")
        return reply(public_profile(user))

    async def online_status(self, request: web.Request) -> web.Response:
        wanted = [word for word in request.query.get("userIds", "").split(",") if word]
        if not wanted:
            raise Refusal(400, "userIds parameter is required")
        wanted = [word for word in wanted[:MOST_STATUS_IDS] if is_id(word)]
        known = self._known_to(request)
        rows = self._database.rows(f"SELECT id, username, last_seen FROM users WHERE id IN ({marks(wanted)})"
                                   f" AND {self._visible}", *wanted)
        return reply({row["id"]: {"username": row["username"], **self._status_of(row, known)} for row in rows})

    async def status(self, request: web.Request) -> web.Response:
        user_id = request.match_info["user_id"]
        known = self._known_to(request)
        online = user_id in known and self._hub.presence.is_online(user_id)
        return reply({"userId": user_id[:24], "isOnline": online, "lastSeen": "now" if online else None})

    def _known_to(self, request: web.Request) -> set[str]:
        me = asker(request).user_id
        return {me, *self._hub.presence.visible_to(me)}

    def _status_of(self, row, known: set[str]) -> dict:
        if row["id"] not in known:
            return {"isOnline": False, "lastSeen": None}
        return {"isOnline": self._hub.presence.is_online(row["id"]), "lastSeen": row["last_seen"]}
