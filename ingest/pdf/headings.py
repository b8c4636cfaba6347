"""Find the headings of a paper among its paragraphs, by their names and by how they are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.pdf.paragraphs import CAPTION, Paragraph

CORE: frozenset[SectionKind | None] = frozenset(
    ("introduction", "methods", "results", "discussion", "conclusion")
)
_LARGER = 0.9
"""Points above the size of the text from which a line is set larger."""
_SMALLER = 0.6
_BOLD_RANK = 0.5
"""Points of size that bold is worth when headings are ranked."""
_LONGEST = 150
_LONGEST_NAME = 70
_MOST_LINES = 4
_CONTENTS = 3
"""So many names of sections without text between them are a table of contents."""
_LISTS_HEADINGS = re.compile(
    r"on this page|in this (?:article|issue|paper)|(?:table of )?contents|outline|jump to:?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Heading:
    """A paragraph that opens a section."""

    place: int
    """Its place among the paragraphs."""
    kind: SectionKind | None
    """None where its name is none of the field's terms."""
    rank: float
    """The size in points, with something added for bold; larger opens a larger part."""
    styled: bool
    """True where it is set apart by its font."""


def find_headings(paragraphs: Sequence[Paragraph], size: float) -> dict[int, Heading]:
    """Return the headings by their places; `size` is that of the text in points."""
    found = [
        heading
        for place, paragraph in enumerate(paragraphs)
        if (heading := _heading(place, paragraph, size)) is not None
    ]
    found = _without_contents(found)
    styled_names = sum(1 for heading in found if heading.styled and heading.kind in CORE)
    if styled_names >= 2:
        found = [heading for heading in found if heading.styled]
    return {heading.place: heading for heading in found}


def without_contents(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs without a list of the paper's own headings that a page puts on top."""
    last = {paragraph.text: place for place, paragraph in enumerate(paragraphs)}
    kept: list[Paragraph] = []
    place = 0
    while place < len(paragraphs):
        end = place + 1
        if _LISTS_HEADINGS.fullmatch(paragraphs[place].text):
            while end < len(paragraphs) and last[paragraphs[end].text] > end:
                end += 1
        if end - place <= _CONTENTS:
            kept.extend(paragraphs[place:end])
        place = end
    return kept


def section_rank(headings: Sequence[Heading]) -> float | None:
    """Return the rank of the paper's main headings; None where none has a known name."""
    counts = Counter(heading.rank for heading in headings if heading.kind in CORE)
    common = [rank for rank, count in counts.items() if count >= 2]
    return max(common or counts, default=None)


def is_main(heading: Heading, rank: float | None) -> bool:
    """Say whether a heading is as large as the paper's main headings, where it has such."""
    return rank is not None and heading.rank >= rank - 0.1


def _heading(place: int, paragraph: Paragraph, size: float) -> Heading | None:
    """Return the heading that a paragraph is; None for text."""
    text = paragraph.text
    if len(text) > _LONGEST or len(paragraph.lines) > _MOST_LINES or not _WORD.search(text):
        return None
    if paragraph.is_row or not paragraph.lines[0].upright or CAPTION.match(text):
        return None
    kind = kind_of(text) if len(text) <= _LONGEST_NAME and not text[0].islower() else None
    styled = _is_styled(paragraph, size)
    if kind is None and not (styled and _may_be_name(text)):
        return None
    rank = round(paragraph.size, 1) + (_BOLD_RANK if paragraph.bold else 0.0)
    return Heading(place, kind, rank, styled)


def _is_styled(paragraph: Paragraph, size: float) -> bool:
    """Say whether a paragraph is set larger or bolder than the text, or in capitals."""
    if paragraph.size >= size + _LARGER:
        return True
    if paragraph.size < size - _SMALLER:
        return False
    capitals = paragraph.text.isupper() and len(paragraph.lines) <= 2
    return paragraph.bold or capitals


def _may_be_name(text: str) -> bool:
    """Say whether a line of an unknown name could be a heading."""
    if text[0].islower() or text[-1] in ",;:.":
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= 0.6 * len(text.replace(" ", "")) and len(text.split()) <= 20


def _without_contents(headings: list[Heading]) -> list[Heading]:
    """Return headings without those that stand one below the other in a table of contents."""
    runs: list[list[Heading]] = []
    for heading in headings:
        last = runs[-1][-1] if runs else None
        together = (
            last is not None
            and last.kind is not None
            and heading.kind is not None
            and heading.place == last.place + 1
            and heading.rank == last.rank
        )
        if together:
            runs[-1].append(heading)
        else:
            runs.append([heading])
    return [heading for run in runs if len(run) < _CONTENTS for heading in run]
