"""Fuse what the searches by meaning and by words found, and look a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.errors import WrongModel
from corpus.fitted.weights import fit_record
from corpus.hit import Hit


@dataclass(frozen=True)
class Weights:
    """What counts how much, beside a cosine; fitted by `python -m eval.fit.search`."""

    words: float
    """The best match of words, beside a cosine from -1 to 1."""
    synonyms: float
    """A word that only means the same as one of the question, beside one of the question's."""
    feedback: float
    """How much the best passages move the question, whose own vector counts 1."""
    sharpness: float
    """How much more a better passage moves it: 0.01 of score makes e^0.5 times as much."""
    register: float
    """A paper for which the register of claims surely vouches, beside a cosine from -1 to 1."""


FIT = "search"
_RANK = 60
"""Added to every rank, so that the first few do not count for all."""
_UNFITTED_SYNONYMS = 0.2


@lru_cache(maxsize=4)
def search_weights(checksum: str) -> Weights | None:
    """Return the weights for an embedding model; None where none were fitted with it."""
    try:
        return Weights(**fit_record(FIT, checksum).numbers)
    except WrongModel:
        return None


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
    words: Sequence[Hit], synonyms: Sequence[Hit], weights: Weights | None
) -> dict[str, float]:
    """Return how well the words of each passage match, from 0 to 1, the best match."""
    share = weights.synonyms if weights else _UNFITTED_SYNONYMS
    scores = {hit.passage_id: hit.score for hit in words}
    for hit in synonyms:
        scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + share * hit.score
    most = max(scores.values(), default=0.0)
    return {passage_id: score / most for passage_id, score in scores.items()} if most else {}


def fuse(question: NDArray[np.float32], pool: Pool, weights: Weights | None) -> Fused:
    """Return a pool in order of cosine and words together, after a second look.

    The two are summed (a convex combination: Bruch, Gai and Ingber 2023, "An analysis of fusion
    functions for hybrid retrieval"). Then the question's vector is moved towards the passages
    found, each by as much as it is likely to be relevant (Rocchio 1971, weighted as in the
    relevance models of Lavrenko and Croft 2001), and they are scored once more: what the best
    passages are about tells what the question is about. Equal scores stand in order of id.

    Without weights, which is with an embedding model that none were fitted with, the ranks by
    cosine and by words are fused, which needs no fit (Cormack, Clarke and Büttcher 2009,
    "Reciprocal rank fusion"), 1 being first by both.

    *Shape of the question's vector:* (dimension,), of unit length.
    """
    if not pool.passage_ids:
        return Fused((), {})
    similarity = pool.vectors @ question
    if weights is None:
        scores = _reciprocal_ranks(similarity, pool.words)
    else:
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


def _reciprocal_ranks(
    similarity: NDArray[np.floating], words: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean of the reciprocal ranks by both, 1 for the first by both."""
    near = 1 / (_RANK + _ranks(similarity.round(6)))
    told = np.where(words > 0, 1 / (_RANK + _ranks(words)), 0.0)
    fused: NDArray[np.float64] = (_RANK + 1) * (near + told) / 2
    return fused


def _ranks(values: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the rank of each value, 1 for the greatest; equal ones share the better rank."""
    ranks: NDArray[np.int64] = 1 + (values[None, :] > values[:, None]).sum(axis=1)
    return ranks


def _moved(
    question: NDArray[np.float32], pool: Pool, scores: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Return the question's vector moved towards the passages, the best most, of unit length."""
    likely = np.exp(weights.sharpness * (scores - scores.max()))
    moved = question + weights.feedback * (likely / likely.sum()) @ pool.vectors
    unit: NDArray[np.float64] = moved / np.linalg.norm(moved)
    return unit
