"""The official socket.io-client (npm) and python-socketio's client, as second opinions on our sockets."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest
import socketio
from harness import LOOP

FOLDER = Path(__file__).parent / "js"


@pytest.fixture(scope="session")
def node_modules():
    if not (FOLDER / "node_modules" / "socket.io-client").is_dir():
        done = subprocess.run(["npm", "ci"], cwd=FOLDER, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, "npm ci failed: " + done.stderr[-500:]


@pytest.mark.parametrize("transports, used", [("websocket", "websocket"), ("polling", "polling"),
                                              ("polling,websocket", "websocket"), ("websocket,polling", "websocket")])
def test_the_official_client_signals_over_each_transport(server, node_modules, transports, used):
    anna, boris, chat = server.friends()
    call_id = anna.ring(chat)
    assert boris.post(f"/api/calls/accept/{call_id}").status == 200
    done = subprocess.run(["node", "two_users.mjs", server.url, transports, call_id, anna.token, anna.id, boris.token,
                           boris.id], cwd=FOLDER, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-1500:]
    assert json.loads(done.stdout) == {
        "transport": used, "ack": {"ok": True}, "foreign": {"ok": False, "error": "not_in_call"},
        "toggled": {"callId": call_id, "isVideoEnabled": False, "userId": anna.id, "username": anna.username},
        "refused": "Authentication error - invalid token", "offerIsWhole": True, "inOrder": True,
        "firstEvents": ["onlineUsersSync", "onlineUsersSync"]}


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_another_client_library_connects_and_is_acknowledged(server, transport):
    anna = server.user("anna")

    async def visit():
        client = socketio.AsyncClient(reconnection=False)
        heard = asyncio.Event()
        client.on("onlineUsersSync", lambda payload: heard.set())
        await client.connect(server.url, auth={"token": anna.token}, transports=[transport])
        await asyncio.wait_for(heard.wait(), 8)
        answer = await client.call("user-activity", timeout=8)
        await client.disconnect()
        await client.eio.http.close()
        return answer

    assert LOOP.run(visit()) == {"ok": True}
