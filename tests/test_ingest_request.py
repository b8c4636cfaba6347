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
    wanted = sort_out(["nowhere.pdf", "PMC123", "not an identifier"])
    assert [one.path for one in wanted.refused] == ["nowhere.pdf", "not an identifier"]
    assert wanted.identifiers == (Identifier("pmcid", "PMC123"),)


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


def test_a_title_that_differs_is_a_note_where_the_services_answered_for_the_identifier(
    library: Library, net: Services
) -> None:
    put(library, make_document("El aire y el asma", "Respiramos.", doi=DOI, origin="digest"))
    (added,) = add(library, net)
    assert added.kind in ("added", "updated")
    assert f"titles it “{TITLE}”, held as “El aire y el asma”" in added.reason
    assert [text.origin for text in library.texts.of(PAPER_ID)] == ["digest", "full text"]


@pytest.mark.parametrize("title", ["Air", "Air and asthma in two cities: a cohort of 4000 adults"])
def test_a_subtitle_that_only_one_service_tells_is_no_other_title(
    library: Library, net: Services, title: str
) -> None:
    net.put(f"/openalex/works/doi:{DOI}", openalex(title=title, display_name=title))
    (added,) = add(library, net)
    assert added.kind == "added"
    assert len(library.records.of(PAPER_ID)) == 4


def test_a_preprint_and_its_article_with_one_abstract_both_have_a_text(
    library: Library, net: Services
) -> None:
    pre = "10.2000/pre.7"
    preprint = {"doi": pre, "pmid": None, "pmcid": None, "source": "PPR", "journalInfo": None}
    net.put(f'/epmc/search DOI:"{pre}"', europe(**preprint))
    net.put(f'/epmc/search DOI:"{DOI}"', europe(isOpenAccess="N"))
    outcomes = add(library, net, Identifier("doi", pre), ASKED)
    assert [one.kind for one in outcomes] == ["added", "added"]
    assert library.texts.of(PAPER_ID)
    assert library.texts.of(f"doi:{pre}")


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        ("RETRACTED ARTICLE: Air and asthma in two cities", Standing.RETRACTED),
        ("WITHDRAWN: Air and asthma in two cities", Standing.RETRACTED),
    ],
)
def test_the_mark_in_a_fetched_title_is_how_the_paper_stands(
    library: Library, net: Services, title: str, standing: Standing
) -> None:
    net.put(f"/crossref/works/{DOI}", crossref(title=[title]))
    add(library, net)
    paper = library.catalog.paper(PAPER_ID)
    assert paper is not None
    assert (paper.status.standing, paper.title) == (standing, TITLE)


@pytest.mark.parametrize(
    ("kind", "design"),
    [("retraction", "retraction notice"), ("correction", "correction notice")],
)
def test_a_fetched_notice_is_told_as_one(
    library: Library, net: Services, kind: str, design: str
) -> None:
    doi = "10.1000/notice"
    update = [{"DOI": "10.1000/other", "type": kind, "label": kind.capitalize()}]
    net.put(
        f"/crossref/works/{doi}", crossref(DOI=doi, title=["Department note"], update_to=update)
    )
    add(library, net, Identifier("doi", doi))
    paper = library.catalog.paper(f"doi:{doi}")
    assert paper is not None
    assert paper.design == design
    assert not paper.status.needs_care


def test_the_abstract_and_the_bodies_that_only_openalex_tells_are_taken(
    library: Library, net: Services
) -> None:
    doi = "10.1000/only"
    names = ("World Health Organization", "Ludwig van Beethoven", "Air Study Group")
    told_work = openalex(
        doi=f"https://doi.org/{doi}",
        ids={},
        authorships=[{"raw_author_name": name} for name in names],
        abstract_inverted_index={"Race": [0, 3], "was": [1], "a": [2], "& sex": [4]},
    )
    net.put(f"/openalex/works/doi:{doi}", told_work)
    (added,) = add(library, net, Identifier("doi", doi))
    assert added.kind == "added"
    document = library.document(f"doi:{doi}", "abstract")
    assert document is not None
    assert "Race was a Race & sex" in document.text
    assert document.paper.authors == (names[0], "van Beethoven, Ludwig", names[2])


@pytest.mark.parametrize("kind", ["journal", "journal-issue"])
def test_the_doi_of_a_journal_is_no_paper(library: Library, net: Services, kind: str) -> None:
    doi = "10.1000/journal"
    net.put(f"/crossref/works/{doi}", crossref(DOI=doi, type=kind, title=["Journal of Examples"]))
    (refused,) = add(library, net, Identifier("doi", doi))
    assert refused.kind == "refused"
    assert f"names a {kind.replace('-', ' ')} and no paper" in refused.reason
    assert library.catalog.listed() == {}


def test_a_paper_of_which_no_service_tells_a_title_is_refused(
    library: Library, net: Services
) -> None:
    net.put("/crossref/works/10.1000/untitled", crossref(DOI="10.1000/untitled", title=[]))
    (refused,) = add(library, net, Identifier("doi", "10.1000/untitled"))
    assert refused.kind == "refused"
    assert "tell no title" in refused.reason
    assert library.catalog.listed() == {}


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
