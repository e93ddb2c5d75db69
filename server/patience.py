"""How soon somebody may be rung again by the same caller whom he did not answer.

A few unanswered calls are free; then each next one has to wait longer. A connected call, or any sign from
the one who was called, makes it all good. In memory and bounded: a restart forgives. Knows no call.
"""

import time
from collections import OrderedDict

FREE_CALLS = 3
# A call taken back at once, or to somebody who is not there, disturbs less.
BRIEF_WEIGHT = 1 / 3
MOST_PAIRS = 20_000


class Patience:
    """`first_wait` doubles with each further call up to `longest_wait`, in which one call is also forgotten."""

    def __init__(self, first_wait: float, longest_wait: float, scale: float = 1.0, clock=time.monotonic):
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._scale = scale
        self._clock = clock
        self._pairs: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait_seconds(self, caller_id: str, callee_id: str) -> int:
        """0: the caller may ring now."""
        calls, last = self._pairs.get((caller_id, callee_id), (0.0, 0.0))
        too_many = round(calls) - FREE_CALLS
        if too_many < 0:
            return 0
        wait = min(self._longest_wait, self._first_wait * 2.0 ** min(too_many, 30))
        left = last + wait - self._clock()
        return 0 if left <= 0 else max(1, round(left))

    def unanswered(self, caller_id: str, callee_id: str, was_brief: bool) -> None:
        now = self._clock()
        calls, last = self._pairs.pop((caller_id, callee_id), (0.0, now))
        calls = max(0.0, calls - (now - last) / self._longest_wait)
        self._pairs[caller_id, callee_id] = (calls + (BRIEF_WEIGHT if was_brief else 1.0) / self._scale, now)
        if len(self._pairs) > MOST_PAIRS:
            self._pairs.popitem(last=False)

    def made_good(self, caller_id: str, callee_id: str) -> None:
        """The callee accepted, wrote or called himself."""
        self._pairs.pop((caller_id, callee_id), None)
