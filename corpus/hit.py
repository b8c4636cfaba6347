"""What a search finds in the library, and the passages within its reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.paper import Origin, SectionKind


@dataclass(frozen=True)
class Hit:
    """A passage found, with a score that is comparable only within the one search."""

    passage_id: str
    score: float


@dataclass(frozen=True)
class SearchScope:
    """The passages within reach of a search, and how many of one paper it may bring."""

    paper_ids: Sequence[str] | None = None
    """None means every paper."""
    origins: tuple[Origin, ...] = ()
    """Empty means every origin."""
    not_kinds: tuple[SectionKind, ...] = ()
    """Kinds of section whose passages are passed over."""
    a_paper: int = 1_000_000
