"""A measure: its name, what it says, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """Something that is scored question by question, and reported as a mean."""

    name: str
    about: Literal[
        "retrieval", "citations", "answers", "judged", "stability", "pairs", "time", "cost"
    ]
    what: str
    """What one score says, and for which questions there is one."""
    better: Literal["higher", "lower"] = "higher"
