"""Put the words of a table into rows, their cells parted by bars, by the rules around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.pdf.grids import Grid, find_grids
from ingest.pdf.lines import CELL_END, Box, Line, Sheet, Word

_MOST_WORDS = 250
"""A grid with more words in one cell arranges a page and is no table."""
_FULL = 0.8
"""The share of the cells that each line between two rules fills where each is a row."""
Cells = Mapping[int, Sequence[Line]]
"""The lines of each cell of a row, by its column."""


def in_rows(lines: Sequence[Line], sheets: Sequence[Sheet]) -> list[Line]:
    """Return lines with those in ruled tables put in rows, where the table's first one stood."""
    grids = {sheet.number: find_grids(sheet.rules) for sheet in sheets}
    done: list[Line] = []
    for page, on_page in groupby(lines, key=lambda line: line.page):
        here = list(on_page)
        for grid in grids[page]:
            here = _with_table(here, grid)
        done.extend(here)
    return done


def row_of(cells: Cells, columns: Sequence[int], number: int) -> list[Line]:
    """Return the lines of one row; `columns` are those that it has, empty ones included."""
    filled = [column for column in columns if cells.get(column)]
    row: list[Line] = []
    bars = 0
    for column in columns:
        if column > filled[-1]:
            break
        if column in filled:
            first, *rest = cells[column]
            row.append(replace(first, words=_bars(first.words[0], bars) + first.words, row=number))
            row.extend(replace(line, row=number) for line in rest)
            bars = 0
        bars += 1
    return row


def _bars(word: Word, count: int) -> tuple[Word, ...]:
    """Return the bars in front of the cell that starts with a word."""
    box, seen = (Box(one.left, one.bottom, one.left, one.top) for one in (word.box, word.seen))
    return (Word(CELL_END, box, seen),) * count


def _with_table(lines: Sequence[Line], grid: Grid) -> list[Line]:
    """Return the lines of a page with those in a grid put in rows, if it is a table's."""
    inside: dict[int, Line] = {}
    outside: dict[int, Line] = {}
    for place, line in enumerate(lines):
        held = [word for word in line.words if line.row is None and grid.holds(word.seen)]
        if held:
            inside[place] = replace(line, words=tuple(held))
        if len(held) < len(line.words):
            left = tuple(word for word in line.words if word not in held)
            outside[place] = replace(line, words=left) if held else line
    rows = _cells(list(inside.values()), grid)
    if not _is_table(rows):
        return list(lines)
    first = min(inside)
    start = 1 + max((line.row for line in lines if line.row is not None), default=-1)
    table = list(_written(rows, grid, start))
    before = [line for place, line in outside.items() if place < first]
    return before + table + [line for place, line in outside.items() if place >= first]


def _cells(lines: Sequence[Line], grid: Grid) -> dict[int, dict[int, list[Line]]]:
    """Return the lines of each cell, from the top, by row and column."""
    rows: defaultdict[int, defaultdict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for (row, column), words in groupby(line.words, key=lambda word: grid.cell(word.seen)):
            rows[row][column].append(replace(line, words=tuple(words)))
    for cells in rows.values():
        for held in cells.values():
            held.sort(key=lambda line: -line.bottom)
    return {row: dict(rows[row]) for row in sorted(rows)}


def _apart(cells: Cells) -> list[Cells]:
    """Return the rows between two rules, where nothing but their place tells them apart."""
    lines = [(column, line) for column, held in cells.items() for line in held]
    tiers: list[dict[int, list[Line]]] = []
    height = 0.0
    for column, line in sorted(lines, key=lambda one: -one[1].bottom):
        if tiers and height - line.bottom <= 0.4 * line.size:
            tiers[-1].setdefault(column, []).append(line)
        else:
            tiers.append({column: [line]})
            height = line.bottom
    full = all(min(cells) in tier and len(tier) >= _FULL * len(cells) for tier in tiers)
    return list(tiers) if full and len(cells) > 2 else [cells]


def _is_table(rows: Mapping[int, Cells]) -> bool:
    """Say whether two rows or more have two cells or more, and none holds a page's text."""
    words = [
        sum(len(line.words) for line in cell) for cells in rows.values() for cell in cells.values()
    ]
    wide = sum(len(cells) > 1 for cells in rows.values())
    return wide > 1 and max(words) <= _MOST_WORDS


def _written(rows: Mapping[int, Cells], grid: Grid, start: int) -> Iterator[Line]:
    number = start
    for row, cells in rows.items():
        columns = sorted({*grid.columns(row), *cells})
        for part in _apart(cells):
            yield from row_of(part, columns, number)
            number += 1
