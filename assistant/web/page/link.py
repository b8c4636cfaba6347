"""Links that bring a question back: with its limits and the library that it was asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from assistant.answer import LONGEST_QUESTION
from corpus.filters import FILTER_FIELDS, NO_FILTERS, FilterField, Filters, filters_of

_MOST_FIELDS = 60
_LONGEST_VALUE = 200
"""Characters of one limit."""
_MOST = 10_000_000
"""No year is later and no study larger."""


@dataclass(frozen=True)
class Asked:
    """What a link asks; nothing in it is more than text and numbers."""

    question: str
    follows: str | None = None
    """The question that it follows up."""
    filters: Filters = NO_FILTERS
    snapshot: str | None = None
    """What the library held when the link was made."""


def link_of(asked: Asked) -> str:
    """Return the link as the part of an address from its question mark on."""
    return "?" + urlencode(list(_fields(asked)))


def asked_by(link: str) -> Asked | None:
    """Return what a link asks; None where it asks nothing that can be read.

    A limit that is not one is passed over.
    """
    try:
        told = parse_qs(link.removeprefix("?"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    question = " ".join(told.get("q", [""])[0].split())
    if not question:
        return None
    filters = filters_of({one.name: _value(one, told) for one in FILTER_FIELDS})
    follows = " ".join(told.get("after", [""])[0].split())[:LONGEST_QUESTION]
    snapshot = next(iter(_short(told.get("library", []))), None)
    return Asked(question[: LONGEST_QUESTION + 1], follows or None, filters, snapshot)


def _value(one: FilterField, told: Mapping[str, list[str]]) -> object:
    values = _short(told.get(one.link, []))
    return _number(values) if one.is_number else one.chosen(values)


def _fields(asked: Asked) -> Iterator[tuple[str, str]]:
    yield "q", asked.question
    if asked.follows:
        yield "after", asked.follows
    for one in FILTER_FIELDS:
        value = getattr(asked.filters, one.name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        yield from ((one.link, str(each)) for each in values)
    if asked.snapshot:
        yield "library", asked.snapshot


def _short(values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in values if len(value) <= _LONGEST_VALUE)


def _number(values: tuple[str, ...]) -> int | None:
    told = values[0] if values else ""
    if not (told.isascii() and told.isdigit() and len(told) < len(str(_MOST))):
        return None
    return int(told)
