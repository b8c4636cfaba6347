"""One question of a run as a report shows it: what was expected, what came, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.answers import as_expected
from eval.outcome import Outcome
from eval.questions import Gold, Question
from eval.ranking import Scores
from eval.run import Run

_STEPS = ("1", "2", "3", "4", "5", "6 to 10", "11 to 20")
_LISTED = ("nDCG@10", "reciprocal rank", "gold papers cited", "cited papers in gold")


@dataclass(frozen=True)
class Seen:
    """A question with its outcome and scores."""

    question: Question
    outcome: Outcome
    follows: str | None
    """The text of the question that it follows up."""
    right: bool
    """True where it was answered or declined as expected."""
    scores: Mapping[str, float]

    @property
    def first_gold(self) -> int | None:
        """The rank of the first gold paper; None where none is ranked."""
        ranks = [rank for _, rank in self.gold if rank is not None]
        return min(ranks, default=None)

    @property
    def gold(self) -> list[tuple[Gold, int | None]]:
        """The relevant papers, best first, with the rank of each; None where it is not ranked."""
        ranks = {paper: rank for rank, paper in enumerate(self.outcome.ranked, start=1)}
        best_first = sorted(self.question.relevant, key=lambda one: -one.grade)
        return [(gold, ranks.get(gold.id)) for gold in best_first]

    @property
    def grades(self) -> dict[str, int]:
        """The grade of each gold paper by its id."""
        return {gold.id: gold.grade for gold in self.question.relevant}


def seen(run: Run, scores: Scores) -> Iterator[Seen]:
    """Yield the questions of a run in the order of the set."""
    for question in run.questions.questions:
        outcome = run.outcomes[question.id]
        yield Seen(
            question,
            outcome,
            run.questions.asked(question),
            as_expected(question, outcome),
            {
                name: scores.by_measure[name][question.id]
                for name in _LISTED
                if question.id in scores.by_measure[name]
            },
        )


def first_ranks(all_seen: Sequence[Seen]) -> dict[str, int]:
    """Return how often the first gold paper stands at which rank, of the questions judged."""
    counts = Counter(_step(one.first_gold) for one in all_seen if one.question.judged)
    return {step: counts[step] for step in (*_STEPS, "not found")}


def _step(rank: int | None) -> str:
    if rank is None:
        return "not found"
    if rank <= 5:
        return str(rank)
    return "6 to 10" if rank <= 10 else "11 to 20"
