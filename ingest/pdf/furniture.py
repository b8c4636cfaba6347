"""Take out what belongs to the page and not to the paper: running heads, page and line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from ingest.pdf.lines import Line, Sheet

BULLETS = frozenset("•◦▪▫■□●○‣⁃∙·–—-*➢➤►▸✓✔❖◆◇\uf0b7\uf0a7\uf0d8\uf0fc")
_MARGIN = 0.12
"""The share of the page at top and bottom where running heads stand."""
_STEP = 10.0
"""Points within which running heads stand at one height."""
_NUMBER_MARGIN = 0.2
"""The share at top and bottom where a page number stands, alone and outside all text."""
_EDGE = 0.09
"""The share of the page at either side where vertical notices stand."""
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|página)?\s*[-–—\[(|]?\s*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})\s*[-–—\])|]?"
    r"(?:\s*(?:of|/|von|de)\s*\d{1,4})?",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 16
_ITEM_NUMBER = re.compile(r"\d{1,3}[.)]|\[\d{1,3}\]|[a-z][.)]")
_LINE_NUMBER = re.compile(r"\d{1,4}")
_FEWEST_LINE_NUMBERS = 8
_ALIGNED = 12.0
"""Points within which line numbers end, however many digits they have."""
_MARKER_GAP = 45.0
"""How far in points a list marker may stand before its line."""


def without_furniture(sheets: Sequence[Sheet]) -> list[Line]:
    """Return the lines that are the paper's own text, in their order."""
    running = _running(sheets)
    pages: list[list[Line]] = []
    for sheet in sheets:
        outer = {id(line) for line in _outermost(sheet) if _key(sheet, line) in running}
        outer |= _page_numbers(sheet, outer)
        lines = [line for line in sheet.lines if id(line) not in outer]
        pages.append(lines)
    if _counts_lines(pages):
        pages = [_without_line_numbers(lines) for lines in pages]
    return [line for lines in pages for line in _with_markers(lines)]


def furniture(sheets: Sequence[Sheet]) -> list[Line]:
    """Return the lines at the margins that repeat from page to page."""
    running = _running(sheets)
    return [line for sheet in sheets for line in _outermost(sheet) if _key(sheet, line) in running]


def _running(sheets: Sequence[Sheet]) -> frozenset[tuple[str, int, int]]:
    """Return the keys of margin lines that stand on three pages, or on half of two or more."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for sheet in sheets:
        counts.update({_key(sheet, line) for line in _outermost(sheet)})
    needed = min(3, max(2, (len(sheets) + 1) // 2))
    near = {
        (text, side, height): sum(counts[text, side, height + step] for step in (-1, 0, 1))
        for text, side, height in counts
    }
    return frozenset(key for key, count in near.items() if count >= needed)


def _key(sheet: Sheet, line: Line) -> tuple[str, int, int]:
    """Return what running heads share: text without numbers, margin, and height in steps."""
    text = re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
    return text, _side(sheet, line), round((line.top + line.bottom) / 2 / _STEP)


def _side(sheet: Sheet, line: Line) -> int:
    """Return the margin a line stands in: 1 top, 2 bottom, 3 left or right, 0 none."""
    middle = (line.top + line.bottom) / 2
    if not line.upright:
        return 3 if _at_side(sheet, line) else 0
    if middle > (1 - _MARGIN) * sheet.height:
        return 1
    return 2 if middle < _MARGIN * sheet.height else 0


def _at_side(sheet: Sheet, line: Line) -> bool:
    """Say whether a vertical line stands in the left or right margin."""
    return line.right < _EDGE * sheet.width or line.left > (1 - _EDGE) * sheet.width


def _outermost(sheet: Sheet) -> list[Line]:
    """Return the three outermost lines of the top and bottom margin, and all at the sides."""
    by_side: defaultdict[int, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if _ITEM_NUMBER.fullmatch(line.text):
            continue
        by_side[_side(sheet, line)].append(line)
    top = sorted(by_side[1], key=lambda line: -line.top)[:4]
    bottom = sorted(by_side[2], key=lambda line: line.bottom)[:4]
    return top + bottom + by_side[3]


def _page_numbers(sheet: Sheet, outer: set[int]) -> set[int]:
    """Return the identities of lines that are only a page number, outside all other text."""
    others = [line for line in sheet.lines if id(line) not in outer]
    if not others:
        return set()
    highest = max(others, key=lambda line: line.bottom)
    lowest = min(others, key=lambda line: line.top)
    found: set[int] = set()
    for line in (highest, lowest):
        if len(line.text) > _LONGEST_NUMBER or not _PAGE_NUMBER.fullmatch(line.text):
            continue
        rest = [other for other in others if other is not line]
        if _stands_out(line, rest, sheet):
            found.add(id(line))
    return found


def _stands_out(line: Line, others: Sequence[Line], sheet: Sheet) -> bool:
    """Say whether a line stands apart above or below all others, near the edge of the page."""
    room = 0.8 * (line.top - line.bottom)
    middle = (line.top + line.bottom) / 2
    if middle > (1 - _NUMBER_MARGIN) * sheet.height:
        return all(other.top < line.bottom - room for other in others)
    if middle < _NUMBER_MARGIN * sheet.height:
        return all(other.bottom > line.top + room for other in others)
    return False


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Return lines without the manuscript's line numbers in front of or beside them."""
    numbered = _numbered(lines)
    if not numbered:
        return lines
    edge = median_low([line.words[0].seen.right for line in numbered])
    kept: list[Line] = []
    for line in lines:
        first = line.words[0]
        is_number = _LINE_NUMBER.fullmatch(first.text) is not None
        if is_number and abs(first.seen.right - edge) <= _ALIGNED:
            if len(line.words) > 1:
                kept.append(replace(line, words=line.words[1:]))
        else:
            kept.append(line)
    return kept


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with a number in front of the text, from the top down."""
    found = [line for line in lines if _LINE_NUMBER.fullmatch(line.words[0].text)]
    lefts = sorted(line.left for line in lines if line not in found)
    if lefts:
        edge = lefts[len(lefts) // 4] + 2
        found = [line for line in found if line.words[0].seen.right <= edge]
    return sorted(found, key=lambda line: -line.bottom)


def _counts_lines(pages: Sequence[list[Line]]) -> bool:
    """Say whether numbers in front of lines count the lines of the pages, all or every fifth."""
    values = [[int(line.words[0].text) for line in _numbered(lines)] for lines in pages]
    steps = Counter(after - before for page in values for before, after in pairwise(page))
    if sum(map(len, values)) < _FEWEST_LINE_NUMBERS or not steps:
        return False
    step, count = steps.most_common(1)[0]
    return step in (1, 5) and count >= 0.8 * steps.total()


def _with_markers(lines: Sequence[Line]) -> list[Line]:
    """Return lines with the list markers that PDFium gives apart put before their lines.

    Numbers join the line they stand before; lone bullets say nothing and go.
    """
    places = {place: line for place, line in enumerate(lines) if not _is_marker(line)}
    by_height: defaultdict[int, list[int]] = defaultdict(list)
    for place, line in places.items():
        by_height[round(line.bottom)].append(place)
    for number, marker in enumerate(lines):
        if not _is_marker(marker):
            continue
        after = _place_after(marker, places, by_height)
        if after is not None:
            words = () if marker.text in BULLETS else marker.words
            places[after] = replace(places[after], words=words + places[after].words, item=True)
        elif marker.text not in BULLETS:
            places[number] = marker
    return [_without_bullet(places[place]) for place in sorted(places)]


def _is_marker(line: Line) -> bool:
    """Say whether a line is only a bullet or an item's number."""
    return len(line.words) == 1 and (
        line.text in BULLETS or _ITEM_NUMBER.fullmatch(line.text) is not None
    )


def _place_after(
    marker: Line, lines: dict[int, Line], by_height: dict[int, list[int]]
) -> int | None:
    """Return the place of the line that starts right after a marker, if one does."""
    near = [
        place
        for height in range(round(marker.bottom) - 3, round(marker.bottom) + 4)
        for place in by_height.get(height, ())
        if 0 <= lines[place].left - marker.right + 2 <= _MARKER_GAP
    ]
    return min(near, key=lambda place: lines[place].left, default=None)


def _without_bullet(line: Line) -> Line:
    """Return a line without the bullet at its start, as an item of a list."""
    if len(line.words) > 1 and line.words[0].text in BULLETS - frozenset("–—-*"):
        return replace(line, words=line.words[1:], item=True)
    return line
