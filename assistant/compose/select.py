"""Select the sentences of an answer: the most probable, no two saying the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.judge.candidates import Candidate

MOST_SENTENCES = 8
"""Of a whole answer."""
_SAME = 0.93
"""Cosine from which two sentences say the same, unless each has figures of its own."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def select(ranked: Sequence[Candidate], policy: Mapping[str, float], most: int) -> list[Candidate]:
    """Return at most so many sentences that answer, in the order in which they were selected.

    Each is the one with the most to add: its probability less what is like it among those
    selected (maximal marginal relevance, Carbonell and Goldstein 1998). It ends where the next is
    less probable than the policy's `least`, or than its `share` of the first: no quota is filled.
    `like` is how much a cosine of 1 to a selected sentence takes. All three were fitted.
    """
    left = list(ranked)
    chosen: list[Candidate] = []
    nearest = np.zeros(len(left))
    while left and len(chosen) < most:
        worth = [one.score - policy["like"] * near for one, near in zip(left, nearest, strict=True)]
        place = int(np.argmax(worth))
        best = left.pop(place)
        nearest = np.delete(nearest, place)
        if any(says_the_same(best, other) for other in chosen):
            continue
        if chosen and best.score < max(policy["least"], policy["share"] * chosen[0].score):
            break
        chosen.append(best)
        if left:
            nearest = np.maximum(nearest, np.stack([one.vector for one in left]) @ best.vector)
    return chosen


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences say the same: as near in meaning, and with no figures of its own.

    "Odds ratio 0.83 for Black patients" and "0.80 for Hispanic patients" are near, yet two facts.
    """
    if one.text == other.text:
        return True
    ours, theirs = frozenset(_FIGURE.findall(one.text)), frozenset(_FIGURE.findall(other.text))
    return not (ours - theirs and theirs - ours) and float(one.vector @ other.vector) >= _SAME


def limitation_of(ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return what the paper of the first sentence says of its limits, if anything and not said."""
    limits = (one for one in ranked if one.role == "limitation")
    own = (one for one in limits if one.paper_id == chosen[0].paper_id)
    return [one for one in own if not any(says_the_same(one, other) for other in chosen)][:1]
