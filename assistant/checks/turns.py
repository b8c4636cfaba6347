"""Rule: what rises in the sentence rises in the passage, and what is denied is denied."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checks.bearing import Bearing
from assistant.checks.context import likeness
from assistant.checks.directions import SAMENESS, Direction, directions
from assistant.checks.negation import Denial, denials
from assistant.checks.tokens import Token, stems, tokens

_CLEARLY = 0.08
"""How much more alike the opposite must be than the like, to be what the passage says of it."""
_LEAST = 0.2
_SAME_SCOPE = 0.5


def wrong_direction(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a word points the other way in the passages."""
    held = [one for each in found.sentences for one in directions(each.read)]
    for claimed in directions(tokens(sentence)):
        same = _likest(claimed, [one for one in held if _agrees(claimed, one)])
        against = [one for one in held if _contradicts(claimed, one)]
        opposite = _likest(claimed, against)
        if opposite >= _LEAST and opposite > same + _CLEARLY:
            word = max(against, key=lambda one: likeness(claimed.around, one.around)).word
            return f"The passage says {word}, the sentence {claimed.word}."
    return None


def _agrees(claimed: Direction, held: Direction) -> bool:
    return claimed.dimension == held.dimension and claimed.sign == held.sign


def _contradicts(claimed: Direction, held: Direction) -> bool:
    if claimed.dimension == held.dimension:
        return claimed.sign != held.sign
    alike = {(one.dimension, one.sign) for one in (claimed, held)} & {(SAMENESS, 1)}
    pointing = [one for one in (claimed, held) if one.dimension == 0 and one.sign != 0]
    return bool(alike) and bool(pointing)


def _likest(claimed: Direction, held: Sequence[Direction]) -> float:
    return max((likeness(claimed.around, one.around) for one in held), default=0.0)


def wrong_denial(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where one denies what the other says."""
    read = tokens(sentence)
    mine = denials(read)
    theirs = [one for held in found.sentences for one in denials(held.read)]
    said = [held.read for held in found.sentences]
    alike = [one for each in said for one in directions(each) if _is_alike(one)]
    for denied in mine:
        if not _is_denied(denied, theirs) and not alike and _is_said(denied, said):
            return "The sentence denies what the passage says."
    no_more = [one for one in directions(read) if _is_alike(one)]
    for denied in theirs:
        if not _is_denied(denied, mine) and not no_more and _is_said(denied, [read]):
            return "The passage denies what the sentence says."
    return None


def _is_alike(one: Direction) -> bool:
    return one.dimension == SAMENESS and one.sign == 1


def _is_denied(denied: Denial, others: Sequence[Denial]) -> bool:
    """Say whether something else is denied in like words or in like surroundings."""
    return any(
        set(denied.scope) & (set(other.scope) | set(other.around))
        or likeness(denied.around, other.around) >= _LEAST
        for other in others
    )


def _is_said(denied: Denial, said: Sequence[Sequence[Token]]) -> bool:
    """Say whether what is denied is spoken of in one of the sentences."""
    if not denied.scope:
        return False
    return any(
        len(set(denied.scope) & stems(read)) >= _SAME_SCOPE * len(set(denied.scope))
        for read in said
    )
