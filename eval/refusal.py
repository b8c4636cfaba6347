"""Draw the refusal curve: what would be answered, and how rightly, at each threshold.

The answerer tells how sure it is that its evidence answers; a threshold on that decides whether
it does. Coverage and precision are those of El-Yaniv and Wiener 2010, "On the foundations of
noise-free selective classification", with questions that nothing answers among those asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.outcome import Outcome
from eval.questions import Question


@dataclass(frozen=True)
class Point:
    """What comes of answering every question of which the answerer is at least so sure."""

    threshold: float
    coverage: float
    """Share answered of the questions that should be."""
    precision: float
    """Share of the answered that should be."""
    declined: float
    """Share declined of the questions that should be; 1 where none should be."""


def refusal_curve(
    questions: Sequence[Question], outcomes: Mapping[str, Outcome]
) -> tuple[Point, ...]:
    """Return the points from the surest question to the least sure.

    Empty where the answerer tells of no question how sure it is; a question of which it does not
    tell counts as declined at every threshold.
    """
    sure = {one.id: outcomes[one.id].sure for one in questions}
    told = sorted({value for value in sure.values() if value is not None}, reverse=True)
    wanted = {one.id for one in questions if one.expected_behaviour != "abstain"}
    if not wanted:
        return ()

    def points() -> Iterator[Point]:
        for threshold in told:
            met = {name for name, value in sure.items() if value is not None and value >= threshold}
            others = len(questions) - len(wanted)
            yield Point(
                threshold,
                len(met & wanted) / len(wanted),
                len(met & wanted) / len(met),
                1.0 - len(met - wanted) / others if others else 1.0,
            )

    return tuple(points())
