"""The catalog: papers and their texts; the truth of a library."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import TypeAdapter

from corpus.database import Database
from corpus.paper import Document, Origin, Page, Paper, Passage, Section, WordBox
from corpus.words import delete_passages, write_passages

State = Literal["adding", "ready", "removing"]
"""A text is searchable only while it is `ready`."""

_BOX = np.dtype(
    [(name, "<i4") for name in ("page", "start", "end")]
    + [(name, "<f4") for name in ("left", "bottom", "right", "top")]
)
_TEXT = "paper_id, origin, state, content, source"
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


class Catalog:
    """Papers and their texts in the library's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fact(self, name: str) -> str | None:
        """Return one fact about the library, such as the embedding model's name."""
        rows = self._database.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_facts(self, facts: dict[str, str]) -> None:
        """Write facts about the library."""
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def papers(self) -> dict[str, Paper]:
        """Return the papers with at least one searchable text, by id, in order of id."""
        rows = self._database.rows(
            "SELECT record FROM papers WHERE paper_id IN "
            "(SELECT paper_id FROM texts WHERE state = 'ready') ORDER BY paper_id"
        )
        papers = [_paper.validate_json(row[0]) for row in rows]
        return {paper.paper_id: paper for paper in papers}

    def paper(self, paper_id: str) -> Paper | None:
        """Return one paper in whatever state; None where there is none."""
        rows = self._database.rows("SELECT record FROM papers WHERE paper_id = ?", (paper_id,))
        return _paper.validate_json(rows[0][0]) if rows else None

    def rewrite_paper(self, paper: Paper) -> None:
        """Write the record of a paper that is there already."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE papers SET record = ? WHERE paper_id = ?",
                (_paper.dump_json(paper).decode(), paper.paper_id),
            )

    def texts(self) -> list[Text]:
        """Return every text in whatever state, in order of paper and origin."""
        rows = self._database.rows(f"SELECT {_TEXT} FROM texts ORDER BY paper_id, origin")  # noqa: S608
        return [Text(*row) for row in rows]

    def text(self, paper_id: str, origin: Origin) -> Text | None:
        """Return what is known of one text; None where there is none."""
        rows = self._database.rows(
            f"SELECT {_TEXT} FROM texts WHERE paper_id = ? AND origin = ?",  # noqa: S608
            (paper_id, origin),
        )
        return Text(*rows[0]) if rows else None

    def document(self, paper_id: str, origin: Origin) -> Document | None:
        """Return a text with its paper, sections, pages and word boxes."""
        rows = self._database.rows(
            "SELECT record, full_text, sections, pages, boxes FROM texts "
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

    def write_document(
        self, paper: Paper, document: Document, passages: Sequence[Passage], text: Text
    ) -> None:
        """Write a paper with one of its texts and its passages, in the state that `text` gives."""
        content = (text.content, text.paper_id, text.origin)
        body = (
            document.text,
            _sections.dump_json(document.sections).decode(),
            _pages.dump_json(document.pages).decode(),
            _packed(document.words),
        )
        place = (text.paper_id, text.origin, text.state, text.content, text.source)
        record = _paper.dump_json(paper).decode()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO papers VALUES (?, ?)", (paper.paper_id, record)
            )
            connection.execute(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", place + body
            )
            connection.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", content)
            write_passages(connection, paper, passages)

    def replace_passages(self, paper: Paper, origin: Origin, passages: Sequence[Passage]) -> None:
        """Put other passages in the place of a text's own, and mark the text as `adding`."""
        with self._database.writing() as connection:
            delete_passages(connection, paper.paper_id, origin)
            write_passages(connection, paper, passages)
            connection.execute(
                "UPDATE texts SET state = 'adding' WHERE paper_id = ? AND origin = ?",
                (paper.paper_id, origin),
            )

    def set_state(self, paper_id: str, origin: Origin, state: State) -> None:
        """Make a text searchable, or take it out of search."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE texts SET state = ? WHERE paper_id = ? AND origin = ?",
                (state, paper_id, origin),
            )

    def delete_text(self, paper_id: str, origin: Origin) -> None:
        """Remove a text with its passages and words, and the paper with its last text."""
        place = (paper_id, origin)
        with self._database.writing() as connection:
            delete_passages(connection, paper_id, origin)
            connection.execute("DELETE FROM contents WHERE paper_id = ? AND origin = ?", place)
            connection.execute("DELETE FROM texts WHERE paper_id = ? AND origin = ?", place)
            connection.execute(
                "DELETE FROM papers WHERE paper_id = ? "
                "AND paper_id NOT IN (SELECT paper_id FROM texts)",
                (paper_id,),
            )

    def holder(self, content: str) -> Text | None:
        """Return the text that a file with this content hash is a form of."""
        rows = self._database.rows(
            "SELECT texts.paper_id, texts.origin, state, texts.content, source FROM contents "
            "JOIN texts USING (paper_id, origin) WHERE contents.content = ?",
            (content,),
        )
        return Text(*rows[0]) if rows else None

    def remember_content(self, content: str, paper_id: str, origin: Origin) -> None:
        """Note that a file with this content is another form of a text we hold."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO contents VALUES (?, ?, ?)", (content, paper_id, origin)
            )


def _packed(words: Sequence[WordBox]) -> bytes:
    rows = [(w.page, w.start, w.end, w.left, w.bottom, w.right, w.top) for w in words]
    return zlib.compress(np.array(rows, dtype=_BOX).tobytes())


def _unpacked(boxes: bytes) -> tuple[WordBox, ...]:
    return tuple(
        WordBox(*row) for row in np.frombuffer(zlib.decompress(boxes), dtype=_BOX).tolist()
    )
