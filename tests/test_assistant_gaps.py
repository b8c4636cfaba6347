"""What a question names is looked for in the evidence, and what no sentence bears on is named."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, make_document, put
from hypothesis import given
from hypothesis import strategies as st

from assistant.judge.gaps import Missing, missing_aspects, what_is_missing
from assistant.judge.judge import judge
from assistant.judge.query_terms import weigh
from assistant.judge.term_support import read_words_of, term_support
from assistant.retrieve.search import search
from assistant.understand.facets import aspects, naming_terms
from corpus.filters import Filters
from corpus.library import Library


def named(question: str) -> list[str]:
    return [aspect.text for aspect in aspects(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "How accurate is a breast cancer polygenic score in Latina women in Mexico?",
            ["breast cancer polygenic score", "Latina women", "Mexico"],
        ),
        (
            "Ethnic differences in pancreatic cancer in New Zealand",
            ["Ethnic", "pancreatic cancer", "New Zealand"],
        ),
        ("What can I cite on the Tuskegee study's legacy?", ["Tuskegee", "legacy"]),
        ("Is a first-year student taught 2 or 1.159 of it?", ["1.159"]),
        ("What does the evidence say?", []),
    ],
)
def test_a_question_is_parted_into_what_it_names(question: str, expected: list[str]) -> None:
    assert named(question) == expected


@given(st.text(max_size=200))
def test_every_aspect_is_part_of_the_question(question: str) -> None:
    for aspect in aspects(question):
        assert question[aspect.start :].startswith(aspect.text)
        for term in aspect.terms:
            assert question[term.start : term.end] == term.text
            assert term.text in aspect.text


@pytest.mark.parametrize(
    ("term", "text", "borne"),
    [
        ("kidneys", "The kidney was examined.", True),
        ("VBAC", "Vaginal birth after a cesarean is common.", True),
        ("HbA1c", "Hemoglobin A1c was higher.", True),
        ("methodlogical", "There were methodological limits.", True),
        ("Māori", "Maori adults were asked.", True),
        ("2024", "The years 2014 and 2034 were studied.", False),
        ("caries", "Dental health was poor.", False),
        ("PSA", "Prostate cancer was frequent.", False),
        ("PSA", "Prostate-specific antigen was measured.", True),
        ("CDC", "Morbidity and Mortality Weekly Report", True),
        ("under-represented", "Underrepresented residents were rated.", True),
    ],
)
def test_a_term_is_borne_in_another_form_or_by_another_name(
    library: Library, term: str, text: str, borne: bool
) -> None:
    (found,) = term_support(library, naming_terms(term), [read_words_of(text)])
    assert (found.tolist() == [1.0]) is borne


def test_a_joined_word_is_borne_by_its_pieces(library: Library) -> None:
    terms = naming_terms("race-blind")
    texts = [read_words_of("Race made no difference."), read_words_of("")]
    (there,), (nowhere,) = term_support(library, terms, texts)
    assert there >= 0.5
    assert nowhere == 0.0


def test_a_word_weighs_more_the_fewer_passages_hold_it(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    asked = weigh(library, "asthma caries")
    held, unheld = asked.weights
    assert 0 < held < unheld == 1.0
    assert weigh(library, "asthma caries", Filters(year_from=9999)).weights.tolist() == [1.0, 1.0]
    assert asked.share(np.array([1.0, 1.0])) == pytest.approx(1.0)
    assert weigh(library, "What is it?").share(np.array([])) == 1.0


def test_a_word_is_as_rare_as_what_means_the_same(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    assert weigh(library, "renal").weights[0] == weigh(library, "kidney").weights[0] < 1.0


def test_what_no_sentence_bears_on_is_named_in_the_order_of_the_question(library: Library) -> None:
    put(library, ASTHMA)
    question = "What is the prevalence of asthma in Inuit children?"
    ranked = judge(library, question, search(library, question)).ranked
    missing = missing_aspects(library, question, weigh(library, question), ranked[:1])
    assert missing == (Missing("prevalence", False), Missing("Inuit children", True))
    told = [one.text for one in missing]
    assert what_is_missing(told) == "No sentence quoted here bears on: prevalence; Inuit children."


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Was asthma more common in Hispanic children?", ("Hispanic children",)),
        ("Was asthma more common in Latinos or in African Americans?", ("Latinos",)),
        ("Was asthma more common with a black box warning?", ()),
        ("Was asthma more common in Black children?", ()),
        ("Was asthma more common in minority children?", ()),
    ],
)
def test_a_people_of_whom_nothing_quoted_speaks_is_told_however_common_the_word(
    library: Library, question: str, missing: tuple[str, ...]
) -> None:
    for number in range(9):
        told = f"Asthma was more common in non-Hispanic Black children and minorities: {number}."
        put(library, make_document("Asthma in children", told, doi=f"10.1000/{number}"))
    ranked = judge(library, question, search(library, question)).ranked
    found = missing_aspects(library, question, weigh(library, question), ranked)
    assert tuple(one.text for one in found if one.tells) == missing


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Was asthma more common in children with melanoma?", ("melanoma",)),
        ("Was asthma more common in children with losartan?", ("losartan",)),
        ("Was asthma more common in children with a high eGFR?", ()),
        ("Was asthma more common in children in Nairobi?", ("Nairobi",)),
        ("Was asthma more common in children on a Thursday?", ()),
        ("Was asthma more common in children with lupus?", ("lupus",)),
        ("Was asthma more common in children in 2031?", ("2031",)),
        ("Was asthma more common in children in academia?", ()),
        ("Was asthma more common in children with goldfish?", ()),
    ],
)
def test_a_disease_a_drug_a_year_and_a_place_are_told_however_well_the_rest_fits(
    library: Library, question: str, missing: tuple[str, ...]
) -> None:
    put(library, ASTHMA)
    ranked = judge(library, question, search(library, question)).ranked
    found = missing_aspects(library, question, weigh(library, question), ranked)
    assert tuple(one.text for one in found if one.tells) == missing
