"""What a remark advises and cites belongs to its category, and to the statement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.review.category import Category, kinds
from assistant.review.find import Finding, Signal
from assistant.review.material import Place, Statement
from assistant.review.passages import passages_for
from assistant.review.remark import remark_of
from assistant.review.review import open_finder
from corpus.claims import starter_claims
from corpus.library import Library
from corpus.text.sentences import Span

CLAIMS = {claim.claim_id: claim for claim in starter_claims()}


def finding(category: Category, claim_id: str, *kind: str) -> Finding:
    signals = [Signal("register", claim_id)] if "says it" in kind else []
    return Finding(
        "x",
        category,
        (Span(0, 1),),
        tuple(signals),
        CLAIMS[claim_id],
        kinds()[category].severity,
        1,
    )


def better(told: Finding) -> str:
    return remark_of("file", Statement("x", "", Place("slide", 1)), told, []).better


def test_the_advice_of_an_entry_stands_alone_where_the_statement_says_the_entry() -> None:
    advice = CLAIMS["vbac-race"].replaced_by
    general = kinds()["outdated_race_correction"].better
    assert better(finding("outdated_race_correction", "vbac-race", "says it")) == advice
    assert better(finding("outdated_race_correction", "vbac-race")) == f"{general} {advice}"
    assert better(replace(finding("outdated_race_correction", "vbac-race"), claim=None)) == general


def test_where_words_are_at_fault_advice_on_the_words_comes_first() -> None:
    told = finding("stigmatising_language", "black-patients-do-not-want-transplant", "says it")
    assert better(told).startswith(kinds()["stigmatising_language"].better)


def test_a_remark_builds_on_no_entry_of_another_kind_and_cites_no_paper_on_another_matter(
    starter_library: Library,
) -> None:
    finder = open_finder(starter_library)
    deaths, infants = finder.judge(
        ["Infant mortality by race (bar chart).", "Mulatto and Negro infants - birth weight"]
    )
    assert deaths is not None
    assert deaths.claim is None, "the nearest entry is on who attended the birth"
    assert infants is not None
    assert infants.category == "terminology"
    cited = [one.paper.title for one in passages_for(starter_library, infants)]
    assert cited
    assert not [title for title in cited if "birth" in title.lower()]


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("stigmatising_language", "stigmatizing language"),
        ("unexplained_disparity", "without context"),
    ],
)
def test_the_sentence_quoted_for_a_category_says_why_it_matters(
    starter_library: Library, category: Category, words: str
) -> None:
    told = Finding("y", category, (Span(0, 1),), (), None, "moderate", 1)
    quoted = [
        one.passage.text[span.start : span.end]
        for one in passages_for(starter_library, told)
        for span in one.quotes
    ]
    assert any(words in sentence for sentence in quoted), quoted
