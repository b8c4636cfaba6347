"""Read volume, issue and pages as a PDF's first page and running heads print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.pdf.facts import FileFacts

_VOLUME = r"(?P<volume>\d{1,4})"
_ISSUE = r"(?:\s?\((?P<issue>[^()\n]{1,12})\))?"
_PAGES = r"(?P<pages>[A-Za-z]{0,2}\d[\w.]*(?:\s?[-\u2013]\s?[A-Za-z]?\d+)?)"
_CITATIONS = (
    # 2024;21(3):240077, as in the reference lists of medicine
    re.compile(rf"\b(?P<year>(?:19|20)\d\d)\s?;\s?{_VOLUME}{_ISSUE}\s?:\s?{_PAGES}"),
    # (2021) 21:345
    re.compile(rf"\((?P<year>(?:19|20)\d\d)\)\s{_VOLUME}{_ISSUE}\s?:\s?{_PAGES}"),
    # 2011, 9:201
    re.compile(rf"\b(?P<year>(?:19|20)\d\d),\s{_VOLUME}{_ISSUE}\s?:\s?{_PAGES}"),
    # Vol. 12, No. 3, March 2019
    re.compile(
        rf"\bvol(?:ume|\.)?\s?{_VOLUME}\b(?:,?\s(?:no|issue|iss|number)\b\.?\s?(?P<issue>\d{{1,3}}))?"
        r"[^;\n]{0,40}?\b(?P<year>(?:19|20)\d\d)\b(?P<pages>(?!))?",
        re.IGNORECASE,
    ),
)
"""Ways in which a paper prints where it stands in its journal, the fullest first."""


@dataclass(frozen=True)
class Place:
    """Where a paper stands in its journal."""

    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def find_place(facts: FileFacts, text: str, year: int | None) -> Place:
    """Return the paper's place: as the file states it, else as `text` prints it.

    A citation of another year is of another paper.
    """
    if facts.volume:
        return Place(facts.volume, facts.issue, facts.pages)
    lines = " ".join(text.split())
    for pattern in _CITATIONS:
        for found in pattern.finditer(text if "vol" in pattern.pattern[:8] else lines):
            if year is not None and int(found["year"]) == year:
                pages = (found["pages"] or "").rstrip(".").replace(" ", "")
                return Place(found["volume"], found["issue"], pages.replace("\u2013", "-") or None)
    return Place()
