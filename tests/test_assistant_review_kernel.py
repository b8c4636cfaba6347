"""The kernel computes what the library that fitted it computes, and says so in log-odds."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.svm import SVC  # type: ignore[import-untyped]

from assistant.review.kernel import SCALE_OF_READABLE, Kernel, beside


def test_a_kernel_gives_the_decision_of_the_machine_it_was_fitted_by() -> None:
    random = np.random.default_rng(7)
    readable = random.integers(0, 2, (40, 5)).astype(float)
    embedding = random.normal(size=(40, 6))
    is_problem = readable[:, 0] + embedding[:, 0] > 0.5
    rows = beside(readable, embedding)
    machine = SVC(C=2.0, gamma=0.3).fit(rows, is_problem)
    kernel = Kernel(
        machine.support_vectors_, machine.dual_coef_[0], float(machine.intercept_[0]), 0.3, 2.0, 0.5
    )
    told = [kernel.odds(one, other) for one, other in zip(readable, embedding, strict=True)]
    assert told == pytest.approx(2.0 * machine.decision_function(rows) + 0.5)


def test_a_readable_feature_counts_less_than_the_whole_embedding() -> None:
    assert beside(np.ones(2), np.ones(1)).tolist() == [SCALE_OF_READABLE, SCALE_OF_READABLE, 1.0]
