"""Engine.IO 4 and Socket.IO 5 on the wire: handshake, heartbeat, upgrade, polling, refusals."""

import json
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import pytest
from harness import LOOP, Server, eventually, new_folder


class Polling:
    """An Engine.IO session over plain requests."""

    def __init__(self, server):
        self.server = server
        self.path = "/socket.io/?EIO=4&transport=polling"
        opened = server.call("GET", self.path)
        assert opened.status == 200 and opened.raw[:1] == b"0"
        self.handshake = json.loads(opened.raw[1:])
        self.path += "&sid=" + urllib.parse.quote(self.handshake["sid"])

    def post(self, text: str):
        return self.server.call("POST", self.path, raw=text.encode(), headers={"Content-Type": "text/plain"})

    def poll(self) -> list[str]:
        answer = self.server.call("GET", self.path)
        assert answer.status == 200, answer
        return answer.raw.decode().split("\x1e")


def test_the_open_packet_has_the_contracts_numbers(server, sockets):
    socket = sockets(server, connect=False)
    socket.wait(lambda: not socket.frames.empty(), "the open packet")
    frame = socket.frames.get()
    opened = json.loads(frame[1:])
    assert frame[0] == "0" and opened["pingInterval"] == 25000 and opened["pingTimeout"] == 20000
    assert opened["upgrades"] == [] and opened["sid"]


def test_connect_is_confirmed_first_and_the_online_users_follow(server, sockets):
    anna = server.user("anna")
    a = sockets(anna)
    assert a.connected and json.loads(a.reply[2:])["sid"]
    users = a.expect("onlineUsersSync")["users"]
    assert set(users) == {anna.id} and users[anna.id]["username"] == anna.username and users[anna.id]["isOnline"]
    frames = [frame[:2] for frame in list(a.frames.queue)]
    assert frames.index("40") < frames.index("42")


@pytest.mark.parametrize("auth, message", [
    (None, "no token"), ({}, "no token"), ({"token": ""}, "no token"), ({"token": 5}, "no token"),
    ([1], "no token"), ({"token": "junk"}, "invalid token"), ({"token": "x" * 10_000}, "invalid token")])
def test_a_connection_without_a_good_token_is_refused(server, sockets, auth, message):
    refused = sockets(server, auth=auth)
    assert refused.reply == '44' + json.dumps({"message": f"Authentication error - {message}"}, separators=(",", ":"))
    assert server.call("GET", "/api/health").body["status"] == "ok"


def test_a_refused_connection_may_try_again_with_a_better_token(server, sockets):
    anna = server.user("anna")
    socket = sockets(server, auth=None)
    socket.reply = None
    socket.send("40" + json.dumps({"token": anna.token}))
    socket.wait(lambda: socket.reply is not None, "an answer")
    assert socket.connected and socket.settled()


def test_a_second_connect_on_one_connection_changes_nothing(server, sockets):
    anna = server.user("anna")
    a = sockets(anna)
    a.send("40" + json.dumps({"token": anna.token}))
    assert a.settled().count("onlineUsersSync") == 1
    with_one = server.call("GET", "/api/health").body["sockets"]
    a.close()
    eventually(lambda: server.call("GET", "/api/health").body["sockets"] == with_one - 1)


def test_other_namespaces_are_refused(server, sockets):
    a = sockets(server, connect=False)
    a.send('40/admin,{"token":"x"}')
    a.wait(lambda: a.closed or a.reply is not None, "a refusal")
    assert a.closed or a.reply.startswith("44")


def test_a_disconnect_packet_signs_the_socket_out(server, sockets):
    anna, boris, chat = server.friends()
    b, a = sockets(boris), sockets(anna)
    a.send("41")
    assert b.expect("userOffline")["userId"] == anna.id


@pytest.mark.parametrize("query, code", [
    ("EIO=3&transport=polling", 5), ("transport=polling", 5), ("EIO=4&transport=tape", 0), ("EIO=4", 0),
    ("EIO=4&transport=polling&sid=unknown", 1), ("EIO=4&transport=polling&j=0", 0)])
def test_bad_handshakes_are_400_with_a_code(server, query, code):
    answer = server.call("GET", "/socket.io/?" + query)
    assert (answer.status, answer.body["code"]) == (400, code)


def test_a_handshake_by_post_is_400(server):
    answer = server.call("POST", "/socket.io/?EIO=4&transport=polling", raw=b"40")
    assert (answer.status, answer.body["code"]) == (400, 2)


def test_polling_carries_events_both_ways(server, sockets):
    anna, boris, chat = server.friends()
    session = Polling(server)
    assert session.handshake["upgrades"] == ["websocket"]
    assert session.post("40" + json.dumps({"token": anna.token})).raw.lower() == b"ok"
    frames = []
    while not any(frame.startswith('42["onlineUsersSync"') for frame in frames):
        frames += session.poll()
    assert frames[0].startswith("40")
    b = sockets(boris)
    assert session.post(f'421["typing",{{"chatId":"{chat}","isTyping":true}}]\x1e422["user-activity"]').status == 200
    assert b.expect("userTyping")["userId"] == anna.id
    while not any(frame.startswith("432") for frame in frames):
        frames += session.poll()
    assert '431[{"ok":true}]' in frames


def test_polling_upgrades_to_a_websocket(server):
    anna = server.user("anna")
    session = Polling(server)
    session.post("40" + json.dumps({"token": anna.token}))
    seen = session.poll()

    async def upgrade():
        async with aiohttp.ClientSession() as client:
            url = server.url + session.path.replace("polling", "websocket")
            async with client.ws_connect(url) as socket:
                await socket.send_str("2probe")
                assert (await socket.receive_str()) == "3probe"
                await socket.send_str("5")
                await socket.send_str('427["user-activity"]')
                while True:
                    frame = await socket.receive_str()
                    if frame.startswith("437"):
                        return frame

    assert LOOP.run(upgrade()) == '437[{"ok":true}]' and seen[0].startswith("40")


def test_a_failed_upgrade_leaves_the_server_well(server):
    session = Polling(server)

    async def upgrade():
        async with aiohttp.ClientSession() as client:
            async with client.ws_connect(server.url + session.path.replace("polling", "websocket")) as socket:
                await socket.send_str("2nonsense")
                await socket.receive()

    LOOP.run(upgrade())
    assert server.call("GET", "/api/health").status == 200


def test_the_heartbeat_pings_and_drops_who_does_not_answer():
    folder = new_folder()
    server = Server(folder, timing="ping_interval=0.2 ping_timeout=0.3 offline_delay=0.05")
    try:
        anna, boris, chat = server.friends()

        async def silent():
            async with aiohttp.ClientSession() as client:
                async with client.ws_connect(f"{server.url}/socket.io/?EIO=4&transport=websocket") as socket:
                    await socket.send_str("40" + json.dumps({"token": anna.token}))
                    heard = []
                    while True:
                        received = await socket.receive()
                        if received.type is not aiohttp.WSMsgType.TEXT:
                            return heard
                        heard.append(received.data)

        from harness import Socket
        b = Socket(boris)
        heard = LOOP.run(silent())
        assert "2" in heard
        assert b.expect("userOffline")["userId"] == anna.id
        assert not b.closed and b.settled()
        b.close()
    finally:
        server.stop()


def test_a_connection_that_never_signs_in_is_closed(quick, sockets):
    idle = sockets(quick, connect=False)
    idle.wait(lambda: idle.closed, "the close")
    refused = sockets(quick, auth={"token": "junk"})
    refused.wait(lambda: refused.closed, "the close")


@pytest.mark.parametrize("frame", [
    "", "9", "x", "0{}", "4", "49[]", "42", "42{}", "42[]", '42[5]', '42["typing"', '42["connect",{}]',
    '42["disconnect"]', '42["connect_error"]', '451-["typing",{"_placeholder":true,"num":0}]', "43[]", "431[1]",
    "44{}", '42/admin,["typing"]', '42["typing",{"isTyping":NaN}]', '42["typing",{"a":1e999}]',
    "42" + "[" * 50_000, "4[[[[", "4" + "[" * 50_000, '42["typing",' + "9" * 6000 + "]", "2" + "p" * 100,
    "42" + "1" * 200 + '["typing"]', b"\x00\x01", '42["' + "n" * 100 + '"]', '42["typing",1,2,3,4]'],
    ids=lambda frame: repr(frame[:30]))
def test_a_malformed_frame_closes_its_connection_only(server, sockets, frame):
    anna = server.user("anna")
    bystander, culprit = sockets(anna), sockets(anna)
    culprit.send(frame)
    culprit.wait(lambda: culprit.closed, f"the close after {frame[:40]!r}")
    assert bystander.settled() and not bystander.closed


def test_a_frame_of_a_megabyte_closes_with_1009(server, sockets):
    a = sockets(server.user("anna"))
    a.send('42["typing","' + "x" * 1_000_001 + '"]')
    a.wait(lambda: a.closed, "the close")
    assert a.close_code == 1009


def test_unknown_events_are_ignored(server, sockets):
    a = sockets(server.user("anna"))
    a.emit("make-coffee", {"sugar": 1})
    a.emit("message")
    assert a.settled()


@pytest.mark.parametrize("body", [b"", b"hello", b"4", b"40\x1e", b"\xff\xfe", b"b4AAAA", b"x" * 1_100_000,
                                  b"\x1e".join([b'42["typing"]'] * 600)],
                         ids=lambda body: repr(body[:30]))
def test_malformed_polling_bodies_are_refused(server, body):
    session = Polling(server)
    assert session.post(body.decode("latin-1")).status in (400, 413)
    assert server.call("GET", "/api/health").status == 200


def test_events_sent_together_with_connect_are_not_lost(server, sockets):
    anna, boris, chat = server.friends()
    b, a = sockets(boris), sockets(anna, connect=False)
    a.send("40" + json.dumps({"token": anna.token}))
    a.emit("typing", {"chatId": chat, "isTyping": True})
    assert b.expect("userTyping")["userId"] == anna.id


def test_a_polling_client_that_says_goodbye_is_not_held(server):
    anna = server.user("anna")
    session = Polling(server)
    session.post("40" + json.dumps({"token": anna.token}))
    session.poll()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(server.call, "GET", session.path)
        eventually(lambda: session.post("1").status in (200, 400))
        assert waiting.result(5).status in (200, 400)
    gone = server.call("GET", session.path)
    assert (gone.status, gone.body["code"]) == (400, 1)
