"""The demo users alice, bob and carol, who know each other, so that the first try needs no set-up."""

from .accounts import add_user
from .chat_store import ChatStore
from .database import Database
from .passwords import Passwords

DEMO_USERS = (("alice", "Alice"), ("bob", "Bob"), ("carol", "Carol"))
DEMO_PASSWORD = "demo"
WELCOME = {
    ("alice", "bob"): (("bob", "Hi Alice! Shall we try a video call?"),
                       ("alice", "Sure, press the camera button at the top 🙂")),
    ("alice", "carol"): (("carol", "Привет! Позвони, когда будет минутка."),),
    ("bob", "carol"): (("bob", "Carol, is your microphone working again?"),
                       ("carol", "Yes, loud and clear!")),
}


def seed(database: Database, store: ChatStore, passwords: Passwords) -> None:
    """Makes what is missing; an existing demo user keeps his chats."""
    with database.transaction():
        users = {}
        for name, display_name in DEMO_USERS:
            users[name] = database.row("SELECT * FROM users WHERE username = ?", name)
        if not all(users.values()):
            # One hash for all: the password is public anyway, and the start stays quick.
            password_hash = passwords.hash_now(DEMO_PASSWORD)
            for name, display_name in DEMO_USERS:
                users[name] = users[name] or add_user(database, name, f"{name}@demo.example", password_hash,
                                                      display_name, demo=True)
        for (one, other), lines in WELCOME.items():
            chat_id, is_new = store.open_private(users[one]["id"], users[other]["id"])
            for sender, text in lines if is_new else ():
                store.add_message(chat_id, users[sender]["id"], "text", text, is_read=True)
