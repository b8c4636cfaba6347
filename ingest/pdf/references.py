"""Tell a list of references by its entries, where no heading announces it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.pdf.paragraphs import Paragraph

_FEWEST = 4
"""Entries in a row before there is a list."""
_DENSELY = 0.7
"""The share of entries among the paragraphs of a list; the notes of a book cite less."""
_LONGEST = 700
"""Characters of one entry."""
_DENSE = 350
"""Characters for each publication in a paragraph that holds many entries."""
_OPENING = re.compile(
    r"(?:\[?\d{1,3}[\].)]?\s+)?(?:\([a-h]\)\s+)?"
    r"(?:[A-Z][\w'’\-]+(?:\s[A-Z][\w'’\-]+)?,?\s(?:[A-Z]\.?[\s,;&-]*){1,3}|(?:[A-Z]\.[\s-]?){1,3}(?:[a-z]{2,3}\s)?[A-Z][\w'’-]+(?:,|\sand\s)"
    r"|[A-Z][\w'’-]+(?:,?\s(?:[A-Z][\w'’-]*|of|and|for|the|on|in|&)){0,12}\.\s)"
)
"""An author's family name and initials, or an office, perhaps after a number."""
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_PUBLICATION = re.compile(
    r"(?:19|20)\d\d[a-z]?(?:\s\w{3,4}(?:\s\d+)?)?\s?;\s?\d+"  # 2019 May;12
    r"|\b\d+\s?\(\d+(?:[-–]\d+)?\)\s?[:,]\s?[A-Za-z]?\d+"  # 12(3):45 or 12(3), 45
    r"|(?:19|20)\d\d,\s\d+[A-Z]?,\s[A-Z]?\d+"  # 2012, 81A, 467
    r"|\b\d+\s?[:,]\s?(?:pp\.?\s)?\d+\s?[-–]\s?\d+"  # 12:45–67
    r"|\bdoi\b|https?://|arXiv:|\b(?:Accessed|Retrieved|Available (?:at|from))\b"
    r"|\b(?:University|Academic) Press\b|\bIn:\s|\((?:Eds?|eds?)\.\)",
    re.IGNORECASE,
)


def find_entries(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return the places of the entries of reference lists, with what stands between two."""
    found = [place for place, paragraph in enumerate(paragraphs) if _is_entry(paragraph)]
    runs: list[list[int]] = []
    for place in found:
        if runs and place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    listed = [
        run
        for run in runs
        if sum(_count(paragraphs[place]) for place in run) >= _FEWEST
        and len(run) >= _DENSELY * (run[-1] - run[0] + 1)
    ]
    return frozenset(place for run in listed for place in range(run[0], run[-1] + 1))


def _is_entry(paragraph: Paragraph) -> bool:
    """Say whether a paragraph reads like an entry, or like many without a break."""
    text = paragraph.text
    if paragraph.is_row or not _OPENING.match(text) or not _YEAR.search(text):
        return False
    return _PUBLICATION.search(text) is not None and len(text) <= max(
        _LONGEST, _DENSE * _count(paragraph)
    )


def _count(paragraph: Paragraph) -> int:
    """Return about how many entries a paragraph holds."""
    years = len(_YEAR.findall(paragraph.text))
    return max(1, min(years, len(_PUBLICATION.findall(paragraph.text)), len(paragraph.text) // 100))
