"""Say how much of a mean, or of a difference, may be chance; the only file that knows scipy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap, permutation_test  # type: ignore[import-untyped]

_SEED = 20_210_923
"""Fixed, so that the same scores give the same report."""
_RESAMPLES = 2_000
_SHUFFLES = 9_999


@dataclass(frozen=True)
class Mean:
    """The mean of the scores of so many questions, and where it lies with 95% confidence."""

    value: float
    low: float
    high: float
    count: int
    """Questions scored."""


def mean_of(scores: Sequence[float]) -> Mean | None:
    """Return the mean with its percentile bootstrap interval; None of no score.

    Efron and Tibshirani 1993, "An introduction to the bootstrap". A single score has no interval
    but itself.
    """
    if not scores:
        return None
    values = np.asarray(scores, dtype=float)
    if len(values) == 1:
        return Mean(float(values[0]), float(values[0]), float(values[0]), 1)
    found = bootstrap(
        (values,),
        np.mean,
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Mean(float(values.mean()), float(found.low), float(found.high), len(values))


def interval_of(hits: int, of: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson 1927, "Probable inference")."""
    found = binomtest(hits, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def paired_p(before: Sequence[float], after: Sequence[float]) -> float:
    """Return the two-sided p value of a paired randomisation test on the mean difference.

    The scores are of the same questions in the same order. Smucker, Allan and Carterette 2007, "A
    comparison of statistical significance tests for information retrieval evaluation". Exact
    where all exchanges are few enough to be tried, else over 9,999 random ones.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    moved = first != second
    if moved.sum() < 2:
        return 1.0  # the only exchange there is differs as much
    # An exchange of equal scores changes nothing: leaving them out gives the same p sooner.
    tested = permutation_test(
        (first[moved], second[moved]),
        _difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=_SHUFFLES,
        rng=np.random.default_rng(_SEED),
    )
    return float(tested.pvalue)


def _difference(
    first: NDArray[np.float64], second: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    total: NDArray[np.float64] = (second - first).sum(axis=axis)
    return total
