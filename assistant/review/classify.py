"""The classifier: how likely a statement is a problem, and of which category.

A support vector machine says whether, a logistic regression which category; both see the
readable features and the embedding. They are fitted by `python -m eval.fit.review` and stored as
plain numbers in corpus/fitted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from assistant.review.category import Category
from assistant.review.features import Vector, names
from assistant.review.kernel import Kernel
from assistant.review.pattern import Patterns
from corpus.errors import EvidenceError
from corpus.fitted.weights import fit_record, fitted_arrays

FIT = "review"


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


class Judging(Protocol):
    """Anything that gives the log-odds of a statement."""

    def odds(self, readable: Vector, embedding: Vector) -> float:
        """Return the log-odds of a statement."""


@dataclass(frozen=True)
class Classifier:
    """What was fitted, and on what."""

    model: str
    """SHA-256 of the embedding model that the weights belong to."""
    problem: Judging
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
def fitted(checksum: str) -> Classifier:
    """Return the classifier that comes with the project.

    Raises WrongModel where it was fitted with another embedding model than that of `checksum`.
    """
    record, arrays = fit_record(FIT, checksum), fitted_arrays(FIT)
    told = TypeAdapter(_Numbers).validate_python(dict(record.numbers))
    kept, weights = (arrays[name].astype(np.float64) for name in ("kept", "weights"))
    problem = Kernel(kept, weights, told.constant, told.width, told.slope, told.offset)
    return Classifier(record.checksum, problem, told.categories, told.problem_from)


@dataclass(frozen=True)
class _Numbers:
    """What is fitted and needs no array."""

    categories: dict[Category, Weights]
    problem_from: float
    constant: float
    width: float
    slope: float
    offset: float


def numbers_of(classifier: Classifier, problem: Kernel) -> dict[str, Any]:
    """Return the numbers that `fitted` reads."""
    told = _Numbers(
        classifier.categories,
        classifier.problem_from,
        problem.constant,
        problem.width,
        problem.slope,
        problem.offset,
    )
    return asdict(told)


def arrays_of_kernel(problem: Kernel) -> dict[str, NDArray[Any]]:
    """Return the arrays that `fitted` reads."""
    return {"kept": problem.kept.astype(np.float16), "weights": problem.weights.astype(np.float32)}


def check_fits(classifier: Classifier, known: Patterns) -> None:
    """Raise EvidenceError where the weights are not of these features."""
    if any(list(one.readable) != names(known) for one in classifier.categories.values()):
        raise EvidenceError(
            "the review's classifier was fitted for other patterns; fit it again with: make fit"
        )
