"""How large the body of a request may be, counted as it comes in."""

from __future__ import annotations

from starlette.types import Message, Receive

from assistant.serving.rules import MEGABYTE, Rules

_UPLOAD = "/gradio_api/upload"
_ASKED = 256_000
"""Bytes of a question or a text to be verified, far more than either may have."""
_PAGE = 8 * MEGABYTE
"""Bytes of what the page itself sends: also the state of its controls."""


class TooLarge(Exception):
    """A body goes past its bound while it is read."""


def most_bytes(path: str, rules: Rules) -> int:
    """Return how many bytes the body of a request to a path may have."""
    if path == _UPLOAD:
        # A form has some bytes around its files.
        return rules.upload + 64_000
    return _PAGE if path.startswith("/gradio_api") else _ASKED


def is_upload(path: str) -> bool:
    """Say whether files are sent to this path."""
    return path == _UPLOAD


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
