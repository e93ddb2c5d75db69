"""What is written to the log: one clear line, and never more of a kind than somebody can read.

Strangers decide what arrives here, so control characters are shown as escapes, and a message that keeps
coming is left out for the rest of its minute. Knows nothing of what is logged.
"""

import logging
import sys
import time

from aiohttp.http import HttpProcessingError

MOST_OF_A_KIND = 20
SPAN_SECONDS = 60.0


def escaped(text: str) -> str:
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


class OneLine(logging.Formatter):
    """A stack trace of ours may follow; the message itself stays on its line."""

    def formatMessage(self, record) -> str:
        return escaped(super().formatMessage(record))


class Sparing(logging.Filter):
    """Warnings and worse: so many of a kind in a minute, and the last one says that more are left out."""

    def __init__(self, clock=time.monotonic):
        super().__init__()
        self._clock = clock
        self._kinds: dict[tuple, tuple[float, int]] = {}

    def filter(self, record) -> bool:
        if record.levelno < logging.WARNING:
            return True
        # Every kind is a line of this program or its libraries, so there are few.
        kind, now = (record.name, str(record.msg)[:200]), self._clock()
        since, count = self._kinds.get(kind, (now, 0))
        if now - since >= SPAN_SECONDS:
            since, count = now, 0
        if len(self._kinds) > 1000:
            self._kinds.clear()
        self._kinds[kind] = (since, count + 1)
        if count + 1 == MOST_OF_A_KIND:
            record.msg, record.args = f"{record.getMessage()} (more like this is left out for a minute)", ()
        return count < MOST_OF_A_KIND


class Briefly(logging.Filter):
    """The HTTP library's log: what is no HTTP, or a peer gone in mid-request, gets a word and no stack trace."""

    def filter(self, record) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if problem is None:
            return True
        record.exc_info = record.exc_text = None
        if isinstance(problem, HttpProcessingError):
            record.msg, record.args = "a malformed request was refused", ()
            record.levelno, record.levelname = logging.INFO, "INFO"
            return logging.getLogger(record.name).isEnabledFor(logging.INFO)
        record.msg, record.args = f"{record.getMessage()} (%s)", (type(problem).__name__,)
        return True


def library_log() -> logging.Logger:
    log = logging.getLogger("server.library")
    if not log.filters:
        log.addFilter(Briefly())
    return log


def start_logging(verbose: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Sparing())
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])
