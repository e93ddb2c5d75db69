"""The clocks of live calls: how long one rings, and how long a lost user may stay away.

Only counts seconds; what happens at the end is said by the two callbacks.
"""

import asyncio
import logging

# A full disk, say: the call must end all the same once there is room.
RETRY_SECONDS = 5.0
log = logging.getLogger("server.calls")


class CallTimers:
    def __init__(self, timing, ring_expired, grace_expired):
        self._timing = timing
        self._ring_expired = ring_expired
        self._grace_expired = grace_expired
        self._rings: dict[str, asyncio.TimerHandle] = {}
        self._graces: dict[str, tuple[asyncio.TimerHandle, bool]] = {}

    def ring(self, call_id: str, seconds: float) -> None:
        self._rings[call_id] = self._later(seconds, self._ring_over, call_id)

    def stop_ring(self, call_id: str) -> None:
        handle = self._rings.pop(call_id, None)
        if handle is not None:
            handle.cancel()

    def grace(self, user_id: str, is_accepted: bool, leaving: bool) -> None:
        self.stop_grace(user_id)
        seconds = self._timing.grace_accepted if is_accepted else self._timing.grace_pending
        if leaving:
            seconds = min(seconds, self._timing.grace_leaving)
        self._graces[user_id] = (self._later(seconds, self._grace_over, user_id, leaving), leaving)

    def regrace(self, user_id: str) -> None:
        """The call was accepted while this user is away: the longer grace, unless he said he leaves."""
        if user_id not in self._graces or not self._graces[user_id][1]:
            self.grace(user_id, True, False)

    def has_grace(self, user_id: str) -> bool:
        return user_id in self._graces

    def is_leaving(self, user_id: str) -> bool:
        return user_id in self._graces and self._graces[user_id][1]

    def stop_grace(self, user_id: str) -> None:
        handle, _ = self._graces.pop(user_id, (None, False))
        if handle is not None:
            handle.cancel()

    def _later(self, seconds: float, function, *values) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._guarded, function, *values)

    def _guarded(self, function, *values) -> None:
        try:
            function(*values)
        except Exception:
            log.exception("a call timer failed and is tried again")
            self._later(RETRY_SECONDS, function, *values)

    def _ring_over(self, call_id: str) -> None:
        self._rings.pop(call_id, None)
        self._ring_expired(call_id)

    def _grace_over(self, user_id: str, leaving: bool) -> None:
        self._graces.pop(user_id, None)
        self._grace_expired(user_id, leaving)

    def close(self) -> None:
        for handle in [*self._rings.values(), *(handle for handle, _ in self._graces.values())]:
            handle.cancel()
        self._rings.clear()
        self._graces.clear()
