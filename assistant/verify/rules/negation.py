"""Read what a sentence denies: which words stand under a "not"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.rules.tokens import Token, stem

_CUES = frozenset(
    "not no never neither nor none without nobody nothing hardly lack lacks lacked lacking absence "
    "absent unable".split()
)
_FEW = frozenset("few little rarely".split())
_DEGREE = frozenset(
    stem(word)
    for word in "significant significantly statistical statistically substantial clearly".split()
)
"""Stems of words that say how much; what is denied comes after them."""
_OF_MORE = frozenset(
    stem(word)
    for word in "differ difference different effect change association associated increase "
    "increased decrease improve improvement gain rise worse vary varied".split()
)
_ENDING = frozenset(". ; : , ( ) but while whereas although though because".split())
_NEGATED_WITHIN = 1
"""Words with a meaning that may part a "not" from what it denies: "not significantly higher"."""
_SCOPE = 4
"""Words with a meaning that a "not" is taken to deny."""


@dataclass(frozen=True)
class Denial:
    """One "not" with what it denies."""

    at: int
    scope: tuple[str, ...]
    """Stems, the nearest first."""
    is_of_more: bool
    """Whether it denies that there is more, an effect or a difference."""


def denials(read: Sequence[Token]) -> list[Denial]:
    """Return what a sentence denies, in order."""
    return [
        Denial(at, _scope(read, at), _is_of_more(read, at))
        for at, token in enumerate(read)
        if is_cue(read, at)
    ]


def hardly(read: Sequence[Token]) -> frozenset[str]:
    """Return the stems of which a sentence says that there is little or nothing: "race-free"."""
    found: set[str] = set()
    for at, token in enumerate(read):
        following = read[at + 1].text if at + 1 < len(read) else ""
        if token.text in _FEW or (token.text in ("less", "fewer") and following == "than"):
            found.update(_scope(read, at))
        elif token.text in ("free", "neutral"):
            found.update(other.stem for other in read[max(0, at - 2) : at] if other.stem)
    return frozenset(found)


def is_cue(read: Sequence[Token], at: int) -> bool:
    """Say whether a token denies what follows; "not only" does not."""
    following = read[at + 1].text if at + 1 < len(read) else ""
    return read[at].text in _CUES and following not in ("only", "just", "merely")


def negated_at(read: Sequence[Token], at: int) -> bool:
    """Say whether the word at a place stands under a "not" close before it."""
    passed = 0
    for back in range(at - 1, -1, -1):
        passed += bool(read[back].stem) and not is_cue(read, back)
        if read[back].text in _ENDING or passed > _NEGATED_WITHIN:
            return False
        if is_cue(read, back):
            return True
    return False


def _is_of_more(read: Sequence[Token], at: int) -> bool:
    near = read[at + 1 : at + 5]
    return any(
        token.stem in _OF_MORE or token.text in ("more", "less") or token.text.endswith("er")
        for token in near
    )


def _scope(read: Sequence[Token], at: int) -> tuple[str, ...]:
    found: list[str] = []
    for token in read[at + 1 :]:
        if token.text in _ENDING or len(found) > _SCOPE:
            break
        if token.stem:
            found.append(token.stem)
    # "Not statistically significant" denies just that.
    return tuple([name for name in found if name not in _DEGREE][:_SCOPE] or found)
