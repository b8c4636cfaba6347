"""Sum a run up: counts and means, over the whole set and by kind, topic, status and group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.answers import TOGETHER
from eval.chance import Mean, mean_of
from eval.lint import THIN
from eval.outcome import Outcome
from eval.questions import Question
from eval.ranking import Scores
from eval.run import Run
from eval.scores import score_run

BROKEN_DOWN = ("nDCG@10", "recall@5", "gold papers cited", "key points covered", *TOGETHER)
"""The measures told with their intervals for every part of a set; parts.jsonl tells them all."""


@dataclass(frozen=True)
class Counts:
    """What became of so many questions: answered, declined and failed add up to the size."""

    size: int
    answered: int
    declined: int
    failed: int


@dataclass(frozen=True)
class Row:
    """Some questions of a set, and how they fared."""

    label: str
    counts: Counts
    means: Mapping[str, Mean]
    """By measure; a measure that is defined for none of the questions is not there."""


@dataclass(frozen=True)
class Breakdown:
    """The questions of a set by one property, such as the topic of their gold."""

    by: str
    rows: tuple[Row, ...]
    thin: int
    """How many further parts have too few questions to be told."""


@dataclass(frozen=True)
class Summary:
    """A run in figures."""

    whole: Row
    breakdowns: tuple[Breakdown, ...]
    scores: Scores


def summarise(run: Run) -> Summary:
    """Return a run in figures; a question counts in every part that it belongs to."""
    questions = run.questions.questions
    scores = score_run(run)
    parts = parts_of(questions)
    return Summary(
        _row(run.conditions.set, questions, run.outcomes, scores, tuple(scores.by_measure)),
        tuple(_breakdown(by, held, run.outcomes, scores) for by, held in parts.items()),
        scores,
    )


def parts_of(questions: Sequence[Question]) -> dict[str, dict[str, list[Question]]]:
    """Return the questions by property, such as "topic", and its value."""
    parts: dict[str, dict[str, list[Question]]] = {"kind": {}, "expected": {}}
    for question in questions:
        values = {
            "kind": (question.kind,),
            "expected": (question.expected_behaviour.replace("_", " "),),
            **question.labels,
        }
        for by, labels in values.items():
            for label in dict.fromkeys(labels):
                parts.setdefault(by, {}).setdefault(label, []).append(question)
    return parts


def _breakdown(
    by: str,
    parts: Mapping[str, Sequence[Question]],
    outcomes: Mapping[str, Outcome],
    scores: Scores,
) -> Breakdown:
    """Return the parts, largest first; of labels, only those with questions enough."""
    told = by in ("kind", "expected")
    ordered = sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))
    shown = [(label, held) for label, held in ordered if told or len(held) >= THIN]
    rows = (_row(label, held, outcomes, scores, BROKEN_DOWN) for label, held in shown)
    return Breakdown(by, tuple(rows), len(ordered) - len(shown))


def _row(
    label: str,
    questions: Sequence[Question],
    outcomes: Mapping[str, Outcome],
    scores: Scores,
    measures: Sequence[str],
) -> Row:
    means: dict[str, Mean] = {}
    for measure in measures:
        by_question = scores.by_measure.get(measure, {})
        mean = mean_of([by_question[one.id] for one in questions if one.id in by_question])
        if mean is not None:
            means[measure] = mean
    behaved = Counter(outcomes[one.id].behaved for one in questions)
    counts = Counts(len(questions), behaved["answered"], behaved["declined"], behaved["failed"])
    return Row(label, counts, means)
