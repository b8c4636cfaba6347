"""A paper asked for by identifier comes with what the services tell, and its open full text."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import make_document, put
from numpy.typing import NDArray
from services import (
    DOI,
    NOWHERE,
    PMID,
    QUICK,
    TITLE,
    Reply,
    Services,
    crossref,
    europe,
    openalex,
    put_paper,
    services,
)

from corpus.catalog import Catalog
from corpus.check import find_faults
from corpus.library import Library
from corpus.status import Standing
from corpus.writer import Begun, Writer
from ingest.fetch.identifier import Identifier
from ingest.outcome import Outcome
from ingest.request import add_identifiers, sort_out, starter_identifiers

PAPER_ID = f"doi:{DOI}"
ASKED = Identifier("doi", DOI)


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        put_paper(held)
        yield held


def add(library: Library, net: Services, *identifiers: Identifier) -> tuple[Outcome, ...]:
    settings = replace(net.settings, library=library.folder)
    asked = identifiers or (ASKED,)
    report = add_identifiers(
        library, settings, asked, lambda done, total, outcome: None, manners=QUICK
    )
    return report.outcomes


def close_licences(net: Services) -> None:
    net.put(f'/epmc/search DOI:"{DOI}"', europe(license="publisher's own"))
    net.put(f"/openalex/works/doi:{DOI}", openalex(best_oa_location={"license": None}))
    net.put(f"/crossref/works/{DOI}", crossref(license=[]))


def test_files_identifiers_and_lists_of_them_are_told_apart(tmp_path: Path) -> None:
    paper, listed = tmp_path / "paper.txt", tmp_path / "list.txt"
    paper.write_text("A title\n\nSome text.")
    listed.write_text("# mine\n10.1000/one\nPMC123\n12345678\n10.1000/one\n")
    wanted = sort_out([str(paper), str(listed), "https://doi.org/10.1000/two"])
    assert wanted.paths == (paper,)
    assert [str(one) for one in wanted.identifiers] == [
        str(Identifier("doi", "10.1000/one")),
        str(Identifier("pmcid", "PMC123")),
        str(Identifier("pmid", "12345678")),
        str(Identifier("doi", "10.1000/two")),
    ]
    assert sort_out(["nowhere.pdf"]).paths == (Path("nowhere.pdf"),)


def test_an_open_full_text_enters_with_what_the_services_tell(
    library: Library, net: Services
) -> None:
    (outcome,) = add(library, net)
    assert (outcome.kind, outcome.paper_id, outcome.title) == ("added", PAPER_ID, TITLE)
    (paper,) = library.papers().values()
    assert (paper.origin, paper.doi, paper.pmid, paper.volume) == ("full text", DOI, PMID, "7")
    assert paper.licence == "CC BY-NC 4.0"
    names = {held.record.name for held in library.records.of(PAPER_ID)}
    assert names == {"full text from Europe PMC", "Europe PMC", "Crossref", "OpenAlex"}
    with library.writer() as writer:
        assert find_faults(writer) == []


def test_the_same_question_again_asks_nobody_and_changes_nothing(
    library: Library, net: Services
) -> None:
    add(library, net)
    asked, before = len(net.asked), library.snapshot
    (outcome,) = add(library, net)
    assert outcome.kind == "known"
    assert len(net.asked) == asked
    assert library.snapshot == before


def test_without_an_open_licence_only_the_abstract_enters_and_says_why(
    library: Library, net: Services
) -> None:
    close_licences(net)
    (outcome,) = add(library, net)
    assert outcome.kind == "added"
    assert "no full text" in outcome.reason
    assert "licence" in outcome.reason
    assert [text.origin for text in library.texts.of(PAPER_ID)] == ["abstract"]


def test_the_digest_of_a_paper_stays_linked_to_its_full_text(
    library: Library, net: Services
) -> None:
    put(library, make_document(TITLE, "Our own words.", doi=DOI, origin="digest"), source="s")
    assert starter_identifiers(library) == (ASKED,)
    (outcome,) = add(library, net, *starter_identifiers(library))
    assert outcome.kind in ("added", "updated")
    assert [text.origin for text in library.texts.of(PAPER_ID)] == ["digest", "full text"]
    assert starter_identifiers(library) == ()


def test_a_retraction_that_crossref_tells_is_shown(library: Library, net: Services) -> None:
    notice = {
        "DOI": "10.1000/notice", "type": "retraction", "label": "Retraction",
        "updated": {"date-parts": [[2022, 3, 4]]},
    }  # fmt: skip
    net.put(f"/crossref/works/{DOI}", crossref(updated_by=[notice]))
    add(library, net)
    status = library.papers()[PAPER_ID].status
    assert (status.standing, status.source) == (Standing.RETRACTED, "Crossref")
    assert status.since == "2022-03-04"


def test_an_unknown_identifier_and_a_dead_service_are_refused_with_the_remedy(
    library: Library, net: Services
) -> None:
    unknown = Identifier("doi", "10.1000/unknown")
    (refused,) = add(library, net, unknown)
    assert refused.kind == "refused"
    assert "check it for a typing error" in refused.reason
    for service in (
        "/epmc/search",
        "/crossref/works/10.1000/down",
        "/openalex/works/doi:10.1000/down",
    ):
        net.put(
            service if service != "/epmc/search" else '/epmc/search DOI:"10.1000/down"',
            Reply(b"", 500),
        )
    (down,) = add(library, net, Identifier("doi", "10.1000/down"))
    assert down.kind == "refused"
    assert "try again later" in down.reason
    assert library.catalog.listed() == {}


def test_a_service_that_tells_of_another_paper_under_the_same_doi_is_not_believed(
    library: Library, net: Services
) -> None:
    put(library, make_document("Sleep among shift workers", "They slept.", doi=DOI))
    (refused,) = add(library, net)
    assert refused.kind == "refused"
    assert "which the library has for “Sleep among shift workers”" in refused.reason
    assert len(library.records.of(PAPER_ID)) == 1


def test_a_paper_still_being_written_is_not_moved_under_the_writers_hands(
    library: Library, net: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_licences(net)
    net.put(f"/epmc/search EXT_ID:{PMID} AND SRC:MED", europe(doi=None, license="own"))
    net.put(f"/openalex/works/pmid:{PMID}", NOWHERE)
    write, unite, united = Writer.complete, Catalog.unite, threading.Event()

    def written_late(writer: Writer, begun: Sequence[Begun], vectors: NDArray[np.float32]) -> None:
        # As late as can be: after the uniting has been settled, if that does not wait.
        beside = threading.current_thread() is not threading.main_thread()
        if beside and united.wait(2):
            time.sleep(2)
        write(writer, begun, vectors)

    def unite_and_tell(catalog: Catalog, paper_id: str, other_id: str) -> None:
        unite(catalog, paper_id, other_id)
        united.set()

    monkeypatch.setattr(Writer, "complete", written_late)
    monkeypatch.setattr(Catalog, "unite", unite_and_tell)
    add(library, net, Identifier("pmid", PMID), ASKED)
    assert united.is_set()
    assert list(library.catalog.listed()) == [PAPER_ID]
    assert {text.state for text in library.texts.all()} == {"ready"}
    with library.writer(settle=False) as writer:
        assert find_faults(writer) == []
