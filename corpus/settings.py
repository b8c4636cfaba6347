"""The few settings, from the environment or the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import SettingsError

DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class Settings:
    """Where the library lies and which model embeds it."""

    library: Path = Path("library")
    """The library folder."""
    model: str = DEFAULT_MODEL
    """The packaged model, or a sentence-transformers model by folder or by name."""
    chroma: str | None = None
    """Address of a Chroma server; None keeps the vectors in the library folder."""


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives.

    Reads EVIDENCE_LIBRARY, EVIDENCE_MODEL and EVIDENCE_CHROMA; empty counts as not set.
    """
    chroma = environment.get("EVIDENCE_CHROMA") or None
    if chroma is not None:
        _check_address(chroma)
    return Settings(
        library=Path(environment.get("EVIDENCE_LIBRARY") or "library").expanduser(),
        model=environment.get("EVIDENCE_MODEL") or DEFAULT_MODEL,
        chroma=chroma,
    )


def _check_address(chroma: str) -> None:
    expected = "expected http://host:port or https://host:port"
    try:
        parts = urlsplit(chroma)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port
    except ValueError:
        usable = None
    if not usable:
        raise SettingsError(f"EVIDENCE_CHROMA is {chroma!r}; {expected}")
