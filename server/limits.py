"""Rates: how often somebody may do something, generous for people and tight for programs.

Token buckets in memory, bounded in number. Knows nothing of what is counted.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float


RATES = {
    "login_account": Rate(10, 1 / 20),      # wrong passwords for one account from one address
    "login_account_any": Rate(40, 1 / 5),   # wrong passwords for one account from anywhere
    "login_address": Rate(600, 10),         # wrong passwords from one address, which many people may share
    "sign_in": Rate(60, 1),                 # right ones for one account
    "register": Rate(40, 1 / 15),
    "refresh": Rate(60, 1),                 # of one session
    "refresh_address": Rate(600, 10),       # with tokens that are none
    "search": Rate(40, 5),
    "suggestions": Rate(10, 1 / 6),
    "chat": Rate(30, 1 / 2),
    "message": Rate(40, 2),
    "typing": Rate(60, 5),
    "initiate": Rate(12, 1 / 5),
    "initiate_pair": Rate(8, 1 / 10),       # one caller ringing the same person again and again
    "request": Rate(300, 50),               # any request of one user
    "signal": Rate(900, 60),                # candidates come in bursts, and all again after a lost connection
    "signal_bytes": Rate(3_000_000, 200_000),
    "event": Rate(120, 20),
    "connect": Rate(60, 2),
    "address": Rate(3000, 300),             # any request, signed in or not: a house full of people
    "handshake": Rate(200, 5),              # connections to be signed in, from one address
}
MOST_BUCKETS = 20_000


class Limits:
    def __init__(self, scale: float = 1.0, clock=time.monotonic, rates=None):
        self._scale = scale
        self._clock = clock
        self._rates = rates or RATES
        self._buckets: OrderedDict[tuple, tuple[float, float]] = OrderedDict()

    def allow(self, name: str, *key, cost: float = 1.0) -> bool:
        """Takes `cost` from the bucket, or says no and takes nothing."""
        level, now = self._level(name, key)
        if level < cost:
            return False
        self._store((name, *key), level - cost, now)
        return True

    def has_room(self, name: str, *key) -> bool:
        return self._level(name, key)[0] >= 1.0

    def charge(self, name: str, *key) -> None:
        level, now = self._level(name, key)
        self._store((name, *key), max(0.0, level - 1.0), now)

    def refund(self, name: str, *key) -> None:
        level, now = self._level(name, key)
        self._store((name, *key), level + 1.0, now)

    def wait_seconds(self, name: str, *key) -> int:
        rate = self._rates[name]
        return max(1, round((1.0 - self._level(name, key)[0]) / (rate.per_second * self._scale)))

    def _level(self, name: str, key: tuple) -> tuple[float, float]:
        rate = self._rates[name]
        burst = rate.burst * self._scale
        now = self._clock()
        level, then = self._buckets.get((name, *key), (burst, now))
        return min(burst, level + (now - then) * rate.per_second * self._scale), now

    def _store(self, key: tuple, level: float, now: float) -> None:
        self._buckets[key] = (level, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
