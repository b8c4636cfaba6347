"""How all papers stand is looked up again with one command, which tells what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import make_document, put
from services import DOI, QUICK, TITLE, Services, crossref, put_paper, services

from assistant.papers.provenance import said
from corpus.errors import RefusedFile
from corpus.library import Library
from corpus.settings import Settings
from corpus.status import Standing
from ingest.recheck import Recheck, recheck

HEADER = (
    "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature,Reason\n"
)
RETRACTED = "1,Air,3/4/2022 0:00,10.1/notice,10.1000/air,0,Retraction,+Falsification of Data;\n"
AIR = make_document("Air and asthma in the Bronx", "It was worse.", doi="10.1000/air")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "watch.csv"
    path.write_text(HEADER + RETRACTED)
    return path


def look(library: Library, retractions: Path | None = None) -> Recheck:
    return recheck(library, Settings(), retractions, lambda done, total: None)


def test_a_list_marks_the_papers_that_are_held_and_says_so(library: Library, listed: Path) -> None:
    put(library, AIR)
    assert look(library).unknown == 1
    found = look(library, listed)
    (change,) = found.changes
    assert (change.before.standing, change.after.standing) == (
        Standing.CURRENT,
        Standing.RETRACTED,
    )
    assert found.unknown == 0
    assert [source.count for source in found.sources] == [1]
    status = library.papers()["doi:10.1000/air"].status
    assert (status.source, status.since) == ("Retraction Watch", "2022-03-04")
    assert "falsification" in (status.note or "")
    assert look(library, listed).changes == ()


def test_a_paper_that_is_added_later_is_known_as_retracted_at_once(
    library: Library, listed: Path
) -> None:
    look(library, listed)
    put(library, AIR)
    assert library.papers()["doi:10.1000/air"].status.standing is Standing.RETRACTED


def test_a_newer_list_takes_the_place_of_the_older(library: Library, listed: Path) -> None:
    put(library, AIR)
    look(library, listed)
    listed.write_text(HEADER + RETRACTED.replace("10.1000/air", "10.1000/other"))
    (change,) = look(library, listed).changes
    assert change.after.standing is Standing.CURRENT
    assert change.after.checked is not None


def test_a_list_that_is_none_changes_nothing(library: Library, tmp_path: Path) -> None:
    put(library, AIR)
    before = library.snapshot
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name,colour\nx,blue\n")
    with pytest.raises(RefusedFile, match=r"OriginalPaperDOI|column"):
        look(library, wrong)
    assert library.snapshot == before


def test_a_persons_word_holds_and_what_speaks_against_it_is_told(
    library: Library, listed: Path
) -> None:
    put(library, AIR)
    told = said(library, "doi:10.1000/air", [], Standing.CURRENT, "Another paper is meant", "Ann")
    with library.writer() as writer:
        writer.say("doi:10.1000/air", told)
    (change,) = look(library, listed).changes
    assert change.after.standing is Standing.CURRENT
    assert change.against is not None
    assert change.against.standing is Standing.RETRACTED


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        put_paper(held)
        yield held


def test_the_services_are_asked_anew_about_every_paper(library: Library, net: Services) -> None:
    put(library, make_document(TITLE, "Visits rose.", doi=DOI))
    settings = replace(net.settings, library=library.folder)

    def ask() -> Recheck:
        return recheck(
            library, settings, None, lambda done, total: None, online=True, manners=QUICK
        )

    assert ask().unknown == 0
    notice = {
        "DOI": "10.1000/notice", "type": "retraction", "label": "Retraction",
        "updated": {"date-parts": [[2022, 3, 4]]},
    }  # fmt: skip
    net.put(f"/crossref/works/{DOI}", crossref(updated_by=[notice]))
    (change,) = ask().changes
    assert change.after.standing is Standing.RETRACTED
    assert ask().changes == ()
