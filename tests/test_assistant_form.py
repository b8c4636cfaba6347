"""The form of a question decides what its answer is made of."""

from __future__ import annotations

import pytest

from assistant.understand.question_type import asks_how, form_of, says_what_something_is


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is weathering?", "definition"),
        ("Compare the Pooled Cohort Equations with PREVENT on how they treat race.", "comparison"),
        ("How does structural competency differ from cultural competency?", "comparison"),
        ("How many people would be reclassified?", "numbers"),
        ("What percentage of applications were discussed, Black versus White?", "numbers"),
        ("What can I cite to teach that pulse oximeters work less well?", "citations"),
        ("Suggest a paper or two on diversity.", "citations"),
        ("Is it true that Black newborns survive more often?", "claim"),
        ("How do I teach race correction?", "teaching"),
        ("Has that gap changed over time?", "change"),
        ("How many people would have their category changed?", "numbers"),
        ("Give me three good studies on pain, with limitations.", "citations"),
        ("What criticisms has the weathering hypothesis had?", "limits"),
        ("Does implicit bias training work?", "open"),
    ],
)
def test_a_question_is_told_by_its_form(question: str, form: str) -> None:
    assert form_of(question).name == form


def test_a_definition_is_told_by_its_wording() -> None:
    assert says_what_something_is("They define weathering as early decline in health.")
    assert not says_what_something_is("Weathering was found in most of 41 studies.")


def test_how_a_study_was_done_is_asked_of_the_study() -> None:
    assert asks_how("How did the authors record race?")
    assert asks_how("How was race determined?")
    assert not asks_how("Is the database biased?")
    assert not asks_how("How did the Flexner report affect Black medical schools?")
