"""How large the body of a request is, counted as it comes in."""

from __future__ import annotations

from starlette.types import Message, Receive


class TooLarge(Exception):
    """A body goes past its bound while it is read."""


class Counted:
    """Receives a body, and raises TooLarge once more of it has come than it may have."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    @property
    def exceeded(self) -> bool:
        """Whether more has come, also where somebody has caught what was raised."""
        return self._left < 0

    async def __call__(self) -> Message:
        """Return the next message."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.exceeded:
            raise TooLarge
        return message
