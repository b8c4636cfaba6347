"""The classifier: how likely a statement is a problem, and of which category.

Two logistic regressions over the readable features and the embedding, fitted by
`python -m eval.bench.review --fit` and kept as plain numbers in classifier.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from pydantic import TypeAdapter

from assistant.review.category import Category
from assistant.review.features import Vector, names
from assistant.review.pattern import Patterns
from corpus.errors import EvidenceError


@dataclass(frozen=True)
class Weights:
    """One logistic regression."""

    readable: dict[str, float]
    """By feature name."""
    embedding: tuple[float, ...]
    """By dimension of the embedding model."""
    constant: float

    def odds(self, readable: Vector, embedding: Vector) -> float:
        """Return the log-odds of a statement."""
        known = np.array(list(self.readable.values()))
        return float(self.constant + known @ readable + np.array(self.embedding) @ embedding)


@dataclass(frozen=True)
class Classifier:
    """What was fitted, and on what."""

    model: str
    """SHA-256 of the embedding model that the weights belong to."""
    problem: Weights
    categories: dict[Category, Weights]
    problem_from: float
    """The probability from which a statement is remarked upon."""

    def probability(self, readable: Vector, embedding: Vector) -> float:
        """Return how likely a statement is a problem, 0 to 1."""
        return float(1 / (1 + np.exp(-self.problem.odds(readable, embedding))))

    def category(self, readable: Vector, embedding: Vector) -> Category:
        """Return the category that is likeliest for a problem."""
        odds = {
            name: weights.odds(readable, embedding) for name, weights in self.categories.items()
        }
        return max(odds, key=lambda name: odds[name])


@cache
def fitted() -> Classifier:
    """Return the weights that come with the project."""
    text = files("assistant.review").joinpath("classifier.json").read_bytes()
    return TypeAdapter(Classifier).validate_json(text)


def check_fits(classifier: Classifier, known: Patterns, checksum: str) -> None:
    """Raise EvidenceError where the weights are not of these features or this model."""
    if list(classifier.problem.readable) != names(known):
        raise EvidenceError(
            "assistant/review/classifier.json: fitted for other patterns; "
            "fit it again with: python -m eval.bench.review --fit"
        )
    if classifier.model != checksum:
        raise EvidenceError(
            "the review's classifier belongs to the packaged embedding model; review with a "
            "library made with that model"
        )
