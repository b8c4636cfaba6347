"""Score whether a question asked several times is met alike each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from eval.citations import share
from eval.measure import Measure
from eval.outcome import Outcome

ScoreTimes = Callable[[Sequence[Outcome]], float | None]
"""Returns the score of the outcomes of one question; None where it was asked once."""


def _alike(told: Callable[[Outcome], object]) -> ScoreTimes:
    def score(outcomes: Sequence[Outcome]) -> float | None:
        pairs = combinations([told(one) for one in outcomes], 2)
        return share(one == other for one, other in pairs)

    return score


def _behaved(outcome: Outcome) -> object:
    return outcome.behaved, outcome.premise


def _papers(outcome: Outcome) -> object:
    return {shown.paper_id for shown in outcome.cited.values()}


def _text(outcome: Outcome) -> object:
    return tuple(said.text for said in outcome.said)


def _measure(name: str, what: str) -> Measure:
    return Measure(name, "stability", f"share of the pairs of askings of a question that {what}")


STABILITY: Mapping[Measure, ScoreTimes] = {
    _measure(
        "stable outcome", "are both answered, or both declined, with the same correction"
    ): _alike(_behaved),
    _measure("stable papers", "cite the same papers"): _alike(_papers),
    _measure("stable text", "have the same sentences in the same order"): _alike(_text),
}
