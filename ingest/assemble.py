"""Put blocks of text together into the text, sections and pages of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.paper import Document, Page, Paper, Section, SectionKind, WordBox
from corpus.section_kind import kind_of
from ingest.notices.label import label_by_title

# A terminal would obey them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
PARAGRAPH_BREAK = "\n\n"
_Place = tuple[int, int, int]
"""A page, and where on it a stretch of text starts and ends."""


@dataclass(frozen=True)
class Block:
    """A heading or paragraph on its way into a document."""

    text: str
    """Not blank, without line breaks that part paragraphs."""
    heading: bool = False
    kind: SectionKind | None = None
    """The kind of section it stands in, where the reader knows it from the format.

    A paragraph of another kind than the section before it opens a section without a heading.
    """
    words: tuple[WordBox, ...] = ()
    """Boxes with offsets into this block's text."""
    page: int | None = None
    """The page it stands on, where the format has pages and no boxes."""


def assemble(
    paper: Paper, blocks: Iterable[Block], labels: dict[int, str] | None = None
) -> Document:
    """Return the document that the blocks make, in their order.

    A heading opens a section. A heading that is none of the field's terms keeps the kind of the
    section it stands in, so that "Statistical analysis of trends" under "Methods" stays methods.
    `labels` gives the printed page label of each page, counted from 1, where the format has pages.
    """
    parts: list[str] = []
    sections: list[Section] = []
    words: list[WordBox] = []
    places: list[_Place] = []
    position = 0
    for block in map(_printable, blocks):
        if not block.text.strip():
            continue
        if parts:
            position += len(PARAGRAPH_BREAK)
        if block.heading or not sections or block.kind not in (None, sections[-1].kind):
            sections.append(_open(block, position, sections[-1] if sections else None))
        words.extend(word.moved(position) for word in block.words)
        parts.append(block.text)
        if block.page is not None:
            places.append((block.page, position, position + len(block.text)))
        position += len(block.text)
        sections[-1] = replace(sections[-1], end=position)
    return Document(
        paper=label_by_title(replace(paper, title=_CONTROL.sub("", paper.title))),
        text=PARAGRAPH_BREAK.join(parts),
        sections=tuple(sections),
        pages=_pages([*places, *((w.page, w.start, w.end) for w in words)], labels or {}),
        words=tuple(words),
    )


def _printable(block: Block) -> Block:
    """Return a block with a space for each control character, so that all places stay."""
    text = _CONTROL.sub(" ", block.text)
    return block if text == block.text else replace(block, text=text)


def _open(block: Block, position: int, before: Section | None) -> Section:
    """Return the section that a block opens."""
    title = block.text if block.heading else ""
    inherited: SectionKind = before.kind if before else "body"
    if inherited in ("front", "abstract", "table", "figure", "references"):
        inherited = "body"
    kind = block.kind or kind_of(title) or inherited
    return Section(kind=kind, title=title, start=position, end=position)


def _pages(places: Iterable[_Place], labels: dict[int, str]) -> tuple[Page, ...]:
    """Return the pages that carry text, each with the stretch of text it prints."""
    spans: dict[int, tuple[int, int]] = {}
    for page, start, end in places:
        first, last = spans.get(page, (start, end))
        spans[page] = (min(first, start), max(last, end))
    return tuple(
        Page(number, labels.get(number, str(number)), start, end)
        for number, (start, end) in sorted(spans.items())
    )
