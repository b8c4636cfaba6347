"""Put the lines of a table without rules into rows, by the columns in which their words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.pdf.lines import Line
from ingest.pdf.tables import row_of

_GAP = 1.0
"""Font sizes of white space between two words of different cells, at the least."""
_FEWEST = 3
"""Rows that must agree on their columns before there is a table."""
_FULL = 0.7
"""The share of the most cells of any row from which a row shows where the columns are."""
_UNFINISHED = re.compile(r"(?:[–—,(/-]|\b(?:of|or|and|to|with|for|in|the|per))$")
_GOES_ON = re.compile(r"[a-z)\]–]|[\d.,]+\)")


@dataclass(frozen=True)
class _Column:
    """Where a column stands, in points from the left."""

    left: float
    right: float

    def shared(self, line: Line) -> float:
        """Return how far a piece of a line lies in the column, below zero where beside it."""
        return min(self.right, line.right) - max(self.left, line.left)


def aligned(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a table as one group for each row, cells parted by bars.

    Where no columns can be told, each line is a group of its own.
    """
    return [row for run in _runs(lines) for row in _rows(run)]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each page, or of each column of the page's text, on their own."""
    runs: list[list[Line]] = []
    for line in lines:
        before = runs[-1][-1] if runs else None
        if before is None or before.page != line.page or _is_beside(line, runs[-1]):
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _is_beside(line: Line, run: Sequence[Line]) -> bool:
    """Say whether a line starts higher up, to the right of all lines before it."""
    higher = line.bottom > run[-1].bottom + 2 * line.size
    return higher and line.left > max(other.right for other in run)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    tiers = [_pieces(tier) for tier in _tiers(lines)]
    columns = _columns(tiers)
    if len(columns) < 2:
        yield from ([line] for line in lines)
        return
    rows: list[dict[int, list[Line]]] = []
    for pieces in tiers:
        cells: dict[int, list[Line]] = {}
        for piece in pieces:
            place = max(range(len(columns)), key=lambda n: (columns[n].shared(piece), -n))
            cells.setdefault(place, []).append(piece)
        if rows and _belongs(cells, rows[-1]):
            for place, held in cells.items():
                rows[-1].setdefault(place, []).extend(held)
        else:
            rows.append(cells)
    for number, cells in enumerate(rows):
        yield row_of(cells, range(len(columns)), number)


def _tiers(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in groups that stand side by side, from the top."""
    tiers: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if tiers and abs(tiers[-1][0].bottom - line.bottom) <= 0.4 * line.size:
            tiers[-1].append(line)
        else:
            tiers.append([line])
    return tiers


def _pieces(tier: Sequence[Line]) -> list[Line]:
    """Return the pieces of lines that stand side by side, cut at wide gaps, from the left."""
    pieces: list[Line] = []
    for line in tier:
        start = 0
        for place, (word, after) in enumerate(pairwise(line.words), 1):
            if after.seen.left - word.seen.right >= _GAP * line.size:
                pieces.append(replace(line, words=line.words[start:place]))
                start = place
        pieces.append(replace(line, words=line.words[start:]))
    return sorted(pieces, key=lambda piece: piece.left)


def _columns(tiers: Sequence[Sequence[Line]]) -> list[_Column]:
    """Return the columns in which the rows with the most cells agree; none where they do not."""
    most = max(map(len, tiers), default=0)
    full = [pieces for pieces in tiers if len(pieces) >= max(2, _FULL * most)]
    if len(full) < _FEWEST:
        return []
    columns: list[_Column] = []
    for piece in sorted((piece for pieces in full for piece in pieces), key=lambda one: one.left):
        if columns and piece.left <= columns[-1].right:
            columns[-1] = _Column(columns[-1].left, max(columns[-1].right, piece.right))
        else:
            columns.append(_Column(piece.left, piece.right))
    return columns


def _belongs(cells: dict[int, list[Line]], above: dict[int, list[Line]]) -> bool:
    """Say whether a tier goes on with cells of the row above and starts none of its own."""
    return len(cells) < len(above) and all(
        place in above
        and (_UNFINISHED.search(above[place][-1].text) or _GOES_ON.match(held[0].text))
        for place, held in cells.items()
    )
