"""The sentences selected answer, differ, and have their figures compared."""

from __future__ import annotations

import numpy as np

from assistant.compose.select import LEAST_SENTENCES, limitations, says_the_same, select
from assistant.judge.candidates import Candidate
from assistant.retrieve.evidence import Evidence
from assistant.understand.question_type import form_of
from corpus.paper import Paper, Passage, SectionKind
from corpus.text.sentences import Span

OPEN = form_of("Does it work?")


def candidate(
    text: str,
    score: float = 0.8,
    paper: str = "a",
    *,
    place: int,
    within: str | None = None,
    part: SectionKind = "results",
    similarity: float = 0.8,
) -> Candidate:
    """Return a sentence of a paper whose direction of meaning is `place`."""
    whole = within or text
    start = whole.index(text)
    passage = Passage(
        f"{paper}-{whole}", paper, "full text", part, "Results", None, None, 0, len(whole), whole
    )
    vector = np.zeros(64, dtype=np.float32)
    vector[place] = 1
    evidence = Evidence(1, passage, Paper(paper, paper), 0.0, 0.0)
    return Candidate(evidence, Span(start, start + len(text)), part, similarity, score, vector)


def test_two_sentences_that_say_the_same_are_one_unless_their_figures_differ() -> None:
    first = candidate("The odds were 0.83 for Black patients.", place=1)
    second = candidate("The odds were 0.80 for Hispanic patients.", place=1, paper="b")
    third = candidate("The odds for Black patients were 0.83.", place=1, paper="c")
    assert not says_the_same(first, second)
    assert says_the_same(first, third)
    chosen = select(OPEN, [first, second, third], 8)
    assert chosen == [first, second]


def test_a_figure_without_its_comparison_brings_the_sentence_that_tells_it() -> None:
    text = (
        "Opioids went to 20.7% of Black children. Of White children, more than 43.1% got opioids."
    )
    lead, beside = (part if part.endswith(".") else f"{part}." for part in text.split(". ", 1))
    first = candidate(lead, 0.9, within=text, place=1)
    second = candidate(beside, 0.1, within=text, place=2)
    others = [candidate(f"Other finding number {n} holds.", 0.5, "b", place=n) for n in (3, 4, 5)]
    assert select(OPEN, [first, *others, second], 3)[:2] == [first, second]


def test_weak_sentences_are_said_only_where_there_would_be_too_few() -> None:
    lead = candidate("The lead says it all.", 0.9, place=0)
    weak = [
        candidate(f"Weak sentence {name} here.", 0.1, name, place=place, similarity=0.5)
        for place, name in enumerate("bcdef", start=1)
    ]
    assert len(select(OPEN, [lead, *weak], 8)) == LEAST_SENTENCES


def test_a_sentence_far_from_the_question_is_not_said_to_fill_up() -> None:
    lead = candidate("The lead says it all.", 0.9, place=0)
    far = candidate("Wheezing was more common.", 0.8, "b", place=1, similarity=0.1)
    assert select(OPEN, [lead, far], 8) == [lead]


def test_limits_are_those_of_the_papers_chosen_and_come_apart() -> None:
    lead = candidate("The lead says it all.", place=0)
    own = candidate("The study is small.", 0.3, place=1, part="limitations")
    other = candidate("The other study is old.", 0.9, "b", place=2, part="limitations")
    ranked = [other, lead, own]
    chosen = select(OPEN, ranked, 8)
    assert chosen == [lead]
    assert limitations(OPEN, ranked, chosen) == [own]


def test_where_papers_are_asked_for_each_says_one_sentence_before_any_says_a_second() -> None:
    ranked = [candidate(f"Paper a says thing {n}.", 0.9, place=n) for n in (1, 2, 3)]
    ranked += [candidate(f"Paper {name} says something.", 0.6, name, place=n)
               for n, name in enumerate("bc", start=4)]  # fmt: skip
    chosen = select(form_of("What can I cite on this?"), ranked, 3)
    assert [one.paper_id for one in chosen] == ["a", "b", "c"]
