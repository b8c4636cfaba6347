"""The promises of an answer hold over the development set, with the real model."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from test_assistant_answer import check_promises

from assistant.answer import answer
from assistant.brief import Answer
from assistant.compose.select import MOST_SENTENCES
from corpus.library import Library
from corpus.status import Standing
from eval.key_points import judge
from eval.questions import Question, read_questions

# The first test to come waits for all the answers.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

DEVELOPMENT = Path(str(files("eval.sets").joinpath("development.jsonl")))


@pytest.fixture(scope="module")
def answers(starter_library: Library) -> list[tuple[Question, Answer]]:
    questions = read_questions(DEVELOPMENT)
    asked = {question.id: question.question for question in questions}
    return [
        (one, answer(starter_library, one.question, follows=asked.get(one.follows or "")))
        for one in questions
    ]


def test_every_answer_of_the_development_set_keeps_the_promises(
    answers: list[tuple[Question, Answer]],
) -> None:
    for _, found in answers:
        check_promises(found)


def test_an_answer_of_the_development_set_is_a_brief_that_says_nothing_twice(
    answers: list[tuple[Question, Answer]],
) -> None:
    for _, found in answers:
        said = [sentence.text for sentence in found.sentences]
        assert len(said) == len(set(said)), found.question
        assert len(said) <= MOST_SENTENCES, found.question


def test_key_points_of_the_development_set_are_covered(
    answers: list[tuple[Question, Answer]], starter_library: Library
) -> None:
    shares: list[float] = []
    for one, found in answers:
        if one.expected_behaviour != "abstain":
            said = [sentence.text for sentence in found.sentences]
            years = [item.paper.year or 0 for item in found.evidence]
            verdicts = judge(starter_library.asked, one.question, one.key_points, said, years)
            shares.append(sum(verdict.covered for verdict in verdicts) / len(verdicts))
    # A floor below what eval/bench/key_points.py measures (0.71, by a judge that has not seen these
    # questions; the rules before it were tuned on them), so that a fall is seen.
    assert sum(shares) / len(shares) >= 0.69


def test_questions_with_evidence_are_answered_and_those_out_of_scope_declined(
    answers: list[tuple[Question, Answer]],
) -> None:
    counts = Counter((one.expected_behaviour, found.declined) for one, found in answers)
    answerable = [found for one, found in answers if one.expected_behaviour != "abstain"]
    assert sum(found.declined for found in answerable) <= 0.05 * len(answerable), counts
    assert sum(bool(found.missing) for found in answerable) <= 0.15 * len(answerable), counts
    beyond = [found for one, found in answers if one.kind == "unanswerable"]
    assert sum(found.declined or bool(found.missing) for found in beyond) >= 0.7 * len(beyond)
    out_of_scope = [found.declined for one, found in answers if one.kind == "out_of_scope"]
    assert sum(out_of_scope) >= 0.92 * len(out_of_scope), counts


def test_no_superseded_paper_leads_where_its_successor_is_cited(
    answers: list[tuple[Question, Answer]],
) -> None:
    for _, found in answers:
        if found.declined:
            continue
        lead = found.evidence[found.sentences[0].cites[0] - 1].paper
        successors = {r.paper_id for r in lead.read_with if r.kind == "superseded by"}
        cited = {item.paper.paper_id for item in found.evidence}
        assert lead.status.standing is not Standing.RETRACTED, found.question
        if lead.status.standing is Standing.SUPERSEDED:
            assert not successors & cited, found.question


def test_counterparts_are_shown_wherever_a_contested_paper_is_cited(
    answers: list[tuple[Question, Answer]], starter_library: Library
) -> None:
    held = starter_library.papers()
    for _, found in answers:
        cited = {item.paper.paper_id for item in found.evidence}
        for paper_id in cited if not found.declined else ():
            paper = held[paper_id]
            if paper.status.standing is Standing.CONTESTED:
                others = [r for r in paper.read_with if r.kind != "see also"]
                counterparts = {r.paper_id for r in others} & set(held)
                assert not counterparts or counterparts & cited, (found.question, paper.title)


@pytest.mark.parametrize(
    "question",
    [
        "Is race-based eGFR outdated?",
        "What should we teach about spirometry and race?",
        "How do I bake sourdough bread?",
    ],
)
def test_the_real_model_answers_the_same_twice(starter_library: Library, question: str) -> None:
    first, second = (answer(starter_library, question) for _ in range(2))
    assert replace(first, seconds={}) == replace(second, seconds={})
