"""A question that rests on a claim is answered from the papers that correct it, or declined."""

from __future__ import annotations

from fakes import ASTHMA, put

from assistant.answer import answer
from corpus.filters import Filters
from corpus.library import Library

SALT = "Which gene makes Black people retain salt and causes hypertension?"


def test_where_the_evidence_is_thin_the_sources_of_the_claim_are_quoted(
    starter_library: Library,
) -> None:
    found = answer(starter_library, SALT)
    assert found.premise is not None
    assert found.premise.stance == "assumed"
    sources = {source.paper.paper_id for source in found.premise.claim.sources}
    assert not found.declined
    assert {item.paper.paper_id for item in found.evidence} <= sources
    assert "gene" in found.missing


def test_without_a_source_that_may_be_read_it_is_declined(
    starter_library: Library, library: Library
) -> None:
    found = answer(starter_library, SALT, Filters(year_from=2020))
    assert found.declined
    assert found.premise is not None
    put(library, ASTHMA)
    assert answer(library, SALT).declined
