"""Weigh what a question names by how rare it is, and say what a citation tells of a paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.understand.facets import Term, naming_terms
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library
from corpus.paper import Paper


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


def described(paper: Paper) -> Iterable[str]:
    """Return what a citation says of a paper: a question may name it by any of this."""
    return (
        paper.title,
        *paper.authors,
        str(paper.year or ""),
        paper.journal or "",
        paper.population or "",
    )
