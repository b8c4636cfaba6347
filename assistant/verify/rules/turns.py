"""Rule: what rises in the sentence rises in the passage, and what is denied is denied."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verify.rules.bearing import Bearing
from assistant.verify.rules.context import likeness
from assistant.verify.rules.directions import QUALITY, SAMENESS, Direction, directions
from assistant.verify.rules.negation import Denial, denials, hardly
from assistant.verify.rules.roles import turned
from assistant.verify.rules.tokens import PEOPLES, Token, stems, tokens

_CLEARLY = 0.08
"""How much more alike an opposite must be than the like, to be taken for what is meant."""
_LEAST = 0.2
_FURTHER = 0.85
"""What a likeness counts in a sentence other than the nearest."""
_MOST_PAIRED = 6
_MOST_TRIED = 4
_SAME_SCOPE = 0.5


def wrong_direction(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a word points the other way in the passages."""
    settled = turned(sentence, found)
    mine = [one for one in directions(tokens(sentence)) if one.at not in settled]
    for claimed, held in _paired(mine, found):
        if claimed.sign != held.sign or claimed.dimension != held.dimension:
            return f"The passage says {held.word}, the sentence {claimed.word}."
        if claimed.word.endswith("est") and held.word.endswith("est"):
            people = {_nearest_people(one) for one in (claimed, held)}
            if None not in people and len(people) == 2:
                return f"The passage says {held.word} of another group."
    return None


def _nearest_people(one: Direction) -> str | None:
    """Return the group of people that stands nearest to a word."""
    near = {name: weight for name, weight in one.around.items() if name in PEOPLES}
    return max(near, key=lambda name: near[name], default=None)


def _paired(mine: Sequence[Direction], found: Bearing) -> list[tuple[Direction, Direction]]:
    """Return the directions that are told of the same, so paired that all are as like as can be."""
    held = [
        (one, 1.0 if place == 0 else _FURTHER)
        for place, each in enumerate(found.sentences)
        for one in directions(each.read)
    ]
    return _assigned(tuple(mine[:_MOST_PAIRED]), held)[1]


def _assigned(
    mine: Sequence[Direction], held: Sequence[tuple[Direction, float]]
) -> tuple[float, list[tuple[Direction, Direction]]]:
    """Return the greatest sum of likenesses, each direction in one pair at most, with the pairs."""
    if not mine:
        return 0.0, []
    first, rest = mine[0], mine[1:]
    best = _assigned(rest, held)
    near = [
        (_likeness(first, one) * share, place)
        for place, (one, share) in enumerate(held)
        if _is_comparable(first, one)
    ]
    for like, place in sorted(near, reverse=True)[:_MOST_TRIED]:
        if like >= _LEAST:
            total, pairs = _assigned(rest, [*held[:place], *held[place + 1 :]])
            if total + like > best[0]:
                best = total + like, [(first, held[place][0]), *pairs]
    return best


def _is_comparable(claimed: Direction, held: Direction) -> bool:
    if claimed.dimension == held.dimension:
        return True
    # What is similar is neither more nor better.
    pair = {(one.dimension, one.sign) for one in (claimed, held)}
    return (SAMENESS, 1) in pair and any(dimension in (0, QUALITY) for dimension, _ in pair)


def _likeness(claimed: Direction, held: Direction) -> float:
    agrees = claimed.dimension == held.dimension and claimed.sign == held.sign
    return likeness(claimed.around, held.around) + (_CLEARLY if agrees else 0.0)


def wrong_denial(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where one denies what the other says."""
    read = tokens(sentence)
    said = [token for held in found.sentences for token in held.read]
    mine = denials(read)
    nearest = denials(found.sentences[0].read)
    theirs = [one for held in found.sentences for one in denials(held.read)]
    # What is left once denials of the same are put together, on either side.
    extra, missing = _unshared(mine, theirs), _unshared(nearest, mine)
    if _speaks_of(extra, said) and _speaks_of(missing, read):
        return "The passage denies another part of this."
    extra = [one for one in extra if not _is_told_softly(one, found)]
    if extra and not missing:
        return "The passage does not deny what the sentence denies."
    softly = hardly(read)
    missing = [one for one in missing if not softly & set(one.scope[:2])]
    if not extra and any(_is_said(one, read) for one in missing):
        return "The passage denies what the sentence says."
    return None


def _unshared(some: Sequence[Denial], others: Sequence[Denial]) -> list[Denial]:
    """Return the denials that share no word with any on the other side."""
    return [one for one in some if not any(_is_of_the_same(one, other) for other in others)]


def _is_of_the_same(one: Denial, other: Denial) -> bool:
    mine, theirs = set(one.scope), set(other.scope)
    parted = mine & PEOPLES and theirs & PEOPLES and not mine & theirs & PEOPLES
    return bool(mine & theirs) and not parted


def _speaks_of(denied: Sequence[Denial], read: Sequence[Token]) -> bool:
    """Say whether a sentence names what is denied elsewhere: "X, not Y" and "Y, not X"."""
    return any(set(one.scope) & stems(read) for one in denied if not one.is_of_more)


def _is_told_softly(denied: Denial, found: Bearing) -> bool:
    """Say whether the passages deny it without a "not": "race-free", "similar", "fewer"."""
    soft = {name for held in found.sentences for name in hardly(held.read)}
    alike = any(
        one.dimension == SAMENESS for held in found.sentences for one in directions(held.read)
    )
    if denied.is_of_more:
        return alike
    return bool(soft & set(denied.scope))


def _is_said(denied: Denial, read: Sequence[Token]) -> bool:
    """Say whether most of what is denied is spoken of in a sentence."""
    scope = set(denied.scope)
    alike = any(one.dimension == SAMENESS for one in directions(read))
    if not scope or (alike and denied.is_of_more):
        return False
    spoken = denied.scope[0] in stems(read) or len(scope) > 2
    return spoken and len(scope & stems(read)) >= _SAME_SCOPE * len(scope)
