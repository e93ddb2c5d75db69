"""One server per database: live calls and sockets are in memory, so a second one would not know of them."""

import fcntl
from pathlib import Path

from .config import SetupError


def claim(database: Path):
    """An open file whose lock says that the database is in use; the system frees it when the process ends."""
    path = database.with_name(database.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(path, "a", encoding="ascii")
    except OSError as problem:
        raise SetupError(f"The database {database} cannot be opened ({problem.strerror}): "
                         "check the path given with --db.") from problem
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        lock.close()
        raise SetupError(f"The database {database} is in use by another server: stop that one, "
                         "or give another file with --db.") from problem
    return lock
