"""Signed tokens: who a request or a socket speaks for.

One algorithm, separate keys for access and refresh, and each token belongs to a session row: when the
session is revoked or its user is gone, its tokens are dead. Knows nothing of HTTP.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from enum import Enum

import jwt

from .basics import is_id, new_id, now_iso
from .database import Database

ALGORITHM = "HS256"
REFRESH_SECONDS = 90 * 86400
MOST_TOKEN_CHARACTERS = 4096


class TokenFault(Enum):
    EXPIRED = "expired"
    INVALID = "invalid"


@dataclass(frozen=True)
class Identity:
    user_id: str
    username: str
    email: str
    session_id: str


class Tokens:
    def __init__(self, database: Database, secret: str, demo: bool, access_seconds: float = 14 * 86400.0):
        self._database = database
        self._demo = demo
        self._access_seconds = access_seconds
        self._keys = {kind: hmac.new(secret.encode(), kind.encode(), hashlib.sha256).hexdigest()
                      for kind in ("access", "refresh")}

    def open_session(self, user) -> tuple[str, str]:
        """A new sign-in of this user row: access and refresh token."""
        session_id = new_id()
        self._database.run("INSERT INTO sessions VALUES (?, ?, ?, ?, NULL)",
                           session_id, user["id"], now_iso(), time.time() + REFRESH_SECONDS)
        return self.pair(user, session_id)

    def pair(self, user, session_id: str) -> tuple[str, str]:
        """Both tokens of a session, fresh. Older ones stay valid: two tabs may refresh at once."""
        self._database.run("UPDATE sessions SET expires_at = ? WHERE id = ?",
                           time.time() + REFRESH_SECONDS, session_id)
        return (self._sign("access", user, session_id, self._access_seconds),
                self._sign("refresh", user, session_id, REFRESH_SECONDS))

    def _sign(self, kind: str, user, session_id: str, seconds: float) -> str:
        now = int(time.time())
        claims = {"id": user["id"], "_id": user["id"], "username": user["username"], "email": user["email"],
                  "role": user["role"], "sid": session_id, "jti": new_id(), "typ": kind,
                  "iat": now, "exp": now + int(seconds)}
        return jwt.encode(claims, self._keys[kind], algorithm=ALGORITHM)

    def identity(self, token, kind: str = "access") -> Identity | TokenFault:
        claims = self._claims(token, kind)
        if isinstance(claims, TokenFault):
            return claims
        row = self._database.row(
            "SELECT users.* FROM sessions JOIN users ON users.id = sessions.user_id"
            " WHERE sessions.id = ? AND users.id = ? AND revoked_at IS NULL AND expires_at > ?",
            claims["sid"], claims["id"], time.time())
        # A database that was once used for a demo must not let demo users in later.
        if row is None or (row["demo"] and not self._demo):
            return TokenFault.INVALID
        return Identity(row["id"], row["username"], row["email"], claims["sid"])

    def _claims(self, token, kind: str) -> dict | TokenFault:
        if not isinstance(token, str) or not token.isascii() or len(token) > MOST_TOKEN_CHARACTERS:
            return TokenFault.INVALID
        try:
            claims = jwt.decode(token, self._keys[kind], algorithms=[ALGORITHM],
                                options={"require": ["exp", "iat"]})
        except jwt.ExpiredSignatureError:
            return TokenFault.EXPIRED
        except (jwt.PyJWTError, ValueError, RecursionError):
            return TokenFault.INVALID
        if claims.get("typ") != kind or not is_id(claims.get("id")) or not is_id(claims.get("sid")):
            return TokenFault.INVALID
        return claims

    def standing(self, session_ids: set[str]) -> set[str]:
        """Those of the sessions that are neither revoked nor expired, and whose users exist."""
        return {row[0] for session_id in session_ids for row in self._database.rows(
            "SELECT id FROM sessions WHERE id = ? AND revoked_at IS NULL AND expires_at > ?",
            session_id, time.time())}

    def revoke(self, session_id: str) -> None:
        self._database.run("UPDATE sessions SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                           now_iso(), session_id)

    def forget_expired(self) -> None:
        self._database.run("DELETE FROM sessions WHERE expires_at <= ?", time.time())
