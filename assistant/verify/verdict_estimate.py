"""Estimate how a statement stands to its passages, from its features."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from corpus.fitted.weights import fit_record

FIT = "check"
Verdict = Literal["supported", "contradicted", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class VerdictEstimate:
    """The probability of each verdict, and from where on it is given."""

    probability: Mapping[Verdict, float]
    """They sum to 1."""
    supported_from: float
    """Above 1 where no probability of being supported was right often enough on other writers."""
    contradicted_from: float

    @property
    def is_contradicted(self) -> bool:
        """Whether it is told to be contradicted."""
        return self.probability["contradicted"] >= self.contradicted_from


def estimate(features: Mapping[str, float]) -> VerdictEstimate:
    """Return the estimate for the features of a statement (a multinomial logistic regression)."""
    numbers = _numbers()
    scaled = {
        name: (value - numbers["mean"][name]) / numbers["scale"][name]
        for name, value in features.items()
    }
    margins = [
        numbers["constant"][label]
        + sum(numbers["weights"][label][name] * value for name, value in scaled.items())
        for label in VERDICTS
    ]
    odds = [math.exp(margin - max(margins)) for margin in margins]
    probability = {
        label: round(one / sum(odds), 4) for label, one in zip(VERDICTS, odds, strict=True)
    }
    return VerdictEstimate(probability, numbers["supported_from"], numbers["contradicted_from"])


@cache
def _numbers() -> Mapping[str, Any]:
    return fit_record(FIT).numbers
