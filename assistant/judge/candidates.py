"""Weigh the sentences of the evidence by how well they answer, letter for letter as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.retrieve.evidence import Evidence
from assistant.understand.named_papers import named
from assistant.understand.question_type import asks_how
from assistant.understand.terms import share, stems
from corpus.library import Library
from corpus.paper import SectionKind
from corpus.status import Standing
from corpus.text.sentences import Span

_NOT_QUOTED = frozenset({"front", "back", "references"})
_ASIDE = 0.4
"""Taken from what tells how a study was done, where the question does not ask for that."""
_SHARE = 0.2
"""Given for having all words of the question that carry meaning."""
_FIRST = 0.2
"""Given to the sentences of the paper that search found first; a third of it to the third."""
_FOUND = 0.5
"""Given to the sentences of the paper of the best passage; to others by their passage's score."""
_NAMED = 0.1
"""Given to the sentences of a paper that the question names, which is never set back."""
_SET_BACK = {Standing.RETRACTED: 0.5, Standing.SUPERSEDED: 0.25, Standing.HISTORICAL: 0.05}
"""Taken from papers that no longer hold, so that what replaced them leads the answer."""


@dataclass(frozen=True)
class Candidate:
    """A sentence of the evidence that might answer."""

    evidence: Evidence
    span: Span
    """Place in the passage's text."""
    part: SectionKind
    """The part of the paper it stands in, by the nearest heading above it."""
    similarity: float
    """Cosine of question and sentence."""
    score: float
    """How well it answers: from its meaning, its words and the rank of its passage."""
    plain: NDArray[np.float32]
    """Of the sentence alone. *Shape:* (dimension,)."""

    @property
    def text(self) -> str:
        """The sentence, letter for letter."""
        return self.evidence.passage.text[self.span.start : self.span.end]

    @property
    def paper_id(self) -> str:
        """The paper it is from."""
        return self.evidence.paper.paper_id


def candidates(library: Library, question: str, evidence: Sequence[Evidence]) -> list[Candidate]:
    """Return every quotable sentence of the evidence, the best answer first."""
    stored = library.sentences.of([item.passage.passage_id for item in evidence])
    (asked,) = library.asked.embed([question])
    wanted = stems(question)
    found: list[Candidate] = []
    worth = _worth_of_papers(question, evidence)
    how = asks_how(question)
    aside = 0.0 if how else _ASIDE
    for item in evidence:
        for one in stored.get(item.passage.passage_id, ()):
            if one.titled is None or one.part in _NOT_QUOTED or (one.role == "sample" and not how):
                continue
            # Rounded, because the last digits of a vector vary with the batch it is computed in.
            similarity = round(float(one.titled @ asked), 4)
            # With its title a sentence is about the right thing, alone it says the right thing.
            score = (similarity + float(one.alone @ asked)) / 2
            text = item.passage.text[one.span.start : one.span.end]
            score += _SHARE * share(wanted, text) + worth[item.paper.paper_id]
            score -= aside if one.part == "methods" else 0.0
            score -= _ASIDE if one.role == "aim" else 0.0
            found.append(
                Candidate(item, one.span, one.part, similarity, round(score, 4), one.alone)
            )
    return sorted(found, key=lambda c: (-c.score, c.evidence.rank, c.span.start))


def _worth_of_papers(question: str, evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return what the sentences of each paper are given for how search found it, by paper id."""
    best: dict[str, float] = {}
    for item in evidence:
        best[item.paper.paper_id] = max(best.get(item.paper.paper_id, 0.0), item.score)
    papers = {item.paper.paper_id: item.paper for item in evidence}
    asked_for = named(question, papers.values())
    most = max(best.values(), default=0.0) or 1.0
    return {
        paper_id: _FIRST / place
        + _FOUND * best[paper_id] / most
        + (_NAMED if paper_id in asked_for else -_SET_BACK.get(paper.status.standing, 0.0))
        for place, (paper_id, paper) in enumerate(papers.items(), start=1)
    }
