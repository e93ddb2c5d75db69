"""The life of a call: pending -> accepted -> ended, or pending -> declined / missed / ended.

Owns the live calls, their timers and the events about them. Every change is one transaction without an
await, so of two crossing requests exactly one wins. A user is in at most one live call. Knows no HTTP.

  pending   rings for at most `ring` seconds, then it is missed
  accepted  lasts until somebody ends it, or until one side is without any socket for its grace; where the
            pages of a side say which call they are in, until none of them is in this one for that long
  finished  (declined, ended, missed) never changes again and stands in the chat as a message
"""

import logging
import time
from dataclasses import dataclass, field

from .basics import is_id, iso, new_id, now_iso, seconds_of
from .call_timers import CallTimers
from .ringing import is_warm
from .shapes import CALL_ENTRY_TEXT, call_document, call_outcome, raw_chat, user_lite

log = logging.getLogger("server.calls")

# A peer connection gathers a few dozen candidates and its client may say everything again; a flood is refused.
MOST_KEPT = 400
# Of the ring time: a caller who takes his call back within it (10 of 60 s) was brief.
BRIEF_PART_OF_RING = 1 / 6
LIVE = "status IN ('pending', 'accepted')"


@dataclass
class LiveCall:
    id: str
    chat_id: str
    caller_id: str
    callee_id: str
    type: str
    status: str
    created_at: str
    # Signalling of a ringing call: the caller's latest offer, for devices that come later, and what the
    # accept sets free (see `ringing`): receiver, event, payload.
    offer: dict | None = None
    held: list[tuple[str, str, dict]] = field(default_factory=list)
    # Signalling for a participant who has no socket just now, until he is back or the call ends.
    waiting: dict[str, list[tuple[str, dict]]] = field(default_factory=dict)
    # The participants whose pages say that they are in this call. Those of the existing site say nothing.
    told_by: set[str] = field(default_factory=set)

    @property
    def is_warm(self) -> bool:
        return self.offer is not None and is_warm(self.offer["offer"])

    def other(self, user_id: str) -> str | None:
        return {self.caller_id: self.callee_id, self.callee_id: self.caller_id}.get(user_id)


class Calls:
    def __init__(self, hub):
        self._database = hub.database
        self._store = hub.store
        self._outbox = hub.outbox
        self._presence = hub.presence
        self._timing = hub.settings.timing
        self._patience = hub.patience
        self._announce = lambda row, call: hub.chats.announce(row, call)
        self._introduce = lambda chat_id, user_id: hub.realtime.introduce(chat_id, user_id)
        self._live: dict[str, LiveCall] = {}
        self._of_user: dict[str, LiveCall] = {}
        self._timers = CallTimers(hub.settings.timing, self._ring_expired, self._grace_expired)
        hub.presence.on_back = self._user_back
        hub.presence.on_gone = self._user_gone
        hub.presence.on_fewer = self._miss

    def live(self, call_id) -> LiveCall | None:
        return self._live.get(call_id) if isinstance(call_id, str) else None

    def live_of(self, user_id: str) -> LiveCall | None:
        call = self._of_user.get(user_id)
        if call is not None and self.row(call.id) is None:  # deleted with one of its users
            self._forget(call)
            return None
        return call

    def hold(self, call: LiveCall, user_id: str, event: str, payload: dict) -> bool:
        """Keeps signalling for that user until the call is accepted; False when there is no room."""
        return _append(call.held, (user_id, event, payload))

    def keep(self, call: LiveCall, user_id: str, event: str, payload: dict) -> bool:
        """Keeps signalling until that user has a socket again; False when there is no room."""
        return _append(call.waiting.setdefault(user_id, []), (event, payload))

    def release(self, call: LiveCall) -> None:
        """What was held goes out; for the callee's devices that come while it rings his part stays."""
        for user_id, event, payload in call.held:
            if self._presence.is_connected(user_id):
                self._outbox.to_user(user_id, event, payload)
            elif user_id == call.caller_id or call.status == "accepted":
                self.keep(call, user_id, event, payload)
        call.held = [kept for kept in call.held if kept[0] == call.callee_id]

    def row(self, call_id):
        return self._database.row("SELECT * FROM calls WHERE id = ?", call_id) if is_id(call_id) else None

    # --- changes asked for by users ---

    def initiate(self, chat, caller_id: str, callee_id: str, kind: str) -> LiveCall:
        """The caller must have made sure that neither side is in a live call (`live_of`)."""
        now = now_iso()
        call = LiveCall(new_id(), chat["id"], caller_id, callee_id, kind, "pending", now)
        with self._database.transaction():
            self._database.run(
                "INSERT INTO calls (id, chat_id, caller_id, callee_id, type, status, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, 'pending', ?, ?)", call.id, chat["id"], caller_id, callee_id, kind, now, now)
        self._track(call)
        self._patience.made_good(callee_id, caller_id)
        self._introduce(call.chat_id, caller_id)
        self._timers.ring(call.id, self._timing.ring)
        if not self._presence.is_connected(caller_id):
            self._timers.grace(caller_id, False, False)
        self._outbox.to_user(callee_id, "incomingCall", self.incoming(call))
        users = self._users(call)
        self._outbox.to_user(caller_id, "callInitiated",
                             {**self.incoming(call), "callee": user_lite(users[callee_id])})
        return call

    def incoming(self, call: LiveCall) -> dict:
        """The payload of incomingCall."""
        chat = self._database.row("SELECT * FROM chats WHERE id = ?", call.chat_id)
        return {"callId": call.id, "caller": user_lite(self._users(call)[call.caller_id]), "type": call.type,
                "chat": raw_chat(chat, self._store.member_ids(call.chat_id)), "createdAt": call.created_at}

    def accept(self, call_id: str) -> str | None:
        """The start time, or None when the call is not pending (any more)."""
        now = now_iso()
        changed = self._database.run("UPDATE calls SET status = 'accepted', started_at = ?, updated_at = ?"
                                     " WHERE id = ? AND status = 'pending'", now, now, call_id)
        call = self._live.get(call_id)
        if not changed or call is None:
            return None
        call.status = "accepted"
        self._timers.stop_ring(call_id)
        self._patience.made_good(call.caller_id, call.callee_id)
        self._introduce(call.chat_id, call.callee_id)
        for user_id in (call.caller_id, call.callee_id):
            if not self._presence.is_connected(user_id) or self._is_missed(call, user_id):
                self._timers.regrace(user_id)
        payload = {"callId": call_id, "acceptedBy": user_lite(self._users(call)[call.callee_id]), "startedAt": now}
        self._to_both(call, "callAccepted", payload)
        self._let_go(call)
        return now

    def _let_go(self, call: LiveCall) -> None:
        """The call was accepted: both may know everything. A warm call's devices know it already."""
        if call.offer is not None and not self._presence.is_connected(call.callee_id):
            # Accepted by a device between two sockets: the latest offer may have gone past it.
            self.keep(call, call.callee_id, "webrtc-offer", call.offer)
            self.release(call)
        elif not call.is_warm:
            self.release(call)
        call.held, call.offer = [], None

    def decline(self, call_id: str) -> bool:
        call = self._live.get(call_id)
        if call is None or call.status != "pending":
            return False
        return self._finish(call, "declined", "declined", call.callee_id)

    def end(self, call_id: str, user_id: str) -> None:
        """Does nothing for a finished call: the past stays as it is."""
        call = self._live.get(call_id)
        if call is None:
            return
        reason = "hangup"
        if call.status == "pending":
            reason = "cancelled" if user_id == call.caller_id else "declined"
        self._finish(call, "ended", reason, user_id)

    def clean_up(self, user_id: str) -> tuple[list[LiveCall], list[LiveCall]]:
        """Ends the asker's ringing call and keeps a running one: (cleaned, kept).

        The site asks for this at each page start and chat change, even in the middle of a call. A running
        call has a socket or a grace on each side (it ends by itself otherwise), so it is never stuck.
        """
        call = self._of_user.get(user_id)
        if call is None:
            return [], []
        if call.status == "accepted":
            return [], [call]
        self._finish(call, "ended", "cleanup", user_id)
        return [call], []

    # --- time and connections ---

    def _ring_expired(self, call_id: str) -> None:
        call = self._live.get(call_id)
        if call is not None and call.status == "pending":
            self._finish(call, "missed", "missed", call.caller_id)

    def _grace_expired(self, user_id: str, leaving: bool) -> None:
        call = self._of_user.get(user_id)
        if call is not None and (not self._presence.is_connected(user_id) or self._is_missed(call, user_id)):
            self._finish(call, "ended", "left" if leaving else "connection_lost", user_id)

    def _user_back(self, user_id: str) -> None:
        call = self._of_user.get(user_id)
        if call is None or not self._is_missed(call, user_id):
            self._timers.stop_grace(user_id)
        elif self._timers.is_leaving(user_id):
            self._miss(user_id)

    def told(self, connection, call_id) -> None:
        """The page behind this connection says which call it is in; None: in none."""
        call = self.live(call_id)
        is_in = call is not None and call.status == "accepted" and call.other(connection.user_id) is not None
        was_in, connection.call_id = connection.call_id, call.id if is_in else None
        if is_in:
            self.will_tell(call, connection.user_id)
            self._timers.stop_grace(connection.user_id)
        elif was_in is not None or not self._timers.has_grace(connection.user_id):
            self._miss(connection.user_id, leaving=was_in is not None)

    def will_tell(self, call: LiveCall, user_id: str) -> None:
        """His page is of the kind that says which call it is in."""
        if user_id not in call.told_by:
            call.told_by.add(user_id)
            self._database.run("UPDATE calls SET told_by = ? WHERE id = ?", " ".join(call.told_by), call.id)

    def _is_missed(self, call: LiveCall, user_id: str) -> bool:
        """His pages say which call they are in, and none says this one."""
        would_tell = user_id in call.told_by or self._presence.all_tell_calls(user_id)
        return call.status == "accepted" and would_tell and not self._presence.is_in_call(user_id, call.id)

    def _miss(self, user_id: str, leaving: bool = False) -> None:
        """He is here with other pages than the one that was in the call: it may come back, or one may go on.

        `leaving`: the page that was in it says that it is not any more.
        """
        call = self._of_user.get(user_id)
        if call is not None and self._is_missed(call, user_id):
            self._timers.grace(user_id, True, leaving)

    def _user_gone(self, user_id: str, leaving: bool) -> None:
        call = self._of_user.get(user_id)
        # Who was missed in it already, with other pages open, does not get the time anew when these close.
        if call is not None and not self._timers.has_grace(user_id):
            self._timers.grace(user_id, call.status == "accepted", leaving)

    def resume(self) -> None:
        """After a start: calls that were live get their graces anew."""
        for row in self._database.rows(f"SELECT * FROM calls WHERE {LIVE}"):
            call = LiveCall(row["id"], row["chat_id"], row["caller_id"], row["callee_id"], row["type"],
                            row["status"], row["created_at"], told_by=set(row["told_by"].split()))
            self._track(call)
            if call.status == "pending":
                left = seconds_of(call.created_at) + self._timing.ring - time.time()
                self._timers.ring(call.id, min(max(left, self._timing.grace_pending), self._timing.ring))
            for user_id in (call.caller_id, call.callee_id):
                self._timers.grace(user_id, call.status == "accepted", False)

    def close(self) -> None:
        self._timers.close()

    # --- inside ---

    def _track(self, call: LiveCall) -> None:
        self._live[call.id] = self._of_user[call.caller_id] = self._of_user[call.callee_id] = call

    def _forget(self, call: LiveCall) -> None:
        self._timers.stop_ring(call.id)
        self._live.pop(call.id, None)
        for user_id in (call.caller_id, call.callee_id):
            self._of_user.pop(user_id, None)
            self._timers.stop_grace(user_id)

    def _users(self, call: LiveCall) -> dict:
        return self._store.users((call.caller_id, call.callee_id))

    def _to_both(self, call: LiveCall, event: str, payload: dict) -> None:
        for user_id in (call.caller_id, call.callee_id):
            self._outbox.to_user(user_id, event, payload)

    def _finish(self, call: LiveCall, status: str, reason: str, by_id: str) -> bool:
        with self._database.transaction():
            entry = self._write_end(call, status, reason, by_id)
        if call.status == "pending":
            self._patience.unanswered(call.caller_id, call.callee_id, self._was_brief(call, reason))
        self._forget(call)
        if entry is None:  # the row is gone: one of the two was deleted
            return False
        row, message_row = entry
        by = user_lite(self._users(call)[by_id])
        if status == "declined":
            self._to_both(call, "callDeclined", {"callId": call.id, "declinedBy": by, "reason": reason})
        else:
            self._to_both(call, "callEnded", {"callId": call.id, "endedBy": by, "duration": row["duration"],
                                              "reason": reason})
        self._announce(message_row, row)
        log.info("call finished: %s after %d s", reason, row["duration"])
        return True

    def _was_brief(self, call: LiveCall, reason: str) -> bool:
        if not self._presence.is_connected(call.callee_id):
            return True
        rang = time.time() - seconds_of(call.created_at)
        return reason not in ("declined", "missed") and rang < self._timing.ring * BRIEF_PART_OF_RING

    def _write_end(self, call: LiveCall, status: str, reason: str, by_id: str):
        row = self.row(call.id)
        if row is None:
            return None
        now = time.time()
        duration = 0 if row["started_at"] is None else max(0, int(now - seconds_of(row["started_at"])))
        self._database.run(
            f"UPDATE calls SET status = ?, reason = ?, ended_by = ?, ended_at = ?, duration = ?, updated_at = ?"
            f" WHERE id = ? AND {LIVE}", status, reason, by_id, iso(now), duration, iso(now), call.id)
        row = self.row(call.id)
        is_read = call_outcome(row) not in ("missed", "cancelled")
        return row, self._store.add_message(call.chat_id, call.caller_id, "call", CALL_ENTRY_TEXT, call.id, is_read)

    # --- reading ---

    def documents(self, rows, raw_chats: bool = False) -> list[dict]:
        """The wire form of call rows; their chats whole or as bare ids."""
        users = self._store.users(user_id for row in rows for user_id in (row["caller_id"], row["callee_id"]))
        out = []
        for row in rows:
            chat = row["chat_id"]
            if raw_chats:
                chat = raw_chat(self._database.row("SELECT * FROM chats WHERE id = ?", chat),
                                self._store.member_ids(chat))
            out.append(call_document(row, users[row["caller_id"]], users[row["callee_id"]], chat))
        return out

    def history(self, chat_id: str, page: int, limit: int) -> list[dict]:
        return self.documents(self._database.rows(
            "SELECT * FROM calls WHERE chat_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?",
            chat_id, limit, (page - 1) * limit))


def _append(kept: list, entry: tuple) -> bool:
    if entry[-2] == "webrtc-ice-candidate" and entry in kept:  # said again by a client that heard no answer
        return True
    if len(kept) >= MOST_KEPT:
        return False
    kept.append(entry)
    return True
