"""The nouns of a printed page: word, line, sheet; and putting a line together again."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

CELL_END = "|"
"""The word that stands between two cells of a table's row."""
_GLUED = 0.12
"""Pieces of a line closer than this share of the font size are one word."""


@dataclass(frozen=True)
class Box:
    """A rectangle in points, origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True)
class Word:
    """A run of characters without white space, or the part of a word that one line holds."""

    text: str
    """In NFC, with ligatures taken apart."""
    box: Box
    """On the unrotated page."""
    seen: Box
    """On the page as a reader holds it, so that its lines run from left to right."""


@dataclass(frozen=True)
class Line:
    """A line of words on one page."""

    page: int
    """Counted from 1."""
    words: tuple[Word, ...]
    size: float
    """Font size in points, of most of the line."""
    bold: bool
    upright: bool = True
    """False where the line runs across the direction of its page."""
    item: bool = False
    """True where a list marker stands in front of the line."""
    lead: int = 0
    """How many words at its start are bold while the rest is not, as in a run-in heading."""
    row: int | None = None
    """The number on its page of the table row that it is a part of; None outside of tables."""

    @cached_property
    def text(self) -> str:
        """Return the words joined with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def left(self) -> float:
        """Return the left edge as seen."""
        return min(word.seen.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Return the right edge as seen."""
        return max(word.seen.right for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """Return the lower edge as seen, of most words: superscripts do not move it."""
        return statistics.median_low([word.seen.bottom for word in self.words])

    @cached_property
    def top(self) -> float:
        """Return the upper edge as seen, of most words."""
        return statistics.median_low([word.seen.top for word in self.words])


@dataclass(frozen=True)
class Sheet:
    """One page as a reader holds it, with its lines in the order the file draws them."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    lines: tuple[Line, ...]
    lost: int = 0
    """How many characters the page draws that its fonts give no meaning."""
    rules: tuple[Box, ...] = ()
    """The straight rules that the page draws, as seen."""


def rejoined(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines, with those put together that PDFium split at a raised or large letter."""
    held: Line | None = None
    for line in lines:
        if held is not None and _continues(held, line):
            held = _joined(held, line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _continues(line: Line, after: Line) -> bool:
    """Say whether a line goes on directly to the right of another."""
    if not (line.upright and after.upright):
        return False
    end, start = line.words[-1].seen, after.words[0].seen
    lowest = min(end.top - end.bottom, start.top - start.bottom)
    shared = min(end.top, start.top) - max(end.bottom, start.bottom)
    smaller = min(line.size, after.size)
    return shared >= 0.5 * lowest and -0.5 * smaller <= start.left - end.right <= smaller


def _joined(line: Line, after: Line) -> Line:
    """Return two pieces of one line as one, their meeting words glued where no space parts them."""
    last, first = line.words[-1], after.words[0]
    gap = first.seen.left - last.seen.right
    drop_cap = len(line.text) == 1 and line.size > 1.5 * after.size and first.text[0].islower()
    words = line.words + after.words
    if gap < _GLUED * min(line.size, after.size) or drop_cap:
        glued = Word(
            last.text + first.text, last.box.joined(first.box), last.seen.joined(first.seen)
        )
        words = (*line.words[:-1], glued, *after.words[1:])
    main = max(line, after, key=lambda piece: len(piece.text))
    bold_start = len(line.words) if line.bold and not after.bold else 0
    return replace(main, words=words, lead=line.lead or bold_start)
