"""What is around a question, and how it is typed, changes neither outcome nor first paper."""

from __future__ import annotations

from itertools import cycle

from assistant.judge.best_reading import best_reading
from assistant.judge.judge import judge
from assistant.judge.outcome import Outcome
from assistant.misconceptions.boost import boosted_search
from assistant.understand.readings import readings
from assistant.understand.spelling import reading
from corpus.library import Library
from eval.bench.harness import SETS
from eval.questions import read_questions
from eval.rewordings import REWORDINGS

_QUESTIONS = 60
_SAME = 0.95


def asked(library: Library, message: str) -> tuple[Outcome, str]:
    """Return the outcome of a message and the paper of the best sentence, judged by features."""
    text = reading(" ".join(message.split()), library.words.holding).text
    meant, found = best_reading(library, readings(text), lambda part: boosted_search(library, part))
    judgement = judge(library, meant, found, closely=False)
    is_sure = judgement.probability >= judgement.answered_from
    outcome: Outcome = "answered" if is_sure else "nearest"
    if judgement.in_field < judgement.declined_below:
        outcome = "declined"
    return outcome, judgement.ranked[0].evidence.paper.paper_id


def test_a_message_keeps_its_whole_and_its_parts_as_readings() -> None:
    message = "Hello there! I teach nurses: does race cause disease"
    assert readings(message) == (
        "Hello there! I teach nurses: does race cause disease?",
        "Hello there!",
        "I teach nurses:",
        "does race cause disease?",
        "Hello there! I teach nurses:",
        "I teach nurses: does race cause disease?",
    )
    assert readings("Does race cause disease?") == ("Does race cause disease?",)


def test_harmless_rewordings_keep_outcome_and_first_paper(starter_library: Library) -> None:
    own = (one for one in read_questions(SETS / "development.jsonl") if not one.follows)
    questions = [one.question for one in own if one.expected_behaviour == "answer"][:_QUESTIONS]
    same = []
    for question, name in zip(questions, cycle(REWORDINGS), strict=False):
        before = asked(starter_library, question)
        same.append(asked(starter_library, REWORDINGS[name](question)) == before)
    assert len(same) == _QUESTIONS
    assert sum(same) >= _SAME * len(same)
