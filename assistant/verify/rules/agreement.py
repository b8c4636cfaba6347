"""Say whether two figures tell the same, or one follows from others."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verify.rules.figures import Figure

_CLOSE = 0.04
"""How far, as a share, a part told in words may be off."""
_ROUGH = 0.05
"""How far a figure called "about" or "nearly" may be off; "more than" twice as far."""
_ROUGHLY_TOLD = 0.2
"""The same for one told in words, such as "about a third" and "more than twice"."""


def same(claimed: Figure, held: Figure) -> bool:
    """Say whether a figure of a passage bears one out: in value and unit, as exactly as told."""
    if {claimed.hedge, held.hedge} == {"<", ">"}:
        return False
    if claimed.unit != held.unit and {claimed.unit, held.unit} & {"level", "name"}:
        return False
    if claimed.unit == held.unit or None in (claimed.unit, held.unit):
        return _near(claimed, held.value, held.decimals)
    units = {claimed.unit, held.unit}
    if units == {"part", "percent"}:
        scale = 0.01 if held.unit == "percent" else 100
        return _near(claimed, held.value * scale, held.decimals + 2)
    if units == {"part", "ratio"}:
        # "A third as often" is three times less often.
        return any(_near(claimed, told, held.decimals) for told in _either_way(held.value))
    if claimed.unit == "percent" and held.unit == "ratio":
        # "34% lower odds" tells an odds ratio of 0.66, "54% higher" a ratio of 1.54.
        return claimed.value > 0 and any(
            abs(held.value - told) < 0.006
            for told in (1 + claimed.value / 100, 1 - claimed.value / 100)
        )
    return False


def follows(claimed: Figure, held: Sequence[Figure]) -> bool:
    """Say whether a figure follows from two that a sentence sets side by side.

    So does "doubled" from 3.2% and 6.5%, and "10.8 percentage points" from 17.0% and 6.2%.
    """
    pairs = [
        (one.value, other.value)
        for one in held
        for other in held
        if one is not other and one.unit == other.unit and other.value
    ]
    if claimed.unit == "ratio":
        return any(
            abs(one / other / claimed.value - 1) <= _ROUGHLY_TOLD / 2 for one, other in pairs
        )
    if claimed.unit == "points":
        return any(abs(one - other - claimed.value) < 1e-6 for one, other in pairs)
    return False


def _either_way(ratio: float) -> tuple[float, ...]:
    return (ratio, 1 / ratio) if ratio else (ratio,)


def _near(claimed: Figure, value: float, decimals: int) -> bool:
    if abs(claimed.value - value) < 1e-9:
        return True
    if claimed.unit in ("year", "p"):
        return False
    largest = max(abs(claimed.value), abs(value))
    off = (value - claimed.value) / largest
    rough = _ROUGHLY_TOLD if claimed.in_words else _ROUGH
    bound = _ROUGHLY_TOLD if claimed.in_words else 2 * _ROUGH
    if claimed.hedge == ">":
        return 0 < off <= bound
    if claimed.hedge == "<":
        return -bound <= off < 0
    if claimed.hedge == "~":
        return abs(off) <= rough
    if claimed.unit == "part":
        return abs(off) <= _CLOSE
    rounded = claimed.decimals < decimals and not claimed.in_words
    return rounded and abs(claimed.value - value) <= 0.5 * 10**-claimed.decimals + 1e-9
