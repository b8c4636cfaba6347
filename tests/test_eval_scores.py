"""Every outcome is scored by what it is, and what is not defined is unscored rather than zero."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.outcome import Outcome, Said, Shown
from eval.questions import Gold, Question
from eval.scores import measure_named, score_all


def asked(name: str = "q", *gold: Gold, behaviour: str = "answer") -> Question:
    return Question(name, f"{name}?", "history", behaviour, gold)  # type: ignore[arg-type]


def shown(rank: int, paper: str, text: str = "It was so. It is.", **fields: object) -> Shown:
    return Shown(rank, paper, paper, text, **fields)  # type: ignore[arg-type]


def said(*cites: int, text: str = "It was so.", verbatim: bool = True) -> Said:
    return Said(text, cites, verbatim, supported=True)


def answered(sentences: Sequence[Said], *passages: Shown, **fields: object) -> Outcome:
    return Outcome("answered", said=tuple(sentences), shown=passages, **fields)  # type: ignore[arg-type]


def scored(measure: str, question: Question, outcome: Outcome) -> float | None:
    return score_all([question], {question.id: outcome}).by_measure[measure].get(question.id)


A, B = Gold("a", 2), Gold("b", 1)
DECLINED, FAILED = Outcome("declined", "nothing held"), Outcome("failed", "TimeoutError")


@pytest.mark.parametrize(
    ("measure", "outcome", "expected"),
    [
        ("sentences cited", answered([said(1), said(), said(9)], shown(1, "a")), 1 / 3),
        ("markers that resolve", answered([said(1, 9)], shown(1, "a")), 0.5),
        ("markers that resolve", answered([said()]), None),
        ("verbatim exact", answered([said(1), said(1, text="It was  so.")], shown(1, "a")), 0.5),
        ("verbatim exact", answered([said(2)], shown(1, "a"), shown(2, "b", "No.")), 0.0),
        ("verbatim exact", answered([said(1, verbatim=False)], shown(1, "a")), None),
        ("cited papers in gold", answered([said(1), said(2)], shown(1, "a"), shown(2, "x")), 0.5),
        ("cited papers in gold", answered([said(1)], shown(1, "a"), shown(2, "x")), 1.0),
        ("gold papers cited", answered([said(1)], shown(1, "a")), 0.5),
        ("answered partly", answered([said(1)], shown(1, "a"), missing=("children",)), 1.0),
        ("answered partly", answered([said(1)], shown(1, "a")), 0.0),
        ("answered partly", DECLINED, None),
        ("declined wrongly", DECLINED, 1.0),
        ("declined wrongly", FAILED, 0.0),
        ("declined rightly", DECLINED, None),
        ("sentences cited", DECLINED, None),
        ("nDCG@10", answered([], ranked=("a", "b")), 1.0),
        ("nDCG@10", FAILED, 0.0),
    ],
)
def test_an_outcome_is_scored(measure: str, outcome: Outcome, expected: float | None) -> None:
    assert scored(measure, asked("q", A, B), outcome) == pytest.approx(expected)


def test_refusals_are_scored_by_what_was_expected() -> None:
    abstain = asked("q", behaviour="abstain")
    assert scored("declined rightly", abstain, DECLINED) == 1.0
    assert scored("declined rightly", abstain, FAILED) == 0.0
    assert scored("declined rightly", abstain, answered([])) == 0.0
    assert scored("declined wrongly", abstain, DECLINED) is None
    assert scored("nDCG@10", asked("q", A, behaviour="abstain"), DECLINED) is None


def test_a_corrected_premise_is_scored_where_one_was_expected() -> None:
    false = asked("q", A, behaviour="correct_premise")
    assert scored("premise corrected", false, answered([], premise="thicker-skin")) == 1.0
    assert scored("premise corrected", false, answered([])) == 0.0
    assert scored("premise corrected", asked("q", A), answered([])) is None


def test_a_contested_paper_alone_is_counted_where_its_counterpart_is_held() -> None:
    one = shown(1, "a", counterparts=("b", "c"))
    assert scored("contested pairs shown", asked("q", A), answered([said(1)], one)) == 0.0
    both = answered([said(1), said(2)], one, shown(2, "c"))
    assert scored("contested pairs shown", asked("q", A), both) == 1.0
    assert (
        scored("contested pairs shown", asked("q", A), answered([said(1)], shown(1, "a"))) is None
    )


def test_pages_are_right_where_a_cited_passage_touches_them() -> None:
    paged = asked("q", Gold("a", 2, (4,)), B)
    near = answered([said(1)], shown(1, "a", first_page=3, last_page=4))
    assert scored("pages right", paged, near) == 1.0
    assert scored("pages right", paged, answered([said(1)], shown(1, "a", first_page=5))) == 0.0
    assert scored("pages right", paged, answered([said(1)], shown(1, "b"))) is None
    assert scored("pages right", asked("q", A), near) is None


def test_seconds_are_scored_by_step() -> None:
    scores = score_all([asked("q", A)], {"q": answered([], seconds={"search": 0.5})})
    assert scores.by_measure["seconds: search"] == {"q": 0.5}
    assert measure_named("seconds: search").better == "lower"


def test_no_gold_grade_two_leaves_its_recall_unscored() -> None:
    assert scored("recall@5 of grade 2", asked("q", B), answered([], ranked=("b",))) is None
    assert scored("recall@5 of grade 2", asked("q", A), answered([])) == 0.0
