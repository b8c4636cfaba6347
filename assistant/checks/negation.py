"""Read what a sentence denies: which words stand under a "not"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checks.context import Context, context
from assistant.checks.tokens import Token

_CUES = frozenset(
    "not no never neither nor none without nobody nothing hardly lack lacks lacked lacking absence "
    "absent unable".split()
)
_ENDING = frozenset(". ; : , ( ) but while whereas although though because".split())
_NEGATED_WITHIN = 4
"""Tokens after a "not" within which a word that points is denied: "not significantly higher"."""
_SCOPE = 4
"""Words with a meaning that a "not" is taken to deny."""


@dataclass(frozen=True)
class Denial:
    """One "not" with what it denies."""

    at: int
    scope: tuple[str, ...]
    """Stems, the nearest first."""
    around: Context


def denials(read: Sequence[Token]) -> list[Denial]:
    """Return what a sentence denies, in order."""
    return [
        Denial(at, _scope(read, at), context(read, at, at + 1))
        for at, token in enumerate(read)
        if is_cue(read, at)
    ]


def is_cue(read: Sequence[Token], at: int) -> bool:
    """Say whether a token denies what follows; "not only" does not."""
    following = read[at + 1].text if at + 1 < len(read) else ""
    return read[at].text in _CUES and following not in ("only", "just", "merely")


def negated_at(read: Sequence[Token], at: int) -> bool:
    """Say whether the word at a place stands under a "not" close before it."""
    for back in range(at - 1, max(-1, at - 1 - _NEGATED_WITHIN), -1):
        if read[back].text in _ENDING:
            return False
        if is_cue(read, back):
            return True
    return False


def _scope(read: Sequence[Token], at: int) -> tuple[str, ...]:
    found: list[str] = []
    for token in read[at + 1 :]:
        if token.text in _ENDING or len(found) == _SCOPE:
            break
        if token.stem:
            found.append(token.stem)
    return tuple(found)
