"""`evidence snapshot` and `evidence restore`: a library frozen for a course answers the same."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from test_assistant_cli import check_told_in_one_line, objects

from corpus.library import Library

Evidence = Callable[..., Ran]
ASKED = "Was asthma more common where the air was worse?"


def test_a_restored_library_answers_the_same(evidence: Evidence, held: Library) -> None:
    (told,) = objects(evidence("snapshot", "--json"))
    assert told["file"] == f"library-{held.snapshot}.zip"
    assert (told["papers"], told["passages"], told["snapshot"]) == (2, 2, held.snapshot)
    (made,) = objects(evidence("restore", "--json", told["file"], "--library", "course"))
    assert (made["library"], made["known"], made["snapshot"]) == ("course", False, held.snapshot)
    first, second = (
        json.loads(evidence("ask", "--json", ASKED, "--library", folder).out)
        for folder in ("library", "course")
    )
    assert {**first, "seconds": None} == {**second, "seconds": None}
    assert first["library"]["snapshot"] == held.snapshot


def test_people_are_told_what_is_in_it(evidence: Evidence, held: Library) -> None:
    told = f"library {held.snapshot}, 2 papers, 2 passages"
    assert evidence("snapshot", "course.zip").out == f"course.zip: {told}\n"
    ran = evidence("restore", "course.zip", "--library", "course")
    assert (ran.code, ran.out) == (0, f"course: {told}, restored\n")
    again = evidence("restore", "course.zip", "--library", "course")
    assert (again.code, again.out) == (0, f"course: {told}, held already\n")


def test_what_cannot_be_frozen_or_restored_is_told_in_one_line(
    evidence: Evidence, held: Library
) -> None:
    check_told_in_one_line(evidence("snapshot", "--library", "typo"), "typo: no library here")
    check_told_in_one_line(evidence("snapshot", "nowhere/course.zip"), "cannot be written")
    check_told_in_one_line(evidence("restore", "nowhere.zip", "--library", "a"), "no such file")
    Path("text.zip").write_text("text")
    check_told_in_one_line(evidence("restore", "text.zip", "--library", "a"), "not a zip archive")
    evidence("snapshot", "course.zip")
    check_told_in_one_line(evidence("snapshot", "course.zip"), "is there already")
    Path("thesis").mkdir()
    Path("thesis", "text.txt").write_text("mine")
    check_told_in_one_line(
        evidence("restore", "course.zip", "--library", "thesis"), "name an empty folder"
    )
    assert not Path("a").exists()


def test_a_full_disk_is_one_line_and_leaves_no_half_file(
    evidence: Evidence, held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("corpus.snapshot._put", full)
    check_told_in_one_line(evidence("snapshot", "course.zip"), "the disk is full")
    assert [path.name for path in Path().iterdir()] == ["library"]


def test_a_restored_library_opened_with_another_model_is_told(
    evidence: Evidence, held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence("snapshot", "course.zip")
    evidence("restore", "course.zip", "--library", "course")
    monkeypatch.setenv("EVIDENCE_MODEL", "another")
    check_told_in_one_line(evidence("ask", ASKED, "--library", "course"), "evidence reindex")
