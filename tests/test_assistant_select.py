"""The sentences selected are probable, and no two say the same."""

from __future__ import annotations

import numpy as np

from assistant.compose.select import limitation_of, says_the_same, select
from assistant.judge.candidates import Candidate
from assistant.retrieve.evidence import Evidence
from corpus.paper import Paper, Passage
from corpus.paper_sentences import Role
from corpus.text.sentences import Span

POLICY = {"least": 0.3, "share": 0.5, "like": 0.1}


def candidate(
    text: str, score: float = 0.8, paper: str = "a", *, place: int, role: Role = "finding"
) -> Candidate:
    """Return a sentence of a paper whose direction of meaning is `place`."""
    passage = Passage(
        f"{paper}-{text}", paper, "full text", "results", "Results", None, None, 0, len(text), text
    )
    vector = np.zeros(64, dtype=np.float32)
    vector[place] = 1
    evidence = Evidence(1, passage, Paper(paper, paper), 0.0, 0.0)
    span = Span(0, len(text))
    return Candidate(evidence, span, "results", role, 0.8, 0.0, vector, score)


def test_two_sentences_that_say_the_same_are_one_unless_their_figures_differ() -> None:
    first = candidate("The odds were 0.83 for Black patients.", place=1)
    second = candidate("The odds were 0.80 for Hispanic patients.", place=1, paper="b")
    third = candidate("The odds for Black patients were 0.83.", place=1, paper="c")
    assert not says_the_same(first, second)
    assert says_the_same(first, third)
    assert select([first, second, third], POLICY, 8) == [first, second]


def test_no_quota_is_filled() -> None:
    lead = candidate("The lead says it all.", 0.9, place=0)
    weak = candidate("A weak sentence here.", 0.29, "b", place=1)
    behind = candidate("Far behind the lead.", 0.44, "c", place=2)
    enough = candidate("Another good sentence.", 0.5, "d", place=3)
    assert select([lead, enough, behind, weak], POLICY, 8) == [lead, enough]
    # The nearest evidence has a lead, however weak.
    assert select([weak], POLICY, 8) == [weak]


def test_what_is_like_a_selected_sentence_comes_later() -> None:
    lead = candidate("The lead says it all.", 0.9, place=0)
    like = candidate("The lead is said with 7 more.", 0.8, "b", place=0)
    other = candidate("Something else holds.", 0.75, "c", place=1)
    assert select([lead, like, other], POLICY, 2) == [lead, other]


def test_the_limitation_is_that_of_the_leading_paper() -> None:
    lead = candidate("The lead says it all.", place=0)
    own = candidate("The study is small.", 0.1, place=1, role="limitation")
    other = candidate("The other study is old.", 0.9, "b", place=2, role="limitation")
    assert limitation_of([other, lead, own], [lead]) == [own]
    assert limitation_of([other, lead], [lead]) == []
