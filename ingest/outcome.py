"""What became of everything that was to be added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

OutcomeKind = Literal["added", "known", "updated", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of one file, entry or starter digest."""

    path: str
    kind: OutcomeKind
    title: str = ""
    reason: str = ""
    """Why it was refused and the remedy, or what else there is to know."""
    passages: int = 0
    """How many passages it brought."""
    paper_id: str = ""
    """The paper it is of; empty where it was refused."""


@dataclass(frozen=True)
class Report:
    """What became of everything that was to be added."""

    outcomes: tuple[Outcome, ...]
    seconds: float

    def count(self, kind: OutcomeKind) -> int:
        """Return how many ended in this way."""
        return sum(outcome.kind == kind for outcome in self.outcomes)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """What could not be read."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind == "refused")

    @property
    def passages(self) -> int:
        """How many passages came in."""
        return sum(outcome.passages for outcome in self.outcomes)


Progress = Callable[[int, int, Outcome], None]
"""Is told how many are done, of how many, and the outcome of the last."""
