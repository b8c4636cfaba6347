"""Records find their paper; papers shown to be one become one, and can be parted again."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from fakes import ASTHMA, KIDNEY, open_fake, put, record_of, row_counts, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.retrieve.search import search
from corpus.check import find_faults
from corpus.hit import SearchScope
from corpus.identity import contradict, is_titled, keys_of
from corpus.library import Library
from corpus.paper import Document, Paper

TITLE = "Sleep and blood pressure among shift workers"
LONE = Paper("sha256:0123", TITLE, authors=("Lee, Ann",), year=2020)


def faults(library: Library) -> list[str]:
    with library.writer(settle=False) as writer:
        return [fault.kind for fault in find_faults(writer)]


def text_of(paper: Paper) -> Document:
    return replace(ASTHMA, paper=replace(paper, origin="full text"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(LONE, paper_id="doi:10.1/a", doi="10.1/a"), True),
        (replace(LONE, title=TITLE.upper() + "."), True),
        (replace(LONE, year=None), True),
        (replace(LONE, year=2021), True),
        (replace(LONE, year=2018), False),
        (replace(LONE, authors=("Ray, Bo",)), False),
        (replace(LONE, authors=()), False),
        (replace(LONE, title="Editorial"), False),
    ],
)
def test_without_a_shared_identifier_title_year_and_author_must_agree(
    other: Paper, same: bool
) -> None:
    other = replace(other, paper_id=other.doi or "sha256:9999")
    shared = set(keys_of(LONE)) & set(keys_of(other))
    assert (bool(shared) and not contradict(LONE, other)) == same


def test_two_dois_are_two_papers_however_alike_they_are() -> None:
    preprint = replace(LONE, paper_id="doi:10.1101/1", doi="10.1101/1")
    article = replace(LONE, paper_id="doi:10.1001/2", doi="10.1001/2")
    assert contradict(preprint, article)
    assert not contradict(replace(preprint, pmid="7"), replace(article, pmid="7"))


def test_a_misprinted_doi_does_not_make_two_papers_of_one() -> None:
    printed = replace(LONE, doi="10.5888/pcd21.1", journal="Preventing Chronic Disease")
    tagged = replace(LONE, doi="10.5888/pcd20.1", journal="Preventing chronic disease")
    printed, tagged = replace(printed, paper_id="doi:a"), replace(tagged, paper_id="doi:b")
    assert not contradict(printed, tagged)
    assert contradict(printed, replace(tagged, journal="JAMA"))
    assert contradict(printed, replace(tagged, doi="10.1101/1"))
    assert contradict(replace(printed, pmid="1"), replace(tagged, pmid="2"))


def test_a_title_is_known_again_in_spite_of_small_changes() -> None:
    assert is_titled(LONE, replace(LONE, title="Sleep & Blood Pressure among Shift-Workers"))
    assert not is_titled(LONE, replace(LONE, title="Lead in drinking water"))
    assert is_titled(LONE, replace(LONE, title="Article 7"), f"Original research. {TITLE}. By Lee")


def test_a_record_with_two_identifiers_makes_one_paper_of_two(library: Library) -> None:
    by_doi = replace(ASTHMA.paper, paper_id="doi:10.1/a", doi="10.1/a", pmid=None)
    by_pmid = replace(KIDNEY.paper, paper_id="pmid:7", doi=None, pmid="7", title=by_doi.title)
    put(library, replace(ASTHMA, paper=by_doi), b"one")
    put(library, replace(KIDNEY, paper=replace(by_pmid, origin="abstract")), b"two")
    assert set(library.papers()) == {"doi:10.1/a", "pmid:7"}
    both = replace(by_doi, pmid="7", journal="JAMA")
    with library.writer() as writer:
        assert writer.note(record_of(both, b"both", "x.ris", "reference")) == ("doi:10.1/a", True)
    (paper,) = library.papers().values()
    assert (paper.paper_id, paper.pmid, paper.journal) == ("doi:10.1/a", "7", "JAMA")
    assert [text.origin for text in library.texts.of("doi:10.1/a")] == ["abstract", "full text"]
    assert faults(library) == []
    assert {item.paper.paper_id for item in search(library, "kidney asthma")} == {"doi:10.1/a"}


def test_a_paper_is_known_by_its_doi_as_soon_as_a_record_tells_it(library: Library) -> None:
    put(library, text_of(LONE))
    told = replace(LONE, paper_id="doi:10.1/a", doi="10.1/a")
    with library.writer() as writer:
        writer.note(record_of(told, b"entry", "x.ris", "reference"))
    assert list(library.papers()) == ["doi:10.1/a"]
    assert library.document("doi:10.1/a", "full text") is not None
    assert faults(library) == []


def test_a_merging_can_be_undone(library: Library) -> None:
    put(library, text_of(LONE), b"the file", "lone.pdf")
    told = replace(LONE, paper_id="doi:10.1/a", doi="10.1/a", journal="JAMA")
    entry = record_of(told, b"entry", "x.ris", "reference")
    with library.writer() as writer:
        writer.note(entry)
        own = writer.part(entry.content)
    listed = library.catalog.listed()
    assert set(listed) == {"doi:10.1/a", own}
    assert listed[own].origin == "record"
    assert (listed["doi:10.1/a"].journal, listed["doi:10.1/a"].doi) == (None, None)
    with library.writer() as writer:
        assert writer.note(entry) == (own, False)
    assert faults(library) == []


def test_a_text_parted_from_its_paper_takes_its_passages_along(library: Library) -> None:
    digest = replace(ASTHMA, paper=replace(ASTHMA.paper, origin="digest"))
    put(library, digest, b"digest", "starter:x")
    put(library, ASTHMA, b"the file", "other.pdf")
    with library.writer() as writer:
        own = writer.part(record_of(ASTHMA.paper, b"the file").content)
    assert [text.origin for text in library.texts.of(own)] == ["full text"]
    assert [text.origin for text in library.texts.of(ASTHMA.paper.paper_id)] == ["digest"]
    assert library.papers()[ASTHMA.paper.paper_id].origin == "digest"
    assert faults(library) == []
    with library.writer() as writer:
        write(writer, ASTHMA, b"again", "again.pdf")
    assert set(library.papers()) == {ASTHMA.paper.paper_id, own}


def test_a_persons_word_counts_and_can_be_taken_back(library: Library) -> None:
    paper_id = put(library, ASTHMA).paper_id
    with library.writer() as writer:
        writer.say(paper_id, replace(Paper(paper_id, "Air, rent and asthma"), year=1999))
    assert (library.papers()[paper_id].title, library.papers()[paper_id].year) == (
        "Air, rent and asthma",
        1999,
    )
    assert library.words.search(["rent"], SearchScope(), 5)
    with library.writer() as writer:
        writer.say(paper_id, Paper(paper_id, ""))
    assert library.papers()[paper_id].title == ASTHMA.paper.title
    assert len(library.records.of(paper_id)) == 1


def test_a_paper_known_by_a_record_alone_is_listed_and_not_searched(library: Library) -> None:
    with library.writer() as writer:
        writer.note(record_of(LONE, b"entry", "x.ris", "reference"))
    assert library.papers() == {}
    assert [paper.title for paper in library.catalog.listed().values()] == [TITLE]
    assert faults(library) == []
    with library.writer() as writer:
        assert writer.remove(LONE.paper_id)
    assert not any(row_counts(library).values())


_IDS = [
    {"doi": "10.1/a"},
    {"pmid": "7"},
    {"doi": "10.1/a", "pmid": "7"},
    {"pmcid": "PMC9"},
    {"pmid": "7", "pmcid": "PMC9"},
    {"doi": "10.1/b"},
    {},
]


def _record(number: int, ids: dict[str, str]) -> Paper:
    known = next((f"{name}:{ids[name]}" for name in ("doi", "pmid") if name in ids), None)
    paper = Paper(known or f"sha256:{number}", TITLE, authors=("Lee, Ann",) if not ids else ())
    return replace(paper, **ids)  # type: ignore[arg-type]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(range(len(_IDS))), min_size=2, max_size=4, unique=True))
def test_whatever_order_records_come_in_the_same_papers_stand_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, chosen: Sequence[int]
) -> None:
    ends: set[str] = set()
    for order in itertools.permutations(chosen):
        library = open_fake(tmp_path_factory.mktemp("order"))
        with library.writer() as writer:
            for number in order:
                paper = _record(number, _IDS[number])
                writer.note(record_of(paper, str(number).encode(), "x.ris", "reference"))
        ends.add(repr(sorted(library.catalog.listed().values(), key=lambda p: p.paper_id)))
        library.close()
    assert len(ends) == 1
