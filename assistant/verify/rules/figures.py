"""Read the figures of a sentence with their units, and say whether two are the same figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.verify.rules.tokens import Token, tokens

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        range(2, 21),
        strict=True,
    )
) | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_POWERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9,
    "tenth": 10, "tenths": 10, "twentieth": 20,
}  # fmt: skip
_RATIOS = {
    "twice": 2.0, "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0, "twofold": 2.0,
    "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "triple": 3.0, "tripled": 3.0,
    "thrice": 3.0, "quadrupled": 4.0, "halved": 0.5, "halves": 0.5, "halving": 0.5,
}  # fmt: skip
_NOT_COUNTED = frozenset("the these those between both other all".split())
"""Before a small number in words they point back: "the two groups"."""
_MORE = frozenset("more over above exceeding ≥".split())
_LESS = frozenset("less fewer under below ≤".split())
_ABOUT = frozenset("about approximately around roughly some nearly almost close near".split())
_UNITS = {
    "%": "percent", "percent": "percent", "times": "ratio", "fold": "ratio", "mg": "mg", "g": "g",
    "kg": "kg", "ml": "ml", "mm": "mm", "cm": "cm", "km": "km", "mmol": "mmol", "points": "points",
    "point": "points", "years": "years", "year": "years", "months": "months", "month": "months",
    "weeks": "weeks", "week": "weeks", "days": "days", "day": "days", "hours": "hours",
    "hour": "hours", "minutes": "minutes", "minute": "minutes", "min": "minutes",
    "dollars": "money", "euros": "money",
}  # fmt: skip
_JOINING = frozenset({"and", "or", "to", "-", ",", "versus", "against", "through"})
_INTERVAL = frozenset({"confidence", "credible", "interval"})
_RATIO_NAMES = frozenset({"ratio", "ratios", "curve", "statistic", "slope"})
_NUMBERED = frozenset("type grade phase stage class table figure model group".split())
"""Before a number they make it a name: "type 1"."""


@dataclass(frozen=True)
class Figure:
    """A figure as a sentence tells it."""

    value: float
    unit: str | None
    """Such as "percent", "ratio", "money", "year", "part" (half, a third); None if bare."""
    decimals: int
    hedge: str
    """"" as it stands, "~" about, ">" at least, "<" at most."""
    start: int
    """Place of its first token."""
    stop: int
    """Place after its last token, the unit among them."""
    shown: str
    in_words: bool = False


@lru_cache(maxsize=4_096)
def figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence, in order; those of names such as COVID-19 are none."""
    read = tokens(sentence)
    found = list(_figures(read))
    for place in range(len(found) - 2, -1, -1):
        one, following = found[place], found[place + 1]
        if one.unit is None and following.unit != "year" and _joined(read, one, following):
            found[place] = replace(one, unit=following.unit)
    return tuple(found)


def _joined(read: Sequence[Token], one: Figure, following: Figure) -> bool:
    """Say whether two figures are told with one unit, such as "4 to 5%"; "OR 2.1, 95% CI" not."""
    between = [token.text for token in read[one.stop : following.start]]
    interval = following.unit == "level"
    return len(between) == 1 and between[0] in _JOINING and not interval


def _figures(read: Sequence[Token]) -> Iterator[Figure]:
    place = 0
    while place < len(read):
        figure = _figure(read, place)
        if figure is None:
            place += 1
        else:
            yield figure
            place = figure.stop


def _figure(read: Sequence[Token], at: int) -> Figure | None:
    """Return the figure that begins at a place, if one does."""
    text = read[at].text
    part = _part(read, at)
    if part is not None:
        value, stop = part
        if _text(read, stop) == "a" and _text(read, stop + 1) in _POWERS:
            return _with_unit(read, at, stop + 1, value, 1, in_words=True)
        return _told(read, at, stop, value, "part", 3, in_words=True)
    if text in _RATIOS:
        return _told(read, at, at + 1, _RATIOS[text], "ratio", 0, in_words=True)
    if read[at].kind == "number":
        value = float(text.replace(",", ""))
        decimals = len(text.partition(".")[2])
        return _with_unit(read, at, at + 1, value, decimals, in_words=False)
    if text in _NUMBERS:
        pointing = at > 0 and read[at - 1].text in _NOT_COUNTED and _NUMBERS[text] < 4
        stop, value = at + 1, float(_NUMBERS[text])
        if value >= 20 and _text(read, stop) == "-":
            stop += 1
        if value >= 20 and _NUMBERS.get(_text(read, stop), 10) < 10:
            value, stop = value + _NUMBERS[_text(read, stop)], stop + 1
        return None if pointing else _with_unit(read, at, stop, value, 0, in_words=True)
    return None


def _part(read: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return the value of "a third", "two-thirds", "half" or "one in five", and where it ends."""
    text, then = read[at].text, at + 1
    if text in ("one", "1") and _text(read, then) in ("in", "out"):
        then += 2 if _text(read, then) == "out" else 1
        of = _count(read, then)
        whole = of is not None and of > 1 and of == int(of) and _text(read, then + 1) not in _UNITS
        return (1 / of, then + 1) if of and whole else None
    if text == "half":
        return 0.5, then
    if _text(read, then) == "-":
        then += 1
    over = _PARTS.get(_text(read, then))
    count = 1 if text in ("a", "one") else _NUMBERS.get(text)
    if over is None or count is None or count >= over:
        return None
    # "A third study" counts studies; "a third of studies" is a part of them.
    if text == "a" and over > 2 and _is_noun(read, then + 1):
        return None
    return count / over, then + 1


def _is_noun(read: Sequence[Token], at: int) -> bool:
    return at < len(read) and read[at].kind in ("word", "group") and bool(read[at].stem)


def _count(read: Sequence[Token], at: int) -> float | None:
    text = _text(read, at)
    if at < len(read) and read[at].kind == "number":
        return float(text.replace(",", ""))
    return _NUMBERS.get(text)


def _text(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""


def _with_unit(
    read: Sequence[Token], at: int, stop: int, value: float, decimals: int, *, in_words: bool
) -> Figure:
    while _text(read, stop) in _POWERS:
        value, stop = value * _POWERS[_text(read, stop)], stop + 1
    unit, stop = _unit(read, stop)
    if unit is None:
        unit = _unit_before(read, at)
    plain = unit is None and not in_words and decimals == 0 and "," not in read[at].text
    if plain and 1500 <= value < 2100:
        unit = "year"
    return _told(read, at, stop, value, unit, decimals, in_words=in_words)


def _unit(read: Sequence[Token], stop: int) -> tuple[str | None, int]:
    at = stop + 1 if _text(read, stop) == "-" and _text(read, stop + 1) in _UNITS else stop
    if _text(read, at) == "percentage" and _text(read, at + 1).startswith("point"):
        return "points", at + 2
    unit = _UNITS.get(_text(read, at))
    if unit == "percent" and _text(read, at + 1) in _INTERVAL:
        return "level", at + 1
    if unit is None:
        return None, stop
    if unit in ("mg", "ml", "mmol", "g") and _text(read, at + 1) in ("dl", "l", "min"):
        return f"{unit}/{_text(read, at + 1)}", at + 2
    return unit, at + 1


def _unit_before(read: Sequence[Token], at: int) -> str | None:
    if _text(read, at - 1) == "$":
        return "money"
    if _text(read, at - 1) == "per":
        return "per"
    if _text(read, at - 1) in _NUMBERED:
        return "name"
    since = max((back for back in range(at) if _ends_naming(read[back])), default=-1)
    before = [token.text for token in read[since + 1 : at]]
    if before and before[-1] in ("=", "<", ">", "≤", "≥") and before[-2:-1] == ["p"]:
        return "p"
    if set(before) & _RATIO_NAMES and "." in read[at].text:
        return "ratio"
    return None


def _ends_naming(token: Token) -> bool:
    return token.kind == "number" or token.text in (";", ":", ",")


def _told(
    read: Sequence[Token],
    at: int,
    stop: int,
    value: float,
    unit: str | None,
    decimals: int,
    *,
    in_words: bool,
) -> Figure:
    before = {token.text for token in read[max(0, at - 3) : at] if token.kind != "number"}
    hedge = "~" if before & _ABOUT else ""
    if _text(read, at - 1) in ("than", "$") or _text(read, at - 1) in _MORE | _LESS:
        hedge = ">" if before & _MORE else "<" if before & _LESS else hedge
    if _text(read, stop) == "or" and _text(read, stop + 1) in ("more", "older", "over"):
        hedge = ">"
    shown = "".join(
        token.text if token.text in "%-" else f" {token.text}" for token in read[at:stop]
    ).strip()
    shown = "$" + shown if _text(read, at - 1) == "$" else shown
    return Figure(value, unit, decimals, hedge, at, stop, shown, in_words)


def begins_figure(read: Sequence[Token], at: int) -> bool:
    """Say whether a figure begins at a place."""
    return at < len(read) and (_text(read, at) == "$" or _figure(read, at) is not None)
