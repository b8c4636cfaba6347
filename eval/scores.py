"""Score all outcomes of a set by every measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.answers import ANSWERS
from eval.citations import CITATIONS
from eval.measure import Measure
from eval.outcome import Outcome
from eval.questions import Question
from eval.ranking import RETRIEVAL, Scores, score_rankings

_MEASURES = {one.name: one for one in (*RETRIEVAL, *CITATIONS, *ANSWERS)}
SECONDS = "seconds: "
"""In front of a step's name, in the name of its measure."""


def score_all(questions: Sequence[Question], outcomes: Mapping[str, Outcome]) -> Scores:
    """Return the scores of the outcomes, by question id, of all questions.

    A question that failed found nothing, which scores 0 in retrieval; where a measure is not
    defined for a question, it is unscored, which is not 0. So is the answer to a question for
    which a system gave a ranking alone.
    """
    rankings = {name: outcome.ranked for name, outcome in outcomes.items()}
    answers = [one for one in questions if not outcomes[one.id].only_ranked]
    by_measure = {**score_rankings(questions, rankings).by_measure}
    for measure, score_one in {**CITATIONS, **ANSWERS}.items():
        found = {one.id: score_one(one, outcomes[one.id]) for one in answers}
        by_measure[measure.name] = {
            name: value for name, value in found.items() if value is not None
        }
    steps = dict.fromkeys(step for outcome in outcomes.values() for step in outcome.seconds)
    for step in steps:
        by_measure[f"{SECONDS}{step}"] = {
            name: outcome.seconds[step]
            for name, outcome in outcomes.items()
            if step in outcome.seconds
        }
    return Scores(by_measure)


def known_measures() -> tuple[str, ...]:
    """Return the names of all measures but the seconds, whose steps hang on the system."""
    return tuple(_MEASURES)


def measure_named(name: str) -> Measure:
    """Return the measure of this name; raise KeyError where there is none."""
    if not name.startswith(SECONDS):
        return _MEASURES[name]
    return Measure(name, "time", f"seconds of the step {name.removeprefix(SECONDS)!r}", "lower")
