"""A follow-up is understood from what came before; a question of its own is not bent by it."""

from __future__ import annotations

import pytest

from assistant.understand.contextualize import in_conversation, leans_back

BEFORE = "Does the new kidney equation leave race out?"


@pytest.mark.parametrize(
    "question",
    [
        "And then?",
        "and what happened to people already waiting?",
        "Why?",
        "Has that gap changed over time?",
        "How was the missed low oxygen defined in the second of those?",
        "Why do the two estimates differ so much?",
        "Could body size or breast density be giving it away?",
        "So should I drop it from the lecture altogether?",
        "What are its limits?",
        "In children?",
    ],
)
def test_a_question_that_leans_back_has_the_one_before_in_front(question: str) -> None:
    assert in_conversation(question, BEFORE) == f"{BEFORE} {question}"
    assert in_conversation(question, None) == question


@pytest.mark.parametrize(
    "question",
    [
        "What is weathering?",
        "Is it true that Black newborns survive more often when cared for by Black doctors?",
        "Compare the Pooled Cohort Equations with PREVENT on how they treat race.",
        "What are the PREVENT equations and do they include race?",
        "What evidence is there that pulse oximeters work less well on darker skin?",
        "A slide says to multiply eGFR by 1.159 for Black patients. Is that current?",
        "How has Mount Sinai tackled racism in its curriculum, in print?",
    ],
)
def test_a_question_that_stands_by_itself_is_not_bent(question: str) -> None:
    assert in_conversation(question, BEFORE) == question


def test_the_question_is_never_cut_off_by_a_long_conversation() -> None:
    understood = in_conversation("And why?", "long " * 1_000)
    assert understood.endswith(" And why?")
    assert len(understood) < 600


def test_a_chain_of_follow_ups_goes_back_to_the_first() -> None:
    second = in_conversation("And in children?", BEFORE)
    third = in_conversation("Has that changed?", second)
    assert third == f"{BEFORE} And in children? Has that changed?"
    assert not leans_back("What is weathering?")
