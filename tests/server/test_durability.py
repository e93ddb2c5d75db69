"""What was answered is kept, whatever happens to the process; and the file outlives versions."""

import http.client
import os
import sqlite3
import stat
import threading

import pytest
from harness import Server, new_folder

from server.accounts import add_user
from server.chat_store import ChatStore
from server.config import SetupError, settings_from
from server.database import MIGRATIONS, Database


def test_a_killed_server_has_lost_nothing_it_confirmed(fresh):
    anna, boris, chat = fresh.friends()
    confirmed: list[str] = []

    def write():
        while True:
            try:
                answer = anna.post(f"/api/messages/chats/{chat}/messages", {"content": f"m{len(confirmed)}"})
            except (OSError, http.client.HTTPException):
                return
            confirmed.append(answer.body["_id"])

    for _ in range(3):
        goal = len(confirmed) + 40
        writer = threading.Thread(target=write)
        writer.start()
        while len(confirmed) < goal:
            writer.join(0.005)
        fresh.kill()
        writer.join()
        fresh.start()
        stored = []
        page = 1
        while True:
            body = boris.get(f"/api/messages/chats/{chat}/messages?limit=100&page={page}").body
            stored = [message["_id"] for message in body["messages"]] + stored
            if not body["pagination"]["hasMore"]:
                break
            page += 1
        # At most one more than was confirmed: written, but the answer did not make it.
        assert set(confirmed) <= set(stored) and len(stored) <= len(confirmed) + 3
        assert stored[:len(confirmed)] and [m for m in stored if m in set(confirmed)] == confirmed
    with fresh.database() as database:
        assert database.value("PRAGMA integrity_check") == "ok"


def test_a_finished_call_and_its_entry_are_kept_together(fresh):
    anna, boris, chat = fresh.friends()
    for _ in range(5):
        call_id = anna.ring(chat)
        anna.post(f"/api/calls/end/{call_id}")
    fresh.kill()
    with fresh.database() as database:
        assert database.value("SELECT count(*) FROM calls WHERE status = 'ended'") == 5
        assert database.value("SELECT count(*) FROM messages WHERE type = 'call'") == 5


def test_a_second_start_changes_nothing(fresh):
    fresh.stop()
    fresh.arguments = ("--demo",)
    fresh.start()

    def state():
        with fresh.database() as database:
            return [database.value(f"SELECT count(*) FROM {table}") for table in ("users", "chats", "messages")]

    first = state()
    fresh.stop()
    fresh.start()
    assert state() == first == [3, 3, 5]


def test_the_schema_has_a_version(tmp_path):
    path = tmp_path / "x.db"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    raw.close()


def test_a_newer_file_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "x.db"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(SetupError, match="newer version"):
        Database(path)


def test_a_failed_transaction_leaves_nothing(tmp_path):
    database = Database(tmp_path / "x.db")
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.run("INSERT INTO sessions VALUES ('a', 'nobody', 'now', 1, NULL)")
    assert database.value("SELECT count(*) FROM sessions") == 0
    database.close()


def foreign_database() -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE bookmarks (id INTEGER)")
        return database.serialize()


@pytest.mark.parametrize("content", [b"this is no database at all, but some text", b"\0" * 5000, b"x",
                                     foreign_database()], ids=["text", "zeros", "one letter", "another program's"])
def test_a_file_that_is_not_ours_is_refused_in_one_sentence_and_left_alone(content):
    folder = new_folder()
    server = Server(folder, "--tls", start=False, secret=None)
    server.environment.pop("SSC_JWT_SECRET", None)
    server.database_path.write_bytes(content)
    os.chmod(server.database_path, 0o644)
    with pytest.raises(AssertionError, match="Cannot start: The file .* is no database of this program"):
        server.start()
    assert server.error_text().count("\n") == 1
    assert server.database_path.read_bytes() == content and server.database_path.stat().st_mode & 0o777 == 0o644
    assert {path.name for path in folder.iterdir()} == {"test.db", "errors.txt"}


@pytest.mark.parametrize("path", ["/dev/null", "/tmp"])
def test_what_is_no_file_is_no_database(path):
    with pytest.raises(SetupError, match=f"The file {path} is no database of this program"):
        settings_from(["--db", path], {})
    assert not os.path.exists(path + ".secret")


def test_only_the_owner_may_read_the_database(sockets):
    server = Server(new_folder(), start=False)
    server.database_path.touch(0o666)
    os.chmod(server.database_path, 0o666)
    server.start()
    try:
        server.user("anna")
        for suffix in ("", "-wal", "-shm"):
            assert stat.S_IMODE(os.stat(f"{server.database_path}{suffix}").st_mode) == 0o600
            os.chmod(f"{server.database_path}{suffix}", 0o644)
        server.kill()
        server.start()
        server.user("boris")
        for suffix in ("", "-wal", "-shm"):
            assert stat.S_IMODE(os.stat(f"{server.database_path}{suffix}").st_mode) == 0o600
    finally:
        server.stop()


def test_two_servers_never_share_a_database(fresh):
    second = Server(fresh.folder, start=False)
    with pytest.raises(AssertionError, match="is in use by another server: stop that one"):
        second.start()
    fresh.kill()
    second.start()
    second.stop()


def test_the_chat_list_takes_as_many_statements_for_many_chats_as_for_one(tmp_path):
    database = Database(tmp_path / "x.db")
    store = ChatStore(database)
    anna = add_user(database, "anna", "a@x.yz", "-")["id"]
    statements: list[str] = []
    counts = []
    for number in range(40):
        other = add_user(database, f"u{number}", f"u{number}@x.yz", "-")["id"]
        chat, _ = store.open_private(anna, other)
        store.add_message(chat, other, "text", "hi")
        database._connection.set_trace_callback(statements.append)
        assert len(store.summaries(anna)) == number + 1
        store.page(chat, anna, 1, 100, None)
        database._connection.set_trace_callback(None)
        counts.append(len(statements))
        statements.clear()
    assert len(set(counts)) == 1 and counts[0] < 12
    database.close()
