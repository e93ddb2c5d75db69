"""Chats and messages over REST (/api/messages/*), with the events they cause."""

from aiohttp import web

from .basics import is_clean_text, is_id, page_number
from .http_tools import Refusal, asker, body_of, reply, too_many
from .shapes import message

MOST_MESSAGE_CHARACTERS = 1000
MOST_PAGE_SIZE = 100
MOST_PAGE = 1_000_000


class Chats:
    def __init__(self, hub):
        self._hub = hub
        self._database = hub.database
        self._store = hub.store
        self._outbox = hub.outbox

    def routes(self) -> list[web.RouteDef]:
        base = "/api/messages"
        return [
            web.get(base + "/chats", self.list_chats), web.post(base + "/chats", self.open_chat),
            web.get(base + "/chats/{chat_id}/messages", self.list_messages),
            web.post(base + "/chats/{chat_id}/messages", self.send),
            web.put(base + "/chats/{chat_id}/read", self.read),
            web.post(base + "/chats/{chat_id}/typing", self.typing),
            web.delete(base + "/messages/{message_id}", self.delete),
            web.get(base + "/unread-count", self.unread_count),
        ]

    def _limit(self, name: str, request: web.Request) -> None:
        if not self._hub.limits.allow(name, asker(request).user_id):
            raise too_many(self._hub.limits.wait_seconds(name, asker(request).user_id))

    def _chat(self, request: web.Request):
        chat = self._store.chat_of(request.match_info["chat_id"], asker(request).user_id)
        if chat is None:
            raise Refusal(403, "Access denied")
        return chat

    async def list_chats(self, request: web.Request) -> web.Response:
        return reply(self._store.summaries(asker(request).user_id))

    async def open_chat(self, request: web.Request) -> web.Response:
        me = asker(request).user_id
        other = (await body_of(request)).get("participantId")
        if not other:
            raise Refusal(400, "Participant ID is required")
        other = other.lower() if isinstance(other, str) else ""
        if other == me:
            raise Refusal(400, "Cannot create chat with yourself")
        found = is_id(other) and self._database.row("SELECT demo FROM users WHERE id = ?", other)
        if not found or (found["demo"] and not self._hub.settings.demo):
            raise Refusal(404, "User not found")
        self._limit("chat", request)
        chat_id, is_new = self._store.open_private(me, other)
        mine = self._store.summaries(me, chat_id)[0]
        if is_new:
            self._outbox.to_user(me, "chatCreated", mine)
            self._outbox.to_user(other, "newChat", self._store.summaries(other, chat_id)[0])
        self._hub.realtime.introduce(chat_id, me)
        return reply(mine, 201 if is_new else 200)

    async def list_messages(self, request: web.Request) -> web.Response:
        chat, me = self._chat(request), asker(request)
        page = page_number(request.query.get("page"), 1, MOST_PAGE)
        limit = page_number(request.query.get("limit"), 20, MOST_PAGE_SIZE)
        before = request.query.get("before")
        if self._store.mark_read(chat["id"], me.user_id):
            self._tell_read(chat["id"], me)
        shown, pagination = self._store.page(chat["id"], me.user_id, page, limit, before)
        return reply({"messages": shown, "pagination": pagination})

    def _tell_read(self, chat_id: str, reader) -> None:
        for other in self._store.other_ids(chat_id, reader.user_id):
            self._outbox.to_user(other, "messagesRead", {
                "chatId": chat_id, "readBy": reader.user_id, "readByUsername": reader.username})

    async def send(self, request: web.Request) -> web.Response:
        chat, me = self._chat(request), asker(request)
        content = (await body_of(request)).get("content")
        if content is not None and not isinstance(content, str):
            raise Refusal(400, "Message content must be text")
        content = (content or "").strip()
        if not content:
            raise Refusal(400, "Message content is required")
        if not is_clean_text(content, MOST_MESSAGE_CHARACTERS):
            raise Refusal(400, f"Message content is limited to {MOST_MESSAGE_CHARACTERS} characters")
        self._limit("message", request)
        row = self._store.add_message(chat["id"], me.user_id, "text", content)
        self._hub.realtime.introduce(chat["id"], me.user_id)
        for other in self._store.other_ids(chat["id"], me.user_id):
            self._hub.patience.made_good(other, me.user_id)
        return reply(self.announce(row), 201)

    def announce(self, row, call=None) -> dict:
        """Sends the events of a new message, in the contract's order, and returns its wire form."""
        sender = row["sender_id"]
        shown = message(row, self._store.users([sender])[sender], call)
        carried = {"chatId": row["chat_id"], "message": shown}
        updated = {"chatId": row["chat_id"], "lastMessage": shown, "lastActivity": row["created_at"]}
        self._outbox.to_user(sender, "messageSent", carried)
        for other in self._store.other_ids(row["chat_id"], sender):
            self._outbox.to_user(other, "newMessage", carried)
            unread = 0 if row["read_at"] is not None else 1
            self._outbox.to_user(other, "chatUpdated", {**updated, "unreadIncrement": unread})
        self._outbox.to_user(sender, "chatUpdated", {**updated, "unreadIncrement": 0})
        return shown

    async def read(self, request: web.Request) -> web.Response:
        chat, me = self._chat(request), asker(request)
        count = self._store.mark_read(chat["id"], me.user_id)
        self._tell_read(chat["id"], me)
        self._outbox.to_user(me.user_id, "unreadCountUpdated", {
            "chatId": chat["id"], "unreadCount": 0, "totalUnreadDecrement": count})
        return reply({"message": "Messages marked as read"})

    async def typing(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        is_typing = (await body_of(request)).get("isTyping")
        self.tell_typing(chat["id"], asker(request).user_id, asker(request).username, is_typing is True)
        return reply({"message": "Typing status updated"})

    def tell_typing(self, chat_id: str, user_id: str, username: str, is_typing: bool) -> None:
        if self._hub.limits.allow("typing", user_id):
            for other in self._store.other_ids(chat_id, user_id):
                self._outbox.to_user(other, "userTyping", {
                    "chatId": chat_id, "userId": user_id, "username": username, "isTyping": is_typing})

    async def delete(self, request: web.Request) -> web.Response:
        me = asker(request)
        message_id = request.match_info["message_id"]
        row = self._database.row("SELECT * FROM messages WHERE id = ?", message_id)
        # To an outsider a message does not exist; to a member somebody else's is not his to delete.
        if row is None or self._store.chat_of(row["chat_id"], me.user_id) is None:
            raise Refusal(404, "Message not found")
        if row["sender_id"] != me.user_id or row["type"] != "text":
            raise Refusal(403, "Access denied")
        self._database.run("DELETE FROM messages WHERE id = ?", message_id)
        for member in self._store.member_ids(row["chat_id"]):
            self._outbox.to_user(member, "messageDeleted", {
                "chatId": row["chat_id"], "messageId": message_id,
                "deletedBy": me.user_id, "deletedByUsername": me.username})
        return reply({"message": "Message deleted successfully"})

    async def unread_count(self, request: web.Request) -> web.Response:
        return reply({"totalUnread": self._store.unread_total(asker(request).user_id)})
