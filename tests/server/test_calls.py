"""Calls over REST and the events they cause."""

from harness import offer, candidate


def test_a_call_from_ringing_to_its_entry_in_the_chat(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat, "video")
    ringing = b.expect("incomingCall")
    assert ringing["callId"] == call_id and ringing["type"] == "video" and ringing["caller"]["_id"] == anna.id
    assert ringing["chat"]["participants"] == [anna.id, boris.id] and ringing["createdAt"]
    started = a.expect("callInitiated")
    assert started["callee"]["_id"] == boris.id and started["createdAt"] == ringing["createdAt"]
    assert a.ask("webrtc-offer", {"callId": call_id, "offer": offer(extra=[1, None]), "targetUserId": boris.id}) == {
        "ok": True}
    assert b.expect("webrtc-offer") == {"callId": call_id, "offer": offer(extra=[1, None]),
                                        "fromUserId": anna.id, "fromUsername": anna.username}
    accepted = boris.post(f"/api/calls/accept/{call_id}")
    assert accepted.status == 200 and accepted.body["status"] == "accepted"
    for socket in (a, b):
        assert socket.expect("callAccepted") == {
            "callId": call_id, "startedAt": accepted.body["startedAt"],
            "acceptedBy": {"_id": boris.id, "username": boris.username, "premium": False}}
    b.ask("webrtc-ice-candidate", {"callId": call_id, "candidate": candidate(), "targetUserId": anna.id})
    assert a.expect("webrtc-ice-candidate")["candidate"] == candidate()
    ended = anna.post(f"/api/calls/end/{call_id}")
    assert ended.body == {"callId": call_id, "status": "ended", "duration": 0, "reason": "hangup"}
    for socket in (a, b):
        over = socket.expect("callEnded")
        assert (over["callId"], over["endedBy"]["_id"], over["reason"]) == (call_id, anna.id, "hangup")
    entry = b.expect("newMessage")["message"]
    assert entry["type"] == "call" and entry["content"] == "Звонок" and entry["sender"]["_id"] == anna.id
    assert entry["callData"]["status"] == "ended" and entry["callData"]["callType"] == "video"
    assert a.expect("messageSent")["message"]["_id"] == entry["_id"]
    assert b.expect("chatUpdated")["unreadIncrement"] == 0


def test_initiate_names_what_is_wrong(server):
    anna, boris, chat = server.friends()
    eve = server.user("eve")
    for body, status, message in (
            ({}, 400, "Chat ID is required"), ({"chatId": ""}, 400, "Chat ID is required"),
            ({"chatId": "junk"}, 403, "Access denied"), ({"chatId": "0" * 24}, 403, "Access denied"),
            ({"chatId": {"a": 1}}, 403, "Access denied"),
            ({"chatId": chat, "type": "hologram"}, 400, "Invalid call type"),
            ({"chatId": chat, "type": ["audio"]}, 400, "Invalid call type")):
        answer = anna.post("/api/calls/initiate", body)
        assert (answer.status, answer.body["message"]) == (status, message), body
    assert eve.post("/api/calls/initiate", {"chatId": chat}).body == {"message": "Access denied"}


def test_a_call_to_a_chat_whose_other_side_is_gone_is_refused(server):
    anna, boris, chat = server.friends()
    with server.database() as database:
        database.run("DELETE FROM users WHERE id = ?", boris.id)
    answer = anna.post("/api/calls/initiate", {"chatId": chat})
    assert (answer.status, answer.body["message"]) == (400, "Callee not found")
    assert "otherParticipant" not in anna.get("/api/messages/chats").body[0]


def test_initiate_answers_with_the_callee_and_whether_he_is_there(server, sockets):
    anna, boris, chat = server.friends()
    sockets(anna)
    answer = anna.post("/api/calls/initiate", {"chatId": chat})
    assert answer.status == 201
    call_id = answer.body["callId"]
    assert {key: answer.body[key] for key in ("status", "type", "calleeOnline")} == {
        "status": "initiated", "type": "audio", "calleeOnline": False}
    assert answer.body["callee"] == {"_id": boris.id, "username": boris.username, "premium": False}
    anna.post(f"/api/calls/end/{call_id}")
    sockets(boris)
    assert anna.post("/api/calls/initiate", {"chatId": chat}).body["calleeOnline"] is True


def test_the_window_of_the_caller_opens_before_the_reply(server, sockets):
    anna, boris, chat = server.friends()
    a = sockets(anna)
    for _ in range(10):
        call_id = anna.ring(chat)
        assert a.settled().count("callInitiated") >= 1 and a.all("callInitiated")[-1]["callId"] == call_id
        anna.post(f"/api/calls/end/{call_id}")


def test_busy_says_who_and_names_only_ones_own_call(server, sockets):
    anna, boris, chat = server.friends()
    carol = server.user("carol")
    to_boris, to_anna = carol.chat_with(boris), carol.chat_with(anna)
    for user in (anna, boris, carol):
        sockets(user)
    call_id = anna.ring(chat)
    for user in (anna, boris):
        answer = user.post("/api/calls/initiate", {"chatId": chat})
        assert (answer.status, answer.body) == (409, {"message": "User is already in a call", "busy": "self",
                                                      "activeCallId": call_id, "status": "pending"})
    for other_chat in (to_boris, to_anna):
        answer = carol.post("/api/calls/initiate", {"chatId": other_chat})
        assert (answer.status, answer.body["busy"], answer.body["activeCallId"]) == (409, "callee", None)
        assert call_id not in answer.raw.decode()
    boris.post(f"/api/calls/accept/{call_id}")
    assert boris.post("/api/calls/initiate", {"chatId": to_boris}).body["status"] == "accepted"


def test_only_the_callee_accepts_and_declines(server, sockets):
    anna, boris, chat = server.friends()
    eve = server.user("eve")
    sockets(anna)
    call_id = anna.ring(chat)
    for verb in ("accept", "decline"):
        for user in (anna, eve):
            answer = user.post(f"/api/calls/{verb}/{call_id}")
            assert (answer.status, answer.body["message"]) == (403, "Access denied")
        for missing in ("0" * 24, "junk"):
            answer = boris.post(f"/api/calls/{verb}/{missing}")
            assert (answer.status, answer.body["message"]) == (404, "Call not found")
    assert eve.post(f"/api/calls/end/{call_id}").status == 403
    assert anna.post("/api/calls/end/junk").body["message"] == "Call not found"
    assert boris.post(f"/api/calls/accept/{call_id}").status == 200
    for verb in ("accept", "decline"):
        answer = boris.post(f"/api/calls/{verb}/{call_id}")
        assert (answer.status, answer.body["message"]) == (400, "Call is not pending")


def test_a_decline_reaches_every_device_of_both(server, sockets):
    anna, boris, chat = server.friends()
    all_sockets = [sockets(anna), sockets(anna), sockets(boris), sockets(boris)]
    call_id = anna.ring(chat, "video")
    answer = boris.post(f"/api/calls/decline/{call_id}")
    assert (answer.status, answer.body) == (200, {"callId": call_id, "status": "declined"})
    for socket in all_sockets:
        assert socket.expect("callDeclined") == {
            "callId": call_id, "reason": "declined",
            "declinedBy": {"_id": boris.id, "username": boris.username, "premium": False}}
        assert "callEnded" not in socket.settled()
    entry = boris.get(f"/api/messages/chats/{chat}/messages").body["messages"][-1]
    assert entry["callData"]["status"] == "declined" and "startedAt" not in entry["callData"]
    assert all_sockets[2].expect("chatUpdated")["unreadIncrement"] == 0


def test_cancelling_while_it_rings_is_a_missed_call_for_the_callee(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    assert anna.post(f"/api/calls/end/{call_id}").body["reason"] == "cancelled"
    for socket in (a, b):
        assert socket.expect("callEnded")["reason"] == "cancelled"
    assert b.expect("chatUpdated")["unreadIncrement"] == 1
    assert boris.get("/api/messages/unread-count").body == {"totalUnread": 1}
    assert anna.get("/api/messages/unread-count").body == {"totalUnread": 0}
    assert boris.get("/api/messages/chats").body[0]["lastMessage"]["callData"]["status"] == "cancelled"


def test_an_end_by_the_callee_while_it_rings_is_a_refusal(server, sockets):
    anna, boris, chat = server.friends()
    a = sockets(anna)
    call_id = anna.ring(chat)
    assert boris.post(f"/api/calls/end/{call_id}").body == {
        "callId": call_id, "status": "ended", "duration": 0, "reason": "declined"}
    assert a.expect("callEnded")["reason"] == "declined"
    assert anna.get("/api/messages/chats").body[0]["lastMessage"]["callData"]["status"] == "declined"


def test_active_is_null_or_the_whole_call(server, sockets):
    anna, boris, chat = server.friends()
    sockets(anna)
    assert anna.get("/api/calls/active").raw == b"null"
    call_id = anna.ring(chat, "video")
    for user in (anna, boris):
        call = user.get("/api/calls/active").body
        assert call["_id"] == call_id and call["status"] == "pending" and call["type"] == "video"
        assert call["caller"]["_id"] == anna.id and call["callee"]["_id"] == boris.id and call["duration"] == 0
        assert call["chat"]["_id"] == call["chat"]["id"] == chat and "startedAt" not in call
        assert call["chat"]["participants"] == [anna.id, boris.id]
    started = boris.post(f"/api/calls/accept/{call_id}").body["startedAt"]
    assert anna.get("/api/calls/active").body["startedAt"] == started
    boris.post(f"/api/calls/end/{call_id}")
    assert anna.get("/api/calls/active").raw == b"null"


def test_history_is_a_bare_array_newest_first(server, sockets):
    anna, boris, chat = server.friends()
    sockets(anna)
    first = anna.ring(chat)
    boris.post(f"/api/calls/decline/{first}")
    second = anna.ring(chat, "video")
    boris.post(f"/api/calls/accept/{second}")
    boris.post(f"/api/calls/end/{second}")
    calls = boris.get(f"/api/calls/history/{chat}").body
    assert [call["_id"] for call in calls] == [second, first]
    assert calls[0]["chat"] == chat and calls[0]["status"] == "ended" and calls[0]["startedAt"] and calls[0]["endedAt"]
    assert calls[1]["status"] == "declined" and "startedAt" not in calls[1]
    assert [call["_id"] for call in boris.get(f"/api/calls/history/{chat}?page=2&limit=1").body] == [first]
    for path in (f"/api/calls/history/{chat}", "/api/calls/history/junk"):
        assert server.user("eve").get(path).body == {"message": "Access denied"}


def test_clean_up_ends_ones_ringing_call_and_tells_both(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    assert anna.post("/api/calls/cleanup").body == {"message": "No stuck calls found", "cleanedCount": 0,
                                                    "cleanedCalls": [], "keptCalls": []}
    call_id = anna.ring(chat)
    answer = anna.post("/api/calls/cleanup")
    assert answer.body == {
        "message": "Stuck calls cleaned up", "cleanedCount": 1, "keptCalls": [],
        "cleanedCalls": [{"id": call_id, "from": anna.username, "to": boris.username, "status": "pending",
                          "type": "audio"}]}
    for socket in (a, b):
        ended = socket.expect("callEnded")
        assert (ended["callId"], ended["reason"], ended["endedBy"]["_id"]) == (call_id, "cleanup", anna.id)
    assert anna.get("/api/calls/active").body is None


def test_clean_up_leaves_a_running_call_alone(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    boris.post(f"/api/calls/accept/{call_id}")
    for user in (anna, boris):
        answer = user.post("/api/calls/cleanup")
        assert (answer.body["cleanedCount"], [call["id"] for call in answer.body["keptCalls"]]) == (0, [call_id])
    assert "callEnded" not in a.settled() + b.settled()
    assert anna.get("/api/calls/active").body["status"] == "accepted"


def test_the_duration_counts_from_the_accept(server, sockets):
    anna, boris, chat = server.friends()
    b = sockets(boris)
    sockets(anna)
    call_id = anna.ring(chat)
    boris.post(f"/api/calls/accept/{call_id}")
    with server.database() as database:
        database.run("UPDATE calls SET started_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", call_id)
    answer = boris.post(f"/api/calls/end/{call_id}")
    assert answer.body["duration"] > 86400 and b.expect("callEnded")["duration"] == answer.body["duration"]
    assert b.expect("newMessage")["message"]["callData"]["duration"] == answer.body["duration"]


def test_ice_servers_are_empty_on_loopback(server):
    assert server.user("anna").get("/api/calls/ice-servers").body == {"iceServers": [], "ttl": 86400}
    assert server.call("GET", "/api/calls/ice-servers").status == 401
