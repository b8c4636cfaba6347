"""Arrange what a Word document holds into headings, paragraphs, tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.html.parts import RUN_IN, Part, is_label, labelled
from ingest.office.flow import Item, Table
from ingest.office.headings import TITLE, heading_levels
from ingest.office.paragraph import Paragraph
from ingest.office.references import is_citation

_TABLE = re.compile(r"(?:\w+ (?:data )?)?e?(?:table|exhibit)\b", re.IGNORECASE)
_FIGURE_LABEL = re.compile(
    r"(?:supplementa\w+ |appendix )?e?fig(?:ure|\.)?\s*[A-Z]?\d*[A-Za-z]?\s*[.:|\u2013\u2014]",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:notes?|abbreviations?|sources?)\s*[.:\u2014]|[*\u2020\u2021\u00a7]", re.I)
_LONGEST_CAPTION = 80
"""Words."""


def parts_of(items: Sequence[Item], title: str) -> list[Part]:
    """Return the parts of a document; each table follows its caption, and its notes follow it.

    What is in a reference list stands in "references".
    """
    levels = heading_levels(items)
    captions = _captions(items)
    placed = {place for places in captions.values() for place in places}
    found: list[Part] = []
    titled = False
    for place, (item, level) in enumerate(zip(items, levels, strict=True)):
        if isinstance(item, Table):
            found.extend(_table(item, " ".join(_texts(items, captions.get(place, ())))))
        elif place in placed or not item.text:
            continue
        elif not titled and item.text == title:
            titled = True
            found.append(Part(item.text, level=TITLE))
        else:
            found.extend(_paragraph(item, level, found[-1] if found else None))
    return list(_with_references(found, [level for level in levels if level]))


def _captions(items: Sequence[Item]) -> dict[int, tuple[int, ...]]:
    """Return the places of the caption of each table: above it, or else below it."""
    captions: dict[int, tuple[int, ...]] = {}
    tables = [place for place, item in enumerate(items) if isinstance(item, Table)]
    for place in tables:
        above, second = _paragraph_at(items, place - 1), _paragraph_at(items, place - 2)
        if above and _is_table_caption(above):
            captions[place] = (place - 1,)
        elif above and not above.level and second and _is_bare_label(second):
            captions[place] = (place - 2, place - 1)
    taken = {place for places in captions.values() for place in places}
    for place in tables:
        under = _paragraph_at(items, place + 1)
        free = place not in captions and place + 1 not in taken
        if free and under and _is_table_caption(under) and under.style.is_caption:
            captions[place] = (place + 1,)
    return captions


def _paragraph_at(items: Sequence[Item], place: int) -> Paragraph | None:
    item = items[place] if 0 <= place < len(items) else None
    return item if isinstance(item, Paragraph) else None


def _is_table_caption(paragraph: Paragraph) -> bool:
    named = _TABLE.match(paragraph.text) is not None and is_label(paragraph.text)
    return (named or paragraph.style.is_caption) and (
        len(paragraph.text.split()) <= _LONGEST_CAPTION and not _FIGURE_LABEL.match(paragraph.text)
    )


def _is_bare_label(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is only the number of a table, whose caption is the next one."""
    words = len(paragraph.text.split())
    return words <= 3 and _TABLE.match(paragraph.text) is not None and is_label(paragraph.text)


def _texts(items: Sequence[Item], places: Sequence[int]) -> Iterator[str]:
    for place in places:
        paragraph = _paragraph_at(items, place)
        if paragraph:
            yield paragraph.text


def _table(table: Table, caption: str) -> Iterator[Part]:
    yield from labelled(caption, "Table", "table")
    for row in table.rows:
        yield Part(row, stands_in="table")


def _paragraph(paragraph: Paragraph, level: int, before: Part | None) -> Iterator[Part]:
    text = paragraph.text
    if level:
        yield Part(text, level=level)
    elif paragraph.reference:
        yield Part(text, stands_in="references")
    elif paragraph.style.is_caption and is_label(text):
        yield from labelled(text, "Figure", "table" if _TABLE.match(text) else "figure")
    elif _FIGURE_LABEL.match(text) and is_label(text):
        yield from labelled(text, "Figure", "figure")
    elif before and before.stands_in == "table" and before.level != RUN_IN and _NOTE.match(text):
        yield Part(text, stands_in="table")
    else:
        yield Part(text, item=paragraph.item)


def _with_references(parts: Sequence[Part], levels: Sequence[int]) -> Iterator[Part]:
    """Yield the parts, those under the heading of a reference list standing in it.

    The list ends at the next heading of its rank or above, or where headings are known only by
    their look, at any; or at text after its numbered entries that names no published work.
    """
    by_look = not levels or min(levels) >= RUN_IN - 1
    rank, numbered = 0, False
    for part in parts:
        if part.level and not part.stands_in:
            if kind_of(part.text) == "references":
                rank, numbered = part.level, False
            elif by_look or part.level <= rank:
                rank = 0
        elif rank and numbered and not (part.item or part.stands_in or is_citation(part.text)):
            rank = 0
        numbered = numbered or (part.item and rank > 0)
        kind: SectionKind | None = "references" if rank and not part.stands_in else part.stands_in
        yield replace(part, stands_in=kind)
