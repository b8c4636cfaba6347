"""Requests that no literature answers are told by their kind; questions near them pass."""

from __future__ import annotations

import pytest

from assistant.scope import out_of_scope


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("My mother is Black and 70. Should she take an ACE inhibitor?", "one patient"),
        ("What dose of lisinopril for a 50yo Black woman?", "one patient"),
        ("My 3-year-old has a fever, what should I do?", "one patient"),
        ("Our patient is Latino and coughs at night. Could it be asthma?", "one patient"),
        ("Is Dr. Smith at our hospital racist?", "by name"),
        ("Is Harvard more racist than Yale?", "by name"),
        ("Which hospital is the most biased?", "by name"),
        ("Which party should I vote for to reduce disparities?", "elections"),
        ("Can you write a poem about justice?", "ask what the evidence says"),
        ("Please draft an email to the dean.", "ask what the evidence says"),
    ],
)
def test_a_request_is_declined_by_its_kind(question: str, told: str) -> None:
    assert told in (out_of_scope(question) or "")


@pytest.mark.parametrize(
    "question",
    [
        "How should I write a vignette about a 54-year-old Black man with hypertension?",
        "A slide shows a 60-year-old Black woman. Which drug does it recommend, and is it right?",
        "My students ask whether race should be reported. What should I say?",
        "Our dean asks whether implicit bias training works. What should we tell her?",
        "Are clinicians biased against Black patients with pain?",
        "Is medicine more racist than other fields, by the evidence?",
        "Which drug should be first for hypertension, and should that depend on race?",
        "Is AI less biased than physicians in triage?",
        "Was Dr. Samuel Cartwright's theory of drapetomania racist?",
        "Do we give thiazides first to Black adults over 60 yo?",
        "Order sets and race: which program reduced disparities?",
        "Is British medicine as biased as American medicine in pain care?",
        "Write-in votes and health equity: is voting linked to health?",
    ],
)
def test_a_question_near_such_a_request_passes(question: str) -> None:
    assert out_of_scope(question) is None
