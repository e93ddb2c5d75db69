"""Events on their way to sockets, in the order in which they were decided.

Whoever changes the database puts its events here in the same breath; one task sends them, so that two
requests can never swap theirs. Receivers are fixed when an event is put in: rooms are looked up then.
"""

import asyncio
import logging

log = logging.getLogger("server.outbox")


class Outbox:
    def __init__(self):
        self._queue: asyncio.Queue = asyncio.Queue()
        self._task: asyncio.Task | None = None
        self._send = None
        self.sockets_of = lambda user_id: []

    def start(self, send) -> None:
        """`send(event, payload, sid)` is awaited for each receiver."""
        self._send = send
        self._task = asyncio.create_task(self._pump())

    def to_user(self, user_id: str, event: str, payload: dict) -> None:
        for sid in self.sockets_of(user_id):
            self.to_socket(sid, event, payload)

    def to_socket(self, sid: str, event: str, payload: dict) -> None:
        self._queue.put_nowait((event, payload, sid))

    async def flushed(self) -> None:
        """Waits until everything put in so far is handed over: events reach a client before the reply."""
        if self._task is not None and not self._task.done():
            await self._queue.join()

    async def _pump(self) -> None:
        while True:
            event, payload, sid = await self._queue.get()
            try:
                await self._send(event, payload, sid)
            except Exception as problem:  # a socket that closes meanwhile must not stop the others
                log.info("event %s was not sent: %s", event, type(problem).__name__)
            finally:
                self._queue.task_done()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
