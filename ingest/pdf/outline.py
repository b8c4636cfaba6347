"""Turn paragraphs into the blocks of a document: front, sections, tables and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.paper import SectionKind
from ingest.assemble import Block
from ingest.pdf.columns import aligned
from ingest.pdf.floats import float_kind, is_label, is_prose, is_worded, split_caption
from ingest.pdf.front import abstract_end, front_end, title_place, with_whole_title
from ingest.pdf.headings import (
    CORE,
    Heading,
    find_headings,
    is_main,
    section_rank,
    without_contents,
)
from ingest.pdf.hyphens import Vocabulary, mend
from ingest.pdf.lines import Line
from ingest.pdf.paragraphs import CAPTION, Paragraph, body_size
from ingest.pdf.references import find_entries

_MAIN_ONLY = CORE - {"conclusion"}
"""Kinds that a sub-heading does not open inside another section."""
_AFTER_REFERENCES = re.compile(
    r"(?:appendix|appendices|annex|supplement|about the|author|correspond|table|figure|post-test)",
    re.IGNORECASE,
)


@dataclass
class _Draft:
    """The blocks so far, with floats held back until the text around them has ended."""

    blocks: list[Block] = field(default_factory=list)
    floats: list[Block] = field(default_factory=list)
    kind: SectionKind = "body"
    """The kind of the section that text belongs to."""
    floating: bool = False
    """True inside a table or figure."""
    lines: list[Line] = field(default_factory=list)
    """Lines of the table or figure that are not yet put into rows."""


def to_blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Return the headings and paragraphs of a paper, with the kinds of its sections."""
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    size, vocabulary = body_size(lines), Vocabulary(lines)
    paragraphs = with_whole_title(without_contents(paragraphs), size)
    headings = find_headings(paragraphs, size)
    writer = _Writer(paragraphs, headings, size, vocabulary)
    return writer.write()


class _Writer:
    """Write paragraphs as blocks, keeping track of the section they stand in."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        headings: dict[int, Heading],
        size: float,
        vocabulary: Vocabulary,
    ) -> None:
        self._paragraphs = paragraphs
        self._headings = headings
        self._size = size
        self._vocabulary = vocabulary
        self._rank = section_rank(list(headings.values()))
        self._front = front_end(paragraphs, headings)
        self._abstract = abstract_end(paragraphs, headings, self._front, self._rank)
        self._entries = find_entries(paragraphs)
        self._draft = _Draft()

    def write(self) -> list[Block]:
        """Return the blocks in their order."""
        title = title_place(self._paragraphs, self._front) if self._front else None
        label: Paragraph | None = None
        for place, paragraph in enumerate(self._paragraphs):
            if label is not None and not paragraph.is_row:
                # A label on a line of its own heads the caption that follows.
                self._write_caption(replace(label, lines=label.lines + paragraph.lines))
                label = None
            elif place >= self._abstract and self._awaits_words(place):
                label = paragraph
            elif place < self._front:
                self._write_front(paragraph, is_title=place == title)
            elif place < self._abstract:
                self._write_abstract(place, paragraph)
            elif paragraph.is_row:
                self._write_row(paragraph)
            elif CAPTION.match(paragraph.text):
                self._write_caption(paragraph)
            elif place in self._entries:
                self._write_entry(paragraph)
            elif (heading := self._opening(place)) is not None:
                self._open(self._mend(paragraph.lines), self._kind(heading))
            else:
                self._write_text(paragraph)
        self._flush()
        return self._draft.blocks

    def _open(self, block: Block, kind: SectionKind) -> None:
        """Open a section, after the floats of the one before."""
        self._flush()
        self._draft.kind = kind
        self._draft.blocks.append(replace(block, heading=True, kind=kind))

    def _flush(self) -> None:
        """Let go of the floats."""
        self._end_rows()
        draft = self._draft
        draft.blocks.extend(draft.floats)
        draft.floats, draft.floating = [], False

    def _end_rows(self) -> None:
        """Put the lines that wait into the rows of their table."""
        draft = self._draft
        draft.floats.extend(self._mend(row) for row in aligned(draft.lines))
        draft.lines = []

    def _awaits_words(self, place: int) -> bool:
        """Say whether a paragraph is a caption's label, with its words in the next paragraph."""
        after = place + 1
        if after >= len(self._paragraphs) or after in self._headings:
            return False
        captioned = CAPTION.match(self._paragraphs[after].text) is not None
        return not captioned and is_label(self._paragraphs[place])

    def _mend(self, lines: Sequence[Line]) -> Block:
        """Return lines as a block of running text."""
        return mend(lines, self._vocabulary)

    def _write_front(self, paragraph: Paragraph, is_title: bool) -> None:
        """Write a paragraph that stands before the first section."""
        block = self._mend(paragraph.lines)
        if is_title:
            self._open(block, "front")
        else:
            self._draft.blocks.append(replace(block, kind="front"))

    def _write_abstract(self, place: int, paragraph: Paragraph) -> None:
        """Write a paragraph of the abstract, whose own headings stay in the abstract."""
        block = self._mend(paragraph.lines)
        if place in self._headings:
            self._open(block, "abstract")
        else:
            self._draft.blocks.append(block)

    def _write_caption(self, paragraph: Paragraph) -> None:
        """Open a table or figure with its caption."""
        self._end_rows()
        draft = self._draft
        head, rest = split_caption(self._mend(paragraph.lines))
        draft.floats.append(replace(head, heading=True, kind=float_kind(paragraph.text)))
        if rest is not None:
            draft.floats.append(rest)
        draft.floating = True

    def _write_row(self, paragraph: Paragraph) -> None:
        """Write a row of a table, which waits with it for the text around it to end."""
        self._end_rows()
        self._draft.floats.append(replace(self._mend(paragraph.lines), kind="table"))

    def _write_text(self, paragraph: Paragraph) -> None:
        """Write a paragraph of text, or a part of the table or figure it stands in."""
        draft = self._draft
        under_tables = draft.kind in ("table", "figure")
        if draft.floating and (under_tables or not is_prose(paragraph, self._size)):
            # Rows stay rows; joined they would read as one endless sentence.
            if not is_worded(paragraph):
                draft.lines.extend(paragraph.lines)
            else:
                self._end_rows()
                draft.floats.append(self._mend(paragraph.lines))
        else:
            draft.floating = False
            after_list = bool(draft.blocks) and draft.blocks[-1].kind == "references"
            goes_on = draft.kind if after_list and draft.kind != "references" else None
            draft.blocks.append(replace(self._mend(paragraph.lines), kind=goes_on))

    def _write_entry(self, paragraph: Paragraph) -> None:
        """Write an entry of a reference list that has no heading."""
        self._end_rows()
        self._draft.floating = False
        self._draft.blocks.append(replace(self._mend(paragraph.lines), kind="references"))

    def _opening(self, place: int) -> Heading | None:
        """Return the heading at a place, where it opens a section of the text."""
        heading = self._headings.get(place)
        if heading is None:
            return None
        main = is_main(heading, self._rank)
        if self._draft.kind == "references":
            text = self._paragraphs[place].text
            ends = heading.kind is not None or bool(_AFTER_REFERENCES.match(text))
            return heading if heading.styled and (ends or main) else None
        if self._draft.floating:
            unknown_rank = self._rank is None and heading.kind is not None
            return heading if main or unknown_rank else self._sub_heading(heading)
        return heading

    def _sub_heading(self, heading: Heading) -> Heading | None:
        """Return a smaller heading met after a float, where prose follows it."""
        after = heading.place + 1
        if after < len(self._paragraphs) and is_prose(self._paragraphs[after], self._size):
            return heading
        return None

    def _kind(self, heading: Heading) -> SectionKind:
        """Return the kind of section that a heading opens."""
        before = self._draft.kind
        if heading.place + 1 in self._entries:
            return "references"
        if heading.kind == "abstract":
            # A "Summary" late in a paper sums it up; one that runs on for pages is the paper.
            return "body" if before in ("front", "body", "abstract") else "conclusion"
        settled = before not in ("front", "abstract", "table", "figure", "references", "back")
        main = is_main(heading, self._rank)
        # "Outcomes" under "Methods" tells what was measured, not what was found.
        if settled and not main and (heading.kind is None or heading.kind in _MAIN_ONLY):
            return before
        return heading.kind or "body"
