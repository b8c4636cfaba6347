"""Fuse what the searches by meaning and by words found, and look a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.hit import Hit


@dataclass(frozen=True)
class Weights:
    """What counts how much; eval/notes/search.md tells how each was found."""

    words: float = 0.3
    """The best match of words, beside a cosine from -1 to 1."""
    synonyms: float = 0.2
    """A word that only means the same as one of the question, beside one of the question's."""
    feedback: float = 1.0
    """How much the best passages move the question, whose own vector counts 1."""
    sharpness: float = 50.0
    """How much more a better passage moves it: 0.01 of score makes e^0.5 times as much."""
    register: float = 0.2
    """A paper for which the register of claims surely vouches, beside a cosine from -1 to 1."""


FIT = "search"
WEIGHTS = Weights()


@dataclass(frozen=True)
class Pool:
    """The passages that either search found, each with its vector and how well its words match."""

    passage_ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    """Of unit length. *Shape:* (passages, dimension)."""
    words: NDArray[np.float64]
    """From 0 to 1, the best match of this search. *Shape:* (passages,)."""


@dataclass(frozen=True)
class Fused:
    """The passages of a pool, best first, and the cosine of each with the question."""

    hits: tuple[Hit, ...]
    similarity: Mapping[str, float]


def matched(
    words: Sequence[Hit], synonyms: Sequence[Hit], weights: Weights = WEIGHTS
) -> dict[str, float]:
    """Return how well the words of each passage match, from 0 to 1, the best match."""
    scores = {hit.passage_id: hit.score for hit in words}
    for hit in synonyms:
        scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + weights.synonyms * hit.score
    most = max(scores.values(), default=0.0)
    return {passage_id: score / most for passage_id, score in scores.items()} if most else {}


def fuse(question: NDArray[np.float32], pool: Pool, weights: Weights = WEIGHTS) -> Fused:
    """Return a pool in order of cosine and words together, after a second look.

    The two are summed (a convex combination: Bruch, Gai and Ingber 2023, "An analysis of fusion
    functions for hybrid retrieval"). Then the question's vector is moved towards the passages
    found, each by as much as it is likely to be relevant (Rocchio 1971, weighted as in the
    relevance models of Lavrenko and Croft 2001), and they are scored once more: what the best
    passages are about tells what the question is about. Equal scores stand in order of id.

    *Shape of the question's vector:* (dimension,), of unit length.
    """
    if not pool.passage_ids:
        return Fused((), {})
    similarity = pool.vectors @ question
    moved = _moved(question, pool, similarity + weights.words * pool.words, weights)
    scores = pool.vectors @ moved + weights.words * pool.words
    # Rounded, because the last digits of a product hang on how many rows are computed at once.
    hits = [
        Hit(passage_id, round(float(score), 6))
        for passage_id, score in zip(pool.passage_ids, scores, strict=True)
    ]
    cosines = {
        passage_id: round(float(cosine), 6)
        for passage_id, cosine in zip(pool.passage_ids, similarity, strict=True)
    }
    return Fused(tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))), cosines)


def _moved(
    question: NDArray[np.float32], pool: Pool, scores: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Return the question's vector moved towards the passages, the best most, of unit length."""
    likely = np.exp(weights.sharpness * (scores - scores.max()))
    moved = question + weights.feedback * (likely / likely.sum()) @ pool.vectors
    unit: NDArray[np.float64] = moved / np.linalg.norm(moved)
    return unit
