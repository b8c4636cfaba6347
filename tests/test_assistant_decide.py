"""What a question names is looked for in the evidence, and what no sentence bears on is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, make_document, put
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import answer
from assistant.judge.answerability import (
    Decision,
    Rule,
    decide,
    fitted_rule,
    names_lead,
    why_declined,
)
from assistant.judge.candidates import candidates
from assistant.judge.features import Signs, signs, weigh
from assistant.judge.gaps import Missing, missing_aspects, what_is_missing
from assistant.judge.term_support import read_words_of, term_support
from assistant.render.json_objects import answer_markdown, answer_object
from assistant.retrieve.search import search
from assistant.understand.facets import aspects, is_name, naming_terms
from corpus.filters import Filters
from corpus.library import Library

WORST, BEST = Signs(closest=0.0, first=0.0, lack=3.0), Signs(closest=1.0, first=1.0, lack=0.0)


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


def test_the_signs_fall_with_the_evidence(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)

    def seen(question: str) -> Signs:
        found = search(library, question)
        ranked = candidates(library, question, found)
        return signs(library, weigh(library, question), found, ranked)

    answered = seen("Was asthma more common where the air was worse?")
    unanswered = seen("Was dental caries frequent among Inuit where asthma was?")
    assert answered.lack < unanswered.lack
    assert answered.first > unanswered.first
    rule = fitted_rule()
    assert rule.probability(answered) > rule.probability(unanswered)


def test_no_evidence_means_a_refusal(library: Library) -> None:
    assert decide(library, "Is asthma common?", [], [], []).outcome == "declined"
    put(library, ASTHMA)
    question = "Is asthma common?"
    found = search(library, question)
    ranked = candidates(library, question, found)
    refused = decide(library, question, found, ranked, [])
    assert refused.outcome == "declined"
    assert refused.reason == why_declined(library, found, Filters())
    assert refused.missing == ()


def test_what_no_sentence_bears_on_is_named_in_the_order_of_the_question(library: Library) -> None:
    put(library, ASTHMA)
    question = "What is the prevalence of asthma in Inuit children?"
    ranked = candidates(library, question, search(library, question))
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
    ranked = candidates(library, question, search(library, question))
    found = missing_aspects(library, question, weigh(library, question), ranked)
    assert tuple(one.text for one in found if one.tells) == missing


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Was asthma more common in children with melanoma?", ("melanoma",)),
        ("Was asthma more common in children with losartan?", ("losartan",)),
        ("Was asthma more common in children with a high eGFR?", ("eGFR",)),
        ("Was asthma more common in children with lupus?", ("lupus",)),
        ("Was asthma more common in children in 2031?", ("2031",)),
        ("Was asthma more common in children in academia?", ()),
        ("Was asthma more common in children with goldfish?", ()),
    ],
)
def test_a_disease_a_drug_a_year_and_a_term_of_the_field_are_told_however_well_the_rest_fits(
    library: Library, question: str, missing: tuple[str, ...]
) -> None:
    put(library, ASTHMA)
    ranked = candidates(library, question, search(library, question))
    found = missing_aspects(library, question, weigh(library, question), ranked)
    assert tuple(one.text for one in found if one.tells) == missing


def test_a_question_may_name_the_paper_that_leads(library: Library) -> None:
    put(library, ASTHMA)
    ranked = candidates(library, "asthma", search(library, "asthma"))
    author = ranked[0].evidence.paper.authors[0].split(",")[0]
    assert names_lead(f"What did {author} et al. find?", ranked)
    assert not names_lead("What did Nobody et al. find?", ranked)
    assert not names_lead(f"What did {author} et al. find?", [])


def test_an_outcome_goes_by_the_probability_and_by_what_can_be_named() -> None:
    rule = replace(fitted_rule(), declined_below=0.2, partly_below=0.4)
    assert rule.probability(WORST) < 0.2 < 0.4 < rule.probability(BEST)
    cost, brazil = Missing("cost", False), Missing("Brazil", True)
    assert rule.outcome(WORST, [cost]) == "declined"
    assert rule.outcome(BEST, [cost]) == "answered"
    between = replace(rule, declined_below=0.0, partly_below=1.0)
    assert between.outcome(BEST, [cost]) == "partly"
    assert between.outcome(BEST, []) == "answered"
    # What holds for one country is no answer about another, however well it fits.
    assert rule.outcome(BEST, [cost, brazil]) == "partly"
    assert rule.told(BEST, [cost, brazil]) == ("Brazil",)
    assert between.told(BEST, [cost, brazil]) == ("cost", "Brazil")
    # What a paper that is named found may be asked in words that say nothing else.
    assert rule.outcome(WORST, [], names_lead=True) == "answered"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Is asthma common in Brazil?", ["Brazil"]),
        ("Asthma in children", []),
        ("What of it? Children in SPRINT", ["SPRINT"]),
        ("NHS cost of asthma", ["NHS"]),
        ("IS ASTHMA COMMON IN BRAZIL?", []),
        ("Is it darker than V, Dr. Jones?", ["Jones"]),
    ],
)
def test_a_name_is_told_by_its_capital(question: str, names: list[str]) -> None:
    assert [t.text for t in naming_terms(question) if is_name(question, t)] == names


@given(
    st.builds(
        Signs,
        closest=st.floats(-1, 1),
        first=st.floats(0, 1),
        lack=st.floats(0, 20),
    )
)
def test_more_evidence_never_lowers_the_probability(found: Signs) -> None:
    rule = fitted_rule()
    probability = rule.probability(found)
    assert 0.0 <= probability <= 1.0
    assert rule.probability(replace(found, closest=found.closest + 0.1)) >= probability
    assert rule.probability(replace(found, lack=found.lack + 0.1)) <= probability
    assert 0 < rule.declined_below < rule.partly_below < 1


def always(outcome_below: float) -> Rule:
    """Return a rule by which all that can be is answered in part."""
    return replace(fitted_rule(), declined_below=0.0, partly_below=outcome_below)


@pytest.mark.parametrize(
    "question", ["What does asthma cost Inuit children?", "Was asthma common?"]
)
def test_an_answer_says_what_it_leaves_out(
    library: Library, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    put(library, ASTHMA)
    monkeypatch.setattr("assistant.judge.answerability.fitted_rule", lambda: always(1.0))
    found = answer(library, question)
    assert not found.declined
    assert found == replace(answer(library, question), seconds=found.seconds)
    told = answer_object(found)
    assert told["missing"] == list(found.missing)
    assert all(missing in found.question for missing in found.missing)
    assert ("Answered in part" in answer_markdown(found)) == bool(found.missing)
    monkeypatch.setattr("assistant.judge.answerability.fitted_rule", lambda: always(0.0))
    assert answer(library, question).missing == ()


def test_a_decision_says_nothing_more_where_it_answers() -> None:
    assert Decision("answered") == Decision("answered", missing=(), reason=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is the effect of structural racism on dental caries in Brazil?", None),
        ("Suicide rates among American Indian youth since 2015", "Suicide"),
        ("How many lives has the removal of race from eGFR saved so far?", "lives"),
        ("Did Black men's mistrust follow the disclosure of the Tuskegee study?", ""),
        ("How do I bake sourdough bread?", None),
    ],
)
def test_the_real_model_declines_names_what_is_missing_or_answers(
    starter_library: Library, question: str, missing: str | None
) -> None:
    """`missing` is None where it must decline, "" where it must answer, else what is missing."""
    found = answer(starter_library, question)
    if missing is None:
        assert found.declined
    elif missing:
        assert found.declined or missing in found.missing
    else:
        assert not found.declined
        assert not found.missing
