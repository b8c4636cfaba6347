"""What a library holds little or nothing of, in words: so that silence is not taken for evidence.

"Few" is at most two papers: one study, or one and its repetition, settle nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.papers.entry import Entry, Facet
from assistant.papers.groups import GROUPS
from assistant.papers.shelf import Stock

FEW = 2
"""Papers."""
_LISTED = 12
"""Values named in one sentence."""
_DESIGNS = ("RCT", "cohort", "case-control", "cross-sectional", "qualitative", "systematic review")
"""What a reader expects of a library on health; others are named only where they are held."""


def gaps(stock: Stock) -> dict[Facet | str, list[str]]:
    """Return what is lacking, one sentence each, by facet; "year" stands for the years."""
    entries = stock.entries
    return {
        "year": list(_years(entries)),
        "design": list(_wanted("design", _DESIGNS, stock)),
        "topic": list(_few("topic", "topics", stock)),
        "group": list(_wanted("group", GROUPS, stock)),
        "country": list(_countries(stock)),
        "origin": list(_texts(stock)),
        "status": list(_unchecked(entries)),
    }


def _years(entries: Sequence[Entry]) -> Iterator[str]:
    years = Counter(entry.paper.year for entry in entries if entry.paper.year)
    if years:
        first, last = min(years), max(years)
        yield f"The oldest is of {first}, the newest of {last}; nothing newer is held."
        empty = [str(year) for year in range(first, last) if not years[year]]
        if 0 < len(empty) <= _LISTED:
            yield f"No paper is of {_listed(empty)}."
        elif empty:
            yield f"Of the years between, {len(empty)} have no paper at all."
    unknown = sum(not entry.paper.year for entry in entries)
    if unknown:
        yield f"{_papers(unknown)} without a year."


def _wanted(facet: Facet, expected: Sequence[str], stock: Stock) -> Iterator[str]:
    """Yield which of the expected values no paper has, which few have, and who tells none."""
    counts = stock.counts[facet]
    none = [value for value in expected if not counts[value]]
    few = [f"{value} ({counts[value]})" for value in expected if 0 < counts[value] <= FEW]
    if none:
        yield f"Not held at all: {_listed(none)}."
    if few:
        yield f"Few papers: {_listed(few)}."
    yield from _untold(facet, stock.entries)


def _few(facet: Facet, name: str, stock: Stock) -> Iterator[str]:
    counts = stock.counts[facet]
    few = sorted((value for value in counts if counts[value] <= FEW), key=str.casefold)
    if few:
        named = [value.replace("-", " ") for value in few]
        yield f"{len(few)} of {len(counts)} {name} have only one or two papers: {_listed(named)}."
    yield from _untold(facet, stock.entries)


def _countries(stock: Stock) -> Iterator[str]:
    counts = stock.counts["country"]
    told = sum(bool(entry.facets["country"]) for entry in stock.entries)
    if told:
        (most, count), *_ = counts.most_common(1)
        yield f"Of the {told:,} papers that name a country, {count:,} name {most}."
    yield from _few("country", "countries", stock)


def _texts(stock: Stock) -> Iterator[str]:
    total, whole = len(stock.entries), stock.counts["origin"]["full text"]
    if whole < total:
        yield (
            f"{_papers(total - whole)} without the full text: a detail that stands only there is "
            "not found."
        )
    records = stock.counts["origin"]["record"]
    if records:
        yield f"{_papers(records)} known by the record alone: no answer can quote them."


def _unchecked(entries: Sequence[Entry]) -> Iterator[str]:
    unknown = sum(not entry.paper.status.known for entry in entries)
    if unknown:
        yield f"{_papers(unknown)} whose standing nobody has looked up (evidence status does)."


def _untold(facet: Facet, entries: Sequence[Entry]) -> Iterator[str]:
    untold = sum(not entry.facets[facet] for entry in entries)
    if untold:
        words = {"group": "group", "design": "design", "topic": "topic", "country": "country"}
        yield f"{_papers(untold)} for which no {words[facet]} is known."


def _papers(count: int) -> str:
    return f"{count:,} paper{'' if count == 1 else 's'}"


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(values[:_LISTED])
    more = len(values) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown
