"""What stands around a word or a figure, by which the same thing is known in another sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.verify.rules.tokens import Token

Context = Mapping[str, float]
"""Stems, groups and figures near a place, each with its weight: the nearer, the heavier."""

_REACH = 9
"""Tokens to either side that are looked at."""
_GROUP = 2.0
"""How much heavier a group of people weighs than another word."""
_PARTING = {";": 0.15, ":": 0.3, ",": 0.6, "(": 0.8, ")": 0.8, "and": 0.7} | dict.fromkeys(
    ("but", "while", "whereas", "although", "though", "yet"), 0.35
)
"""What is left of a weight beyond such a token."""


def context(read: Sequence[Token], start: int, stop: int) -> Context:
    """Return what stands around the tokens from `start` to before `stop`."""
    found: dict[str, float] = {}
    _gather(found, read[stop : stop + _REACH])
    _gather(found, read[max(0, start - _REACH) : start][::-1])
    return found


def _gather(found: dict[str, float], outward: Sequence[Token]) -> None:
    weight = 1.0
    for distance, token in enumerate(outward):
        weight *= _PARTING.get(token.text, 1.0)
        name = token.text if token.kind == "number" else token.stem
        if name:
            heavy = _GROUP if token.kind == "group" else 1.0
            near = heavy * weight / (1 + distance / 3)
            found[name] = max(found.get(name, 0.0), near)


def likeness(one: Context, other: Context) -> float:
    """Return how much of one context the other has, from 0 to 1."""
    whole = sum(one.values())
    common = sum(min(weight, other.get(name, 0.0)) for name, weight in one.items())
    return common / whole if whole else 0.0
