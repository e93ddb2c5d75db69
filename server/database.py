"""The SQLite file: its schema, its versions, and transactions.

All calls are short and made from the event loop's thread, so there is one writer and no statement
ever interleaves with another. WAL with synchronous=NORMAL: a killed process loses nothing that was
committed. What is in the tables means something only to the modules that name them.
"""

import sqlite3
from contextlib import contextmanager
from pathlib import Path

from .basics import SetupError
from .database_file import make_private

MIGRATIONS = (
    """
    CREATE TABLE users (
      id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE,
      password_hash TEXT NOT NULL, display_name TEXT, bio TEXT, avatar TEXT,
      search_text TEXT NOT NULL, role TEXT NOT NULL DEFAULT 'user', premium INTEGER NOT NULL DEFAULT 0,
      demo INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
      last_seen TEXT, last_login TEXT, last_login_ip TEXT
    );
    CREATE TABLE sessions (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      created_at TEXT NOT NULL, expires_at REAL NOT NULL, revoked_at TEXT
    );
    CREATE INDEX sessions_user ON sessions(user_id);
    CREATE TABLE chats (
      id TEXT PRIMARY KEY, pair TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL, last_activity TEXT NOT NULL
    );
    CREATE TABLE members (
      chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
      user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, position INTEGER NOT NULL,
      PRIMARY KEY (chat_id, user_id)
    ) WITHOUT ROWID;
    CREATE INDEX members_user ON members(user_id, chat_id);
    CREATE TABLE calls (
      id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
      caller_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      callee_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      type TEXT NOT NULL CHECK (type IN ('audio', 'video')),
      status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'declined', 'ended', 'missed')),
      reason TEXT, ended_by TEXT, duration INTEGER NOT NULL DEFAULT 0,
      started_at TEXT, ended_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
    );
    CREATE INDEX calls_chat ON calls(chat_id, created_at DESC);
    CREATE INDEX calls_live ON calls(status) WHERE status IN ('pending', 'accepted');
    CREATE UNIQUE INDEX calls_live_caller ON calls(caller_id) WHERE status IN ('pending', 'accepted');
    CREATE UNIQUE INDEX calls_live_callee ON calls(callee_id) WHERE status IN ('pending', 'accepted');
    CREATE TABLE messages (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
      chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
      sender_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
      type TEXT NOT NULL, content TEXT NOT NULL, created_at TEXT NOT NULL, read_at TEXT,
      call_id TEXT UNIQUE REFERENCES calls(id) ON DELETE CASCADE
    );
    CREATE INDEX messages_chat ON messages(chat_id, seq);
    CREATE INDEX messages_unread ON messages(chat_id, sender_id) WHERE read_at IS NULL;
    """,
    # Who opened the chat, wrote in it, called or answered: only they show the other that they are there.
    """
    ALTER TABLE members ADD COLUMN took_part INTEGER NOT NULL DEFAULT 0;
    UPDATE members SET took_part = 1 WHERE position = 0
      OR EXISTS (SELECT 1 FROM messages WHERE messages.chat_id = members.chat_id AND sender_id = user_id)
      OR EXISTS (SELECT 1 FROM calls WHERE calls.chat_id = members.chat_id
                 AND (caller_id = user_id OR (callee_id = user_id AND started_at IS NOT NULL)));
    """,
    # The participants, with spaces between, whose pages say that they are in the call.
    "ALTER TABLE calls ADD COLUMN told_by TEXT NOT NULL DEFAULT ''",
)


class Database:
    def __init__(self, path: Path):
        try:
            make_private(path)
            self._connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                self._connection.execute(f"PRAGMA {setting}")
            self._migrate()
        except (OSError, sqlite3.Error) as problem:
            raise SetupError(f"The database {path} cannot be opened ({problem}): "
                             "check the path given with --db, its rights and the free space.") from problem

    def _migrate(self) -> None:
        version = self.value("PRAGMA user_version")
        if version > len(MIGRATIONS):
            raise SetupError("The database was written by a newer version of this program: update the program.")
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            with self.transaction():
                for statement in script.split(";"):
                    if statement.strip():
                        self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={number}")

    @contextmanager
    def transaction(self):
        """All or nothing. The body must not await: that is what makes checks and writes one step."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def run(self, statement: str, *values) -> int:
        """Executes a write and tells how many rows it changed."""
        return self._connection.execute(statement, values).rowcount

    def rows(self, statement: str, *values) -> list[sqlite3.Row]:
        return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values) -> sqlite3.Row | None:
        return self._connection.execute(statement, values).fetchone()

    def value(self, statement: str, *values):
        row = self.row(statement, *values)
        return None if row is None else row[0]

    def close(self) -> None:
        self._connection.close()


def marks(values) -> str:
    """Placeholders for an IN list."""
    return ",".join("?" * len(values))
