"""The backend's parts, made and joined in one place; each part receives the hub and takes what it needs."""

from .accounts import Accounts
from .call_routes import CallRoutes
from .calls import Calls
from .chat_store import ChatStore
from .chats import Chats
from .config import Settings
from .database import Database
from .limits import Limits
from .outbox import Outbox
from .passwords import Passwords
from .patience import Patience
from .presence import Presence
from .realtime import Realtime
from .small_routes import SmallRoutes
from .tokens import Tokens
from .users import Users


class Hub:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.database = Database(settings.database)
        self.limits = Limits(settings.limit_scale)
        timing = settings.timing
        self.patience = Patience(timing.ring_again, timing.ring_again_most, settings.limit_scale)
        self.passwords = Passwords()
        self.tokens = Tokens(self.database, settings.secret, settings.demo,
                             settings.timing.access_token)
        self.store = ChatStore(self.database)
        self.outbox = Outbox()
        self.presence = Presence(self.database, self.outbox, settings.timing.offline_delay)
        self.calls = Calls(self)
        self.chats = Chats(self)
        self.realtime = Realtime(self)
        self.routes = [*Accounts(self).routes(), *Users(self).routes(), *self.chats.routes(),
                       *CallRoutes(self).routes(), *SmallRoutes(self).routes()]

    def start(self) -> None:
        """Needs the running event loop."""
        self.tokens.forget_expired()
        self.realtime.start()
        self.calls.resume()

    async def close(self) -> None:
        self.calls.close()
        self.presence.close()
        await self.realtime.close()
        self.passwords.close()

    def close_database(self) -> None:
        self.database.close()
