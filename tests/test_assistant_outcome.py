"""The three outcomes of a question: answered, the nearest evidence shown, declined."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import answer
from assistant.judge.outcome import NEAREST_NOTE
from assistant.render.json_objects import answer_markdown, answer_object
from corpus.library import Library


def test_the_outcome_is_told_to_other_programs(starter_library: Library) -> None:
    told = answer_object(answer(starter_library, "What is weathering?"))
    assert (told["outcome"], told["declined"]) == ("answered", False)
    assert 0.5 < told["sure"] <= 1.0
    far = answer_object(answer(starter_library, "Which spirit level app is the most accurate?"))
    assert (far["outcome"], far["declined"], far["sentences"]) == ("declined", True, [])


def test_nearest_evidence_is_quoted_under_words_that_say_what_it_is(
    starter_library: Library,
) -> None:
    answered = answer(starter_library, "What is weathering?")
    nearest = replace(answered, outcome="nearest")
    assert not nearest.declined
    assert NEAREST_NOTE in answer_markdown(nearest)
    assert NEAREST_NOTE not in answer_markdown(answered)
    assert answer_object(nearest)["sentences"] == answer_object(answered)["sentences"]
