"""Rule: what rises in the sentence rises in the passage, and what is denied is denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checks.bearing import Bearing
from assistant.checks.context import likeness
from assistant.checks.directions import QUALITY, SAMENESS, Direction, directions
from assistant.checks.negation import Denial, denials, hardly
from assistant.checks.roles import turned
from assistant.checks.tokens import Token, stems, tokens

_CLEARLY = 0.08
"""How much more alike an opposite must be than the like, to be taken for what is meant."""
_LEAST = 0.2
_FURTHER = 0.85
"""What a likeness counts in a sentence other than the nearest."""
_SAME_SCOPE = 0.5


def wrong_direction(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a word points the other way in the passages."""
    settled = turned(sentence, found)
    mine = [one for one in directions(tokens(sentence)) if one.at not in settled]
    for claimed, held in _paired(mine, found):
        if claimed.sign != held.sign or claimed.dimension != held.dimension:
            return f"The passage says {held.word}, the sentence {claimed.word}."
    return None


def _paired(mine: Sequence[Direction], found: Bearing) -> Iterator[tuple[Direction, Direction]]:
    """Yield the directions that are told of the same, the likest first, each in one pair."""
    near = [
        (_likeness(claimed, held) * (1.0 if place == 0 else _FURTHER), number, place, held)
        for number, claimed in enumerate(mine)
        for place, each in enumerate(found.sentences)
        for held in directions(each.read)
        if _is_comparable(claimed, held)
    ]
    paired: set[int] = set()
    taken: set[tuple[int, int]] = set()
    for like, number, place, held in sorted(near, key=lambda one: -one[0]):
        if like >= _LEAST and number not in paired and (place, held.at) not in taken:
            paired.add(number)
            taken.add((place, held.at))
            yield mine[number], held


def _is_comparable(claimed: Direction, held: Direction) -> bool:
    if claimed.dimension == held.dimension:
        return True
    # What is similar is neither more nor better.
    pair = {(one.dimension, one.sign) for one in (claimed, held)}
    return (SAMENESS, 1) in pair and any(
        dimension in (0, QUALITY) and sign != 0 for dimension, sign in pair
    )


def _likeness(claimed: Direction, held: Direction) -> float:
    agrees = claimed.dimension == held.dimension and claimed.sign == held.sign
    return likeness(claimed.around, held.around) + (_CLEARLY if agrees else 0.0)


def wrong_denial(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where one denies what the other says."""
    read = tokens(sentence)
    mine = denials(read)
    theirs = [one for held in found.sentences for one in denials(held.read)]
    said = [token for held in found.sentences for token in held.read]
    nearest = denials(found.sentences[0].read)
    if _is_exchanged(_unshared(mine, theirs), _unshared(nearest, mine), read, said):
        return "The passage denies another part of this."
    soft = {name for held in found.sentences for name in hardly(held.read)}
    if any(not _is_denied(one, theirs, said) and not soft & set(one.scope) for one in mine):
        return "The passage does not deny what the sentence denies."
    for denied in nearest:
        if not _is_denied(denied, mine, read) and _is_said(denied, read):
            return "The passage denies what the sentence says."
    return None


def _unshared(some: Sequence[Denial], others: Sequence[Denial]) -> list[Denial]:
    """Return the denials that share no word with any on the other side."""
    denied = {name for other in others for name in other.scope}
    return [one for one in some if not one.is_of_more and not denied & set(one.scope)]


def _is_exchanged(
    mine: Sequence[Denial],
    theirs: Sequence[Denial],
    read: Sequence[Token],
    said: Sequence[Token],
) -> bool:
    """Say whether each denies what the other's sentence says: "X, not Y" and "Y, not X"."""
    return any(set(one.scope) & stems(said) for one in mine) and any(
        set(other.scope) & stems(read) for other in theirs
    )


def _is_denied(denied: Denial, others: Sequence[Denial], said: Sequence[Token]) -> bool:
    """Say whether the other side denies anything, or says that things are alike where one does."""
    if others:
        return True
    pointing = [one for one in directions(said) if one.dimension == SAMENESS]
    return bool(pointing) and denied.is_of_more


def _is_said(denied: Denial, read: Sequence[Token]) -> bool:
    """Say whether most of what is denied is spoken of in a sentence."""
    scope = set(denied.scope)
    if not scope:
        return False
    spoken = denied.scope[0] in stems(read) or len(scope) > 2
    return spoken and len(scope & stems(read)) >= _SAME_SCOPE * len(scope)
