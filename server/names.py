"""What people may call themselves: visible, on one line, and not somebody else's.

Pure: texts in, texts out. Names of the demo are kept for it, so that a demo can start on any database.
"""

import unicodedata

DEMO_NAMES = ("alice", "bob", "carol")
DEMO_DOMAIN = "demo.example"
# Letters and symbols by their category that show nothing, or that turn the text around them.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
JOINERS = frozenset("\u200c\u200d")


def one_line(text: str) -> str:
    """The name as it is shown: composed, single spaces, and nothing in it that cannot be seen."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isspace() or unicodedata.category(letter) == "Cc":
            kept.append(" ")
        elif letter in JOINERS or unicodedata.category(letter) not in ("Cf", "Co", "Cn", "Cs"):
            kept.append(letter)
    return " ".join("".join(kept).split())


def is_visible(name: str) -> bool:
    """At least one letter, digit or sign that takes ink."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in BLANK for letter in name)


def is_username(name: str) -> bool:
    """A name with an @ could pose as somebody's address at sign-in."""
    return "@" not in name and name.isprintable() and is_visible(name)


def is_demo_name(username: str) -> bool:
    return username.casefold() in DEMO_NAMES


def is_demo_email(email: str) -> bool:
    return email.rpartition("@")[2] == DEMO_DOMAIN
