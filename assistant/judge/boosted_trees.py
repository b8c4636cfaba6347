"""Boosted trees as plain arrays: features in, log-odds out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class BoostedTrees:
    """An ensemble of regression trees (Friedman 2001), fitted by scikit-learn, read without it.

    Nodes of all trees are padded to one length. A leaf points at itself, so that each walk may take
    as many steps as the deepest tree has levels.
    """

    feature: NDArray[np.int64]
    """Which feature a node looks at. *Shape:* (trees, nodes)."""
    threshold: NDArray[np.float64]
    """A row goes left where its feature is at most this. *Shape:* (trees, nodes)."""
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    """What a leaf adds to the log-odds. *Shape:* (trees, nodes)."""
    baseline: float
    depth: int

    @staticmethod
    def of_arrays(arrays: Mapping[str, NDArray[np.float32]]) -> BoostedTrees:
        """Return the trees of arrays by the names of the fields, as a fitted file holds them."""
        return BoostedTrees(
            feature=arrays["feature"].astype(np.int64),
            threshold=arrays["threshold"].astype(np.float64),
            left=arrays["left"].astype(np.int64),
            right=arrays["right"].astype(np.int64),
            value=arrays["value"].astype(np.float64),
            baseline=float(arrays["baseline"][0]),
            depth=int(arrays["depth"][0]),
        )

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of each row. *Shape:* (rows, features) to (rows,)."""
        trees = np.arange(len(self.feature))[None, :]
        place = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            is_left = rows[place, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(is_left, self.left[trees, node], self.right[trees, node])
        total: NDArray[np.float64] = self.baseline + self.value[trees, node].sum(axis=1)
        return total


def sigmoid(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log-odds."""
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-log_odds))
    return found
