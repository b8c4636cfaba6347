"""`evidence review` and `evidence eval review`, as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from review_maker import BULLET, FINE, finder

from corpus.library import Library


@pytest.fixture(autouse=True)
def _small_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    # The weights that come with the project belong to the real model.
    monkeypatch.setattr("assistant.review.review.open_finder", lambda _library: finder())


def test_it_prints_an_object_for_each_file_and_names_those_it_refused(
    held: Library, evidence: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BULLET, encoding="utf-8")
    (tmp_path / "b.md").write_text(FINE, encoding="utf-8")
    ran = evidence("review", "a.txt", "b.md", "c.key", "--json", "--out", "written")
    first, second = map(json.loads, ran.out.splitlines())
    assert (first["file"], first["flags"][0]["text"]) == ("a.txt", BULLET)
    assert second["clean"] is True
    assert ran.code == 1
    assert "c.key: a .key file cannot be reviewed" in ran.err
    assert (tmp_path / "written" / "report.docx").exists()


def test_it_tells_a_person_what_and_why_and_never_a_grade(
    held: Library, evidence: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BULLET, encoding="utf-8")
    (tmp_path / "b.txt").write_text(FINE, encoding="utf-8")
    ran = evidence("review", "a.txt", "b.txt")
    assert ran.code == 0
    assert "Outdated race correction, major" in ran.out
    assert "Better:" in ran.out
    assert "No remark on 1 statements" in ran.out
    assert "0 of 0 statements on disparities name a cause" in " ".join(ran.out.split())


def test_labelled_statements_are_scored(
    held: Library, evidence: Callable[..., Ran], tmp_path: Path
) -> None:
    rows = [
        {"id": "1", "statement": BULLET, "label": "problem", "category": "outdated_race_correction",
         "severity": "major"},
        {"id": "2", "statement": FINE, "label": "acceptable"},
        {"id": "3", "statement": "Nothing that a pattern knows", "label": "problem",
         "category": "terminology"},
    ]  # fmt: skip
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = json.loads(evidence("eval", "review", file, "--json").out)
    assert told["problem"]["recall"]["hits"] == 1
    assert told["problem"]["recall"]["of"] == 2
    assert told["false_alarms"]["hits"] == 0
    assert told["category_right"] == {"hits": 1, "of": 1, "low": pytest.approx(0.207, abs=0.01),
                                      "high": 1.0}  # fmt: skip
    assert "severity: major" in evidence("eval", "review", file).out
    file.write_text(json.dumps({"id": "1", "statement": "x", "label": "problem"}), encoding="utf-8")
    ran = evidence("eval", "review", file)
    assert ran.code == 2
    assert "set.jsonl line 1: category: expected for a problem" in ran.err
