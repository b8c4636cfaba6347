"""Intervals and p values equal what an independent computation gives."""

from __future__ import annotations

import math
from itertools import product
from statistics import NormalDist, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.chance import mean_of, paired_p

SCORES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.sampled_from([0.0, 0.25, 0.5, 1.0])),
    min_size=1,
    max_size=9,
)


@settings(deadline=None, max_examples=40)
@given(SCORES)
def test_a_p_value_is_the_share_of_all_exchanges_that_differ_as_much(
    pairs: list[tuple[float, float]],
) -> None:
    differences = [after - before for before, after in pairs]
    seen = abs(sum(differences))
    sums = [
        abs(sum(sign * one for sign, one in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    exact = sum(total >= seen - 1e-12 for total in sums) / len(sums)
    before, after = zip(*pairs, strict=True)
    assert paired_p(before, after) == pytest.approx(exact)


def test_over_many_questions_a_p_value_is_near_that_of_a_random_computation() -> None:
    random = np.random.default_rng(7)
    before = random.random(60)
    after = before + random.normal(0.03, 0.12, 60)
    signs = random.choice([1, -1], size=(20_000, 60))
    means = np.abs((signs * (after - before)).mean(axis=1))
    expected = float((means >= abs((after - before).mean())).mean())
    assert paired_p(before.tolist(), after.tolist()) == pytest.approx(expected, abs=0.015)


def test_an_interval_lies_where_the_normal_one_does() -> None:
    scores = np.random.default_rng(3).normal(0.6, 0.2, 400).tolist()
    found = mean_of(scores)
    assert found is not None
    half = NormalDist().inv_cdf(0.975) * stdev(scores) / math.sqrt(len(scores))
    assert found.count == 400
    assert found.value == pytest.approx(sum(scores) / 400)
    assert found.low == pytest.approx(found.value - half, abs=0.003)
    assert found.high == pytest.approx(found.value + half, abs=0.003)


def test_of_no_score_there_is_no_mean_and_of_one_no_width() -> None:
    assert mean_of([]) is None
    one = mean_of([0.5])
    assert one is not None
    assert (one.value, one.low, one.high, one.count) == (0.5, 0.5, 0.5, 1)


def test_the_same_scores_give_the_same_interval() -> None:
    scores = [0.0, 1.0, 0.5, 0.25, 1.0]
    assert mean_of(scores) == mean_of(scores)
