"""Argon2 hashes, computed off the event loop and never more than two at once.

Costs are those of the OWASP password storage advice for argon2id (19 MiB, two passes, one lane); with
the bound a flood of sign-ins cannot take the machine.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHash, VerificationError

MOST_PASSWORD_CHARACTERS = 256


class Passwords:
    def __init__(self):
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._threads = ThreadPoolExecutor(2, "password")
        self._decoy = ""

    def hash_now(self, password: str) -> str:
        return self._hasher.hash(password)

    async def hash(self, password: str) -> str:
        return await self._in_thread(self.hash_now, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """With no stored hash it takes as long and says no, so that timing names no accounts."""
        if stored is None:
            if not self._decoy:
                self._decoy = await self.hash("decoy")
            await self._in_thread(self._verify, self._decoy, password)
            return False
        return await self._in_thread(self._verify, stored, password)

    async def _in_thread(self, function, *values):
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *values)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHash):
            return False

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
