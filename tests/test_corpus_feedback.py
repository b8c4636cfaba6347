"""What readers say of answers is kept in the library, and leaves it with no snapshot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ASTHMA, open_fake, put

from corpus.errors import LibraryError
from corpus.feedback import Feedback
from corpus.library import Library
from corpus.restore import restore
from corpus.settings import Settings
from corpus.snapshot import write_snapshot

FIRST = Feedback("f1", "Is the air bad?", helped=False, right=("doi:x",), said="2026-01-02")
LATER = Feedback("f0", "Why?", helped=True, comment="<b>good</b>", said="2026-01-03")


def test_feedback_is_kept_changed_and_taken_back(library: Library) -> None:
    put(library, ASTHMA)
    before, revision = library.snapshot, library.catalog.revision()
    for one in (LATER, FIRST):
        library.feedback.keep(one)
    again = open_fake(library.folder)
    assert again.feedback.all() == [FIRST, LATER]
    library.feedback.keep(replace(FIRST, helped=True))
    assert [one.helped for one in again.feedback.all()] == [True, True]
    library.feedback.take_back("f1")
    assert again.feedback.all() == [LATER]
    again.close()
    assert (library.snapshot, library.catalog.revision()) == (before, revision)


def test_feedback_is_kept_while_papers_are_added(library: Library) -> None:
    with library.writer():
        other = open_fake(library.folder)
        other.feedback.keep(FIRST)
        other.close()
    assert library.feedback.all() == [FIRST]


def without_table(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as catalog:
        catalog.execute("DROP TABLE feedback")
        catalog.commit()


def test_an_older_library_simply_gets_the_table(library: Library) -> None:
    put(library, ASTHMA)
    library.close()
    without_table(library.folder)
    again = open_fake(library.folder)
    again.feedback.keep(FIRST)
    assert again.feedback.all() == [FIRST]
    assert list(again.papers()) == [ASTHMA.paper.paper_id]
    again.close()


def test_a_snapshot_holds_no_feedback(library: Library, tmp_path: Path) -> None:
    put(library, ASTHMA)
    library.feedback.keep(LATER)
    made = write_snapshot(library, tmp_path / "course.zip", lambda *_: None)
    assert library.feedback.all() == [LATER]
    restore(made.file, Settings(library=tmp_path / "course"), lambda *_: None)
    assert b"<b>good</b>" not in (tmp_path / "course" / "catalog.sqlite").read_bytes()
    again = open_fake(tmp_path / "course")
    assert again.feedback.all() == []
    again.feedback.keep(FIRST)
    again.close()


def test_an_older_frozen_library_has_no_feedback_and_takes_none(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, ASTHMA)
    library.close()
    without_table(library.folder)
    # Root, who runs the tests in a container, may write to any file.
    monkeypatch.setattr("corpus.database.is_writable", lambda _path: False)
    again = open_fake(library.folder)
    assert again.feedback.all() == []
    with pytest.raises(LibraryError, match="cannot be written"):
        again.feedback.keep(FIRST)
    again.close()
