"""Read a CSV row by row, its columns by their names; a broken row does not cost the others."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import RefusedFile
from ingest.plain import decoded

_LONGEST_LINE = 1024**2
"""Bytes; a longer line is no row of a table, and is not held in memory whole."""
_MOST_LINES = 200
"""Of the file in one row; a row with more has a quote that is never closed."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """One row of a table, by the names of its columns."""

    place: str
    """The lines of the file that it stands on, such as "line 40"."""
    cells: Mapping[str, str]
    """By the plain name of the column; see `cell`."""

    def cell(self, column: str) -> str:
        """Return what stands in a column; empty where the table does not have it."""
        return self.cells.get(_plain(column), "")


@dataclass(frozen=True)
class _Line:
    """The cells of one row, in their order."""

    place: str
    cells: Sequence[str]


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[Row | RefusedFile]:
    """Yield the rows of a CSV, and a refusal with its place for each that is broken.

    Columns are found by name whatever their case, spaces and order. Each line is UTF-8, or of an
    older Windows. Raises RefusedFile for a file without the `needed` columns, or without rows.
    """
    lines = _lines(path)
    columns = _columns(path, next(lines, None), needed)
    empty = True
    for line in lines:
        empty = False
        yield _row(path, line, columns) if isinstance(line, _Line) else line
    if empty:
        reason = "it has the columns but no row below them; fetch the file again"
        raise RefusedFile(str(path), reason)


def _columns(path: Path, line: _Line | RefusedFile | None, needed: Sequence[str]) -> list[str]:
    """Return the plain names of the columns in their order."""
    names = line.cells if isinstance(line, _Line) else ()
    columns = [_plain(name) for name in names]
    missing = [name for name in needed if _plain(name) not in columns]
    if missing:
        found = re.sub(r"[^ -~]+", " ", ", ".join(names))[:300].strip()
        reason = (
            f"has no column {' and none '.join(missing)}; found {found or 'no columns'}; "
            f"expected a CSV whose first line names {' and '.join(needed)}; fetch it again"
        )
        raise RefusedFile(str(path), reason)
    return columns


def _row(path: Path, line: _Line, columns: Sequence[str]) -> Row | RefusedFile:
    if len(line.cells) != len(columns):
        reason = (
            f"{line.place}: {len(line.cells)} cells, expected {len(columns)} as in the first line; "
            "mend its commas and quotes"
        )
        return RefusedFile(str(path), reason)
    return Row(line.place, dict(zip(columns, map(str.strip, line.cells), strict=True)))


def _lines(path: Path) -> Iterator[_Line | RefusedFile]:
    """Yield the rows that are not blank; a row may stand on several lines of the file.

    Where a row is broken, the line after its first one is tried as the next row: else a quote
    that is never closed would take the rows after it along.
    """
    text = _text(path)
    ahead = deque([next(text, "")])
    # A spreadsheet of another country saves with semicolons or tabs.
    delimiter = max(",;\t", key=ahead[0].count)
    before = 0
    while True:
        taken: list[str] = []
        row = csv.reader(_taking(taken, ahead, text), delimiter=delimiter, strict=True)
        try:
            cells = next(row, None)
        except csv.Error as error:
            yield RefusedFile(str(path), f"line {before + 1}: {_fault(error)}; mend its quotes")
            ahead.extendleft(reversed(taken[1:]))
            before += 1
            continue
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield _Line(_place(before, before + len(taken)), cells)
        before += len(taken)


def _taking(taken: list[str], ahead: deque[str], text: Iterator[str]) -> Iterator[str]:
    """Yield the lines to come, each noted in `taken`, as far as one row may go."""
    while len(taken) < _MOST_LINES:
        line = ahead.popleft() if ahead else next(text, None)
        if line is None:
            return
        taken.append(line)
        yield line


def _text(path: Path) -> Iterator[str]:
    """Yield the lines of a file, with their ends and without a byte order mark."""
    with path.open("rb") as file:
        if file.read(2) not in _UTF_16:
            file.seek(0)
            while line := file.readline(_LONGEST_LINE):
                yield decoded(line).removeprefix("\ufeff")
            return
    with path.open(encoding="utf-16", errors="replace", newline="") as wide:
        while row := wide.readline(_LONGEST_LINE):
            yield row


def _place(before: int, last: int) -> str:
    return f"line {last}" if last == before + 1 else f"lines {before + 1}-{last}"


def _fault(error: csv.Error) -> str:
    if "unexpected end" in str(error) or "field limit" in str(error):
        return "a quote is opened and never closed"
    return f"not a row of a CSV ({error})"


@lru_cache(maxsize=1000)
def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
