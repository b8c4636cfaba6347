"""Weigh the sentences of the evidence by how well they answer, letter for letter as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.retrieve.evidence import Evidence
from assistant.understand.named_papers import named
from assistant.understand.question_type import asks_how
from assistant.understand.terms import share, stems
from corpus.embed import contextual_text
from corpus.paper import Passage, SectionKind
from corpus.remembering import Remembering
from corpus.section_kind import kind_of
from corpus.sentences import Span, sentence_spans
from corpus.status import Standing

_LEAST_WORDS = 5

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
_AIM = re.compile(
    r"(We|This (study|paper|article|report|analysis)|(The|Our) (aim|objective|purpose|goal)s?)\b"
    r".{0,30}\b(examin|investigat|aim|explor|sought|assess|evaluat|describ|stud|analyz|was to)"
    r"|(\w+ and colleagues|\w+ et al\.|\w+ and \w+|The authors) "
    r"(compared|examined|investigated|explored|assessed|evaluated|studied|analyzed|surveyed)\b",
    re.IGNORECASE,
)
"""What a study set out to do; the question is what it found."""
_LABELLED = re.compile(r"(Population|Setting|Sample|Race or ethnicity): ")
"""A digest's lines on who was studied; only a question for that is answered by one."""
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
    vector: NDArray[np.float32]
    """Of the sentence behind its paper's title. *Shape:* (dimension,)."""
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


def candidates(
    remembered: Remembering, question: str, evidence: Sequence[Evidence]
) -> list[Candidate]:
    """Return every quotable sentence of the evidence, the best answer first."""
    places = [(item, span, part) for item in evidence for span, part in quotable(item.passage)]
    if not places:
        return []
    sentences = [item.passage.text[span.start : span.end] for item, span, _ in places]
    titled = [
        contextual_text(item.paper.title, "", sentence)
        for (item, _, _), sentence in zip(places, sentences, strict=True)
    ]
    asked, *vectors = remembered.embed([question, *titled, *sentences])
    plains = vectors[len(titled) :]
    wanted = stems(question)
    found: list[Candidate] = []
    worth = _worth_of_papers(question, evidence)
    how = asks_how(question)
    aside = 0.0 if how else _ASIDE
    for (item, span, part), vector, plain, sentence in zip(
        places, vectors[: len(titled)], plains, sentences, strict=True
    ):
        if _LABELLED.match(sentence) and not how:
            continue
        # Rounded, because the last digits of a vector vary with the batch it is computed in.
        similarity = round(float(vector @ asked), 4)
        # With its title a sentence is about the right thing, alone it says the right thing.
        score = (similarity + float(plain @ asked)) / 2
        score += _SHARE * share(wanted, sentence) + worth[item.paper.paper_id]
        score -= aside if part == "methods" else 0.0
        score -= _ASIDE if _AIM.match(sentence) else 0.0
        found.append(Candidate(item, span, part, similarity, round(score, 4), vector, plain))
    return sorted(found, key=lambda c: (-c.score, c.evidence.rank, c.span.start))


def _worth_of_papers(question: str, evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return what the sentences of each paper are given for how search found it, by paper id."""
    best: dict[str, float] = {}
    for item in evidence:
        best[item.paper.paper_id] = max(best.get(item.paper.paper_id, 0.0), item.score)
    papers = {item.paper.paper_id: item.paper for item in evidence}
    asked_for = named(question, papers.values())
    most = max(best.values()) or 1.0
    return {
        paper_id: _FIRST / place
        + _FOUND * best[paper_id] / most
        + (_NAMED if paper_id in asked_for else -_SET_BACK.get(paper.status.standing, 0.0))
        for place, (paper_id, paper) in enumerate(papers.items(), start=1)
    }


def quotable(passage: Passage) -> Iterator[tuple[Span, SectionKind]]:
    """Yield the whole sentences of a passage, and the part of the paper each stands in."""
    part = passage.kind
    for span in sentence_spans(passage.text):
        sentence = passage.text[span.start : span.end]
        if not sentence.endswith((".", "?", "!", ".”", '."', ".)")):
            # A heading, or a line of a table, says what the next sentences are about.
            part = kind_of(sentence) or passage.kind
        elif part not in _NOT_QUOTED and _is_whole(sentence):
            yield span, part


def _is_whole(sentence: str) -> bool:
    return len(sentence.split()) >= _LEAST_WORDS and (
        sentence[0].isupper() or sentence[0].isdigit()
    )
