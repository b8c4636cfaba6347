"""Several askings, many at a time, counterfactual pairs, costs, and the refusal curve."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from eval_maker import ANSWERED, CONDITIONS, DECLINED, made, scripted

from corpus.errors import EvidenceError
from eval.lint import check
from eval.outcome import Outcome
from eval.questions import Gold, Question, set_of
from eval.read_set import SHIPPED, read_set
from eval.refusal import refusal_curve
from eval.replies import ask_all
from eval.run import conduct, read_run
from eval.scores import score_all, score_run
from eval.summary import summarise


def asked(name: str, **fields: object) -> Question:
    return replace(Question(name, f"Why {name}?", "k", "answer", (Gold("a", 2),)), **fields)  # type: ignore[arg-type]


FOUR = set_of("four", ((name, asked(name)) for name in ("a", "b", "c", "d")))


def test_what_changes_from_asking_to_asking_is_scored_by_pairs(tmp_path: Path) -> None:
    seen: list[str] = []

    def wavering(question: Question, _follows: str | None) -> Outcome:
        seen.append(question.id)
        third = seen.count(question.id) == 3
        return DECLINED if third and question.id == "b" else ANSWERED

    thrice = replace(CONDITIONS, times=3)
    run = conduct(tmp_path / "run", FOUR, thrice, wavering, lambda *_: None)
    assert seen == ["a", "b", "c", "d"] * 3
    scores = score_run(run).by_measure
    assert scores["stable outcome"] == {"a": 1.0, "b": 1 / 3, "c": 1.0, "d": 1.0}
    assert scores["stable text"]["b"] == pytest.approx(1 / 3)
    assert read_run(tmp_path / "run").times == run.times
    assert summarise(run).whole.means["stable papers"].value == pytest.approx(10 / 12)


def test_a_question_asked_once_has_no_stability(tmp_path: Path) -> None:
    assert score_run(made(tmp_path / "run")).by_measure["stable outcome"] == {}


def test_many_at_a_time_give_the_same_file_as_one(tmp_path: Path) -> None:
    met = threading.Barrier(2, timeout=60)

    def together(question: Question, follows: str | None) -> Outcome:
        met.wait()  # Two questions must be under way at once, or this breaks.
        return replace(ANSWERED, reason=question.id)

    def alone(question: Question, follows: str | None) -> Outcome:
        return replace(ANSWERED, reason=question.id)

    ask_all(tmp_path / "two", FOUR, together, lambda *_: None, times=2, workers=2)
    ask_all(tmp_path / "one", FOUR, alone, lambda *_: None, times=2)
    assert (tmp_path / "two").read_bytes() == (tmp_path / "one").read_bytes()


def test_a_run_is_not_gone_on_with_at_other_times_but_with_other_workers(tmp_path: Path) -> None:
    made(tmp_path / "run")
    again = conduct(
        tmp_path / "run", made(tmp_path / "run").questions, replace(CONDITIONS, workers=4),
        scripted, lambda *_: None,
    )  # fmt: skip
    assert again.conditions.workers == 1
    with pytest.raises(EvidenceError, match="made with times 1, now it is times 5"):
        conduct(
            tmp_path / "run", again.questions, replace(CONDITIONS, times=5), scripted,
            lambda *_: None,
        )  # fmt: skip


def test_the_two_of_a_pair_are_scored_against_each_other() -> None:
    questions = [asked("one"), asked("other", twin="one")]
    first = replace(ANSWERED, ranked=tuple("abcdefghij"))
    outcomes = {"one": first, "other": replace(first, ranked=("b", "a", *"cdefghij"))}
    scores = score_all(questions, outcomes).by_measure
    assert scores["pair met alike"] == {"other": 1.0}
    assert scores["pair cited evenly"] == {"other": 1.0}
    assert scores["pair ranked alike"]["other"] == pytest.approx(0.9)
    declined = score_all(questions, outcomes | {"other": DECLINED}).by_measure
    assert declined["pair met alike"] == {"other": 0.0}
    assert declined["pair cited evenly"] == {"other": 0.0}
    assert declined["pair ranked alike"] == {}
    both = score_all(questions, {"one": DECLINED, "other": DECLINED}).by_measure
    assert (both["pair met alike"], both["pair cited evenly"]) == ({"other": 1.0}, {})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (asked("q", twin="gone"), "q: twin 'gone'; expected the id of another question"),
        (asked("q", twin="q"), "q: twin 'q'; expected the id of another question"),
        (asked("q", claims=("salt",)), "q: claims 'salt': not in the register"),
    ],
)
def test_a_twin_or_claim_that_is_not_there_is_told(question: Question, told: str) -> None:
    with pytest.raises(EvidenceError, match=rf"set line 1: {told}"):
        check(set_of("set", [("set line 1", question)]))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_set_is_sound(name: str) -> None:
    check(read_set(name))


def test_the_nine_questions_and_the_pairs_are_whole() -> None:
    assert len(read_set("race_based_medicine").questions) == 9
    pairs = read_set("counterfactual").questions
    assert sum(one.twin is not None for one in pairs) * 2 == len(pairs)


def test_the_curve_tells_coverage_precision_and_refusal_at_each_threshold() -> None:
    questions = [asked("a"), asked("b"), asked("c", expected_behaviour="abstain", gold=())]
    sure = {"a": 0.9, "b": 0.4, "c": 0.6}
    outcomes = {name: replace(ANSWERED, sure=value) for name, value in sure.items()}
    told = [
        (point.threshold, point.coverage, point.precision, point.declined)
        for point in refusal_curve(questions, outcomes)
    ]
    assert told == [(0.9, 0.5, 1.0, 1.0), (0.6, 0.5, 0.5, 0.0), (0.4, 1.0, 2 / 3, 0.0)]
    assert refusal_curve(questions, dict.fromkeys(sure, DECLINED)) == ()


def test_costs_are_unscored_where_nobody_tells_them() -> None:
    scores = score_all([asked("a")], {"a": replace(ANSWERED, tokens=120)}).by_measure
    assert scores["tokens"] == {"a": 120.0}
    assert scores["peak memory"] == {}
