"""Logistic regressions with a penalty, and their scores on groups that they were not fitted on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

Array = NDArray[np.float64]

_LAST_PENALTY = 3e-4
SCALE = 3.0
"""Of vectors and n-grams against the penalty."""
_STEPS = 60


def cross_fitted_scores(
    tables: Sequence[Array], target: Array, weight: Array, use: Array, groups: Array, penalty: float
) -> Array:
    """Return scores of (pairs, tables), each group by weights fitted on the others."""
    out = np.zeros((len(target), len(tables)))
    for group in np.unique(groups):
        rest = use & (groups != group)
        found = logistic_weights(tables[0][rest] * SCALE, target[rest], weight[rest], penalty)
        for number, table in enumerate(tables):
            out[groups == group, number] = table[groups == group] @ found[1:] * SCALE
    return out


def cross_fitted_odds(
    table: Array, target: Array, weight: Array, use: Array, groups: Array
) -> Array:
    """Return log-odds of (rows,), each group by weights fitted on the others."""
    odds = np.zeros(len(target))
    for group in np.unique(groups):
        rest = use & (groups != group)
        odds[groups == group] = table[groups == group] @ scaled_logistic(
            table, target, weight, rest
        )
    return odds


def scaled_logistic(table: Array, target: Array, weight: Array, use: Array) -> Array:
    """Return weights of features whose first is constant, penalised per standard deviation."""
    rows = table[use][:, 1:]
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    found = logistic_weights((rows - middle) / spread, target[use], weight[use], _LAST_PENALTY)
    weights = found[1:] / spread
    return np.array([found[0] - middle @ weights, *weights])


def logistic_weights(rows: Array, positive: Array, weight: Array, penalty: float) -> Array:
    """Return constant and weights of a logistic regression; weights are penalised, squared."""
    signs, weight = np.where(positive, 1.0, -1.0), weight / weight.sum()

    def loss(found: Array) -> tuple[float, Array]:
        margins = signs * (rows @ found[1:] + found[0])
        slope = -signs * weight / (1 + np.exp(np.clip(margins, -50, 50)))
        missed = float((weight * np.logaddexp(0, -margins)).sum())
        missed += penalty * float(found[1:] @ found[1:])
        return missed, np.r_[slope.sum(), rows.T @ slope + 2 * penalty * found[1:]]

    start = np.zeros(rows.shape[1] + 1)
    found = minimize(loss, start, jac=True, options={"maxiter": _STEPS}, method="L-BFGS-B").x
    return np.array(found, dtype=np.float64)
