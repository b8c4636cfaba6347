"""The texts of papers in the library's database: words in order, sections, pages and boxes."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import TypeAdapter

from corpus.database import Database
from corpus.paper import Document, Origin, Page, Paper, Passage, Section, WordBox

State = Literal["adding", "ready", "removing"]
"""A text is searchable only while it is `ready`; the others are the journal of what is under way,
by which the next writer finishes what a killed one began."""

_BOX = np.dtype(
    [(name, "<i4") for name in ("page", "start", "end")]
    + [(name, "<f4") for name in ("left", "bottom", "right", "top")]
)
_TEXT = "paper_id, origin, state, content, source"
_BODY = "passages, full_text, sections, pages, boxes"
_paper: TypeAdapter[Paper] = TypeAdapter(Paper)
_sections: TypeAdapter[tuple[Section, ...]] = TypeAdapter(tuple[Section, ...])
_pages: TypeAdapter[tuple[Page, ...]] = TypeAdapter(tuple[Page, ...])


@dataclass(frozen=True)
class Text:
    """What the catalog says of one text of a paper, the text itself left out."""

    paper_id: str
    origin: Origin
    state: State
    content: str
    """SHA-256 of the original file."""
    source: str
    """Where the original came from: a path, or `starter:` and a name."""


class Texts:
    """The texts of a library, by paper and origin."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Text]:
        """Return every text in whatever state, in order of paper and origin."""
        return self._where("TRUE")

    def under_way(self) -> list[Text]:
        """Return the texts that are half added or half removed."""
        return self._where("state != 'ready'")

    def of(self, paper_id: str) -> list[Text]:
        """Return the texts of one paper in whatever state, in order of origin."""
        return self._where("paper_id = ?", paper_id)

    def one(self, paper_id: str, origin: Origin) -> Text | None:
        """Return what is known of one text; None where there is none."""
        return next(iter(self._where("paper_id = ? AND origin = ?", paper_id, origin)), None)

    def with_original(self, content: str) -> list[Text]:
        """Return the texts that have this original."""
        return self._where("content = ?", content)

    def held(self) -> list[tuple[str, str, str]]:
        """Return paper, origin and hash of the passages of every searchable text, in order."""
        return self._database.rows(
            "SELECT paper_id, origin, passages FROM texts WHERE state = 'ready' "
            "ORDER BY paper_id, origin"
        )

    def document(self, paper_id: str, origin: Origin) -> Document | None:
        """Return a text with its paper, sections, pages and word boxes."""
        rows = self._database.rows(
            "SELECT papers.record, full_text, sections, pages, boxes FROM texts "
            "JOIN papers USING (paper_id) WHERE paper_id = ? AND origin = ?",
            (paper_id, origin),
        )
        if not rows:
            return None
        record, full_text, sections, pages, boxes = rows[0]
        return Document(
            paper=replace(_paper.validate_json(record), origin=origin),
            text=full_text,
            sections=_sections.validate_json(sections),
            pages=_pages.validate_json(pages),
            words=_unpacked(boxes),
        )

    def forget_folders(self) -> None:
        """Keep only the name of the file that each text came from, not where that lay."""
        named = [
            (re.split(r"[/\\]", text.source)[-1], text.paper_id, text.origin) for text in self.all()
        ]
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE texts SET source = ? WHERE paper_id = ? AND origin = ?", named
            )

    def _where(self, condition: str, *values: str) -> list[Text]:
        rows = self._database.rows(
            f"SELECT {_TEXT} FROM texts WHERE {condition} ORDER BY paper_id, origin",  # noqa: S608
            values,
        )
        return [Text(*row) for row in rows]


def write_text(
    connection: sqlite3.Connection, text: Text, document: Document, passages: Sequence[Passage]
) -> None:
    """Write a text without its passages, within a transaction."""
    connection.execute(
        f"INSERT OR REPLACE INTO texts ({_TEXT}, {_BODY}) "  # noqa: S608
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            text.paper_id, text.origin, text.state, text.content, text.source,
            hash_of(passages), document.text,
            _sections.dump_json(document.sections).decode(),
            _pages.dump_json(document.pages).decode(),
            _packed(document.words),
        ),
    )  # fmt: skip


def copy_text(
    connection: sqlite3.Connection, text: Text, paper_id: str, passages: Sequence[Passage]
) -> None:
    """Write a text a second time as one, still to be added, of another paper."""
    connection.execute(
        f"INSERT INTO texts ({_TEXT}, {_BODY}) "  # noqa: S608
        "SELECT ?, origin, 'adding', content, source, ?, full_text, sections, pages, boxes "
        "FROM texts WHERE paper_id = ? AND origin = ?",
        (paper_id, hash_of(passages), text.paper_id, text.origin),
    )


def texts_within(connection: sqlite3.Connection, paper_id: str) -> list[Text]:
    """Return the texts of a paper in whatever state, as a transaction sees them."""
    rows = connection.execute(f"SELECT {_TEXT} FROM texts WHERE paper_id = ?", (paper_id,))  # noqa: S608
    return [Text(*row) for row in rows]


def set_state(connection: sqlite3.Connection, texts: Sequence[Text], state: State) -> None:
    """Write what is under way with some texts, within a transaction."""
    connection.executemany(
        "UPDATE texts SET state = ? WHERE paper_id = ? AND origin = ?",
        [(state, text.paper_id, text.origin) for text in texts],
    )


def hash_of(passages: Sequence[Passage]) -> str:
    """Return a hash of passages, by which a library's snapshot is known.

    The ids are made of paper, place and text; the rest is what an answer shows or weighs beside.
    """
    told = [(p.passage_id, p.kind, p.section, p.first_page, p.last_page) for p in passages]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _packed(words: Sequence[WordBox]) -> bytes:
    rows = [(w.page, w.start, w.end, w.left, w.bottom, w.right, w.top) for w in words]
    return zlib.compress(np.array(rows, dtype=_BOX).tobytes())


def _unpacked(boxes: bytes) -> tuple[WordBox, ...]:
    return tuple(
        WordBox(*row) for row in np.frombuffer(zlib.decompress(boxes), dtype=_BOX).tolist()
    )
