"""Ids, times and text bounds that every part of the backend uses.

Knows nothing of HTTP, sockets or the database.
"""

import re
import secrets
import time
from datetime import datetime, timezone

ID_PATTERN = re.compile(r"[0-9a-f]{24}")


class SetupError(Exception):
    """Something the person who starts the server can repair; the text says how."""


def new_id() -> str:
    """24 hex digits, as the site expects, but random: an id never helps to guess another."""
    return secrets.token_hex(12)


def is_id(value) -> bool:
    return isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None


def iso(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def now_iso() -> str:
    return iso(time.time())


def seconds_of(text: str) -> float:
    """The time of an ISO text written by `iso`, in seconds since 1970."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc).timestamp()


def is_clean_text(value, most: int) -> bool:
    """A string that fits, can be stored as UTF-8 and holds no NUL."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        return False
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)


def page_number(text, fallback: int, most: int) -> int:
    """A positive number from a query value; junk, zero and negative values give the fallback."""
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 9:
        return fallback
    return min(int(text), most) or fallback
