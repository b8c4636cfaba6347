"""Rule: every figure stands in what the passages say of the same thing, with the same owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.verify.rules.agreement import follows, same
from assistant.verify.rules.bearing import Bearing, Held
from assistant.verify.rules.context import Context, context, likeness
from assistant.verify.rules.directions import placed_word
from assistant.verify.rules.figures import Figure, figures
from assistant.verify.rules.owners import Owned, owned
from assistant.verify.rules.tokens import PEOPLES, Token, tokens

_AS_NEAR = 0.85
"""Share of the nearest sentence's nearness from which another counts as being as near."""
_COMPARED = {"more": 1, "higher": 1, "greater": 1, "less": -1, "lower": -1, "fewer": -1}
_DECIDING = PEOPLES | {"without"}
_CHANGES = (
    "increas", "rose", "rise", "rising", "rais", "grew", "grow", "climb", "decreas", "fell", "fall",
    "drop", "declin", "reduc", "shrink", "shrank", "lowered", "narrowed", "widened", "cut",
)  # fmt: skip
_OF_THE_SAME = 0.35
"""Share of what stands around a figure that must stand around it in another sentence, too."""
_OF_THE_SAME_NEAR = 0.15
"""The same where that sentence bears on the rest, too."""


def wrong_figure(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong with a figure of the sentence; None where all are borne out."""
    read = tokens(sentence)
    for one in figures(sentence):
        if _is_borne(read, one, found) or _is_open_year(one, found):
            continue
        held = found.all
        if any(same(one, other) for each in held for other in figures(each.text)):
            return f"{one.shown} is in the cited passage, but not said of this."
        return f"{one.shown} is not in the cited passage."
    return None


def _is_open_year(one: Figure, found: Bearing) -> bool:
    """Say whether it is a year, and what bears on the sentence tells none."""
    return one.unit == "year" and not any(
        other.unit == "year" for held in found.sentences for other in figures(held.text)
    )


def unknown_year(sentence: str, found: Bearing) -> str | None:
    """Return which year the passages tell nothing of; None where they tell all."""
    read = tokens(sentence)
    open_years = [
        one
        for one in figures(sentence)
        if not _is_borne(read, one, found) and _is_open_year(one, found)
    ]
    return (
        f"The cited passage does not tell the year {open_years[0].shown}." if open_years else None
    )


def _is_borne(read: Sequence[Token], one: Figure, found: Bearing) -> bool:
    nearest = found.sentences[0]
    told = [its.figure for its in owned(nearest.read, figures(nearest.text))]
    # A bound of an interval is no result that "more than" could be said of.
    there = told if one.hedge else figures(nearest.text)
    if any(same(one, other) for other in there) or follows(one, told):
        return True
    around = context(read, one.start, one.stop)
    enough = _AS_NEAR * nearest.nearness
    # What the nearest sentence tells in its place speaks against another sentence's figure.
    rival = max((_nearby(around, nearest, its) for its in told if its.unit == one.unit), default=0)
    return any(
        _nearby(around, held, other)
        >= max(rival, _OF_THE_SAME_NEAR if held.nearness >= enough else _OF_THE_SAME)
        for held in found.all
        for other in figures(held.text)
        if same(one, other)
    )


def _nearby(around: Context, held: Held, figure: Figure) -> float:
    return likeness(around, context(held.read, figure.start, figure.stop))


def exchanged_figures(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where two figures of the sentence have changed owners."""
    mine = owned(tokens(sentence), figures(sentence))
    theirs = [one for held in found.all for one in owned(held.read, figures(held.text))]
    for one, its, other, others in _pairs(mine, theirs):
        if _is_crossed(one, its, other, others):
            return (
                f"The passage tells {one.figure.shown} and {other.figure.shown} "
                "the other way round."
            )
    for one, its in _matched(mine, theirs):
        if one.owner & PEOPLES and its.owner & PEOPLES and not one.owner & its.owner & PEOPLES:
            return f"The passage does not tell {one.figure.shown} of this group."
    return None


def _matched(mine: Sequence[Owned], theirs: Sequence[Owned]) -> list[tuple[Owned, Owned]]:
    """Return the figures that occur once among the passages' results, with that result."""
    found: list[tuple[Owned, Owned]] = []
    for one in mine:
        alike = [its for its in theirs if same(one.figure, its.figure)]
        # What is told in the same unit goes before what only follows from another one.
        exact = [its for its in alike if its.figure.unit == one.figure.unit] or alike
        if len(exact) == 1:
            found.append((one, exact[0]))
    return found


def _pairs(
    mine: Sequence[Owned], theirs: Sequence[Owned]
) -> Iterator[tuple[Owned, Owned, Owned, Owned]]:
    sure = _matched(mine, theirs)
    for place, (one, its) in enumerate(sure):
        for other, others in sure[place + 1 :]:
            if its is not others:
                yield one, its, other, others


def _is_crossed(one: Owned, its: Owned, other: Owned, others: Owned) -> bool:
    if not (_are_alike(one.figure, other.figure) and _are_alike(its.figure, others.figure)):
        return False
    straight = _alike(one, its, other, others) + _alike(other, others, one, its)
    crossed = _alike(one, others, other, its) + _alike(other, its, one, others)
    return crossed > straight


def _are_alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures tell one kind of thing, so that they could change places."""
    if one.unit == other.unit:
        return True
    return None in (one.unit, other.unit) and one.decimals > 0 and other.decimals > 0


def _alike(one: Owned, its: Owned, not_one: Owned, not_its: Owned) -> int:
    """Count what the owners share, of what tells them from the other figure's owners."""
    mine, theirs = one.owner - not_one.owner, its.owner - not_its.owner
    if mine & _DECIDING and theirs & _DECIDING:
        return len(mine & theirs & _DECIDING)
    return len(mine & theirs)


def turned_figures(sentence: str, found: Bearing) -> str | None:
    """Return what is wrong where figures go another way than the word: "rose from 5% to 3%"."""
    read = tokens(sentence)
    told = [span for held in found.all for span in _courses(held.read, figures(held.text))]
    for one, other in _courses(read, figures(sentence)):
        sign = _last_change([token.text for token in read[: one.start]])
        against = sign and sign != (1 if other.value > one.value else -1)
        if against or any(same(one, last) and same(other, first) for first, last in told):
            return f"From {one.shown} to {other.shown} is the other way."
    return None


def _courses(read: Sequence[Token], found: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the figures of "from 5% in 2009 to 3%", but not of a range that nothing moves in."""
    for one, other in pairwise([one for one in found if one.unit != "year"]):
        between = [token.text for token in read[one.stop : other.start]]
        moves = one.unit == other.unit and one.value != other.value
        if moves and one.start and read[one.start - 1].text == "from" and "to" in between:
            yield one, other


def turned_ratio(sentence: str, _: Bearing) -> str | None:
    """Return what is wrong where a ratio contradicts its word: "less likely (odds ratio 1.16)"."""
    read = tokens(sentence)
    for one in figures(sentence):
        named = [token.text for token in read[max(0, one.start - 3) : one.start]]
        if one.unit != "ratio" or named[-3:-1] not in (
            ["(", "odds"],
            ["(", "hazard"],
            ["(", "risk"],
        ):
            continue
        words = [token.text for token in read[: one.start] if token.text in _COMPARED]
        if words and one.value != 1 and _COMPARED[words[-1]] != (1 if one.value > 1 else -1):
            return f"{one.shown} does not go with {words[-1]}."
    return None


def _last_change(words: Sequence[str]) -> int:
    """Return which way the last word of change points: 1 up, -1 down, 0 where there is none."""
    placed = [placed_word(word) for word in words if word.startswith(_CHANGES)]
    signs = [place[1] for place in placed if place is not None and place[0] == 0]
    return signs[-1] if signs else 0


def implied(held: Held) -> Iterator[tuple[Owned, Owned]]:
    """Yield the pairs of results in one unit that a sentence sets side by side."""
    results = owned(held.read, figures(held.text))
    for one, other in pairwise(results):
        if one.figure.unit == other.figure.unit and one.owner and other.owner:
            yield one, other
