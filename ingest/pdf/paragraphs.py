"""Group lines into paragraphs, also over the ends of columns and pages."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from corpus.section_kind import kind_of
from ingest.pdf.lines import Line

_SAME_SIZE = 0.6
"""Points by which the font size may vary inside a paragraph."""
_INDENT = 0.7
"""Font sizes by which a line is set in before it starts a paragraph."""
_SAME_LEFT = 2.0
"""Points within which lines start at one margin."""
_LOOSE = 1.35
"""How many times its usual distance a line stands off to start a paragraph."""
_AROUND = 10
"""Lines before and after that show where the margins of a column are."""
_ASIDE = 40
"""Paragraphs that a float or footnotes may put between two halves of a paragraph."""
_ENDS_SENTENCE = re.compile(r"[.!?:;。！？؟।…][\"'”’»)\]\d*†‡,–-]*$")
_NUMBERED_ITEM = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]|\(\d{1,2}\)|\(?[a-z]\))$")
CAPTION = re.compile(
    r"(?:Appendix |Supplement(?:al|ary) |Online |APPENDIX |SUPPLEMENT(?:AL|ARY) )?"
    r"(Table|TABLE|Figure|FIGURE|Fig\.|FIG\.|Exhibit|EXHIBIT|Box|BOX)"
    r"(?:\s*[A-Z]{0,2}-?\d{1,3}[A-Za-z]?\b(?=\s*[.:|–—]|\s*$|\s+[A-Z])|[.:]?$|[.:]\s(?=[A-Z]))"
)
"""The label at the start of a table's or figure's caption, as against a sentence about it."""


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, of one font size."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """Return the lines joined with spaces, before broken words are mended."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Return the font size in points."""
        return self.lines[0].size

    @cached_property
    def bold(self) -> bool:
        """Say whether all of it is set in bold."""
        return all(line.bold for line in self.lines)

    @property
    def is_row(self) -> bool:
        """Say whether it is a row of a table."""
        return self.lines[0].row is not None

    @property
    def page(self) -> int:
        """Return the page it starts on."""
        return self.lines[0].page


def body_size(lines: Sequence[Line]) -> float:
    """Return the font size in points of most of the text."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size), default=10.0)


def to_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs that lines make, in the order of their beginnings."""
    leading = _leading(lines)
    groups: list[list[Line]] = []
    for place, line in enumerate(lines):
        if place and not _starts(lines, place, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    size = body_size(lines)
    paragraphs = [part for group in groups for part in _without_run_in(Paragraph(tuple(group)))]
    return _over_breaks(paragraphs, size)


def _without_run_in(paragraph: Paragraph) -> list[Paragraph]:
    """Return a paragraph, its bold first words apart where they head a study's limitations.

    Other run-in headings stay with their text: in an abstract they would pass for sections.
    """
    first, *rest = paragraph.lines
    name = " ".join(word.text for word in first.words[: first.lead])
    if kind_of(name) != "limitations":
        return [paragraph]
    heading = replace(first, words=first.words[: first.lead], bold=True, lead=0)
    body = replace(first, words=first.words[first.lead :], lead=0, item=False)
    return [Paragraph((heading,)), Paragraph((body, *rest))]


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Return the usual distance of one line from the next, by font size in points."""
    distances: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        distance = before.bottom - line.bottom
        if before.page == line.page and before.size == line.size and 0 < distance < 3 * line.size:
            distances.setdefault(line.size, []).append(distance)
    return {size: statistics.median(found) for size, found in distances.items()}


def _starts(lines: Sequence[Line], place: int, leading: dict[float, float]) -> bool:
    """Say whether a line starts a paragraph after the line before it."""
    before, line = lines[place - 1], lines[place]
    if line.row is not None or before.row is not None:
        return line.row != before.row or line.page != before.page
    if line.item or line.upright != before.upright or not _same_style(before, line):
        return True
    if not _below(before, line):
        return True
    usual = leading.get(line.size, 1.2 * line.size)
    if before.bottom - line.bottom > _LOOSE * usual:
        return True
    if _names_section(line) or _names_section(before) or _opens_caption(before, line):
        return True
    near = _column(lines, place)
    return _indented(lines, place, near) or _ended_short(before, line, near)


def _same_style(before: Line, line: Line) -> bool:
    """Say whether two lines are set alike, or the second ends a run-in heading."""
    bold = before.bold == line.bold or (before.bold and line.lead > 0)
    return abs(before.size - line.size) <= _SAME_SIZE and bold


def _below(before: Line, line: Line) -> bool:
    """Say whether a line stands below another, in the same column of the same page."""
    shared = min(before.right, line.right) - max(before.left, line.left)
    return before.page == line.page and line.bottom < before.bottom and shared > 0


def _names_section(line: Line) -> bool:
    """Say whether a line is no more than the name of a section."""
    return len(line.text) <= 40 and line.text[0].isupper() and kind_of(line.text) is not None


def _opens_caption(before: Line, line: Line) -> bool:
    """Say whether a line starts a caption, and is not a sentence that mentions a table."""
    return CAPTION.match(line.text) is not None and _ENDS_SENTENCE.search(before.text) is not None


def _column(lines: Sequence[Line], place: int) -> list[Line]:
    """Return the lines around a place that are set alike and in the same column."""
    line = lines[place]
    near = lines[max(0, place - _AROUND) : place + _AROUND]
    return [
        other
        for other in near
        if other.page == line.page
        and other.size == line.size
        and min(other.right, line.right) - max(other.left, line.left) > 0
    ]


def _indented(lines: Sequence[Line], place: int, near: list[Line]) -> bool:
    """Say whether a line is set in or out against its column, to start a paragraph."""
    before, line = lines[place - 1], lines[place]
    if before.item and line.left >= before.left:
        return False
    if _is_second(lines, place):
        return False
    if _right_to_left(line):
        offset, change = 0.0, 0.0
    else:
        margin = Counter(round(other.left) for other in near).most_common(1)[0][0]
        offset, change = line.left - margin, line.left - before.left
    return abs(offset) > _INDENT * line.size and abs(change) > _INDENT * line.size


def _is_second(lines: Sequence[Line], place: int) -> bool:
    """Say whether a line is the second of a paragraph whose first is set in, unfinished."""
    before, line = lines[place - 1], lines[place]
    if line.left >= before.left or _ENDS_SENTENCE.search(before.text):
        return False
    first = lines[place - 2] if place > 1 else None
    return first is None or not _below(first, before) or abs(first.left - before.left) > _SAME_LEFT


def _ended_short(before: Line, line: Line, near: list[Line]) -> bool:
    """Say whether the line before ends a sentence with room left for the next word."""
    if not _ENDS_SENTENCE.search(before.text):
        return False
    if _NUMBERED_ITEM.match(line.words[0].text) and _right_to_left(line) is False:
        return True
    first = line.words[0].seen
    needed = first.right - first.left + 0.25 * line.size
    if _right_to_left(line):
        return before.left - needed > min(other.left for other in near)
    return before.right + needed < max(other.right for other in near)


def _right_to_left(line: Line) -> bool:
    """Say whether a line is in a script written from right to left."""
    signs = Counter(unicodedata.bidirectional(character) for character in line.text)
    return signs["R"] + signs["AL"] > signs["L"]


def _over_breaks(paragraphs: list[Paragraph], size: float) -> list[Paragraph]:
    """Return paragraphs with halves joined that a column, page or float keeps apart."""
    whole: list[Paragraph] = []
    open_place: int | None = None
    for paragraph in paragraphs:
        if paragraph.is_row:
            whole.append(paragraph)
            continue
        if _is_running_text(paragraph, size):
            if open_place is not None and _resumes(whole, open_place, paragraph):
                halves = whole[open_place].lines + paragraph.lines
                whole[open_place] = replace(paragraph, lines=halves)
                continue
            open_place = len(whole) if _is_open(paragraph) else open_place
        elif _goes_on(whole, paragraph):
            whole[-1] = replace(whole[-1], lines=whole[-1].lines + paragraph.lines)
            continue
        elif paragraph.size >= size - _SAME_SIZE and not CAPTION.match(paragraph.text):
            # Set as large as the text or in bold: a heading, which no sentence runs across.
            open_place = None
        if open_place is not None and len(whole) - open_place > _ASIDE:
            open_place = None
        whole.append(paragraph)
    return whole


def _goes_on(whole: list[Paragraph], paragraph: Paragraph) -> bool:
    """Say whether a note or caption goes on in the next column."""
    if not whole or whole[-1].is_row or not _same_style(whole[-1].lines[-1], paragraph.lines[0]):
        return False
    return paragraph.text[:1].islower() and _resumes(whole, len(whole) - 1, paragraph)


def _is_running_text(paragraph: Paragraph, size: float) -> bool:
    """Say whether a paragraph is set like the text itself and is no caption."""
    alike = abs(paragraph.size - size) <= _SAME_SIZE and not paragraph.bold
    return alike and not CAPTION.match(paragraph.text)


def _is_open(paragraph: Paragraph) -> bool:
    """Say whether a paragraph stops in the middle of a sentence."""
    last = paragraph.lines[-1].text
    return not _ENDS_SENTENCE.search(last) and (len(paragraph.lines) > 1 or len(last) > 20)


def _resumes(whole: list[Paragraph], place: int, paragraph: Paragraph) -> bool:
    """Say whether a paragraph goes on with the sentence in which the one at `place` stops."""
    before = whole[place]
    last, first = before.lines[-1], paragraph.lines[0]
    adjacent = place == len(whole) - 1
    if first.item or not first.upright or not _is_open(before):
        return False
    if adjacent and _below(last, first):
        return False
    if not 0 <= first.page - last.page <= 2:
        return False
    if first.text.lstrip("(\"“‘'[")[:1].islower():
        return True
    needed = 0.7 if first.text[:1].isupper() else 0.4
    full = last.right - last.left > needed * _width(before)
    return adjacent and full and not _names_section(first)


def _width(paragraph: Paragraph) -> float:
    """Return the width in points of the widest of the last lines."""
    return max(line.right - line.left for line in paragraph.lines[-_AROUND:])
