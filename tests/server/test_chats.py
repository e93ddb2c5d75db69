"""Chats and messages over REST, with their events."""

import pytest


def test_opening_a_chat_tells_both_and_opening_it_again_finds_it(server, sockets):
    anna, boris = server.user("anna", "Anna K"), server.user("boris")
    a, b = sockets(anna), sockets(boris)
    created = anna.post("/api/messages/chats", {"participantId": boris.id})
    assert created.status == 201
    chat = created.body
    assert chat["type"] == "private" and chat["name"] == boris.username and chat["unreadCount"] == 0
    assert chat["otherParticipant"]["_id"] == boris.id and chat["lastMessage"] is None
    assert [user["_id"] for user in chat["participants"]] == [anna.id, boris.id]
    assert a.expect("chatCreated") == chat
    seen = b.expect("newChat")
    assert seen["_id"] == chat["_id"] and seen["name"] == anna.username
    assert seen["otherParticipant"] == {"_id": anna.id, "username": anna.username, "displayName": "Anna K",
                                        "premium": False}
    assert b.expect("userOnline")["userId"] == anna.id and "userOnline" not in a.settled()
    again = boris.post("/api/messages/chats", {"participantId": anna.id})
    assert a.expect("userOnline")["userId"] == boris.id
    assert again.status == 200 and again.body["_id"] == chat["_id"] and again.body["name"] == anna.username


@pytest.mark.parametrize("body, status, message", [
    ({}, 400, "Participant ID is required"), ({"participantId": ""}, 400, "Participant ID is required"),
    ({"participantId": "0" * 24}, 404, "User not found"), ({"participantId": "junk"}, 404, "User not found"),
    ({"participantId": {"$ne": 1}}, 404, "User not found"), ({"participantId": 7}, 404, "User not found")])
def test_a_chat_needs_somebody_who_exists(server, body, status, message):
    answer = server.user("anna").post("/api/messages/chats", body)
    assert (answer.status, answer.body["message"]) == (status, message)


def test_nobody_chats_with_himself_not_even_in_capitals(server):
    anna = server.user("anna")
    for own in (anna.id, anna.id.upper()):
        answer = anna.post("/api/messages/chats", {"participantId": own})
        assert (answer.status, answer.body["message"]) == (400, "Cannot create chat with yourself")


def test_a_message_reaches_both_in_the_contracts_order(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    answer = anna.post(f"/api/messages/chats/{chat}/messages", {"content": "  hi 🙂 ", "type": "call"})
    assert answer.status == 201
    sent = answer.body
    assert sent["content"] == "hi 🙂" and sent["type"] == "text" and sent["isRead"] is False and not sent["edited"]
    assert sent["sender"]["_id"] == anna.id and sent["createdAt"].endswith("Z") and "callData" not in sent
    assert b.expect("newMessage") == a.expect("messageSent") == {"chatId": chat, "message": sent}
    assert b.expect("chatUpdated") == {"chatId": chat, "lastMessage": sent, "lastActivity": sent["createdAt"],
                                       "unreadIncrement": 1}
    assert a.expect("chatUpdated")["unreadIncrement"] == 0
    assert [name for name in a.names() if name != "onlineUsersSync"][-2:] == ["messageSent", "chatUpdated"]
    listed = boris.get("/api/messages/chats").body
    assert listed[0]["unreadCount"] == 1 and listed[0]["lastMessage"]["_id"] == sent["_id"]
    assert listed[0]["lastMessage"]["chat"] == chat and listed[0]["lastMessage"]["readBy"][0]["user"] == anna.id
    assert boris.get("/api/messages/unread-count").body == {"totalUnread": 1}


@pytest.mark.parametrize("body, message", [
    ({}, "Message content is required"), ({"content": "  \n"}, "Message content is required"),
    ({"content": None}, "Message content is required"), ({"content": ["x"]}, "Message content must be text"),
    ({"content": "x" * 1001}, "Message content is limited to 1000 characters"),
    ({"content": "a\0b"}, "Message content is limited to 1000 characters"),
    ({"content": "\ud800"}, "Message content is limited to 1000 characters")])
def test_bad_contents_are_400(server, body, message):
    anna, _, chat = server.friends()
    answer = anna.post(f"/api/messages/chats/{chat}/messages", body)
    assert (answer.status, answer.body["message"]) == (400, message)
    assert anna.get(f"/api/messages/chats/{chat}/messages").body["pagination"]["total"] == 0


def test_pages_are_newest_first_and_inside_oldest_first(server):
    anna, boris, chat = server.friends()
    for number in range(5):
        anna.post(f"/api/messages/chats/{chat}/messages", {"content": str(number)})
    path = f"/api/messages/chats/{chat}/messages"

    def contents(query):
        return [message["content"] for message in anna.get(path + query).body["messages"]]

    first = anna.get(path + "?page=1&limit=2").body
    assert [m["content"] for m in first["messages"]] == ["3", "4"]
    assert first["pagination"] == {"page": 1, "limit": 2, "total": 5, "hasMore": True}
    assert contents("?page=3&limit=2") == ["0"]
    assert anna.get(path + "?page=3&limit=2").body["pagination"]["hasMore"] is False
    assert contents("?limit=0") == contents("?limit=x&page=-1") == ["0", "1", "2", "3", "4"]
    before = anna.get(path + f"?limit=2&before={first['messages'][0]['_id']}").body
    assert [m["content"] for m in before["messages"]] == ["1", "2"] and before["pagination"]["hasMore"] is True
    assert contents("?before=" + "0" * 24) == []


def test_reading_the_messages_marks_them_and_tells_the_other(server, sockets):
    anna, boris, chat = server.friends()
    a = sockets(anna)
    anna.post(f"/api/messages/chats/{chat}/messages", {"content": "one"})
    path = f"/api/messages/chats/{chat}/messages"
    assert anna.get(path).body["messages"][0]["isRead"] is False
    assert boris.get(path).body["messages"][0]["isRead"] is True
    assert a.expect("messagesRead") == {"chatId": chat, "readBy": boris.id, "readByUsername": boris.username}
    assert anna.get(path).body["messages"][0]["isRead"] is True
    boris.get(path)
    assert a.settled().count("messagesRead") == 1
    assert boris.get("/api/messages/unread-count").body == {"totalUnread": 0}


def test_put_read_always_tells_both_sides(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    anna.post(f"/api/messages/chats/{chat}/messages", {"content": "one"})
    answer = boris.call("PUT", f"/api/messages/chats/{chat}/read")
    assert (answer.status, answer.body) == (200, {"message": "Messages marked as read"})
    assert b.expect("unreadCountUpdated") == {"chatId": chat, "unreadCount": 0, "totalUnreadDecrement": 1}
    boris.call("PUT", f"/api/messages/chats/{chat}/read")
    assert b.expect("unreadCountUpdated", 2)["totalUnreadDecrement"] == 0
    assert a.expect("messagesRead", 2)["readBy"] == boris.id


def test_a_deleted_message_is_gone_for_all_and_the_one_before_is_the_last(server, sockets):
    anna, boris, chat = server.friends()
    b = sockets(boris)
    path = f"/api/messages/chats/{chat}/messages"
    first, second = (anna.post(path, {"content": text}).body["_id"] for text in ("first", "second"))
    assert boris.call("DELETE", f"/api/messages/messages/{second}").status == 403
    answer = anna.call("DELETE", f"/api/messages/messages/{second}")
    assert (answer.status, answer.body) == (200, {"message": "Message deleted successfully"})
    assert b.expect("messageDeleted") == {"chatId": chat, "messageId": second, "deletedBy": anna.id,
                                          "deletedByUsername": anna.username}
    listed = boris.get("/api/messages/chats").body[0]
    assert listed["lastMessage"]["_id"] == first and listed["unreadCount"] == 1
    for message_id in (second, "junk"):
        assert anna.call("DELETE", f"/api/messages/messages/{message_id}").body["message"] == "Message not found"


def test_outsiders_see_no_chat(server):
    anna, boris, chat = server.friends()
    eve = server.user("eve")
    message = anna.post(f"/api/messages/chats/{chat}/messages", {"content": "secret"}).body["_id"]
    for method, path in (("GET", f"/chats/{chat}/messages"), ("POST", f"/chats/{chat}/messages"),
                         ("PUT", f"/chats/{chat}/read"), ("POST", f"/chats/{chat}/typing"),
                         ("GET", "/chats/junk/messages"), ("GET", f"/chats/{'0' * 24}/messages")):
        answer = eve.call(method, "/api/messages" + path, {"content": "x"} if method == "POST" else None)
        assert (answer.status, answer.body) == (403, {"message": "Access denied"}), path
    assert eve.call("DELETE", f"/api/messages/messages/{message}").status == 404


def test_typing_over_rest_reaches_the_other_participant(server, sockets):
    anna, boris, chat = server.friends()
    a, b = sockets(anna), sockets(boris)
    answer = anna.post(f"/api/messages/chats/{chat}/typing", {"isTyping": True})
    assert answer.body == {"message": "Typing status updated"}
    assert b.expect("userTyping") == {"chatId": chat, "userId": anna.id, "username": anna.username, "isTyping": True}
    assert "userTyping" not in a.settled()


def test_chats_are_sorted_by_activity(server):
    anna, boris, first = server.friends()
    carol = server.user("carol")
    second = anna.chat_with(carol)
    assert [chat["_id"] for chat in anna.get("/api/messages/chats").body] == [second, first]
    boris.post(f"/api/messages/chats/{first}/messages", {"content": "up"})
    assert [chat["_id"] for chat in anna.get("/api/messages/chats").body] == [first, second]
