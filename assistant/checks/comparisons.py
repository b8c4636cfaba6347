"""Read who is compared with whom in a sentence, and which of them has more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.context import Context
from assistant.checks.directions import SAMENESS, Direction, directions
from assistant.checks.figures import Figure
from assistant.checks.tokens import Token

_CLAUSE = frozenset("; : but while whereas although though".split())
_SIDE_ENDS = _CLAUSE | frozenset(", ( ) . =".split())
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
    """1 where the left has more (or better, or later), -1 where it has less, 0 where neither."""
    at: int


def comparisons(read: Sequence[Token], found: Sequence[Figure]) -> list[Comparison]:
    """Return the comparisons that a sentence makes in words."""
    pointing = directions(read)
    made: list[Comparison] = []
    since = 0
    for at in _markers(read):
        left_from, left_to, right_to = _sides(read, at, since)
        since = right_to
        place = _pointing_at(read, pointing, found, left_from, at, left_to)
        if place is None:
            continue
        left = _weighed(list(read[left_from:left_to])[::-1], far=0.97)
        right = _weighed(list(read[at + 1 : right_to]), far=0.8)
        if left and right:
            made.append(Comparison(left, right, place[0], place[1], at))
    return made


def _markers(read: Sequence[Token]) -> Iterator[int]:
    """Yield the places after which it stands what something is compared with."""
    for at, token in enumerate(read):
        text = token.text
        if text in ("than", "versus"):
            following = read[at + 1] if at + 1 < len(read) else None
            if following is not None and following.kind != "number":
                yield at
        elif (
            text == "as"
            and any(token.text == "as" for token in read[max(0, at - 9) : max(0, at - 1)])
        ) or (text == "of" and "times" in {token.text for token in read[max(0, at - 4) : at]}):
            yield at


def _text(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""


def _sides(read: Sequence[Token], at: int, since: int) -> tuple[int, int, int]:
    """Return where the left side begins and ends, and where the right one ends."""
    start = max(
        (back + 1 for back in range(since, at) if read[back].text in _CLAUSE), default=since
    )
    right_to, words = at + 1, 0
    while right_to < len(read) and not _ends_side(read, right_to) and words < _RIGHT:
        words += bool(read[right_to].stem)
        right_to += 1
    if any(token.stem for token in read[start:at]):
        return start, at, right_to
    # "Compared with White patients, Black patients had": what is compared comes after.
    stop = next((on for on in range(right_to + 1, len(read)) if read[on].text in _CLAUSE), None)
    return right_to + 1, len(read) if stop is None else stop, right_to


def _ends_side(read: Sequence[Token], at: int) -> bool:
    if read[at].text == "and":
        return at + 1 < len(read) and read[at + 1].kind != "group"
    return read[at].text in _SIDE_ENDS


def _pointing_at(
    read: Sequence[Token],
    pointing: Sequence[Direction],
    found: Sequence[Figure],
    start: int,
    at: int,
    stop: int,
) -> tuple[int, int] | None:
    """Return the dimension and sign of a comparison, from the word or ratio nearest before it."""
    ratios = [one for one in found if one.unit in ("ratio", "part") and one.value != 1]
    near = [
        (one.start, 0, 1 if one.value > 1 else -1)
        for one in ratios
        if start <= one.start < max(at, stop) and _tells_times(read, one)
    ]
    if near and _text(read, at) in ("as", "of"):
        return near[-1][1], near[-1][2]
    words = [
        (one.at, one.dimension, one.sign)
        for one in pointing
        if (start <= one.at < max(at, stop)) and one.dimension != SAMENESS
    ]
    told = [one for one in found if one.unit == "ratio" and one.start > at]
    if not words and told and _text(read, at) == "versus":
        return 0, 1 if told[0].value > 1 else -1
    before = [one for one in words if one[0] < at] or words
    if before:
        return before[-1][1], before[-1][2]
    if _text(read, at) == "than" and _text(read, at - 1).endswith("er"):
        return -1, 1
    return None


def _tells_times(read: Sequence[Token], figure: Figure) -> bool:
    following = [token.text for token in read[figure.start : figure.stop + 2]]
    return figure.unit == "ratio" or bool({"the", "as", "that"} & set(following))


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
