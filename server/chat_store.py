"""Chats and messages in the database: reading them in few statements, and adding to them.

Knows no HTTP and sends no events.
"""

from .basics import is_id, new_id, now_iso
from .database import Database, marks
from .shapes import chat_summary, last_message, message

MESSAGE_COLUMNS = "messages.seq, messages.id, messages.chat_id, sender_id, messages.type, content, " \
                  "messages.created_at, read_at, call_id"


class ChatStore:
    def __init__(self, database: Database):
        self._database = database

    def users(self, ids) -> dict:
        ids = list(set(ids))
        rows = self._database.rows(f"SELECT * FROM users WHERE id IN ({marks(ids)})", *ids)
        return {row["id"]: row for row in rows}

    def chat_of(self, chat_id, user_id: str):
        """The chat, if the user is in it."""
        if not is_id(chat_id):
            return None
        return self._database.row("SELECT chats.* FROM chats JOIN members ON members.chat_id = chats.id"
                                  " WHERE chats.id = ? AND members.user_id = ?", chat_id, user_id)

    def member_ids(self, chat_id: str) -> list[str]:
        return [row[0] for row in self._database.rows(
            "SELECT user_id FROM members WHERE chat_id = ? ORDER BY position", chat_id)]

    def other_ids(self, chat_id: str, user_id: str) -> list[str]:
        return [member for member in self.member_ids(chat_id) if member != user_id]

    def summaries(self, asker_id: str, chat_id: str | None = None) -> list[dict]:
        """The asker's chats (or the one), most recently active first; five statements however many."""
        chats = self._database.rows(
            "SELECT chats.* FROM members JOIN chats ON chats.id = members.chat_id WHERE members.user_id = ?"
            " AND (? IS NULL OR chats.id = ?) ORDER BY last_activity DESC, chats.rowid DESC",
            asker_id, chat_id, chat_id)
        ids = [chat["id"] for chat in chats]
        members: dict[str, list[str]] = {}
        for row in self._in("SELECT chat_id, user_id FROM members WHERE chat_id IN ({}) ORDER BY position", ids):
            members.setdefault(row["chat_id"], []).append(row["user_id"])
        lasts = {row["chat_id"]: row for row in self._in(
            f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE seq IN"
            " (SELECT (SELECT max(seq) FROM messages m WHERE m.chat_id = chats.id)"
            " FROM chats WHERE id IN ({}))", ids)}
        unread = {row[0]: row[1] for row in self._in(
            "SELECT chat_id, sum(sender_id <> ?) FROM messages WHERE read_at IS NULL AND chat_id IN ({})"
            " GROUP BY chat_id", ids, asker_id)}
        users = self.users(user_id for group in members.values() for user_id in group)
        calls = self.calls_of(lasts.values())
        return [self._summary(chat, members[chat["id"]], users, lasts.get(chat["id"]), calls, asker_id,
                              unread.get(chat["id"], 0)) for chat in chats]

    def _in(self, statement: str, ids: list[str], *before) -> list:
        """Runs the statement for chunks of the ids: SQLite bounds the number of placeholders."""
        out = []
        for start in range(0, len(ids), 500):
            chunk = ids[start:start + 500]
            out += self._database.rows(statement.format(marks(chunk)), *before, *chunk)
        return out

    def _summary(self, chat, member_ids, users, last, calls, asker_id: str, unread: int) -> dict:
        shown = None
        if last is not None:
            other = next((member for member in member_ids if member != last["sender_id"]), None)
            shown = last_message(last, users[last["sender_id"]], other, calls.get(last["call_id"]), asker_id)
        return chat_summary(chat, [users[member] for member in member_ids], asker_id, shown, unread)

    def calls_of(self, message_rows) -> dict:
        ids = [row["call_id"] for row in message_rows if row["call_id"] is not None]
        return {row["id"]: row for row in self._in("SELECT * FROM calls WHERE id IN ({})", ids)}

    def open_private(self, asker_id: str, other_id: str) -> tuple[str, bool]:
        """The chat of the two and whether it is new; the pair is unique in the table."""
        pair = ":".join(sorted((asker_id, other_id)))
        with self._database.transaction():
            found = self._database.value("SELECT id FROM chats WHERE pair = ?", pair)
            if found is not None:
                return found, False
            chat_id, now = new_id(), now_iso()
            self._database.run("INSERT INTO chats VALUES (?, ?, ?, ?, ?)", chat_id, pair, now, now, now)
            for position, member in enumerate((asker_id, other_id)):
                self._database.run("INSERT INTO members (chat_id, user_id, position) VALUES (?, ?, ?)",
                                   chat_id, member, position)
            return chat_id, True

    def take_part(self, chat_id: str, user_id: str) -> bool:
        """The user does something in the chat; True for the first time."""
        return self._database.run("UPDATE members SET took_part = 1 WHERE chat_id = ? AND user_id = ?"
                                  " AND took_part = 0", chat_id, user_id) > 0

    def add_message(self, chat_id: str, sender_id: str, kind: str, content: str,
                    call_id: str | None = None, is_read: bool = False):
        """Stores a message and returns its row."""
        message_id, now = new_id(), now_iso()
        with self._database.transaction():
            self._database.run(
                "INSERT INTO messages (id, chat_id, sender_id, type, content, created_at, read_at, call_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                message_id, chat_id, sender_id, kind, content, now, now if is_read else None, call_id)
            self._database.run("UPDATE chats SET last_activity = ?, updated_at = ? WHERE id = ?", now, now, chat_id)
            return self._database.row(f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE id = ?", message_id)

    def page(self, chat_id: str, asker_id: str, page: int, limit: int, before: str | None) -> tuple[list[dict], dict]:
        """A page of messages, oldest first; `before` (a message id) pages without shifting."""
        total = self._database.value("SELECT count(*) FROM messages WHERE chat_id = ?", chat_id)
        if before is None:
            rows = self._database.rows(
                f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? ORDER BY seq DESC LIMIT ? OFFSET ?",
                chat_id, limit, (page - 1) * limit)
            has_more = page * limit < total
        else:
            rows = self._database.rows(
                f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? AND seq <"
                " (SELECT seq FROM messages WHERE id = ? AND chat_id = ?) ORDER BY seq DESC LIMIT ?",
                chat_id, before, chat_id, limit + 1)
            has_more = len(rows) > limit
            rows = rows[:limit]
        users, calls = self.users(row["sender_id"] for row in rows), self.calls_of(rows)
        shown = [message(row, users[row["sender_id"]], calls.get(row["call_id"]), asker_id) for row in reversed(rows)]
        return shown, {"page": page, "limit": limit, "total": total, "hasMore": has_more}

    def mark_read(self, chat_id: str, reader_id: str) -> int:
        """How many messages became read by this."""
        return self._database.run("UPDATE messages SET read_at = ? WHERE chat_id = ? AND sender_id <> ?"
                                  " AND read_at IS NULL", now_iso(), chat_id, reader_id)

    def unread_total(self, user_id: str) -> int:
        return self._database.value(
            "SELECT count(*) FROM members JOIN messages ON messages.chat_id = members.chat_id"
            " WHERE members.user_id = ? AND read_at IS NULL AND sender_id <> ?", user_id, user_id)
