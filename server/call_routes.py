"""Calls over REST: /api/calls/*."""

from aiohttp import web

from .basics import page_number
from .chats import MOST_PAGE, MOST_PAGE_SIZE
from .http_tools import Refusal, asker, body_of, reply, too_many
from .ice import ice_servers
from .shapes import user_lite

CALL_TYPES = ("audio", "video")


class CallRoutes:
    def __init__(self, hub):
        self._hub = hub
        self._calls = hub.calls
        self._store = hub.store

    def routes(self) -> list[web.RouteDef]:
        base = "/api/calls"
        return [
            web.post(base + "/initiate", self.initiate), web.post(base + "/accept/{call_id}", self.accept),
            web.post(base + "/decline/{call_id}", self.decline), web.post(base + "/end/{call_id}", self.end),
            web.post(base + "/cleanup", self.clean_up), web.get(base + "/active", self.active),
            web.get(base + "/history/{chat_id}", self.history), web.get(base + "/ice-servers", self.ice_servers),
        ]

    async def initiate(self, request: web.Request) -> web.Response:
        body, me = await body_of(request), asker(request).user_id
        chat_id, kind = body.get("chatId"), body.get("type", "audio")
        if not chat_id:
            raise Refusal(400, "Chat ID is required")
        chat = self._store.chat_of(chat_id, me)
        if chat is None:
            raise Refusal(403, "Access denied")
        others = self._store.other_ids(chat["id"], me)
        if not others:
            raise Refusal(400, "Callee not found")
        if kind not in CALL_TYPES:
            raise Refusal(400, "Invalid call type")
        callee_id = others[0]
        self._refuse_busy(me, callee_id)
        for bucket in (("initiate", me), ("initiate_pair", me, callee_id)):
            if not self._hub.limits.allow(*bucket):
                raise too_many(self._hub.limits.wait_seconds(*bucket))
        wait = self._hub.patience.wait_seconds(me, callee_id)
        if wait:
            raise too_many(wait, "Слишком много звонков без ответа. Попробуйте позже")
        call = self._calls.initiate(chat, me, callee_id, kind)
        presence, known = self._hub.presence, {}
        if callee_id in presence.visible_to(me):
            known = {"calleeOnline": presence.is_connected(callee_id)}
        return reply({"callId": call.id, "status": "initiated", "type": kind, "createdAt": call.created_at,
                      "callee": user_lite(self._store.users([callee_id])[callee_id]), **known}, 201)

    def _refuse_busy(self, me: str, callee_id: str) -> None:
        for who, user_id in (("self", me), ("callee", callee_id)):
            call = self._calls.live_of(user_id)
            if call is not None:
                # Other people's call ids and states are not the asker's business.
                is_mine = call.other(me) is not None
                raise Refusal(409, "User is already in a call", busy=who, activeCallId=call.id if is_mine else None,
                              status=call.status if is_mine else "busy")

    def _row(self, request: web.Request):
        row = self._calls.row(request.match_info["call_id"])
        if row is None:
            raise Refusal(404, "Call not found")
        return row

    async def accept(self, request: web.Request) -> web.Response:
        row = self._row(request)
        if row["callee_id"] != asker(request).user_id:
            raise Refusal(403, "Access denied")
        started_at = self._calls.accept(row["id"])
        if started_at is None:
            raise Refusal(400, "Call is not pending")
        return reply({"callId": row["id"], "status": "accepted", "startedAt": started_at})

    async def decline(self, request: web.Request) -> web.Response:
        row = self._row(request)
        if row["callee_id"] != asker(request).user_id:
            raise Refusal(403, "Access denied")
        if not self._calls.decline(row["id"]):
            raise Refusal(400, "Call is not pending")
        return reply({"callId": row["id"], "status": "declined"})

    async def end(self, request: web.Request) -> web.Response:
        row = self._row(request)
        if asker(request).user_id not in (row["caller_id"], row["callee_id"]):
            raise Refusal(403, "Access denied")
        self._calls.end(row["id"], asker(request).user_id)
        row = self._row(request)
        return reply({"callId": row["id"], "status": row["status"], "duration": row["duration"],
                      "reason": row["reason"]})

    async def clean_up(self, request: web.Request) -> web.Response:
        cleaned, kept = self._calls.clean_up(asker(request).user_id)
        return reply({"message": "Stuck calls cleaned up" if cleaned else "No stuck calls found",
                      "cleanedCount": len(cleaned), "cleanedCalls": [self._brief(call) for call in cleaned],
                      "keptCalls": [self._brief(call) for call in kept]})

    def _brief(self, call) -> dict:
        users = self._store.users((call.caller_id, call.callee_id))
        return {"id": call.id, "from": users[call.caller_id]["username"], "to": users[call.callee_id]["username"],
                "status": call.status, "type": call.type}

    async def active(self, request: web.Request) -> web.Response:
        call = self._calls.live_of(asker(request).user_id)
        row = call and self._calls.row(call.id)
        return reply(self._calls.documents([row], raw_chats=True)[0] if row else None)

    async def history(self, request: web.Request) -> web.Response:
        chat = self._store.chat_of(request.match_info["chat_id"], asker(request).user_id)
        if chat is None:
            raise Refusal(403, "Access denied")
        return reply(self._calls.history(chat["id"], page_number(request.query.get("page"), 1, MOST_PAGE),
                                         page_number(request.query.get("limit"), 20, MOST_PAGE_SIZE)))

    async def ice_servers(self, request: web.Request) -> web.Response:
        return reply(ice_servers(self._hub.settings, asker(request).user_id))
