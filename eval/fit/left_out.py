"""Figures on hands that a fit left out: ranking, outcomes, and what is quoted, with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.chance import interval_of, mean_of
from eval.fit.graded import HANDS, STARTER_HANDS
from eval.fit.judge import (
    Scored,
    best_policy,
    essential_and_right,
    fit_outcomes,
    leave_out,
    quoted,
    summaries,
)

_DEPTH = 8
_FIRST = 6


def left_out_figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return the figures by left-out hand; its thresholds and its policy come from the others.

    The others are scored by trees that knew neither their own hand nor the left-out one. The
    cross-reader alone was trained by folds of hands, so that what it says of the others may have
    been learnt with the left-out hand beside them; of that hand itself it is always ignorant.
    """
    by_hand = {hand: _of_hand(hand, scored) for hand in HANDS}
    means = {
        measure: round(float(np.mean([by_hand[hand][measure][0] for hand in STARTER_HANDS])), 3)
        for measure in by_hand[STARTER_HANDS[0]]
    }
    return {"mean of four hands": means, **by_hand}


def _of_hand(hand: str, scored: Sequence[Scored]) -> dict[str, Any]:
    mine = [one for one in scored if one.question.hand == hand]
    others = _scored_without(hand, scored)
    policy = best_policy(others)
    _, rows = summaries(mine)
    outcomes = fit_outcomes(others).of(rows)
    behaviour = np.array([one.question.behaviour for one in mine])
    in_field = np.array([one.question.in_field for one in mine])
    told = [
        essential_and_right(one, quoted(one, policy) if outcome != "declined" else [])
        for one, outcome in zip(mine, outcomes, strict=True)
    ]
    with_gold = [t for t, one in zip(told, mine, strict=True) if one.question.gold]
    right, count = sum(t[1] for t in with_gold), sum(t[2] for t in with_gold)
    answer, partly, abstain = (behaviour == one for one in ("answer", "partial", "abstain"))
    hit_share = [_rounded(right / max(1, count)), *map(_rounded, interval_of(right, max(1, count)))]
    return {
        "nDCG@8": _mean([ndcg(one) for one in mine]),
        "essential among six": _mean([essential_first(one) for one in mine]),
        "answerable declined": _share(outcomes[answer | partly] == "declined"),
        "answerable shown as nearest": _share(outcomes[answer] == "nearest"),
        "unanswerable not answered": _share(outcomes[abstain & in_field] != "answered"),
        "out of scope declined": _share(outcomes[abstain & ~in_field] == "declined"),
        "essential quoted": _mean([share for share, _, _ in told]),
        "quoted in the gold": hit_share,
    }


def _scored_without(hand: str, scored: Sequence[Scored]) -> list[Scored]:
    """Return the questions of the other hands, scored by trees that do not know the hand."""
    others = [one for one in scored if one.question.hand != hand]
    log_odds = leave_out(
        [one.question for one in others],
        [one.pool for one in others],
        [one.grades for one in others],
        without=(hand,),
    )
    return [replace(one, log_odds=odds) for one, odds in zip(others, log_odds, strict=True)]


def ndcg(one: Scored) -> float | None:
    """Return nDCG@8 over units, gains 1 and 3; None where nothing is graded."""
    ideal = sorted((2**grade - 1 for grade in one.question.gold.values()), reverse=True)[:_DEPTH]
    if not any(ideal):
        return None
    gains = [2 ** int(grade) - 1 for _, grade in _units_in_order(one)[:_DEPTH]]
    return _discounted(gains) / _discounted(ideal)


def essential_first(one: Scored) -> float | None:
    """Return the share of essential units among the first six; None where there are none."""
    essential = sum(grade == 2 for grade in one.question.gold.values())
    if not essential:
        return None
    return sum(grade == 2 for _, grade in _units_in_order(one)[:_FIRST]) / essential


def _units_in_order(one: Scored) -> list[tuple[object, int]]:
    seen: dict[object, int] = {}
    for place in np.argsort(-one.log_odds, kind="stable"):
        seen.setdefault(one.units[int(place)], int(one.grades[place]))
    return list(seen.items())


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def _mean(values: Sequence[float | None]) -> list[float]:
    """Return the mean of the values there are, and its interval; empty where there is none."""
    found = mean_of([value for value in values if value is not None])
    return [] if found is None else list(map(_rounded, (found.value, found.low, found.high)))


def _share(hits: NDArray[np.bool_]) -> list[float]:
    if not len(hits):
        return []
    count = int(hits.sum())
    return [_rounded(count / len(hits)), *map(_rounded, interval_of(count, len(hits)))]


def _rounded(value: float) -> float:
    return round(float(value), 3)


def printed(figures: Mapping[str, Any]) -> str:
    """Return the figures as lines to read."""
    lines = [f"{'':32}" + "".join(f"{hand:>14}" for hand in HANDS) + f"{'mean of four':>14}"]
    for measure, mean in figures["mean of four hands"].items():
        cells = [figures[hand].get(measure) for hand in HANDS]
        told = "".join(f"{(f'{cell[0]:.3f}' if cell else '–'):>14}" for cell in cells)
        lines.append(f"{measure:32}{told}{mean:>14.3f}")
    return "\n".join(lines)
