"""Search fuses as published, keeps to its filters, and lets no paper crowd the others out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from fakes import ASTHMA, KIDNEY, make_document, put
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.search import PASSAGES_A_PAPER, by_words, search
from assistant.understand.terms import terms
from corpus.embed import contextual_text
from corpus.filters import Filters
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Paper
from corpus.status import Standing, Status


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


def test_topics_find_a_paper_whose_text_does_not_hold_them(library: Library) -> None:
    told = replace(ASTHMA, paper=replace(ASTHMA.paper, topics=("environmental-justice",)))
    put(library, told)
    put(library, KIDNEY)
    assert search(library, "environmental justice")[0].paper.paper_id == ASTHMA.paper.paper_id
    with library.writer() as writer:
        writer.say(ASTHMA.paper.paper_id, replace(told.paper, topics=("urban planning",)))
    (found,) = library.words.search(["planning"], SearchScope(), 9)
    assert library.words.search(["justice"], SearchScope(), 9) == []
    assert library.words.passages([found.passage_id])


def test_a_synonym_of_the_field_is_searched_for_as_well(library: Library) -> None:
    put(library, make_document("Kidneys", "The eGFR was higher.", doi="10.1000/a"))
    put(library, make_document("Lungs", "The lung volume was higher.", doi="10.1000/b"))
    asked = "estimated glomerular filtration rate"
    words, synonyms = by_words(library, asked, SearchScope())
    assert words == []
    assert len(synonyms) == 1
    assert search(library, asked)[0].paper.title == "Kidneys"


def test_each_passage_found_tells_its_cosine_also_one_found_by_words(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    question = "kidney equation"
    asked = library.embedder.embed([question])[0]
    for item in search(library, question):
        text = contextual_text(item.paper.title, item.passage.section, item.passage.text)
        expected = float(library.embedder.embed([text])[0] @ asked)
        assert item.similarity == pytest.approx(expected, abs=1e-5)


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
    assert years(Filters(status=(Standing.RETRACTED,))) == []
    assert years(Filters(origin=("digest",))) == []
    assert years(Filters(origin=("full text",))) == [2020, 2021]


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
        (Filters(design=("cohort",)), True),
        (Filters(design=("trial", "COHORT")), True),
        (Filters(design=("trial",)), False),
        (Filters(topic=("kidney",)), True),
        (Filters(topic=("lungs",)), False),
        (Filters(status=(Standing.CONTESTED,)), True),
        (Filters(status=(Standing.CURRENT,)), False),
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
    (only,) = search(library, "asthma air highway", Filters(origin=("full text",)))
    assert only.paper.title == "Gardens"
