"""The sentences that may answer: all of the first papers, and the passages found of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.retrieve.evidence import Evidence
from assistant.retrieve.search import NOT_EVIDENCE
from corpus.library import Library
from corpus.paper import UNREAD_SIGN, SectionKind
from corpus.paper_sentences import Role, StoredSentence
from corpus.text.sentences import Span

PAPERS_READ = 8
"""Papers of which every sentence is read, not only the passages that search found."""
_MOST = 160
"""Sentences that are looked at closely: the nearest in meaning."""
_NOT_QUOTED = frozenset({"front", "back", "references"})


@dataclass(frozen=True)
class Candidate:
    """A sentence of the evidence that might answer."""

    evidence: Evidence
    span: Span
    """Place in the passage's text."""
    part: SectionKind
    """The part of the paper it stands in, by the nearest heading above it."""
    role: Role
    similarity: float
    """Cosine of question and sentence."""
    nearby: float
    """The higher cosine of the sentences before and after it; 0 where there is none."""
    vector: NDArray[np.float32]
    """Of the sentence alone. *Shape:* (dimension,)."""
    score: float = 0.0
    """Probability that it answers."""

    @property
    def text(self) -> str:
        """The sentence, letter for letter."""
        return self.evidence.passage.text[self.span.start : self.span.end]

    @property
    def paper_id(self) -> str:
        """The paper it is from."""
        return self.evidence.paper.paper_id


def candidates_of(
    library: Library, question: NDArray[np.float32], found: Sequence[Evidence]
) -> list[Candidate]:
    """Return the sentences that may answer, the nearest to the question first.

    *Shape of the question's vector:* (dimension,), of unit length.
    """
    evidence = _with_similarity(library, question, _read_whole(library, found))
    stored = library.sentences.of([item.passage.passage_id for item in evidence])
    near: list[Candidate] = []
    for item in evidence:
        sentences = stored.get(item.passage.passage_id, [])
        if sentences:
            near += _of_passage(item, sentences, question)
    near.sort(key=lambda one: (-one.similarity, one.evidence.rank, one.span.start))
    return near[:_MOST]


def _of_passage(
    item: Evidence, sentences: Sequence[StoredSentence], question: NDArray[np.float32]
) -> Iterator[Candidate]:
    # Rounded, because the last digits of a product hang on how many rows are computed at once.
    cosines = np.round(np.stack([one.alone for one in sentences]) @ question, 4).tolist()
    text = item.passage.text
    for place, one in enumerate(sentences):
        unread = UNREAD_SIGN in text[one.span.start : one.span.end]
        if one.role != "fragment" and one.part not in _NOT_QUOTED and not unread:
            beside = cosines[max(0, place - 1) : place] + cosines[place + 1 : place + 2]
            yield Candidate(
                item, one.span, one.part, one.role, cosines[place], max(beside, default=0.0),
                one.alone,
            )  # fmt: skip


def _with_similarity(
    library: Library, question: NDArray[np.float32], evidence: Iterable[Evidence]
) -> list[Evidence]:
    """Return the evidence, each passage with its cosine to the question."""
    items = list(evidence)
    unknown = [item.passage.passage_id for item in items if not item.similarity]
    vectors = library.vectors_of(unknown)
    cosines = {one: round(float(vector @ question), 4) for one, vector in vectors.items()}
    return [
        replace(item, similarity=cosines.get(item.passage.passage_id, item.similarity))
        for item in items
    ]


def _read_whole(library: Library, found: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the evidence found, and the other passages of the first papers with it."""
    by_paper: dict[str, list[Evidence]] = {}
    for item in found:
        by_paper.setdefault(item.paper.paper_id, []).append(item)
    for place, (paper_id, items) in enumerate(by_paper.items()):
        yield from items
        if place >= PAPERS_READ:
            continue
        seen = {item.passage.passage_id for item in items}
        for origin in dict.fromkeys(item.passage.origin for item in items):
            for passage in library.words.passages_of(paper_id, origin):
                if passage.passage_id not in seen and passage.kind not in NOT_EVIDENCE:
                    yield replace(items[0], passage=passage, score=0.0, similarity=0.0)
