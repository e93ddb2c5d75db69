"""Signing in and out: /api/auth/*, /api/me and /api/logout.

An account works at once: there is no e-mail to verify. Sign-in failures look alike for unknown names
and wrong passwords, in text, status and time.
"""

import re
import sqlite3
import unicodedata

from aiohttp import web

from .basics import new_id, now_iso
from .database import Database
from .http_tools import Refusal, address, asker, bearer, body_of, group, reply, text_of, too_many
from .names import is_demo_email, is_demo_name, is_username, is_visible, one_line
from .passwords import MOST_PASSWORD_CHARACTERS
from .shapes import own_profile, signed_in_user
from .tokens import MOST_TOKEN_CHARACTERS, Identity

MOST_NAME_CHARACTERS = 32
MOST_EMAIL_CHARACTERS = 254
MOST_DISPLAY_CHARACTERS = 50
LEAST_PASSWORD_CHARACTERS = 6
MOST_SESSIONS = 500
EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+\.[^\s@\x00-\x1f]+")
WRONG = "Неверный логин или пароль"


def search_text(username: str, display_name: str | None) -> str:
    """What a search looks through; lower case by Unicode's rules, as SQLite folds ASCII only."""
    return f"{username}\n{display_name or ''}".casefold()


def add_user(database: Database, username: str, email: str, password_hash: str,
             display_name: str | None = None, demo: bool = False):
    user_id, now = new_id(), now_iso()
    database.run(
        "INSERT INTO users (id, username, email, password_hash, display_name, search_text, demo, created_at,"
        " updated_at, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        user_id, username, email, password_hash, display_name, search_text(username, display_name),
        int(demo), now, now, now)
    return user_by_id(database, user_id)


def user_by_id(database: Database, user_id: str):
    return database.row("SELECT * FROM users WHERE id = ?", user_id)


class Accounts:
    def __init__(self, hub):
        self._hub = hub
        self._database = hub.database

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/auth/login", self.login), web.post("/api/auth/register", self.register),
            web.post("/api/auth/refresh", self.refresh), web.get("/api/auth/status", self.status),
            web.post("/api/auth/logout", self.logout), web.post("/api/logout", self.logout),
            web.get("/api/me", self.me),
            web.post("/api/auth/verify-email", self.already_verified),
            web.post("/api/auth/resend-verification", self.already_verified),
            web.post("/api/auth/change-email", self.already_verified),
        ]

    async def login(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        name = text_of(body, "email", MOST_EMAIL_CHARACTERS).strip()
        password = text_of(body, "password", MOST_PASSWORD_CHARACTERS)
        if not name or not password:
            raise Refusal(400, "Email и пароль обязательны для заполнения")
        buckets = (("login_account", group(request), name.casefold()),
                   ("login_account_any", name.casefold()), ("login_address", group(request)))
        limits = self._hub.limits
        for bucket in buckets:
            if not limits.has_room(*bucket):
                raise too_many(limits.wait_seconds(*bucket))
        # Charged before the slow check, or a burst of parallel guesses would all pass.
        for bucket in buckets:
            limits.charge(*bucket)
        user = self._find(name)
        if not await self._hub.passwords.matches(user and user["password_hash"], password):
            raise Refusal(401, WRONG)
        for bucket in buckets:
            limits.refund(*bucket)
        return reply({"message": "Вход выполнен успешно", **self._signed_in(user["id"], address(request))})

    def _find(self, name: str):
        name = unicodedata.normalize("NFC", name)
        user = self._database.row("SELECT * FROM users WHERE username = ? OR email = ?"
                                  " ORDER BY username = ? DESC LIMIT 1", name, name.lower(), name)
        return None if user is not None and user["demo"] and not self._hub.settings.demo else user

    def _signed_in(self, user_id: str, from_address: str) -> dict:
        if not self._hub.limits.allow("sign_in", user_id):
            raise too_many(self._hub.limits.wait_seconds("sign_in", user_id))
        with self._database.transaction():
            # What a sign-in leaves behind is bounded too: the oldest sessions make way.
            self._database.run("DELETE FROM sessions WHERE user_id = ? AND id NOT IN (SELECT id FROM sessions"
                               " WHERE user_id = ? ORDER BY created_at DESC LIMIT ?)",
                               user_id, user_id, MOST_SESSIONS - 1)
            self._database.run("UPDATE users SET last_login = ?, last_login_ip = ? WHERE id = ?",
                               now_iso(), from_address, user_id)
            user = user_by_id(self._database, user_id)
            if user is None:
                raise Refusal(401, WRONG)
            access, refresh = self._hub.tokens.open_session(user)
        return {"accessToken": access, "refreshToken": refresh, "user": signed_in_user(user)}

    async def register(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        self._refuse_long(body)
        username = unicodedata.normalize("NFC", text_of(body, "username", MOST_NAME_CHARACTERS).strip())
        email = text_of(body, "email", MOST_EMAIL_CHARACTERS).strip().lower()
        password = text_of(body, "password", MOST_PASSWORD_CHARACTERS)
        wanted = text_of(body, "displayName", MOST_DISPLAY_CHARACTERS)
        if not username or not email or not password:
            raise Refusal(400, "Все поля обязательны для заполнения")
        if len(password) < LEAST_PASSWORD_CHARACTERS:
            raise Refusal(400, "Пароль должен содержать минимум 6 символов")
        if not EMAIL.fullmatch(email):
            raise Refusal(400, "Введите корректный email адрес")
        if not is_username(username):
            raise Refusal(400, "Недопустимое имя пользователя")
        display_name = one_line(wanted) or None
        if wanted.strip() and not is_visible(display_name or ""):
            raise Refusal(400, "Недопустимое отображаемое имя")
        if not self._hub.limits.allow("register", group(request)):
            raise too_many(self._hub.limits.wait_seconds("register", group(request)))
        self._refuse_taken(username, email)
        password_hash = await self._hub.passwords.hash(password)
        try:
            with self._database.transaction():
                user = add_user(self._database, username, email, password_hash, display_name)
        except sqlite3.IntegrityError:
            self._refuse_taken(username, email)
            raise
        return reply({"message": "Регистрация выполнена успешно",
                      **self._signed_in(user["id"], address(request))}, 201)

    @staticmethod
    def _refuse_long(body: dict) -> None:
        for key, most, what in (("username", MOST_NAME_CHARACTERS, "Имя пользователя должно"),
                                ("email", MOST_EMAIL_CHARACTERS, "Email должен"),
                                ("password", MOST_PASSWORD_CHARACTERS, "Пароль должен"),
                                ("displayName", MOST_DISPLAY_CHARACTERS, "Отображаемое имя должно")):
            if isinstance(body.get(key), str) and len(body[key]) > most:
                raise Refusal(400, f"{what} содержать не более {most} символов")

    def _refuse_taken(self, username: str, email: str) -> None:
        if is_demo_email(email) or self._database.value("SELECT 1 FROM users WHERE email = ?", email):
            raise Refusal(400, "Пользователь с таким email уже существует")
        if is_demo_name(username) or self._database.value("SELECT 1 FROM users WHERE username = ?", username):
            raise Refusal(400, "Имя пользователя уже занято")

    async def refresh(self, request: web.Request) -> web.Response:
        token = text_of(await body_of(request), "refreshToken", MOST_TOKEN_CHARACTERS)
        if not token:
            raise Refusal(401, "Refresh token обязателен", authenticated=False)
        found = self._hub.tokens.identity(token, "refresh")
        # Of one session, so that many people behind one address do not use up each other's.
        bucket = (("refresh", found.session_id) if isinstance(found, Identity)
                  else ("refresh_address", group(request)))
        if not self._hub.limits.allow(*bucket):
            raise too_many(self._hub.limits.wait_seconds(*bucket))
        if not isinstance(found, Identity):
            raise Refusal(403, "Недействительный refresh token", authenticated=False)
        user = user_by_id(self._database, found.user_id)
        access, fresh = self._hub.tokens.pair(user, found.session_id)
        return reply({"message": "Токены обновлены", "accessToken": access, "refreshToken": fresh,
                      "user": {"id": user["id"], "username": user["username"], "email": user["email"]}})

    async def status(self, request: web.Request) -> web.Response:
        token = bearer(request)
        if not token:
            return reply({"authenticated": False, "message": "Токен отсутствует"})
        found = self._hub.tokens.identity(token)
        if not isinstance(found, Identity):
            return reply({"authenticated": False, "message": "Недействительный токен"})
        return reply({"authenticated": True, "message": "Пользователь авторизован",
                      "user": {"id": found.user_id, "username": found.username, "email": found.email}})

    async def logout(self, request: web.Request) -> web.Response:
        """Ends the session of whichever token is shown; always answers 200, as the site expects."""
        body = await body_of(request)
        shown = (self._hub.tokens.identity(bearer(request)),
                 self._hub.tokens.identity(text_of(body, "refreshToken", MOST_TOKEN_CHARACTERS), "refresh"))
        for session_id in {found.session_id for found in shown if isinstance(found, Identity)}:
            self._hub.tokens.revoke(session_id)
            await self._hub.realtime.close_session(session_id)
        message = "Выход выполнен успешно" if request.path.startswith("/api/auth/") else "Logged out successfully"
        return reply({"message": message, "authenticated": False})

    async def me(self, request: web.Request) -> web.Response:
        user = user_by_id(self._database, asker(request).user_id)
        if user is None:
            raise Refusal(404, "Пользователь не найден")
        return reply({"user": own_profile(user, self._hub.presence.is_online(user["id"])),
                      "authenticated": True, "tokenValid": True})

    async def already_verified(self, request: web.Request) -> web.Response:
        """No account waits for a code here, so the site's verification page always hears this."""
        raise Refusal(400, "Email уже подтвержден")
