"""How calls end without anybody pressing a button: ring time-out, graces, restarts."""

from harness import candidate, eventually, offer, running_call

from server.basics import seconds_of


def a_whole_ring_passes(server, sockets):
    """Longer than every grace of `quick`: what had to end by one has ended."""
    caller, _, chat = server.friends()
    socket = sockets(caller)
    caller.ring(chat)
    socket.expect("callEnded")


def test_a_call_nobody_answers_is_missed_on_both_sides(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    for socket in (a, b):
        over = socket.expect("callEnded")
        assert over == {"callId": call_id, "duration": 0, "reason": "missed",
                        "endedBy": {"_id": anna.id, "username": anna.username, "premium": False}}
    assert quick.user("x").get("/api/calls/active").body is None
    assert anna.get(f"/api/calls/history/{chat}").body[0]["status"] == "missed"
    entry = b.expect("newMessage")["message"]
    assert (entry["callData"]["status"], entry["callData"]["reason"], entry["isRead"]) == ("missed", "missed", False)
    assert boris.get("/api/messages/unread-count").body == {"totalUnread": 1}
    assert boris.post(f"/api/calls/accept/{call_id}").status == 400


def test_a_call_to_somebody_away_rings_until_it_is_missed(quick, sockets):
    anna, boris, chat = quick.friends()
    a = sockets(anna)
    anna.ring(chat)
    assert a.expect("callEnded")["reason"] == "missed"


def test_a_lost_connection_ends_a_running_call_after_its_grace(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    b.drop()
    assert anna.get("/api/calls/active").body["_id"] == call_id
    over = a.expect("callEnded")
    assert (over["callId"], over["reason"], over["endedBy"]["_id"]) == (call_id, "connection_lost", boris.id)
    assert a.all("callEnded") == [over]


def test_coming_back_within_the_grace_keeps_the_call(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    for _ in range(3):
        b.drop()
        b = sockets(boris)
    b.drop()
    again = sockets(boris)
    # A second call's whole ring time passes meanwhile: longer than the grace.
    other = quick.friends()
    o = sockets(other[0])
    other[0].ring(other[2])
    assert o.expect("callEnded")["reason"] == "missed"
    assert anna.get("/api/calls/active").body["_id"] == call_id
    assert again.ask("call-audio-toggle", {"callId": call_id, "isAudioEnabled": False, "targetUserId": anna.id}) == {
        "ok": True}
    assert a.expect("call-audio-toggle") == {"callId": call_id, "isAudioEnabled": False, "userId": boris.id,
                                             "username": boris.username}


def test_another_device_keeps_the_call(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    second = sockets(boris)
    b.ask("client-leaving")
    b.close()
    a_whole_ring_passes(quick, sockets)
    assert anna.get("/api/calls/active").body["_id"] == call_id and "callEnded" not in second.settled()


def test_a_page_that_says_it_leaves_ends_the_call_soon(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    assert b.ask("client-leaving") == {"ok": True}
    b.close()
    over = a.expect("callEnded")
    assert (over["callId"], over["reason"], over["endedBy"]["_id"]) == (call_id, "left", boris.id)


def test_leaving_is_not_waited_for_as_long_as_a_lost_connection(fresh, sockets):
    fresh.stop()
    fresh.environment["SSC_TIMING"] = "grace_accepted=600 grace_pending=600 ring=600 grace_leaving=0.2"
    fresh.start()
    for answer in (True, False):
        anna, boris, chat = fresh.friends()
        a, b = sockets(anna), sockets(boris)
        call_id = anna.ring(chat)
        if answer:
            boris.post(f"/api/calls/accept/{call_id}")
        a.ask("client-leaving")
        a.close()
        assert b.expect("callEnded")["reason"] == "left"


def test_a_page_that_goes_on_talking_has_not_left(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    b.ask("client-leaving")
    b.ask("user-activity")
    b.close()
    assert a.expect("callEnded")["reason"] == "connection_lost"


def test_a_reload_keeps_the_call(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    b.ask("client-leaving", {})
    b.close()
    sockets(boris)
    a_whole_ring_passes(quick, sockets)
    assert anna.get("/api/calls/active").body["_id"] == call_id


def test_a_caller_lost_while_it_rings_stops_the_ringing(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    a.drop()
    over = b.expect("callEnded")
    assert (over["callId"], over["reason"], over["endedBy"]["_id"]) == (call_id, "connection_lost", anna.id)
    assert b.expect("newMessage")["message"]["callData"]["status"] == "missed"


def test_a_caller_without_any_socket_does_not_ring_for_long(quick, sockets):
    anna, boris, chat = quick.friends()
    b = sockets(boris)
    anna.ring(chat)
    assert b.expect("callEnded")["reason"] == "connection_lost"


def test_an_accept_turns_the_short_grace_into_the_long_one(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    a.drop()
    eventually(lambda: boris.get(f"/api/messages/users/{anna.id}/status").body["isOnline"] is False, "offline")
    boris.post(f"/api/calls/accept/{call_id}")
    started = b.expect("callAccepted")["startedAt"]
    assert b.expect("callEnded")["reason"] == "connection_lost"
    ended = boris.get(f"/api/calls/history/{chat}").body[0]["endedAt"]
    assert seconds_of(ended) - seconds_of(started) > 0.8


def test_an_accept_does_not_lengthen_a_leave(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b = sockets(anna), sockets(boris)
    call_id = anna.ring(chat)
    a.ask("client-leaving")
    a.close()
    boris.post(f"/api/calls/accept/{call_id}")
    assert b.expect("callEnded")["reason"] == "left"


def test_a_restart_gives_running_calls_their_grace_anew(fresh, sockets):
    fresh.environment["SSC_TIMING"] = "grace_accepted=0.6 grace_pending=0.3 ring=30 offline_delay=0.05"
    anna, boris, _, a, b, call_id = running_call(fresh, sockets)
    carol, dave, chat = fresh.friends("carol", "dave")
    c = sockets(carol)
    ringing = carol.ring(chat)
    fresh.kill()
    for socket in (a, b, c):
        socket.wait(lambda: socket.closed, "the close")
    fresh.start()
    assert anna.get("/api/calls/active").body["_id"] == call_id
    assert dave.get("/api/calls/active").body["_id"] == ringing
    eventually(lambda: anna.get("/api/calls/active").body is None, "the end of the running call")
    eventually(lambda: dave.get("/api/calls/active").body is None, "the end of the ringing call")
    last = anna.get(f"/api/messages/chats/{anna.chat_with(boris)}/messages").body["messages"][-1]
    assert last["callData"]["reason"] == "connection_lost" and last["callData"]["callId"] == call_id


def test_a_call_survives_a_restart_when_both_come_back(fresh, sockets):
    anna, boris, _, a, b, call_id = running_call(fresh, sockets)
    assert fresh.stop() == 0
    a.wait(lambda: a.closed, "the close")
    assert a.close_code == 1001 and "callEnded" not in a.names()
    fresh.start()
    a, b = sockets(anna), sockets(boris)
    assert anna.get("/api/calls/active").body["_id"] == call_id
    assert a.ask("webrtc-offer", {"callId": call_id, "offer": offer(), "targetUserId": boris.id}) == {"ok": True}
    assert b.expect("webrtc-offer")["fromUserId"] == anna.id


def test_signalling_to_somebody_away_waits_for_him(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    b.drop()
    eventually(lambda: anna.get(f"/api/messages/users/{boris.id}/status").body["isOnline"] is False)
    for number in (1, 2):
        assert a.ask("webrtc-ice-candidate", {"callId": call_id, "candidate": candidate(number),
                                              "targetUserId": boris.id}) == {"ok": True, "held": True}
    back = sockets(boris)
    back.expect("webrtc-ice-candidate", 2)
    assert [c["candidate"] for c in back.all("webrtc-ice-candidate")] == [candidate(1), candidate(2)]
    assert back.names()[0] == "onlineUsersSync"


def test_users_are_offline_only_when_their_last_socket_is_gone(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b, second = sockets(anna), sockets(boris), sockets(boris)
    b.close()
    assert "userOffline" not in a.settled()
    assert anna.get(f"/api/messages/users/{boris.id}/status").body["isOnline"] is True
    second.close()
    gone = a.expect("userOffline")
    assert (gone["userId"], gone["username"]) == (boris.id, boris.username) and gone["lastSeen"]
    sockets(boris)
    assert a.expect("userOnline", 2)["userId"] == boris.id and len(a.all("userOnline")) == 2


def test_a_call_whose_pages_are_gone_ends_although_other_pages_of_the_user_are_open(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    second = sockets(boris)
    b.ask("user-activity", {"callId": call_id})
    b.drop()
    assert second.ask("user-activity", {"callId": ""}) == {"ok": True}
    over = a.expect("callEnded")
    assert (over["callId"], over["reason"], over["endedBy"]["_id"]) == (call_id, "connection_lost", boris.id)


def test_a_page_that_says_it_is_in_the_call_keeps_it_for_the_one_that_was(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    second = sockets(boris)
    b.ask("user-activity", {"callId": call_id})
    b.drop()
    second.ask("user-activity", {"callId": call_id})
    a_whole_ring_passes(quick, sockets)
    assert anna.get("/api/calls/active").body["_id"] == call_id


def test_a_call_whose_users_have_only_pages_that_say_they_are_in_none_ends(quick, sockets):
    """Accepted by a page that had no socket, and is closed since."""
    _, boris, _, a, b, call_id = running_call(quick, sockets)
    a.ask("user-activity", {"callId": call_id})
    b.ask("user-activity", {"callId": ""})
    over = a.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", boris.id)


def test_a_call_goes_on_while_a_page_may_be_in_it_that_says_nothing_of_calls(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    sockets(boris).ask("user-activity", {"callId": ""})
    b.ask("user-activity")
    a_whole_ring_passes(quick, sockets)
    assert anna.get("/api/calls/active").body["_id"] == call_id


def test_a_sign_of_life_without_a_call_says_nothing_of_calls(quick, sockets):
    anna, _, _, _, b, call_id = running_call(quick, sockets)
    b.ask("user-activity", {"callId": call_id})
    b.ask("user-activity", {})
    a_whole_ring_passes(quick, sockets)
    assert anna.get("/api/calls/active").body["_id"] == call_id


def test_a_page_that_says_it_left_the_call_is_missed_in_it(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    b.ask("user-activity", {"callId": call_id})
    b.ask("user-activity", {"callId": ""})
    assert a.expect("callEnded")["reason"] == "left"


def test_a_page_that_says_it_left_the_call_and_leaves_is_not_waited_for_as_for_a_lost_one(fresh, sockets):
    """Its session was refused: it can neither end the call nor come back."""
    fresh.stop()
    fresh.environment["SSC_TIMING"] = "grace_accepted=600 grace_leaving=0.2"
    fresh.start()
    _, _, _, a, b, call_id = running_call(fresh, sockets)
    b.ask("user-activity", {"callId": call_id})
    b.ask("user-activity", {"callId": ""})
    b.ask("client-leaving")
    b.drop()
    assert a.expect("callEnded")["reason"] == "left"


def test_what_a_page_says_about_calls_of_others_is_nothing(quick, sockets):
    anna, boris, _, a, b, call_id = running_call(quick, sockets)
    carol = quick.user("carol")
    c = sockets(carol)
    for nonsense in (call_id, "x" * 300, 7, {"$ne": None}, [call_id]):
        assert c.ask("user-activity", {"callId": nonsense}) == {"ok": True}
    c.drop()
    assert anna.get("/api/calls/active").body["_id"] == call_id


def test_a_page_of_our_client_that_dies_at_the_accept_is_missed_too(quick, sockets):
    anna, boris, chat = quick.friends()
    a, b, other_tab = sockets(anna), sockets(boris), sockets(boris)
    call_id = anna.ring(chat)
    a.ask("webrtc-offer", {"callId": call_id, "offer": {**offer("warm"), "ssc": {"v": 1, "warm": True}},
                           "targetUserId": boris.id})
    b.ask("webrtc-answer", {"callId": call_id, "answer": {"type": "answer", "sdp": "v=0", "ssc": {"v": 1}},
                            "targetUserId": anna.id})
    assert boris.post(f"/api/calls/accept/{call_id}").status == 200
    a.ask("user-activity", {"callId": call_id})
    b.drop()
    over = a.expect("callEnded")
    assert (over["reason"], over["endedBy"]["_id"]) == ("connection_lost", boris.id)
    assert other_tab.expect("callEnded")["callId"] == call_id
