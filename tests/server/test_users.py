"""Finding people, profiles, and the small addresses of the site's home page."""

import pytest


def test_search_finds_a_part_of_a_name_in_any_case(server):
    anna = server.user("SearchMe")
    wanted = server.user("Ёжик", "Иван Ёлкин")
    for query in ("earchm", "SEARCHME"):
        found = anna.get(f"/api/users/search?query={query}").body
        assert [user["_id"] for user in found] == [anna.id]
    for query in ("%D1%91%D0%B6%D0%B8%D0%BA", "%D0%81%D0%96", "%D0%B5%D0%BB%D0%BA".replace("%D0%B5", "%D1%91")):
        found = anna.get(f"/api/users/search?query={query}").body
        assert [user["_id"] for user in found] == [wanted.id], query
        assert found[0] == {"_id": wanted.id, "username": wanted.username, "displayName": "Иван Ёлкин",
                            "premium": False}


def test_an_empty_query_is_400_and_no_match_is_404(server):
    anna = server.user("anna")
    for path in ("/api/users/search", "/api/users/search?query=", "/api/users/search?query=%20"):
        answer = anna.get(path)
        assert (answer.status, answer.body["message"]) == (400, "Query parameter is required")
    for query in ("nobody-has-this-name", "x" * 60):
        answer = anna.get(f"/api/users/search?query={query}")
        assert (answer.status, answer.body["message"]) == (404, "No users found")


def test_search_gives_at_most_twenty(server):
    users = [server.user("crowd") for _ in range(22)]
    assert len(users[0].get("/api/users/search?query=crowd").body) == 20


def test_profile_branches(server):
    anna, boris = server.user("anna"), server.user("boris", "Boris B")
    answer = anna.get(f"/api/users/{boris.id}")
    assert answer.status == 200 and answer.body == {
        "_id": boris.id, "username": boris.username, "displayName": "Boris B", "premium": False,
        "followersCount": 0, "followingCount": 0, "followed": False}
    assert anna.get("/api/users/junk").status == 400
    assert anna.get("/api/users/junk").body["message"] == "Invalid user ID"
    assert anna.get("/api/users/" + "0" * 24).status == 404


def test_suggestions_name_at_most_three_others(server):
    anna = server.user("anna")
    found = anna.get("/api/users/suggestions").body
    assert len(found) <= 3 and all(user["_id"] != anna.id and user["followersCount"] == 0 for user in found)


def test_online_status_branches(server, sockets):
    anna, boris, chat = server.friends()
    assert anna.get("/api/users/online-status").body["message"] == "userIds parameter is required"
    path = f"/api/users/online-status?userIds={boris.id},junk,{'0' * 24}"
    before = anna.get(path).body
    assert set(before) == {boris.id} and before[boris.id]["isOnline"] is False
    sockets(boris)
    after = anna.get(path).body[boris.id]
    assert after["isOnline"] is True and after["username"] == boris.username and after["lastSeen"]
    status = anna.get(f"/api/messages/users/{boris.id}/status").body
    assert status == {"userId": boris.id, "isOnline": True, "lastSeen": "now"}


@pytest.mark.parametrize("path, body", [("/api/points/balance", {"points": 0}), ("/api/posts?page=1&limit=10", [])])
def test_the_home_page_gets_harmless_empties(server, path, body):
    assert server.user("anna").get(path).body == body
    assert server.call("GET", path).status == 401


def test_time_and_health_are_public(server):
    now = server.call("GET", "/api/time").body
    assert now["timezone"] == "UTC" and now["timestamp"].endswith("Z") and now["unix"] > 1.7e12
    assert server.call("GET", "/api/health").body["status"] == "ok"


def test_unknown_addresses_answer_the_contracts_404(server):
    for method in ("GET", "POST", "DELETE"):
        answer = server.call(method, "/api/nope", token=server.user("anna").token)
        assert (answer.status, answer.body) == (404, {"error": "Route not found", "path": "/api/nope",
                                                      "method": method})
    assert server.call("DELETE", "/api/me").status == 404
