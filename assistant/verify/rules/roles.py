"""Rule: groups are those of the passage, and stand in the same roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.verify.rules.amounts import implied
from assistant.verify.rules.bearing import Bearing, Held
from assistant.verify.rules.comparisons import Comparison, comparisons, orientation
from assistant.verify.rules.context import Context
from assistant.verify.rules.directions import QUALITY, directions
from assistant.verify.rules.figures import figures
from assistant.verify.rules.tokens import PEOPLES, SEXES, Token, groups, stem, stems, tokens

_UNCLEAR = (-0.5, 0.25)
"""Between these it cannot be told which side answers to which."""
_SCORES = frozenset(
    stem(word) for word in "accuracy statistic curve sensitivity specificity discrimination".split()
)
"""Stems of measures of which more is better."""
NAMES = {
    "black": "Black", "white": "White", "hispanic": "Hispanic", "asian": "Asian",
    "indigenous": "American Indian", "islander": "Pacific Islander", "nonblack": "non-Black",
    "nonwhite": "non-White", "minority": "minority",
}  # fmt: skip


def strange_group(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a group is named that the passages do not speak of."""
    named = groups(tokens(sentence))
    nearest = groups(found.sentences[0].read)
    near = nearest.union(*(groups(held.read) for held in found.sentences))
    if (named - nearest) & PEOPLES and (nearest - named) & PEOPLES:
        replaced = min((named - nearest) & PEOPLES)
        return f"The passage does not say this of {NAMES.get(replaced, replaced)} people."
    for group in sorted(named - near):
        if group in SEXES:
            if near & SEXES:
                return f"The passage does not say this of {group}."
        elif near - SEXES or not any(group in groups(held.read) for held in found.others):
            return f"The passage does not say this of {NAMES.get(group, group)} people."
    return None


def wrong_comparison(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a comparison points the other way in the passages."""
    for claimed, best in _counterparts(sentence, found):
        changed = orientation(claimed, best) < 0
        if claimed.sign * (-1 if changed else 1) != best.sign:
            if changed:
                return "The groups are the other way round in the passage."
            return _pointing(best.sign, claimed.sign)
        if not changed and _differ(claimed.left, best.left):
            return "The passage says this of another group."
    return None


def _differ(one: Context, other: Context) -> bool:
    """Say whether two sides name different groups of one kind."""
    return any(
        one.keys() & kind and other.keys() & kind and not one.keys() & other.keys() & kind
        for kind in (PEOPLES, SEXES)
    )


def wrong_kin(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where a group's name stands before a word that is another group's."""
    held = [pair for each in found.sentences for pair in _kin(each.read)]
    for group, kin in _kin(tokens(sentence)):
        theirs = {other for other, its in held if its == kin}
        elsewhere = any(other == group for other, _ in held)
        if theirs and group not in theirs and elsewhere:
            return f"The passage does not say this of {NAMES.get(group, group)} people."
    return None


def _kin(read: Sequence[Token]) -> list[tuple[str, str]]:
    """Return groups of people with the words that each stands before: "Black newborns"."""
    return [
        (one.text, other.stem)
        for at, one in enumerate(read)
        if one.text in PEOPLES
        for other in takewhile(lambda token: token.kind == "word", read[at + 1 : at + 3])
        if other.stem
    ]


def turned(sentence: str, found: Bearing) -> frozenset[int]:
    """Return the places of words that point the other way because the sides are changed, too."""
    return frozenset(
        claimed.word
        for claimed, held in _counterparts(sentence, found)
        if orientation(claimed, held) < 0 and claimed.sign == -held.sign
    )


def _counterparts(sentence: str, found: Bearing) -> Iterator[tuple[Comparison, Comparison]]:
    words = frozenset(token.text for token in tokens(sentence))
    for claimed in comparisons(tokens(sentence), figures(sentence)):
        best = _counterpart(claimed, words, found)
        if best is not None:
            yield claimed, best


def _counterpart(claimed: Comparison, words: frozenset[str], found: Bearing) -> Comparison | None:
    """Return the comparison of the same sides in the nearest sentence that makes it."""
    for held in found.sentences:
        made = list(_comparable(claimed, words, held))
        best = max(made, key=lambda one: abs(orientation(claimed, one)), default=None)
        if best is not None and not _UNCLEAR[0] < orientation(claimed, best) < _UNCLEAR[1]:
            return best
    return None


def _comparable(claimed: Comparison, words: frozenset[str], held: Held) -> Iterator[Comparison]:
    made = [
        one
        for one in comparisons(held.read, figures(held.text))
        if one.dimension == claimed.dimension
    ]
    yield from made
    scored = claimed.dimension == QUALITY and bool(stems(held.read) & _SCORES)
    # "Low birth weight in 7%" says nothing of more or less weight, unless both say "low".
    worded = any(one.dimension == 0 and one.word not in words for one in directions(held.read))
    if not made and not worded and (claimed.dimension == 0 or scored):
        for one, other in implied(held):
            sign = (one.figure.value > other.figure.value) - (one.figure.value < other.figure.value)
            yield Comparison(
                _even(one.owner), _even(other.owner), claimed.dimension, sign, one.figure.start
            )


def _even(owner: frozenset[str]) -> Context:
    return {name: 3.0 if name in PEOPLES | SEXES else 1.0 for name in owner}


_WORDS = {1: "more", 0: "the same", -1: "less"}


def _pointing(held: int, claimed: int) -> str:
    return f"The passage says {_WORDS[held]}, the sentence {_WORDS[claimed]}."
