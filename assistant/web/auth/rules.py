"""The rules of a server: its names, who may come in, how much one may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""The names of this machine to itself."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Rules:
    """How the page and the API are served; without more, to one person on this machine."""

    hosts: tuple[str, ...] = LOCAL
    """The names that the server goes by; empty for any."""
    root_path: str = ""
    """The path under which a proxy shows it, such as "/evidence"."""
    proxies: tuple[str, ...] = ()
    """Addresses of the proxies whose forwarded headers are believed."""
    accounts: Path | None = None
    """The file of those who may come in; None asks nobody for a name."""
    a_minute: int | None = None
    """How many questions one person may ask a minute; None for any number."""
    upload: int = 0
    """Bytes that one upload may have; 0 for as many as the bounds of the settings say."""
    read_only: bool = False
    log: str | None = None
    """A file, "-" for standard error, None for no log."""
    log_questions: bool = False
