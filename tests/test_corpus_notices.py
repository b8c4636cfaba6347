"""Notices wait in the catalog for the papers that they tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.errors import RefusedFile
from corpus.notices import Notices, NoticeSource, noticed
from corpus.paper import Paper
from corpus.status import Notice, Standing, Status

PAPER = Paper("doi:10.1000/a", "Title", doi="10.1000/a", pmid="7")
RETRACTED = Status(Standing.RETRACTED, note="Paper mill.", since="2023-07-12", source="Watch")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    held = Database(tmp_path / "catalog.sqlite")
    yield held
    held.close()


@pytest.fixture
def notices(database: Database) -> Notices:
    return Notices(database)


def test_a_paper_is_found_by_its_doi_or_its_pmid(notices: Notices) -> None:
    concern = Status(Standing.CONCERN, source="Watch")
    told = [Notice("10.1000/A", None, RETRACTED), Notice(None, "7", concern)]
    assert notices.replace_source("Watch", told, "2026-11-24") == 2
    found = {replace(status, checked="2026-11-24") for status in (RETRACTED, concern)}
    assert set(notices.for_paper(PAPER)) == found
    assert len(notices.for_paper(replace(PAPER, doi=None))) == 1
    assert len(notices.for_paper(replace(PAPER, doi="https://doi.org/10.1000/A", pmid=None))) == 1
    assert notices.for_paper(Paper("doi:10.1000/b", "Other", doi="10.1000/b", pmid="8")) == ()
    assert notices.for_paper(Paper("sha256:1", "Without ids")) == ()


def test_one_notice_by_both_ids_or_told_twice_is_one_status(notices: Notices) -> None:
    both = Notice("10.1000/a", "7", RETRACTED)
    notices.replace_source("Watch", [both, both], "2026-11-24")
    assert len(notices.for_paper(PAPER)) == 1


def test_a_newer_import_takes_the_place_of_the_older_and_of_no_other(notices: Notices) -> None:
    notices.replace_source("Watch", [Notice("10.1000/a", None, RETRACTED)], "2026-10-01")
    notices.replace_source("Mine", [Notice("10.1000/b", None, Status())], "2026-10-02")
    notices.replace_source("Watch", [Notice("10.1000/c", None, RETRACTED)], "2026-11-24")
    assert notices.for_paper(PAPER) == ()
    assert notices.sources() == [
        NoticeSource("Mine", 1, "2026-10-02"),
        NoticeSource("Watch", 1, "2026-11-24"),
    ]


def test_an_import_that_breaks_off_leaves_the_older_one(notices: Notices) -> None:
    notices.replace_source("Watch", [Notice("10.1000/a", None, RETRACTED)], "2026-10-01")

    def broken() -> Iterator[Notice]:
        yield Notice("10.1000/b", None, RETRACTED)
        raise RefusedFile("watch.csv", "not a CSV")

    with pytest.raises(RefusedFile):
        notices.replace_source("Watch", broken(), "2026-11-24")
    assert notices.sources() == [NoticeSource("Watch", 1, "2026-10-01")]
    assert len(notices.for_paper(PAPER)) == 1


def test_a_whole_list_that_is_silent_tells_that_too(notices: Notices) -> None:
    notices.replace_source("Watch", [Notice("10.1000/b", None, RETRACTED)], "2026-11-24")
    notices.replace_source("A notice", [Notice("10.1000/c", None, RETRACTED)], "", whole=False)
    assert notices.look_up(PAPER) == (Status(source="Watch", checked="2026-11-24"),)
    assert notices.look_up(Paper("sha256:1", "Without ids")) == ()
    by_other = replace(PAPER, doi="10.1000/b")
    assert notices.look_up(by_other) == (replace(RETRACTED, checked="2026-11-24"),)


def test_the_transaction_that_writes_a_paper_sees_its_notices(
    database: Database, notices: Notices
) -> None:
    notices.replace_source("Watch", [Notice("10.1000/a", None, RETRACTED)], "2026-11-24")
    notices.replace_source("Other", [], "2026-11-24")
    with database.writing() as connection:
        assert tuple(noticed(connection, PAPER)) == notices.look_up(PAPER)
    assert len(notices.look_up(PAPER)) == 2


def test_an_empty_import_is_remembered_as_one(notices: Notices) -> None:
    assert notices.replace_source("Watch", [], "2026-11-24") == 0
    assert notices.sources() == [NoticeSource("Watch", 0, "2026-11-24")]


def test_a_status_without_source_takes_the_name_of_its_list(notices: Notices) -> None:
    bare = Notice("10.1000/a", None, Status(Standing.CORRECTED))
    notices.replace_source("Mine", [bare], "2026-11-24")
    assert notices.for_paper(PAPER)[0].source == "Mine"


def test_notices_outlive_the_process_and_are_found_by_index(
    database: Database, tmp_path: Path
) -> None:
    Notices(database).replace_source("Watch", [Notice("10.1000/a", "7", RETRACTED)], "2026-11-24")
    second = Database(tmp_path / "catalog.sqlite")
    assert len(Notices(second).for_paper(PAPER)) == 1
    for column in ("doi", "pmid"):
        plan = second.rows(f"EXPLAIN QUERY PLAN SELECT status FROM notices WHERE {column} = '1'")
        assert f"notices_by_{column}" in plan[0][3]
    second.close()
