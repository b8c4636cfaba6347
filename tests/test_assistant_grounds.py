"""A question that rests on a claim is answered from the papers that correct it, or declined."""

from __future__ import annotations

from fakes import ASTHMA, put

from assistant.answer import answer
from assistant.compose.fallback import answer_from_sources
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library

SALT = "Which gene makes Black people retain salt and causes hypertension?"


def test_the_sources_of_the_claim_answer_where_the_evidence_is_thin(
    starter_library: Library,
) -> None:
    premise = answer(starter_library, SALT).premise
    assert premise is not None
    assert premise.stance == "assumed"
    sources = {source.paper.paper_id for source in premise.claim.sources}
    composed, decision = answer_from_sources(starter_library, premise, SALT, SALT, NO_FILTERS) or (
        (),
        None,
    )
    assert decision is not None
    assert decision.outcome == "answered"
    assert composed
    assert {one.candidate.evidence.paper.paper_id for one in composed} <= sources


def test_without_a_source_that_may_be_read_it_is_not_answered(
    starter_library: Library, library: Library
) -> None:
    found = answer(starter_library, SALT, Filters(year_from=2020))
    assert found.outcome != "answered"
    assert found.premise is not None
    put(library, ASTHMA)
    assert answer(library, SALT).declined
