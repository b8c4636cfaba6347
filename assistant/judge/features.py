"""Read from the evidence the signs by which it is decided whether it answers a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.judge.candidates import Candidate
from assistant.judge.term_support import TextWords, read_words_of, term_support
from assistant.retrieve.evidence import Evidence
from assistant.understand.facets import Term, naming_terms
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library
from corpus.paper import Paper

PASSAGES_READ = 10
"""Passages of the evidence from which sentences are chosen."""


@dataclass(frozen=True)
class Asked:
    """What a question names, each word with how much it says in this library."""

    terms: tuple[Term, ...]
    weights: NDArray[np.float64]
    """1 for a word that no passage holds, near 0 for one that most hold. *Shape:* (terms,)."""

    def share(self, borne: NDArray[np.float64]) -> float:
        """Return which share of what is named some text bears on, from 0 to 1."""
        whole = float(self.weights.sum())
        return float(self.weights @ borne) / whole if whole else 1.0


@dataclass(frozen=True)
class Signs:
    """What tells a question that the evidence answers from one that it does not."""

    closest: float
    """Cosine of the question and the sentence nearest to it."""
    first: float
    """Share of what is named that the paper found first bears on."""
    lack: float
    """What the best paper lacks: the square root of the summed weights, so that the first
    missing word tells most."""


def weigh(library: Library, question: str, filters: Filters = NO_FILTERS) -> Asked:
    """Return what a question names, weighted by how rare each word is in what is searched.

    The weight is the inverse document frequency over passages (Spärck Jones 1972), divided by
    that of a word that none holds, so that it means the same in a library of any size. A word is as
    rare as the most common of those that mean the same.
    """
    terms = tuple({term.text.lower(): term for term in naming_terms(question)}.values())
    among = filters.among(library.papers())
    most = math.log((library.passage_count + 1) / 0.5)
    weights = [
        math.log((library.passage_count + 1) / (_held(library, term, among) + 0.5)) / most
        for term in terms
    ]
    return Asked(terms, np.clip(np.array(weights, dtype=np.float64), 0.0, 1.0))


def _held(library: Library, term: Term, among: Sequence[str] | None) -> int:
    same = (term.text, *(other.text for other in term.otherwise))
    return max(library.words.holding(text, among) for text in same)


def signs(
    library: Library, asked: Asked, found: Sequence[Evidence], ranked: Sequence[Candidate]
) -> Signs:
    """Return the signs of the evidence for a question."""
    by_paper: dict[str, list[Evidence]] = {}
    for item in found[:PASSAGES_READ]:
        by_paper.setdefault(item.paper.paper_id, []).append(item)
    borne = term_support(library, asked.terms, [_words_of(one) for one in by_paper.values()])
    shares = [asked.share(one) for one in borne]
    best = borne[int(np.argmax(shares))] if shares else np.zeros(len(asked.terms))
    return Signs(
        closest=max((candidate.similarity for candidate in ranked), default=0.0),
        first=shares[0] if shares else 0.0,
        lack=math.sqrt(float(asked.weights @ (1 - best))),
    )


def _words_of(passages: Sequence[Evidence]) -> TextWords:
    return read_words_of(*described(passages[0].paper), *(item.passage.text for item in passages))


def described(paper: Paper) -> Iterable[str]:
    """Return what a citation says of a paper: a question may name it by any of this."""
    return (
        paper.title,
        *paper.authors,
        str(paper.year or ""),
        paper.journal or "",
        paper.population or "",
    )
