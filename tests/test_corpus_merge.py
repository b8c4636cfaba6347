"""Another form of a paper fills gaps in and overwrites nothing."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from corpus.merge import fill_in
from corpus.paper import ORIGINS, Paper, Relation
from corpus.status import Standing, Status

_STATUS = st.builds(Status, standing=st.sampled_from(Standing))
_PAPERS = st.builds(
    Paper,
    paper_id=st.just("doi:10.1/x"),
    title=st.sampled_from(["", "Title"]),
    authors=st.sampled_from([(), ("Lee, Ann",)]),
    authors_truncated=st.booleans(),
    year=st.none() | st.integers(1990, 2026),
    journal=st.none() | st.sampled_from(["JAMA", "NEJM"]),
    pmid=st.none() | st.sampled_from(["1", "2"]),
    topics=st.sampled_from([(), ("kidney",), ("asthma",)]),
    status=_STATUS,
    read_with=st.lists(
        st.builds(Relation, st.sampled_from("ab"), st.just("see also"), st.just("")), max_size=2
    ).map(tuple),
    origin=st.sampled_from(ORIGINS),
)
_MAY_CHANGE = {"origin", "file_name", "page_count", "authors", "authors_truncated", "status"}


@given(_PAPERS, _PAPERS)
def test_what_is_known_is_kept_and_what_is_missing_is_filled(known: Paper, other: Paper) -> None:
    filled = fill_in(known, other)
    for field in fields(Paper):
        before, after = getattr(known, field.name), getattr(filled, field.name)
        if field.name == "read_with":
            assert after[: len(before)] == before
        elif before not in (None, "", ()) and field.name not in _MAY_CHANGE:
            assert after == before
    assert filled.year in (known.year, other.year)
    assert filled.status in (known.status, other.status)


@given(_PAPERS, _PAPERS)
def test_filling_in_twice_changes_nothing_more(known: Paper, other: Paper) -> None:
    once = fill_in(known, other)
    assert fill_in(once, other) == once


def test_a_status_once_known_stays() -> None:
    retracted = Paper(
        "doi:10.1/x", "Title", status=Status(Standing.RETRACTED, note="by the journal")
    )
    assert fill_in(retracted, Paper("doi:10.1/x", "Title")).status.standing is Standing.RETRACTED
    assert fill_in(Paper("doi:10.1/x", "Title"), retracted).status.standing is Standing.RETRACTED


def test_all_authors_replace_a_shortened_list() -> None:
    short = Paper("doi:10.1/x", "Title", authors=("Lee, Ann",), authors_truncated=True)
    whole = Paper("doi:10.1/x", "Title", authors=("Lee, Ann", "Ray, Bo"))
    filled = fill_in(short, whole)
    assert filled.authors == ("Lee, Ann", "Ray, Bo")
    assert not filled.authors_truncated


def test_the_full_text_becomes_the_origin_with_its_file() -> None:
    digest = Paper("doi:10.1/x", "Title", origin="digest")
    full = Paper("doi:10.1/x", "Title", file_name="paper.pdf", page_count=9)
    filled = fill_in(digest, full)
    assert (filled.origin, filled.file_name, filled.page_count) == ("full text", "paper.pdf", 9)
    assert fill_in(full, digest) == full
