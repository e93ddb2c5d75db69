"""JSON shapes of the wire contract (0.3), made from database rows.

The only place that knows how a row looks on the wire. Asks no database and decides nothing.
"""

CALL_ENTRY_TEXT = "Звонок"


def user_lite(user) -> dict:
    out = {"_id": user["id"], "username": user["username"]}
    if user["display_name"]:
        out["displayName"] = user["display_name"]
    if user["avatar"]:
        out["avatar"] = user["avatar"]
    out["premium"] = bool(user["premium"])
    return out


def _profile_parts(user) -> dict:
    parts = {"displayName": user["display_name"], "bio": user["bio"], "avatar": user["avatar"]}
    return {key: value for key, value in parts.items() if value}


def signed_in_user(user) -> dict:
    """The login form: `id`, not `_id`."""
    return {"id": user["id"], "username": user["username"], "email": user["email"], **_profile_parts(user),
            "emailVerified": True, "lastLogin": user["last_login"], "lastLoginIP": user["last_login_ip"],
            "role": user["role"]}


def own_profile(user, is_online: bool) -> dict:
    """The /api/me form: `_id`, not `id`, and none of the site's secret fields."""
    return {"_id": user["id"], "username": user["username"], "email": user["email"], **_profile_parts(user),
            "followers": [], "following": [], "isOnline": is_online, "lastSeen": user["last_seen"], "points": 0,
            "role": user["role"], "banned": False, "premium": bool(user["premium"]), "emailVerified": True,
            "phoneVerified": False, "lastLogin": user["last_login"], "createdAt": user["created_at"],
            "updatedAt": user["updated_at"], "__v": 0}


def public_profile(user) -> dict:
    return {"_id": user["id"], "username": user["username"], **_profile_parts(user),
            "premium": bool(user["premium"]), "followersCount": 0, "followingCount": 0, "followed": False}


def message(row, sender, call=None, asker_id: str | None = None) -> dict:
    """`isRead` means something for one's own messages only; others' always count as read (2.3).

    Without an asker it is the form of events and replies to sending.
    """
    is_read = row["read_at"] is not None or (asker_id is not None and asker_id != row["sender_id"])
    out = {"_id": row["id"], "type": row["type"], "content": row["content"], "sender": user_lite(sender),
           "createdAt": row["created_at"], "edited": False, "isRead": is_read}
    if call is not None:
        out["callData"] = call_data(call)
    return out


def last_message(row, sender, other_id: str | None, call, asker_id: str) -> dict:
    """The long form that the chat list carries."""
    read_by = [{"user": row["sender_id"], "readAt": row["created_at"]}]
    if row["read_at"] is not None and other_id is not None:
        read_by.append({"user": other_id, "readAt": row["read_at"]})
    return {**message(row, sender, call, asker_id), "chat": row["chat_id"], "readBy": read_by,
            "updatedAt": row["created_at"], "__v": 0}


def chat_summary(chat, participants: list, asker_id: str, last: dict | None, unread: int) -> dict:
    others = [user for user in participants if user["id"] != asker_id]
    out = {"_id": chat["id"], "type": "private", "participants": [user_lite(user) for user in participants],
           "lastMessage": last, "lastActivity": chat["last_activity"], "unreadCount": unread,
           "createdAt": chat["created_at"]}
    if others:
        out["name"] = others[0]["username"]
        out["otherParticipant"] = user_lite(others[0])
    return out


def raw_chat(chat, participant_ids: list[str]) -> dict:
    return {"_id": chat["id"], "id": chat["id"], "participants": participant_ids, "type": "private",
            "lastActivity": chat["last_activity"], "unreadCount": [], "otherParticipant": participant_ids[0],
            "createdAt": chat["created_at"], "updatedAt": chat["updated_at"], "__v": 0}


def call_document(call, caller, callee, chat) -> dict:
    out = {"_id": call["id"], "caller": user_lite(caller), "callee": user_lite(callee), "chat": chat,
           "type": call["type"], "status": call["status"], "duration": call["duration"]}
    for key, column in (("reason", "reason"), ("startedAt", "started_at"), ("endedAt", "ended_at")):
        if call[column] is not None:
            out[key] = call[column]
    return {**out, "createdAt": call["created_at"], "updatedAt": call["updated_at"], "__v": 0}


def call_outcome(call) -> str:
    """What a chat says about a finished call; one that was never answered is missed by the callee."""
    if call["started_at"] is not None:
        return "ended"
    return {"declined": "declined", "cancelled": "cancelled"}.get(call["reason"], "missed")


def call_data(call) -> dict:
    out = {"callId": call["id"], "callType": call["type"], "status": call_outcome(call), "reason": call["reason"],
           "duration": call["duration"], "callerId": call["caller_id"], "calleeId": call["callee_id"],
           "endedAt": call["ended_at"]}
    if call["started_at"] is not None:
        out["startedAt"] = call["started_at"]
    return out
