"""A review is scored as the labels say, and what is scored is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import EvidenceError
from eval.review import score_review
from eval.review_set import Labelled, own_statements, read_review_set


def problem(number: int, category: str, **more: str) -> Labelled:
    return Labelled(f"p{number}", "x", "problem", category, **more)


def test_categories_alarms_and_groups_are_counted() -> None:
    items = [
        problem(1, "terminology", severity="minor"),
        Labelled("p2", "x", "problem", "race_as_proxy", also=("terminology",), severity="major"),
        problem(3, "race_as_proxy", severity="major"),
        Labelled("a1", "x", "acceptable", difficulty="hard"),
        Labelled("a2", "x", "acceptable", difficulty="easy"),
    ]
    score = score_review(items, ["terminology", "terminology", None, "race_as_proxy", None])
    assert (score.problem.precision.hits, score.problem.precision.of) == (2, 3)
    assert (score.problem.recall.hits, score.problem.recall.of) == (2, 3)
    assert score.problem.f1 == pytest.approx(2 / 3)
    assert (score.category_right.hits, score.category_right.of) == (2, 2)
    assert (score.false_alarms.hits, score.false_alarms.of) == (1, 2)
    by_name = {one.name: one for one in score.by_category}
    assert by_name["terminology"].f1 == pytest.approx(2 / 3)
    assert by_name["race_as_proxy"].f1 == 0
    assert {name: part.hits for name, part in score.found_by} == {
        "severity: major": 1,
        "severity: minor": 1,
    }
    assert dict(score.alarms_by)["difficulty: hard"].hits == 1


def test_the_projects_own_statements_are_read_and_none_is_of_the_judging_set(shared: Path) -> None:
    own = own_statements()
    judged = read_review_set(shared / "curriculum-dev.jsonl")
    assert len(own) > 500
    assert not {one.statement for one in own} & {one.statement for one in judged}


def test_a_row_without_its_category_or_with_an_id_used_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    row = {"id": "1", "statement": "x", "label": "acceptable", "category": "terminology"}
    file.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(EvidenceError, match="line 1: category: expected for a problem, and only"):
        read_review_set(file)
    row["category"] = None  # type: ignore[assignment]
    file.write_text(f"{json.dumps(row)}\n{json.dumps(row)}", encoding="utf-8")
    with pytest.raises(EvidenceError, match="line 2: id '1' is used twice"):
        read_review_set(file)
