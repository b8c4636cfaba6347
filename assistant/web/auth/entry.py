"""Who somebody is: by the session of the page, by name and password, or by a token."""

from __future__ import annotations

import asyncio
import base64
import binascii

from starlette.requests import Request

from assistant.web.auth.accounts import Account, Accounts
from assistant.web.auth.rate import Rate
from assistant.web.auth.sessions import Sessions

COOKIE = "evidence_session"
_TRIES = 10
"""Wrong passwords that one address may try a minute."""


class Entry:
    """Tells who makes a request."""

    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self.accounts = accounts
        self.sessions = sessions
        self._tries = Rate(_TRIES)

    async def who(self, request: Request) -> Account | None:
        """Return whose request this is; None where nobody says so truly. Raises TooMany."""
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.accounts.by_token(told.strip())
        if kind.lower() == "basic":
            return await self.by_password(request, *_basic(told))
        token = request.cookies.get(COOKIE)
        return self.sessions.account(token, self.accounts.one) if token else None

    async def by_password(self, request: Request, name: str, password: str) -> Account | None:
        """Return the account of a name and its password; raise TooMany for one who guesses."""
        address = request.client.host if request.client else ""
        # In a thread: hashing takes tenths of a second, in which others want to be served.
        return await asyncio.to_thread(self._checked, address, name, password)

    def _checked(self, address: str, name: str, password: str) -> Account | None:
        self._tries.check(address)
        found = self.accounts.by_password(name, password)
        if found is None:
            self._tries.spend(address)
        return found


def _basic(told: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password
