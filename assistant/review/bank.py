"""Read a question bank kept as CSV as teaching material."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from assistant.review.material import BODY, Place, Statement
from assistant.review.parting import statements_in
from assistant.review.slides import Read
from corpus.errors import RefusedFile
from ingest.plain import text_of

_LEAST_WORDS = 3
"""Of a cell: a shorter one is an id, a mark or a topic."""


def read_bank(path: Path) -> Read:
    """Return what is in the cells of a question bank, each under the name of its column."""
    text = text_of(path)
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text), dialect)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise RefusedFile(
            str(path), f"line {reader.line_num}: not CSV ({error}); save it as CSV in UTF-8"
        ) from error
    statements = list(_statements([row for _, row in rows]))
    if not statements:
        reason = "holds no question with three words or more; expected a header and a row each"
        raise RefusedFile(str(path), reason)
    return statements, [], len(rows)


def _statements(rows: list[list[str]]) -> Iterator[Statement]:
    header = [name.strip() for name in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        for column, cell in enumerate(row):
            name = header[column] if column < len(header) and header[column] else BODY
            for text in statements_in(cell):
                if len(text.split()) >= _LEAST_WORDS:
                    yield Statement(text, "", Place("row", number, name))
