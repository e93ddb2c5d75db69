"""The demo users alice, bob and carol, who know each other, so that the first try needs no set-up."""

from .accounts import add_user
from .chat_store import ChatStore
from .config import SetupError
from .database import Database
from .names import DEMO_DOMAIN, DEMO_NAMES
from .passwords import Passwords

DEMO_USERS = tuple((name, name.capitalize()) for name in DEMO_NAMES)
DEMO_PASSWORD = "demo"
WELCOME = {
    ("alice", "bob"): (("bob", "Hi Alice! Shall we try a video call?"),
                       ("alice", "Sure, press the camera button at the top 🙂")),
    ("alice", "carol"): (("carol", "Привет! Позвони, когда будет минутка."),),
    ("bob", "carol"): (("bob", "Carol, is your microphone working again?"),
                       ("carol", "Yes, loud and clear!")),
}


def seed(database: Database, store: ChatStore, passwords: Passwords) -> None:
    """Makes what is missing; an existing demo user keeps his chats. Nobody else's account is ever touched."""
    with database.transaction():
        users = {name: _demo_user(database, name) for name, _ in DEMO_USERS}
        if not all(users.values()):
            # One hash for all: the password is public anyway, and the start stays quick.
            password_hash = passwords.hash_now(DEMO_PASSWORD)
            for name, display_name in DEMO_USERS:
                users[name] = users[name] or add_user(database, name, _email(name), password_hash,
                                                      display_name, demo=True)
        for (one, other), lines in WELCOME.items():
            chat_id, is_new = store.open_private(users[one]["id"], users[other]["id"])
            for member in (one, other):
                store.take_part(chat_id, users[member]["id"])
            for sender, text in lines if is_new else ():
                store.add_message(chat_id, users[sender]["id"], "text", text, is_read=True)


def _email(name: str) -> str:
    return f"{name}@{DEMO_DOMAIN}"


def _demo_user(database: Database, name: str):
    """The row, if there is one; a real account of that name or address dates from before they were reserved."""
    rows = database.rows("SELECT * FROM users WHERE username = ? OR email = ?", name, _email(name))
    if any(not row["demo"] for row in rows):
        raise SetupError(f"A real account in this database has the demo's name {name} or address {_email(name)}: "
                         "start without --demo, or give another file with --db.")
    return rows[0] if rows else None
