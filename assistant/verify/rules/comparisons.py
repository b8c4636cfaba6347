"""Read who is compared with whom in a sentence, and which of them has more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verify.rules.context import Context
from assistant.verify.rules.directions import GRADED, Direction, directions, is_comparative
from assistant.verify.rules.figures import Figure
from assistant.verify.rules.tokens import Token

_CLAUSE = frozenset("; : but while whereas although though".split())
_SIDE_ENDS = _CLAUSE | frozenset(", ( ) . =".split())
_BEFORE_AS = frozenset("times twice half thirds third quarter quarters fifth such well".split())
"""An "as" after these begins a comparison, or makes none."""
_SET_APART = frozenset("in at for among during after over across when to by".split())
"""At the second of these what something is compared with has been named."""
_RIGHT = 7
"""Words with a meaning, at most, that name what something is compared with."""
_GROUP = 3.0


@dataclass(frozen=True)
class Comparison:
    """One thing set against another."""

    left: Context
    """What has more or less."""
    right: Context
    """What it is compared with."""
    dimension: int
    sign: int
    """1 where the left has more (or better, or later), -1 where it has less."""
    word: int
    """Place of the token that says so."""


@dataclass(frozen=True)
class _Sides:
    """Places of tokens."""

    start: int
    stop: int
    """Of the left side."""
    right_stop: int
    """Of the right one, which begins after the marker."""


@dataclass(frozen=True)
class _Pointer:
    at: int
    dimension: int
    sign: int


def comparisons(read: Sequence[Token], found: Sequence[Figure]) -> list[Comparison]:
    """Return the comparisons that a sentence makes in words."""
    pointing = directions(read)
    made: list[Comparison] = []
    since = 0
    for at in _markers(read, found):
        sides = _sides(read, at, since)
        since = sides.right_stop
        pointer = _pointer(read, pointing, found, sides, at)
        left = _weighed(read[sides.start : sides.stop][::-1], far=0.97)
        right = _weighed(read[at + 1 : sides.right_stop], far=0.8)
        if left and right and pointer is not None:
            made.append(Comparison(left, right, pointer.dimension, pointer.sign, pointer.at))
    return made


def _markers(read: Sequence[Token], found: Sequence[Figure]) -> Iterator[int]:
    """Yield the places after which it stands what something is compared with."""
    # "2.5 times the odds of", "half the rate of", "4.9 times that of"
    times_of = {
        next((on for on in range(one.stop, len(read)) if read[on].text == "of"), -1)
        for one in _ratios(found)
        if _text(read, one.stop) in ("the", "that", "those")
    }
    for at, token in enumerate(read):
        if token.text in ("than", "versus"):
            if at + 1 < len(read) and read[at + 1].kind != "number":
                yield at
        elif (token.text == "as" and _closes_as(read, at)) or at in times_of:
            yield at


def _closes_as(read: Sequence[Token], at: int) -> bool:
    """Say whether it is the second of "as high in Black as in White"."""
    if _text(read, at - 1) in _BEFORE_AS or _text(read, at + 1) == "well":
        return False
    return any(token.text == "as" for token in read[max(0, at - 10) : max(0, at - 1)])


def _text(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""


def _sides(read: Sequence[Token], at: int, since: int) -> _Sides:
    parted = [back + 1 for back in range(since, at) if read[back].text in _CLAUSE]
    start = max(parted, default=since)
    right_stop, words = at + 1, 0
    while right_stop < len(read) and not _ends_side(read, right_stop) and words < _RIGHT:
        if read[right_stop].text in _SET_APART and right_stop > at + 1:
            break
        words += bool(read[right_stop].stem)
        right_stop += 1
    if any(token.stem for token in read[start:at]):
        return _Sides(start, at, right_stop)
    # "Compared with White patients, Black patients had": what is compared comes after.
    ends = [on for on in range(right_stop + 1, len(read)) if read[on].text in _CLAUSE]
    return _Sides(right_stop + 1, min(ends, default=len(read)), right_stop)


def _ends_side(read: Sequence[Token], at: int) -> bool:
    if read[at].text == "and":
        return at + 1 < len(read) and read[at + 1].kind != "group"
    return read[at].text in _SIDE_ENDS


def _pointer(
    read: Sequence[Token],
    pointing: Sequence[Direction],
    found: Sequence[Figure],
    sides: _Sides,
    at: int,
) -> _Pointer | None:
    """Return what says which way a comparison points: the word or ratio nearest before it."""
    places = range(sides.start, max(at, sides.stop))
    ratios = [_Pointer(one.start, 0, 1 if one.value > 1 else -1) for one in _ratios(found)]
    near = [one for one in ratios if one.at in places]
    if near and _text(read, at) in ("as", "of"):
        return near[-1]
    words = [
        _Pointer(one.at, one.dimension, one.sign)
        for one in pointing
        if one.at in places and one.dimension in GRADED
    ]
    if words:
        graded = [one for one in words if one.at < at and is_comparative(read[one.at].text)]
        return (graded or [one for one in words if one.at < at] or words)[-1]
    if _text(read, at) == "than" and _text(read, at - 1).endswith("er"):
        return _Pointer(at - 1, -1, 1)
    # "The odds ratio for Black versus White was 0.66."
    after = [one for one in ratios if one.at > at]
    return after[0] if after and _text(read, at) == "versus" else None


def _ratios(found: Sequence[Figure]) -> list[Figure]:
    return [one for one in found if one.unit in ("ratio", "part") and one.value != 1]


def _weighed(outward: Sequence[Token], far: float) -> Context:
    """Return the stems of one side, the nearer to the marker the heavier."""
    found: dict[str, float] = {}
    weight = 1.0
    for token in outward:
        if token.stem:
            heavy = _GROUP if token.kind == "group" else 1.0
            found.setdefault(token.stem, heavy * weight)
            weight *= far
    return found


def orientation(claimed: Comparison, held: Comparison) -> float:
    """Return above 0 where both set the same against the same, below 0 where sides are changed.

    Only what tells the sides apart counts: what stands on one side of each, and not on both. The
    left side is often half a sentence, so that words which both left sides share prove little.
    """
    straight = _shared(claimed.right, held.right, claimed.left, held.left)
    straight += 0.1 * _shared(claimed.left, held.left, claimed.right, held.right)
    crossed = _shared(claimed.left, held.right, claimed.right, held.left)
    crossed += _shared(claimed.right, held.left, claimed.left, held.right)
    return straight - crossed


def _shared(one: Context, other: Context, not_one: Context, not_other: Context) -> float:
    return sum(
        min(weight, other[name])
        for name, weight in one.items()
        if name in other and name not in not_one and name not in not_other
    )
