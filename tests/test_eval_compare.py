"""Two runs side by side: what changed, how surely, and on which questions."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from eval_maker import ANSWERED, CONDITIONS, DECLINED, made

from corpus.errors import EvidenceError
from eval.compare import Change, Comparison, compare
from eval.outcome import Outcome, Said
from eval.questions import Gold, Question, QuestionSet, set_of
from eval.report import markdown_comparison

EIGHT = set_of(
    "eight",
    ((f"q{n}", Question(f"q{n}", f"Why {n}?", "k", "answer", (Gold("a", 2),))) for n in range(8)),
)
FALSE = set_of(
    "false", [("p", Question("p", "Which gene?", "k", "correct_premise", (Gold("a", 1),)))]
)


def ranked(*papers: str) -> Outcome:
    said = Said("It was so.", (), verbatim=False, supported=None)
    return Outcome("answered", said=(said,), ranked=papers)


def compared(
    folder: Path, before: dict[str, Outcome], after: dict[str, Outcome], asked: QuestionSet
) -> Comparison:
    first = made(folder / "a", lambda question, _: before[question.id], asked)
    second = made(folder / "b", lambda question, _: after[question.id], asked)
    return compare(first, second)


def change(found: Comparison, measure: str) -> Change:
    (one,) = [one for one in found.changes if one.measure == measure]
    return one


def test_a_p_value_is_that_of_all_exchanges(tmp_path: Path) -> None:
    before = {f"q{n}": ranked("x", "a") for n in range(8)}
    after = {name: ranked("a") for name in before} | {"q0": ranked("x", "y", "a")}
    found = change(compared(tmp_path, before, after, EIGHT), "reciprocal rank")
    gains = [1 / 3 - 1 / 2, *[1 - 1 / 2] * 7]
    totals = [
        abs(sum(sign * gain for sign, gain in zip(signs, gains, strict=True)))
        for signs in product((1, -1), repeat=8)
    ]
    expected = sum(total >= abs(sum(gains)) - 1e-12 for total in totals) / len(totals)
    assert found.p == pytest.approx(expected)
    assert (found.up, found.down, found.count) == (7, 1, 8)
    assert found.verdict == "better"
    assert found.gain == pytest.approx(sum(gains) / 8)


def test_the_same_run_twice_differs_in_nothing(tmp_path: Path) -> None:
    outcomes = {f"q{n}": ranked("a") for n in range(8)}
    found = compared(tmp_path, outcomes, outcomes, EIGHT)
    assert found.flips == ()
    assert {one.p for one in found.changes} == {1.0}
    assert {one.verdict for one in found.changes} == {"no difference shown"}


def test_what_flipped_is_named_with_its_direction(tmp_path: Path) -> None:
    before = {f"q{n}": ranked("a") for n in range(8)}
    after = before | {"q1": DECLINED, "q2": ranked(*"vwxyz", "a")}
    found = compared(tmp_path / "down", before, after, EIGHT)
    assert [(one.id, one.what, one.better) for one in found.flips] == [
        ("q1", "answered, then declined", False),
        ("q1", "gold found, then lost among the first five", False),
        ("q2", "gold found, then lost among the first five", False),
    ]
    back = compared(tmp_path / "up", after, before, EIGHT)
    assert [one.better for one in back.flips] == [True, True, True]


def test_a_premise_that_is_corrected_now_is_a_flip_for_the_better(tmp_path: Path) -> None:
    before, after = {"p": ANSWERED}, {"p": replace(ANSWERED, premise="salt gene")}
    (flip,) = compared(tmp_path, before, after, FALSE).flips
    assert (flip.what, flip.better) == ("premise not corrected, then corrected", True)


def test_lower_is_better_where_a_measure_says_so(tmp_path: Path) -> None:
    before = {f"q{n}": DECLINED for n in range(8)}
    found = compared(tmp_path, before, {name: ranked("a") for name in before}, EIGHT)
    wrongly = change(found, "declined wrongly")
    assert (wrongly.before, wrongly.after, wrongly.up, wrongly.down) == (1.0, 0.0, 8, 0)
    assert wrongly.verdict == "better"


def test_questions_scored_in_one_run_only_are_counted(tmp_path: Path) -> None:
    before = {f"q{n}": ranked("a") for n in range(8)}
    found = compared(tmp_path, before, before | {"q1": DECLINED, "q2": DECLINED}, EIGHT)
    partly = change(found, "answered partly")
    assert (partly.count, partly.alone) == (6, 2)


def test_a_mean_over_all_that_a_run_answered_is_told_beside_that_over_both(tmp_path: Path) -> None:
    gone = Question("b", "Who won?", "k", "abstain")
    questions = set_of("few", [("few 1", EIGHT.questions[0]), ("few 2", gone)])
    both = {"q0": ranked("a"), "b": ranked("a")}
    found = compared(tmp_path, both, both | {"b": DECLINED}, questions)
    precision = change(found, "precision of answering")
    assert (precision.before, precision.after, precision.alone) == (1.0, 1.0, 1)
    assert precision.whole == (0.5, 1.0)
    assert "| 1; with them 0.5000, then 1.0000 |" in markdown_comparison(found)


def test_a_measure_of_one_run_only_is_named(tmp_path: Path) -> None:
    before = {f"q{n}": ranked("a") for n in range(8)}
    timed = {name: replace(one, seconds={"read": 1.0}) for name, one in before.items()}
    found = compared(tmp_path, before, timed, EIGHT)
    assert "seconds: read" in found.alone
    assert "seconds: read" not in [one.measure for one in found.changes]
    assert "Scored in one of the runs only: seconds: read" in markdown_comparison(found)


def test_runs_over_different_sets_are_not_compared(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a"), made(tmp_path / "b")
    other = replace(second, conditions=replace(CONDITIONS, set="large", digest="else"))
    with pytest.raises(EvidenceError, match=r"over large \(questions else\).*over small \(ques"):
        compare(first, other)


def test_runs_over_different_libraries_are_compared_only_when_asked(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a"), made(tmp_path / "b")
    other = replace(second, conditions=replace(CONDITIONS, snapshot="grown"))
    with pytest.raises(EvidenceError, match="another library, snapshot grown"):
        compare(first, other)
    assert compare(first, other, any_library=True).differing == {"snapshot": ("snapshot", "grown")}


def test_a_comparison_is_written_as_markdown(tmp_path: Path) -> None:
    before = {f"q{n}": ranked("a") for n in range(8)}
    told = markdown_comparison(compared(tmp_path, before, before | {"q1": DECLINED}, EIGHT))
    assert "| coverage | 1.0000 | 0.8750 | 1.0000 | no difference shown | 0 | 1 | 8 | 0 |" in told
    assert "- worse: q1 (k), answered, then declined: Why 1?" in told
