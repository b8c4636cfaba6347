"""A support vector machine with Gaussian kernel, as plain numbers (Cortes and Vapnik 1995).

Which words excuse which matter is no sum over words: it depends on the statements that resemble
the one at hand. So a statement is held against those that were kept from training.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.review.features import Vector

SCALE_OF_READABLE = 0.4
"""A readable feature against the embedding, which has unit length."""


@dataclass(frozen=True)
class Kernel:
    """What was kept of the training, and how distance counts."""

    kept: NDArray[np.float64]
    """*Shape:* (statements kept, readable features and dimensions of the embedding)."""
    weights: NDArray[np.float64]
    """*Shape:* (statements kept,). Above zero for problems."""
    constant: float
    width: float
    """Of the kernel: the factor of the squared distance."""
    slope: float = 1.0
    """Of the log-odds over the decision value (Platt 1999)."""
    offset: float = 0.0

    def odds(self, readable: Vector, embedding: Vector) -> float:
        """Return the log-odds of a statement."""
        apart = ((self.kept - beside(readable, embedding)) ** 2).sum(axis=1)
        decision = self.weights @ np.exp(-self.width * apart) + self.constant
        return float(self.slope * decision + self.offset)


def beside(readable: NDArray[np.float64], embedding: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one or several statements as the kernel measures distance between them."""
    return np.concatenate([readable * SCALE_OF_READABLE, embedding], axis=-1)
