"""The file behind the database: ours or none of our business, and readable by its owner only.

Looked at before anything (lock, secret, certificate) is made beside it. Knows no table but our marks.
"""

import contextlib
import os
import sqlite3
from pathlib import Path

from .basics import SetupError

HEADER = b"SQLite format 3\0"
OUR_TABLES = {"users", "sessions", "chats", "members", "calls", "messages"}
OWNER_ONLY = 0o600


def check(path: Path) -> None:
    """A missing or empty file is fine, and so is one of ours; anything else stays as it is."""
    try:
        if not path.exists():
            return
        is_ours = path.is_file() and _is_ours(path)
    except (OSError, sqlite3.Error) as problem:
        raise SetupError(f"The database {path} cannot be opened ({problem}): "
                         "check the path given with --db and its rights.") from problem
    if not is_ours:
        raise SetupError(f"The file {path} is no database of this program: give another one with --db.")


def _is_ours(path: Path) -> bool:
    with open(path, "rb") as file:
        start = file.read(len(HEADER))
    if not start:
        return True
    if start != HEADER:
        return False
    # Immutable: looking at it makes no further files. A database killed at its very start has no tables yet.
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return not tables or OUR_TABLES <= tables


def make_private(path: Path) -> None:
    """Makes the file if it is missing. What SQLite puts beside it gets the rights of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        with contextlib.suppress(FileNotFoundError, PermissionError):  # somebody else's that we may write
            os.chmod(path.with_name(name), OWNER_ONLY)
