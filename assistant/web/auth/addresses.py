"""What a request to an address asks for: which errand it does, and how large it may be."""

from __future__ import annotations

from assistant.web.auth.roles import Errand
from assistant.web.auth.rules import MEGABYTE, Rules

_UPLOAD = "/gradio_api/upload"
_COUNTED = ("/papers/upload/", "/reviews/")
"""Where files are received one by one."""
_FOR_PROGRAMS = ("/api", "/mcp", "/login")
_ASKED = 256_000
"""Bytes of a question or a text to be verified, far more than either may have."""
_PAGE = 8 * MEGABYTE
"""Bytes of what the page itself sends: also the state of its controls."""
_FORM = 64_000
"""Bytes that a form has around its files."""
_COUNTED_THERE = 2**62
"""What is counted where it is received, which can name the file."""


def errand_at(method: str, path: str) -> Errand | None:
    """Return the errand that a request does by its address alone; None where it only reads or asks.

    What Gradio's events do is told by their handlers.
    """
    if method == "GET" or path == "/papers/export":
        return None
    if path == _UPLOAD or path.startswith("/reviews"):
        return "review"
    return "curate" if path.startswith("/papers/") else None


def most_bytes(method: str, path: str, rules: Rules) -> int:
    """Return how many bytes the body of a request may have."""
    if path == _UPLOAD:
        return rules.upload + _FORM
    if is_upload(method, path):
        return _COUNTED_THERE
    return _ASKED if path.startswith(_FOR_PROGRAMS) else _PAGE


def is_upload(method: str, path: str) -> bool:
    """Say whether a file is sent."""
    return path == _UPLOAD or (method == "PUT" and path.startswith(_COUNTED))
