"""Read whose figure each figure of a sentence is: "17.0% of Black and 6.2% of White patients"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.rules.figures import Figure
from assistant.verify.rules.tokens import PEOPLES, Token

_JOINS = frozenset("and or , ; ) versus while whereas but to - . compared than".split())
_ENDS = frozenset(", ; ) ( : versus while whereas but and . than against though although".split())
_NEAREST = 5
"""Words with a meaning, at most, that name an owner."""
_OF = frozenset("of in among for".split())
_SPREAD = frozenset("confidence interval interquartile range".split())


@dataclass(frozen=True)
class Owned:
    """A figure that tells a result, and what it is told of."""

    figure: Figure
    owner: frozenset[str]
    """Stems of the words beside it, groups of people among them."""


def owned(read: Sequence[Token], found: Sequence[Figure]) -> list[Owned]:
    """Return the results of a sentence with their owners; bounds, years and P values are none."""
    results: list[Figure] = []
    bounds: set[int] = set()
    for number, one in enumerate(found):
        if _is_bound(read, one) or _is_bracketed(read, found, number, bounds):
            bounds.add(number)
        else:
            results.append(one)
    listed = _respective(read, results)
    listed |= {
        one.start: frozenset()
        for run in _runs(read, results)
        for one in run
        if one.start not in listed and _is_set_against(read, run)
    }
    return [
        Owned(one, listed[one.start] if one.start in listed else _beside(read, results, number))
        for number, one in enumerate(results)
    ]


def _is_bound(read: Sequence[Token], figure: Figure) -> bool:
    near = {token.text for token in read[max(0, figure.start - 5) : figure.start]}
    return figure.unit in ("p", "year", "per", "level", "name") or bool(near & _SPREAD)


def _is_bracketed(
    read: Sequence[Token], found: Sequence[Figure], number: int, bounds: set[int]
) -> bool:
    """Say whether it is a bound as in "0.76 (0.73 to 0.78)"."""
    one, before = found[number], found[number - 1] if number else None
    if before is None:
        return False
    between = [token.text for token in read[before.stop : one.start]]
    opens = between == ["("] and [token.text for token in read[one.stop : one.stop + 1]] in (
        ["to"],
        ["-"],
    )
    return opens or (between in (["to"], ["-"]) and number - 1 in bounds)


def _respective(read: Sequence[Token], results: Sequence[Figure]) -> dict[int, frozenset[str]]:
    """Return owners where groups and figures are listed apart: "Black and White: 10 and 4%"."""
    found: dict[int, frozenset[str]] = {}
    for run in _runs(read, results):
        before = read[: run[0].start]
        ends = [at for at, token in enumerate(before) if token.text in (";", ".", "while")]
        named = [
            token.text
            for token in before[max(ends, default=-1) + 1 :]
            if token.kind == "group" and token.text not in ("men", "women")
        ]
        if len(run) > 1 and len(named) == len(run):
            found |= {one.start: frozenset({group}) for one, group in zip(run, named, strict=True)}
    return found


def _is_set_against(read: Sequence[Token], run: Sequence[Figure]) -> bool:
    """Say whether figures stand as in "(5.6 versus 6.2)", far from what they are told of."""
    return len(run) > 1 and read[run[0].stop].text in ("versus", "against")


def _runs(read: Sequence[Token], results: Sequence[Figure]) -> list[list[Figure]]:
    """Return the figures that follow each other with nothing but "and" or commas between."""
    runs: list[list[Figure]] = []
    for one in results:
        joined = runs and all(
            token.text in ("and", ",", "or", "versus", "against")
            for token in read[runs[-1][-1].stop : one.start]
        )
        if joined:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _beside(read: Sequence[Token], results: Sequence[Figure], number: int) -> frozenset[str]:
    first, last = _range(read, results, number)
    stop = _after_rate(read, results[last].stop)
    following = read[stop].text if stop < len(read) else "."
    until = results[last + 1].start if last + 1 < len(results) else len(read)
    since = results[first - 1].stop if first else 0
    ahead = _to_end(read[stop:until])
    behind = _to_end(
        [token for token in read[since : results[first].start][::-1] if token.text != "("]
    )
    if following in _OF and not ahead:
        return ahead
    if following in _JOINS or not ahead:
        return behind
    if following in _OF:
        return ahead
    # "Black patients had 1.9 illnesses": what follows is counted, who has it stands before.
    return ahead if ahead & PEOPLES else ahead | (behind & PEOPLES)


def _range(read: Sequence[Token], results: Sequence[Figure], number: int) -> tuple[int, int]:
    """Return the places of the first and the last figure of "from 14% to 44%"."""
    first = last = number
    if number + 1 < len(results) and _spans(read, results[number], results[number + 1]):
        last += 1
    elif number and _spans(read, results[number - 1], results[number]):
        first -= 1
    return first, last


def _spans(read: Sequence[Token], one: Figure, other: Figure) -> bool:
    between = [token.text for token in read[one.stop : other.start]]
    return between in (["to"], ["-"])


def _after_rate(read: Sequence[Token], at: int) -> int:
    """Return the place after "per 100,000 live births" and a bracket that names no group."""
    if at + 1 < len(read) and read[at].text == "per":
        at += 2
        while at < len(read) and read[at].kind == "word" and read[at].stem:
            at += 1
    if at < len(read) and read[at].text == "(":
        closing = next((on for on in range(at, len(read)) if read[on].text == ")"), at)
        if not any(token.kind == "group" for token in read[at:closing]):
            at = closing + 1 if closing > at else at
    return at


def _joins_groups(read: Sequence[Token], at: int) -> bool:
    sides = (read[at - 1], read[at + 1]) if 0 < at < len(read) - 1 else ()
    return bool(sides) and read[at].text in ("and", ",") and all(s.kind == "group" for s in sides)


def _to_end(outward: Sequence[Token]) -> frozenset[str]:
    """Return the stems up to where the clause ends; a mark before the first word is passed over."""
    found: set[str] = set()
    for place, token in enumerate(outward):
        if len(found) == _NEAREST or (
            token.text in _ENDS and found and not _joins_groups(outward, place)
        ):
            break
        if token.stem:
            found.add(token.stem)
    return frozenset(found)
