"""What came of one question: the noun that eval is handed, whatever system answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Behaved = Literal["answered", "declined", "failed"]


@dataclass(frozen=True)
class Shown:
    """A passage shown as evidence."""

    rank: int
    """The number that markers name; counts from 1."""
    paper_id: str
    title: str
    text: str
    first_page: int | None = None
    """Counted from 1; None where the form has no pages."""
    last_page: int | None = None
    year: int | None = None
    standing: str = ""
    """How the paper stands, such as "contested"."""
    counterparts: tuple[str, ...] = ()
    """Ids of the papers held that a contested paper must be read together with."""


@dataclass(frozen=True)
class Said:
    """A sentence of an answer."""

    text: str
    cites: tuple[int, ...]
    """Ranks of what is shown."""
    verbatim: bool
    """True where it is told to be a quotation."""
    supported: bool | None
    """Whether the answerer tells that what it cites bears it; None where it tells neither."""


@dataclass(frozen=True)
class Outcome:
    """An answer with its evidence, a refusal, or a failure."""

    behaved: Behaved
    reason: str | None = None
    """Why it was declined or failed; None where it was answered."""
    said: tuple[Said, ...] = ()
    shown: tuple[Shown, ...] = ()
    ranked: tuple[str, ...] = ()
    """Ids of the papers that the search behind it found, best first, each once."""
    premise: str | None = None
    """What was corrected in the question; None where nothing was."""
    missing: tuple[str, ...] = ()
    """Aspects of the question that the answer says it does not cover."""
    seconds: Mapping[str, float] = field(default_factory=dict, hash=False)
    """By step."""
    sure: float | None = None
    """How probable the answerer holds it that its evidence answers, 0 to 1; None if untold."""
    tokens: int | None = None
    """What a language model read and wrote for it; 0 where none was asked, None if untold."""
    peak_memory: float | None = None
    """The most that the process held in memory up to the end of the answer, in MiB."""

    @property
    def only_ranked(self) -> bool:
        """Say whether it is a ranking alone, with no answer that could be scored."""
        return self.behaved == "answered" and bool(self.ranked) and not self.said

    @property
    def cited(self) -> dict[int, Shown]:
        """The passages that a sentence cites, by rank."""
        ranks = {rank for sentence in self.said for rank in sentence.cites}
        return {shown.rank: shown for shown in self.shown if shown.rank in ranks}
