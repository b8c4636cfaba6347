"""Sessions: who has signed in on the page, and until when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.web.auth.accounts import Account
from assistant.web.auth.password import new_token, token_digest

LONGEST_IDLE = 8 * 3600.0
"""Seconds after which a session that nobody uses has ended."""


@dataclass(frozen=True)
class _Session:
    name: str
    password: str
    """The hash at signing in: another password ends what was begun with the old one."""
    until: float


class Sessions:
    """The sessions of a running server; they end with it, and their tokens are kept nowhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, _Session] = {}

    def begin(self, account: Account) -> str:
        """Begin a session, and return its token."""
        token, now = new_token(), self._clock()
        with self._lock:
            self._held = {key: one for key, one in self._held.items() if one.until > now}
            self._held[token_digest(token)] = _Session(
                account.name, account.password, now + LONGEST_IDLE
            )
        return token

    def account(self, token: str, one: Callable[[str], Account | None]) -> Account | None:
        """Return whose session this is; None where it has ended, or they may come in no more."""
        key, now = token_digest(token), self._clock()
        with self._lock:
            session = self._held.get(key)
            account = one(session.name) if session and session.until > now else None
            if session is None or account is None or account.password != session.password:
                self._held.pop(key, None)
                return None
            self._held[key] = replace(session, until=now + LONGEST_IDLE)
            return account

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._held.pop(token_digest(token), None)
