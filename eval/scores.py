"""Score all outcomes of a run by every measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from eval.answers import ANSWERS
from eval.citations import CITATIONS
from eval.costs import COSTS
from eval.judged import JUDGE, READINGS, judge_measure
from eval.measure import Measure
from eval.outcome import Outcome
from eval.pairs import PAIRS
from eval.questions import Question
from eval.ranking import RETRIEVAL, Scores, score_rankings
from eval.run import Run
from eval.stability import STABILITY

_MEASURES = {
    one.name: one
    for one in (*RETRIEVAL, *CITATIONS, *ANSWERS, *READINGS, *STABILITY, *PAIRS, *COSTS)
}
SECONDS = "seconds: "
"""In front of a step's name, in the name of its measure."""


def score_all(
    questions: Sequence[Question],
    outcomes: Mapping[str, Outcome],
    times: Mapping[str, Sequence[Outcome]] = MappingProxyType({}),
    judged: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
) -> Scores:
    """Return the scores of the outcomes, by question id, of all questions.

    A question that failed found nothing, which scores 0 in retrieval; where a measure is not
    defined for a question, it is unscored, which is not 0. So is the answer to a question for
    which a system gave a ranking alone. `times` holds all outcomes of each question, for
    stability; `judged` the scores that a model made by reading.
    """
    rankings = {name: outcome.ranked for name, outcome in outcomes.items()}
    answers = [one for one in questions if not outcomes[one.id].only_ranked]
    by_measure = {**score_rankings(questions, rankings).by_measure}
    for measure, score_one in {**CITATIONS, **ANSWERS, **COSTS}.items():
        by_measure[measure.name] = _defined(
            {one.id: score_one(one, outcomes[one.id]) for one in answers}
        )
    for measure, score_times in STABILITY.items():
        by_measure[measure.name] = _defined(
            {name: score_times(found) for name, found in times.items()}
        )
    for measure, score_pair in PAIRS.items():
        by_measure[measure.name] = _defined(
            {
                one.id: score_pair(outcomes[one.twin], outcomes[one.id])
                for one in questions
                if one.twin is not None and one.twin in outcomes
            }
        )
    return Scores({**by_measure, **_seconds(outcomes), **judged})


def score_run(run: Run) -> Scores:
    """Return the scores of a run; where a question was asked several times, its first counts."""
    return score_all(run.questions.questions, run.outcomes, run.times, run.judged)


def _seconds(outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, float]]:
    steps = dict.fromkeys(step for outcome in outcomes.values() for step in outcome.seconds)
    return {
        f"{SECONDS}{step}": {
            name: outcome.seconds[step]
            for name, outcome in outcomes.items()
            if step in outcome.seconds
        }
        for step in steps
    }


def _defined(found: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in found.items() if value is not None}


def known_measures() -> tuple[str, ...]:
    """Return the names of all measures but those whose names hang on the system or the judge."""
    return tuple(_MEASURES)


def measure_named(name: str) -> Measure:
    """Return the measure of this name; raise KeyError where there is none."""
    if name.startswith(SECONDS):
        step = name.removeprefix(SECONDS)
        return Measure(name, "time", f"seconds of the step {step!r}", "lower")
    if name.startswith(JUDGE):
        return judge_measure(name)
    return _MEASURES[name]
