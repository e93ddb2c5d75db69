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
