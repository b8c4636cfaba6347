"""Search fuses as published, keeps to its filters, and lets no paper crowd the others out."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from fakes import ASTHMA, KIDNEY, make_document, put
from hypothesis import given
from hypothesis import strategies as st

from assistant.search import PASSAGES_A_PAPER, Filters, fuse, search, terms
from corpus.hit import Hit
from corpus.library import Library
from corpus.paper import Paper
from corpus.status import Standing, Status

_RANKING = st.lists(st.sampled_from("abcdefgh"), unique=True).map(
    lambda ids: [Hit(passage_id, 1.0 / place) for place, passage_id in enumerate(ids, start=1)]
)


@given(st.lists(_RANKING, max_size=3))
def test_fusion_is_the_sum_of_reciprocal_ranks(rankings: list[list[Hit]]) -> None:
    expected: Counter[str] = Counter()
    for ranking in rankings:
        for place, hit in enumerate(ranking):
            expected[hit.passage_id] += Fraction(1, 61 + place)  # type: ignore[assignment]
    fused = fuse(rankings)
    assert {hit.passage_id: pytest.approx(hit.score) for hit in fused} == {
        passage_id: float(score) for passage_id, score in expected.items()
    }
    assert [(-hit.score, hit.passage_id) for hit in fused] == sorted(
        (-hit.score, hit.passage_id) for hit in fused
    )


@given(_RANKING, _RANKING)
def test_fusion_does_not_hang_on_the_order_of_its_searches(
    one: list[Hit], other: list[Hit]
) -> None:
    assert fuse([one, other]) == fuse([other, one])


@given(st.text(max_size=300))
def test_any_question_can_be_taken_apart_into_words(question: str) -> None:
    found = terms(question)
    assert len(found) == len(set(found))
    assert all(word == word.lower() for word in found)


def test_words_without_meaning_are_left_out() -> None:
    assert terms("What is the evidence on race-based eGFR, and on eGFR?") == [
        "evidence",
        "race-based",
        "egfr",
    ]


@pytest.mark.parametrize(
    "question", ['"', "NEAR(a b)", "a AND OR NOT", "x*", "col:y", "'; --", "é"]
)
def test_signs_of_the_query_language_are_only_text(library: Library, question: str) -> None:
    put(library, ASTHMA)
    assert len(search(library, question)) == 1


def test_ranks_count_from_one_and_scores_fall(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    found = search(library, "kidney equation and race")
    assert [item.rank for item in found] == [1, 2]
    assert found[0].paper.paper_id == KIDNEY.paper.paper_id
    assert found[0].score >= found[1].score
    assert search(library, "kidney equation and race") == found


def test_a_question_that_names_the_authors_finds_their_paper(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    assert search(library, "Inker 2021")[0].paper.paper_id == KIDNEY.paper.paper_id


def test_nothing_is_found_in_an_empty_library(library: Library) -> None:
    assert search(library, "anything") == []


def test_one_long_paper_does_not_crowd_the_others_out(library: Library) -> None:
    paragraphs = [f"Asthma and air, finding {n}. " + "asthma air " * 60 for n in range(9)]
    put(library, make_document("A long book on asthma", *paragraphs))
    put(library, ASTHMA)
    found = search(library, "asthma and air")
    counts = Counter(item.paper.title for item in found)
    assert counts == {"A long book on asthma": PASSAGES_A_PAPER, ASTHMA.paper.title: 1}
    assert len(search(library, "asthma and air", top=2)) == 2


def test_filters_keep_other_papers_out(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)

    def years(filters: Filters) -> list[int | None]:
        return sorted(item.paper.year or 0 for item in search(library, "asthma kidney", filters))

    assert years(Filters()) == [2020, 2021]
    assert years(Filters(year_from=2021)) == [2021]
    assert years(Filters(year_to=2020)) == [2020]
    assert years(Filters(year_from=2022)) == []
    assert years(Filters(standings=(Standing.RETRACTED,))) == []
    assert years(Filters(origins=("digest",))) == []
    assert years(Filters(origins=("full text",))) == [2020, 2021]


_PAPER = Paper(
    "doi:10.1/x",
    "Title",
    year=2020,
    design="Cohort (mediation)",
    topics=("Kidney", "race"),
    status=Status(Standing.CONTESTED),
)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), True),
        (Filters(year_from=2020, year_to=2020), True),
        (Filters(year_from=2021), False),
        (Filters(designs=("cohort",)), True),
        (Filters(designs=("trial", "COHORT")), True),
        (Filters(designs=("trial",)), False),
        (Filters(topics=("kidney",)), True),
        (Filters(topics=("lungs",)), False),
        (Filters(standings=(Standing.CONTESTED,)), True),
        (Filters(standings=(Standing.CURRENT,)), False),
    ],
)
def test_a_filter_admits_what_it_names(filters: Filters, admitted: bool) -> None:
    assert filters.admit(_PAPER) is admitted


def test_an_unknown_year_fails_a_limit_on_years() -> None:
    assert not Filters(year_to=2020).admit(Paper("doi:10.1/x", "Title"))
    assert Filters().admit(Paper("doi:10.1/x", "Title"))


def test_a_book_does_not_crowd_out_the_papers_behind_its_first_hundred_passages(
    library: Library,
) -> None:
    # Each paragraph fills a passage of its own, and each matches the question better than a paper.
    chapter = "Asthma air highway children wheezed. " + "Asthma air highway. " * 60
    put(library, make_document("The asthma book", *[f"{n}. {chapter}" for n in range(120)]))
    for number in range(6):
        text = f"Study {number} of asthma looked at schools and at gardens in {number} towns."
        put(library, make_document(f"Gardens {number}", text))
    found = search(library, "asthma air highway children")
    counts = Counter(item.paper.title for item in found)
    assert counts["The asthma book"] == PASSAGES_A_PAPER
    assert len(counts) == 7


def test_a_filter_finds_the_one_paper_behind_a_hundred_others(library: Library) -> None:
    for number in range(110):
        text = f"Asthma air highway children, digest {number}."
        put(library, make_document(f"Asthma air {number}", text, origin="digest"))
    put(library, make_document("Gardens", "Gardens and asthma were studied in a few towns."))
    (only,) = search(library, "asthma air highway", Filters(origins=("full text",)))
    assert only.paper.title == "Gardens"
