"""A review is silent where nobody is named whom a remark could be about."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_maker import finder

from assistant.misconceptions.register import Register, texts_of
from assistant.review.classify import fitted
from assistant.review.find import Finder
from assistant.review.fragment import is_fragment, is_reference
from assistant.review.gate import names_people
from assistant.review.material import BODY, TITLE, Material, Place, Statement
from assistant.review.pattern import patterns
from assistant.review.review import statements_found
from corpus.claims import starter_claims
from corpus.embed import open_model
from eval.review_set import harmless_statements, ordinary_statements

HARMLESS = (
    "She feels well.",
    "The Zygote",
    "Thanks.",
    "50 percent as a minimum goal",
    "Dr. Smith, Department of Medicine",
    "Temperature 37.2°C, pulse 80/min, blood pressure 120/70 mm Hg",
    "Sodium 140 mmol/L, potassium 4.1 mmol/L",
    "By the end of the session you can name the layers of the heart.",
    "Agenda: welcome, cases, break, questions",
    "White blood cells fight infection.",
    "The vertebral bodies are joined by discs.",
    "Removal of the gallbladder",
    "A dramatic response to levodopa",
)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Stroke is commoner in Samoan men.", True),
        ("Enter the race of the donor.", True),
        ("A woman from Guam has a fever.", True),
        ("Noncompliant again.", True),
        ("Melanoma on darker skin", True),
        ("She feels well.", False),
        ("The zygote divides.", False),
        ("White blood cells", False),
        ("Dr. A. White, Department of Medicine", False),
        ("White KL, Black JR. Falls in hospital.", False),
        ("A minority of cells divide.", False),
        ("Care is a race against time.", False),
        ("Malaria is endemic in Kenya.", False),
    ],
)
def test_the_gate_tells_whom_the_words_name(text: str, is_open: bool) -> None:
    assert names_people(patterns(), text) is is_open


def fitted_finder() -> Finder:
    """What judges with the fitted weights, beside a few entries of the register."""
    model, claims = open_model(), starter_claims()[:3]
    register = Register(claims, model.embed(texts_of(claims)))
    return Finder(patterns(), register, fitted(model.checksum), model.embed)


def test_ordinary_lines_have_no_remark_and_a_problem_has() -> None:
    judge = fitted_finder()
    assert [one.text for one in judge.judge(HARMLESS) if one] == []
    assert judge.judge(["Black people are genetically predisposed to hypertension."])[0]


def test_harmless_lines_that_nobody_fitted_have_hardly_a_remark() -> None:
    lines = harmless_statements()
    told = [Statement(one.statement, "", Place("line", n)) for n, one in enumerate(lines, start=1)]
    found = list(statements_found(fitted_finder(), Material(Path("x"), "text", "", tuple(told))))
    assert len(lines) > 300
    assert len(found) <= 0.015 * len(lines), [one.text for one, _ in found]
    assert not {one.statement for one in lines} & {one.statement for one in ordinary_statements()}


def test_a_heading_gives_no_cause_for_a_remark_on_what_stands_below_it() -> None:
    judged = finder().judge(
        ["Noncompliant patients: Tea and water", "Risk factors: Polynesian ancestry"],
        ["Tea and water", "Polynesian ancestry"],
    )
    assert [one is not None for one in judged] == [False, True]


@pytest.mark.parametrize(
    ("text", "part", "fragment"),
    [
        ("Race and the kidney in the clinic", TITLE, True),
        ("African American", BODY, True),
        ("Refuse to operate on her until she signs", "B", True),
        ("Stroke is commoner in Samoan men", BODY, False),
        ("Stroke is commoner in Samoan men", "explanation", False),
    ],
)
def test_headings_options_and_labels_are_fragments(text: str, part: str, fragment: bool) -> None:
    assert is_fragment(Statement(text, "", Place("row", 1, part))) is fragment


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Brown T, White K, Black J. Sepsis in Blacks. Crit Care 2019;23:14.", True),
        ("https://www.example.org/race", True),
        ("Blacks had more strokes in 2019; whites had fewer.", False),
    ],
)
def test_an_entry_of_a_list_of_references_is_no_statement(text: str, reference: bool) -> None:
    assert is_reference(Statement(text, "", Place("line", 1))) is reference
