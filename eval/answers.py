"""Score how a question was met: answered, declined, its premise corrected, both sides shown."""

from __future__ import annotations

from collections.abc import Mapping

from eval.citations import ScoreOne, share
from eval.measure import Measure
from eval.outcome import Outcome
from eval.questions import Question


def _declined_rightly(question: Question, outcome: Outcome) -> float | None:
    if question.expected_behaviour != "abstain":
        return None
    return float(outcome.behaved == "declined")


def _declined_wrongly(question: Question, outcome: Outcome) -> float | None:
    if question.expected_behaviour == "abstain":
        return None
    return float(outcome.behaved == "declined")


def _to_answerable(question: Question, outcome: Outcome) -> float | None:
    if outcome.behaved != "answered":
        return None
    return float(question.expected_behaviour != "abstain")


def _covered(question: Question, outcome: Outcome) -> float | None:
    if question.expected_behaviour == "abstain":
        return None
    return float(outcome.behaved == "answered")


def _partly(_question: Question, outcome: Outcome) -> float | None:
    return float(bool(outcome.missing)) if outcome.behaved == "answered" else None


def _premise_corrected(question: Question, outcome: Outcome) -> float | None:
    if question.expected_behaviour != "correct_premise":
        return None
    return float(outcome.premise is not None)


def _pairs_shown(_question: Question, outcome: Outcome) -> float | None:
    cited = outcome.cited.values()
    papers = {shown.paper_id for shown in cited}
    contested = {shown.paper_id: shown.counterparts for shown in cited if shown.counterparts}
    return share(bool(papers & set(others)) for others in contested.values())


TOGETHER = ("precision of answering", "coverage", "declined rightly")
"""Reported together, always: each alone is easily had at the cost of the others."""

ANSWERS: Mapping[Measure, ScoreOne] = {
    Measure(
        "precision of answering",
        "answers",
        "share of the answers given that go to questions which should be answered",
    ): _to_answerable,
    Measure("coverage", "answers", "whether a question that should be answered was"): _covered,
    Measure(
        "declined rightly",
        "answers",
        "whether a question that nothing held answers was declined",
    ): _declined_rightly,
    Measure(
        "declined wrongly",
        "answers",
        "whether a question that should be answered was declined",
        better="lower",
    ): _declined_wrongly,
    Measure(
        "answered partly",
        "answers",
        "whether an answer names an aspect of the question that it does not cover",
        better="lower",
    ): _partly,
    Measure(
        "premise corrected",
        "answers",
        "whether a question that assumes something false was corrected",
    ): _premise_corrected,
    Measure(
        "contested pairs shown",
        "answers",
        "share of the contested papers cited beside a counterpart, where one is held",
    ): _pairs_shown,
}


def as_expected(question: Question, outcome: Outcome) -> bool:
    """Say whether a question was answered or declined as its set expects."""
    wanted = "declined" if question.expected_behaviour == "abstain" else "answered"
    return outcome.behaved == wanted
