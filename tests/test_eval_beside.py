"""What other systems write as plain text is read fairly: sentences, markers, refusals."""

from __future__ import annotations

import pytest

from eval.bench.loose_answer import loose_outcome, quoted_exactly, words_found
from eval.outcome import Shown

SHOWN = (
    Shown(1, "a", "a", "Asthma was more common. Rents were lower by 12%."),
    Shown(2, "b", "b", "Oximeters missed low oxygen."),
)


def test_a_marker_belongs_to_its_sentence_also_behind_the_full_stop() -> None:
    text = "Asthma was more common. [1] Oximeters often missed it [2, 7]. Source 2 says so."
    found = loose_outcome(text, SHOWN)
    assert [(one.text, one.cites) for one in found.said] == [
        ("Asthma was more common.", (1,)),
        ("Oximeters often missed it.", (2, 7)),
        ("Source 2 says so.", (2,)),
    ]
    assert set(found.cited) == {1, 2}


def test_quotations_are_told_from_other_words() -> None:
    found = loose_outcome("Asthma was more common [1]. Rents fell by 12% [1]. Nothing [9].", SHOWN)
    assert list(quoted_exactly(found)) == [True, False]
    # Of "rents", "fell" and "12", two stand there.
    assert list(words_found(found)) == [1.0, pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Empty Response",
        "I cannot answer this question due to insufficient information.",
        "The provided sources do not contain anything on violins. They are on asthma [1].",
        "None of the sources are helpful.",
    ],
)
def test_a_refusal_is_heard_in_its_usual_forms(text: str) -> None:
    found = loose_outcome(text, SHOWN)
    assert (found.behaved, found.said) == ("declined", ())


def test_an_answer_that_denies_something_is_no_refusal() -> None:
    text = "Race does not explain it [1]. Income does [2]. The studies do not mention rent."
    assert loose_outcome(text, SHOWN).behaved == "answered"
