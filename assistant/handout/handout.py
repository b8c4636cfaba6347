"""The hand-out: everything that was collected, as the library bears it out on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.handout.collection import Item, Style
from corpus.claims import Claim
from corpus.paper import Paper, Passage

State = Literal["held", "moved", "changed", "gone"]
"""Held: the passage holds the sentence letter for letter. Moved: another passage of the same paper
does. Changed: the paper is there without this sentence. Gone: neither is there."""


@dataclass(frozen=True)
class Counterpart:
    """What a paper must be read together with."""

    paper: Paper | None
    """None where the library does not hold it."""
    why: str
    """What differs, in this project's words."""


@dataclass(frozen=True)
class Entry:
    """One collected sentence and what the library says of it now."""

    item: Item
    state: State
    passage: Passage | None = None
    """The passage that holds the sentence; None where none does."""
    paper: Paper | None = None
    """The paper as it stands now; None where it is gone."""
    counterparts: tuple[Counterpart, ...] = ()

    @property
    def is_digest(self) -> bool:
        """Say whether the sentence is this project's words about the paper, not the paper's."""
        return self.passage is not None and self.passage.origin == "digest"


@dataclass(frozen=True)
class Handout:
    """A teaching hand-out, ready to be written in any form."""

    title: str
    questions: tuple[str, ...]
    answer: str
    """In the person's own words; empty where the first sentences of the evidence serve."""
    claims: tuple[Claim, ...]
    """Corrected, in the order they were collected."""
    lost_claims: tuple[str, ...]
    """Ids of claims that the register no longer has."""
    entries: tuple[Entry, ...]
    """In the person's order."""
    discussion: tuple[str, ...]
    """An empty one is a slot to write in."""
    references: tuple[Paper, ...]
    """In order of first mention: papers quoted, their counterparts, sources of corrections."""
    style: Style
    grade: float | None
    """Flesch-Kincaid grade of its English text; None where that is too short."""
    snapshot: str
    papers: int
    """How many the library holds."""
    day: date
    before: str = ""
    """The snapshot at which it was collected, where that is another one."""

    @property
    def held(self) -> tuple[Entry, ...]:
        """The entries whose sentence the library bears out."""
        return tuple(entry for entry in self.entries if entry.passage is not None)

    @property
    def studies(self) -> tuple[Paper, ...]:
        """The papers that are quoted, each once, in order."""
        papers = [entry.paper for entry in self.held if entry.paper]
        return tuple({paper.paper_id: paper for paper in papers}.values())

    def number(self, paper: Paper) -> int:
        """Return the number of a paper in the reference list, from 1."""
        return self.references.index(paper) + 1
