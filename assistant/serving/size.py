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


def counted(receive: Receive, most: int) -> Receive:
    """Return a receiver that raises TooLarge once more than that has come."""
    left = most

    async def counting() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return counting
