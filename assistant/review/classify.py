"""The classifier: how likely a statement is a problem, and of which category.

A support vector machine says whether, a logistic regression which category; both see the
readable features and the embedding. They are fitted by `python -m eval.bench.review --fit` and
kept as plain numbers in classifier.json and classifier.npz.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import TypeAdapter

from assistant.review.category import Category
from assistant.review.features import Vector, names
from assistant.review.kernel import Kernel
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


@dataclass(frozen=True)
class _Told:
    """What classifier.json holds."""

    model: str
    categories: dict[Category, Weights]
    problem_from: float
    constant: float
    width: float
    slope: float
    offset: float


@cache
def fitted() -> Classifier:
    """Return the classifier that comes with the project."""
    with as_file(files("assistant.review")) as folder:
        told = TypeAdapter(_Told).validate_json((folder / "classifier.json").read_bytes())
        with np.load(folder / "classifier.npz", allow_pickle=False) as held:
            kept, weights = (held[name].astype(np.float64) for name in ("kept", "weights"))
    problem = Kernel(kept, weights, told.constant, told.width, told.slope, told.offset)
    return Classifier(told.model, problem, told.categories, told.problem_from)


def write(classifier: Classifier, problem: Kernel, folder: Path) -> None:
    """Write what `fitted` reads."""
    told = _Told(
        classifier.model,
        classifier.categories,
        classifier.problem_from,
        problem.constant,
        problem.width,
        problem.slope,
        problem.offset,
    )
    (folder / "classifier.json").write_bytes(TypeAdapter(_Told).dump_json(told, indent=1) + b"\n")
    np.savez_compressed(
        folder / "classifier.npz",
        kept=problem.kept.astype(np.float16),
        weights=problem.weights.astype(np.float32),
    )
    fitted.cache_clear()


def check_fits(classifier: Classifier, known: Patterns, checksum: str) -> None:
    """Raise EvidenceError where the weights are not of these features or this model."""
    if any(list(one.readable) != names(known) for one in classifier.categories.values()):
        raise EvidenceError(
            "assistant/review/classifier.json: fitted for other patterns; "
            "fit it again with: python -m eval.bench.review --fit"
        )
    if classifier.model != checksum:
        raise EvidenceError(
            "the review's classifier belongs to the packaged embedding model; review with a "
            "library made with that model"
        )
