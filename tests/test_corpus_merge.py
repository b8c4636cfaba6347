"""A paper is what its records tell, in whatever order; each field knows its source."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from fakes import record_of
from hypothesis import given
from hypothesis import strategies as st

from corpus.merge import Conflict, conflicts, merged, sources
from corpus.paper import ORIGINS, Paper, Relation, StudyFact
from corpus.record import TRUST, Record, SourceKind
from corpus.status import Standing, Status

DOI = "doi:10.1/x"


def told(name: str, kind: SourceKind = "file", **fields: object) -> Record:
    paper = replace(Paper(DOI, ""), **fields)  # type: ignore[arg-type]
    return record_of(paper, name.encode(), name, kind)


def paper_of(*records: Record) -> Paper:
    return merged(records, DOI, "full text")


_PAPERS = st.builds(
    Paper,
    paper_id=st.just(DOI),
    title=st.sampled_from(["", "Title", "Another title"]),
    authors=st.sampled_from([(), ("Lee, Ann",), ("Lee, Ann", "Ray, Bo")]),
    authors_truncated=st.booleans(),
    year=st.none() | st.integers(1990, 2026),
    journal=st.none() | st.sampled_from(["JAMA", "NEJM"]),
    pmid=st.none() | st.sampled_from(["1", "2"]),
    topics=st.sampled_from([(), ("kidney",), ("asthma",)]),
    status=st.builds(Status, standing=st.sampled_from(Standing), source=st.sampled_from("ab")),
    read_with=st.lists(
        st.builds(Relation, st.sampled_from("ab"), st.just("see also"), st.just("")), max_size=2
    ).map(tuple),
    facts=st.lists(
        st.builds(
            StudyFact,
            kind=st.sampled_from(["design", "country"]),
            value=st.sampled_from("ab"),
            sentence=st.just(""),
            origin=st.sampled_from(ORIGINS),
            start=st.just(0),
            end=st.just(0),
        ),
        max_size=2,
    ).map(tuple),
    origin=st.sampled_from(ORIGINS),
)
_RECORDS = st.lists(st.tuples(st.sampled_from(TRUST), _PAPERS), min_size=1, max_size=4).map(
    lambda pairs: [
        record_of(paper, str(number).encode(), f"source {number}", kind)
        for number, (kind, paper) in enumerate(pairs)
    ]
)


@given(_RECORDS)
def test_the_order_in_which_records_come_does_not_matter(records: list[Record]) -> None:
    papers = {repr(merged(order, DOI, "full text")) for order in itertools.permutations(records)}
    assert len(papers) == 1
    assert len({conflicts(order) for order in itertools.permutations(records)}) == 1


@given(_RECORDS)
def test_nothing_is_made_up_and_nothing_that_is_told_is_left_out(records: list[Record]) -> None:
    paper = paper_of(*records)
    for field in ("title", "authors", "year", "journal", "pmid", "topics"):
        values = [getattr(record.paper, field) for record in records]
        some = [value for value in values if value not in (None, "", ())]
        assert getattr(paper, field) in (some or [None, "", ()]), field
        assert not some or field == "topics" or field in sources(records)


@given(_RECORDS)
def test_the_same_record_told_again_changes_nothing(records: list[Record]) -> None:
    assert paper_of(*records) == paper_of(*records, records[0])


def test_a_person_is_believed_before_a_file_and_a_file_before_a_service() -> None:
    person, file = told("said here", "person", year=2019), told("a.pdf", year=2020)
    entry, service = told("b.ris", "reference", year=2021), told("Crossref", "service", year=2022)
    assert paper_of(service, entry, file, person).year == 2019
    assert paper_of(service, entry, file).year == 2020
    assert paper_of(service, entry).year == 2021
    assert sources([service, entry, file]) == {"year": "a.pdf"}
    assert sources([service, entry, file, person])["year"] == "said here"


def test_markup_states_the_facts_more_plainly_than_print() -> None:
    printed = told("a.pdf", file_name="a.pdf", journal="Prev Chronic Dis VOLUME 21")
    tagged = told("b.xml", file_name="b.xml", journal="Preventing Chronic Disease")
    assert paper_of(printed, tagged).journal == "Preventing Chronic Disease"


def test_the_name_of_a_file_is_a_title_only_where_there_is_no_other() -> None:
    file = told("scan_0012.pdf", title="scan_0012", file_name="scan_0012.pdf")
    assert paper_of(file).title == "scan_0012"
    assert paper_of(file, told("b.ris", "reference", title="Sleep")).title == "Sleep"
    assert conflicts([file, told("b.ris", "reference", title="Sleep")]) == ()


def test_what_differs_in_more_than_spelling_is_a_conflict() -> None:
    file = told(
        "a.pdf", title="Sleep and race", year=2020, pages="874-82", journal="N Engl J Med",
        authors=("Lee, A.", "Ray, B."), language="en",
    )  # fmt: skip
    entry = told(
        "b.ris line 1", "reference", title="Sleep & race", year=2021, pages="874–882",
        journal="New England Journal of Medicine", authors=("Lee, Ann", "Ray, Bo"), language="eng",
    )  # fmt: skip
    found = conflicts([entry, file])
    assert found[-1] == Conflict("year", "2020", "a.pdf", "2021", "b.ris line 1")
    assert {conflict.field for conflict in found} == {"title", "year"}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({"pages": "e12"}, {"pages": "e13"}, True),
        ({"journal": "JAMA"}, {"journal": "Lancet"}, True),
        ({"journal": "Am J Nurs"}, {"journal": "American Journal of Nursing"}, False),
        ({"authors": ("Lee, Ann",)}, {"authors": ("Ray, Bo",)}, True),
        ({"authors": ("Müller, A",)}, {"authors": ("Muller, Anna",)}, False),
        ({"doi": "10.1/A"}, {"doi": "10.1/a"}, False),
        ({"volume": "12"}, {"volume": None}, False),
    ],
)  # fmt: skip
def test_spelling_is_told_from_substance(
    one: dict[str, object], other: dict[str, object], differ: bool
) -> None:
    assert bool(conflicts([told("a.pdf", **one), told("b.ris", "reference", **other)])) == differ


def test_all_authors_count_before_a_shortened_list() -> None:
    short = told("a.pdf", authors=("Lee, Ann",), authors_truncated=True)
    whole = told("b.ris", "reference", authors=("Lee, Ann", "Ray, Bo"))
    assert paper_of(short, whole).authors == ("Lee, Ann", "Ray, Bo")
    assert not paper_of(short, whole).authors_truncated
    assert conflicts([short, whole]) == ()


def test_a_standing_stays_whichever_record_tells_it() -> None:
    retracted = told("c.xml", status=Status(Standing.RETRACTED, note="by the journal"))
    assert paper_of(told("a.pdf"), retracted).status.standing is Standing.RETRACTED


def test_a_sentence_of_the_paper_counts_before_one_of_a_digest() -> None:
    def fact(value: str, origin: str) -> StudyFact:
        return StudyFact("country", value, "", origin, 0, 0)  # type: ignore[arg-type]

    digest = told("starter corpus", "starter", facts=(fact("Brazil", "digest"),), origin="digest")
    full = told("a.pdf", facts=(fact("Chile", "full text"), fact("Peru", "full text")))
    assert [fact.value for fact in paper_of(digest, full).facts] == ["Chile", "Peru"]


def test_the_file_of_the_text_that_is_held_is_the_papers_file() -> None:
    pdf = told("a.pdf", file_name="a.pdf", page_count=9)
    xml = told("b.xml", file_name="b.xml")
    paper = merged([pdf, xml], DOI, "full text", holder=pdf.content)
    assert (paper.file_name, paper.page_count) == ("a.pdf", 9)
