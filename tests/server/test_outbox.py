"""The outbox alone: order, and that a reply can wait for its events."""

import asyncio

from server.outbox import Outbox


def run(steps):
    asyncio.run(asyncio.wait_for(steps(), 10))


def test_flushed_waits_until_everything_put_in_before_is_handed_over():
    async def steps():
        box, sent, gate = Outbox(), [], asyncio.Event()

        async def send(event, payload, sid):
            await gate.wait()
            sent.append((event, sid))

        box.sockets_of = {"anna": ["a1", "a2"], "boris": ["b1"]}.get
        box.start(send)
        box.to_user("anna", "one", {})
        box.to_user("boris", "two", {})
        box.to_user("anna", "three", {})
        waiting = asyncio.ensure_future(box.flushed())
        for _ in range(10):
            await asyncio.sleep(0)
        assert not waiting.done() and not sent
        gate.set()
        await waiting
        assert sent == [("one", "a1"), ("one", "a2"), ("two", "b1"), ("three", "a1"), ("three", "a2")]
        await box.close()

    run(steps)


def test_a_socket_that_fails_does_not_stop_the_others():
    async def steps():
        box, sent = Outbox(), []

        async def send(event, payload, sid):
            if sid == "broken":
                raise ConnectionError("gone")
            sent.append(sid)

        box.start(send)
        for sid in ("one", "broken", "two"):
            box.to_socket(sid, "event", {})
        await box.flushed()
        assert sent == ["one", "two"]
        await box.close()

    run(steps)


def test_receivers_are_those_connected_when_the_event_happened():
    async def steps():
        box, sent, connected = Outbox(), [], ["old"]

        async def send(event, payload, sid):
            sent.append(sid)

        box.sockets_of = lambda user_id: list(connected)
        box.start(send)
        box.to_user("anna", "event", {})
        connected.append("new")
        await box.flushed()
        assert sent == ["old"]
        await box.close()

    run(steps)


def test_a_reply_does_not_wait_for_a_box_that_is_not_running():
    async def steps():
        box = Outbox()
        box.to_socket("one", "event", {})
        await box.flushed()

    run(steps)
