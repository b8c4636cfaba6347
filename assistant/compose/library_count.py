"""Say in numbers what a library holds, from its catalog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from corpus.library import Library
from corpus.paper import Origin, Paper
from corpus.references.cite import short_name
from corpus.status import Standing

_YEARS = re.compile(
    r"(?:\b(?P<edge>since|from|after|before|until|till)\s+)?(?:the\s+)?(?:year\s+)?"
    r"\b(?P<year>1[6-9]\d\d|20\d\d)(?P<decade>['’]?s\b)?",
    re.IGNORECASE,
)
_FIRST, _LAST = 0, 9_999
_TEXTS: dict[Origin, str] = {
    "full text": "in full text",
    "abstract": "as abstracts",
    "digest": "as our summaries",
}


def library_count(library: Library, message: str) -> str:
    """Return how many papers there are, and of the years and standings that a message names."""
    papers = library.papers().values()
    if not papers:
        return "This library is empty. Add papers to it first."
    lines = [f"This library has {_papers(len(papers))} ({library.passage_count:,} passages)."]
    dated = sorted((one for one in papers if one.year), key=lambda one: (one.year, one.paper_id))
    if dated:
        first, last = dated[0], dated[-1]
        lines.append(f"The oldest is {short_name(first)}, the newest {short_name(last)}.")
    held = Counter(one.origin for one in papers)
    parts = [f"{held[one]:,} {words}" for one, words in _TEXTS.items() if held[one]]
    if parts:
        lines.append(f"By text: {', '.join(parts)}.")
    return " ".join([*lines, *_by_years(message, papers), *_by_standing(message, papers)])


def _by_years(message: str, papers: Collection[Paper]) -> list[str]:
    asked = asked_years(message)
    if asked is None:
        return []
    first, last = asked
    count = sum(one.year is not None and first <= one.year <= last for one in papers)
    if first == last:
        when = f"in {first}"
    elif first == _FIRST:
        when = f"up to {last}"
    else:
        when = f"from {first} on" if last == _LAST else f"from {first} to {last}"
    return [f"{_papers(count)} published {when}."]


def asked_years(message: str) -> tuple[int, int] | None:
    """Return the first and last year that a message names, both included; None without a year."""
    found = list(_YEARS.finditer(message))
    if not found:
        return None
    years = [int(one["year"]) for one in found]
    if len(found) > 1:
        return min(years), max(years) + 9 * bool(found[-1]["decade"])
    year, edge = years[0], (found[0]["edge"] or "").lower()
    return {
        "since": (year, _LAST),
        "from": (year, _LAST),
        "after": (year + 1, _LAST),
        "before": (_FIRST, year - 1),
        "until": (_FIRST, year),
        "till": (_FIRST, year),
    }.get(edge, (year, year + 9) if found[0]["decade"] else (year, year))


def _by_standing(message: str, papers: Collection[Paper]) -> list[str]:
    counts = Counter(one.status.standing for one in papers)
    asked = [one for one in Standing if one.value in message.lower()]
    return [f"Marked {one.value}: {counts[one]:,}." for one in asked]


def _papers(count: int) -> str:
    return f"{count:,} paper{'' if count == 1 else 's'}"
