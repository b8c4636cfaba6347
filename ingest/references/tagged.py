"""Split tagged lines, as RIS and PubMed's NBIB have them, into records.

Own code: RIS and NBIB are the same few lines of reading, and rispy says of no record where it
stood, and takes two records for one where the line between them is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One tag and what stands behind it, further lines included."""

    tag: str
    """Empty for a line outside of any record."""
    value: str


@dataclass(frozen=True)
class Record:
    """The fields of one record, in order."""

    line: int
    """Of its first line, counted from 1."""
    fields: tuple[Field, ...]

    def all(self, *tags: str) -> tuple[str, ...]:
        """Return what stands behind these tags, in the order of the record; blanks left out."""
        return tuple(field.value for field in self.fields if field.tag in tags and field.value)

    def first(self, *tags: str) -> str:
        """Return what stands behind the first of these tags that says anything."""
        return next((said for tag in tags for said in self.all(tag)), "")


@dataclass(frozen=True)
class Shape:
    """How a form writes its records."""

    tag: re.Pattern[str]
    """Matches a line that opens a field; its groups are the tag and the value."""
    opens: str
    """The tag that opens a record."""
    closes: str | None
    """The tag that closes a record; None where a blank line does."""


def split_records(text: str, shape: Shape) -> Iterator[Record]:
    """Yield the records; what stands between two of them is one too, without its opening tag.

    Lines without a tag in front of the first record are the heading of a database, and left out.
    """
    start = 0
    fields: list[tuple[str, list[str]]] = []
    seen = False
    for number, line in enumerate(text.split("\n"), start=1):
        found = shape.tag.fullmatch(line)
        tag = found[1].strip() if found else ""
        closed = tag == shape.closes if shape.closes else not line.strip()
        if fields and (closed or tag == shape.opens):
            yield _record(start, fields)
            fields, seen = [], True
        if not fields:
            start = number
        if closed:
            continue
        if found:
            fields.append((tag, [found[2] or ""]))
        elif fields:
            fields[-1][1].append(line)
        elif seen and line.strip():
            fields.append(("", [line]))
    if fields:
        yield _record(start, fields)


def _record(start: int, fields: list[tuple[str, list[str]]]) -> Record:
    told = (Field(tag, "\n".join(line.strip() for line in lines).strip()) for tag, lines in fields)
    return Record(start, tuple(told))
