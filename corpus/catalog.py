"""The catalog: papers and their texts; the truth of a library."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import TypeAdapter

from corpus.database import Database
from corpus.merge import fill_in
from corpus.paper import Document, Origin, Page, Paper, Passage, Section, WordBox
from corpus.words import delete_passages, rewrite_words, write_passages

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

    def revision(self) -> int:
        """Return a number that grows whenever what is searchable changes."""
        return int(self.fact("revision") or 0)

    def held(self) -> list[tuple[str, str, str]]:
        """Return paper, origin and hash of the passages of every searchable text, in order."""
        return self._database.rows(
            "SELECT paper_id, origin, passages FROM texts WHERE state = 'ready' "
            "ORDER BY paper_id, origin"
        )

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

    def same_paper(self, paper: Paper) -> str | None:
        """Return the id under which we hold this paper: the same id, PMID or PMCID."""
        rows = self._database.rows(
            "SELECT paper_id FROM papers WHERE paper_id = ? "
            "OR json_extract(record, '$.pmid') = ? OR json_extract(record, '$.pmcid') = ? "
            "ORDER BY paper_id = ? DESC LIMIT 1",
            (paper.paper_id, paper.pmid, paper.pmcid, paper.paper_id),
        )
        return str(rows[0][0]) if rows else None

    def rewrite_paper(self, paper: Paper) -> None:
        """Write the record of a paper that is there already, and its words anew."""
        with self._database.writing() as connection:
            _rewrite(connection, paper)
            _revise(connection)

    def texts(self) -> list[Text]:
        """Return every text in whatever state, in order of paper and origin."""
        rows = self._database.rows(f"SELECT {_TEXT} FROM texts ORDER BY paper_id, origin")  # noqa: S608
        return [Text(*row) for row in rows]

    def texts_of(self, paper_id: str) -> list[Text]:
        """Return the texts of one paper in whatever state, in order of origin."""
        rows = self._database.rows(
            f"SELECT {_TEXT} FROM texts WHERE paper_id = ? ORDER BY origin",  # noqa: S608
            (paper_id,),
        )
        return [Text(*row) for row in rows]

    def uses(self, content: str) -> bool:
        """Say whether some text has this original."""
        return bool(self._database.rows("SELECT 1 FROM texts WHERE content = ?", (content,)))

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

    def write_document(
        self, paper: Paper, document: Document, passages: Sequence[Passage], text: Text
    ) -> None:
        """Write a text and its passages in the state that `text` gives, not yet in its paper.

        `paper` is the paper as it will be known with this text; see `make_ready`.
        """
        content = (text.content, text.paper_id, text.origin)
        body = (
            document.text,
            _sections.dump_json(document.sections).decode(),
            _pages.dump_json(document.pages).decode(),
            _packed(document.words),
        )
        place = (text.paper_id, text.origin, text.state, text.content, text.source)
        record = _paper.dump_json(document.paper).decode()
        told = (record, _hash(passages))
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO papers VALUES (?, ?)", (paper.paper_id, record)
            )
            connection.execute(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                place + told + body,
            )
            connection.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", content)
            write_passages(connection, paper, passages)

    def replace_passages(self, paper: Paper, origin: Origin, passages: Sequence[Passage]) -> None:
        """Put other passages in the place of a text's own, and mark the text as `adding`."""
        with self._database.writing() as connection:
            delete_passages(connection, paper.paper_id, origin)
            write_passages(connection, paper, passages)
            connection.execute(
                "UPDATE texts SET state = 'adding', passages = ? WHERE paper_id = ? AND origin = ?",
                (_hash(passages), paper.paper_id, origin),
            )
            _revise(connection)

    def make_ready(self, text: Text) -> None:
        """Make a text searchable, and fill its paper in from what it tells, in one step."""
        place = (text.paper_id, text.origin)
        with self._database.writing() as connection:
            known, told = connection.execute(
                "SELECT papers.record, texts.record FROM texts JOIN papers USING (paper_id) "
                "WHERE paper_id = ? AND origin = ?",
                place,
            ).fetchone()
            paper, other = _paper.validate_json(known), _paper.validate_json(told)
            filled = fill_in(paper, other)
            if filled != paper:
                _rewrite(connection, filled)
            connection.execute(
                "UPDATE texts SET state = 'ready' WHERE paper_id = ? AND origin = ?", place
            )
            _revise(connection)

    def withdraw(self, texts: Sequence[Text], state: State) -> None:
        """Take texts out of search, all in one step, for what the state says is done with them."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE texts SET state = ? WHERE paper_id = ? AND origin = ?",
                [(state, text.paper_id, text.origin) for text in texts],
            )
            _revise(connection)

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
            _revise(connection)

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


def _rewrite(connection: sqlite3.Connection, paper: Paper) -> None:
    connection.execute(
        "UPDATE papers SET record = ? WHERE paper_id = ?",
        (_paper.dump_json(paper).decode(), paper.paper_id),
    )
    rewrite_words(connection, paper)


def _revise(connection: sqlite3.Connection) -> None:
    """Count up, in the same transaction, that what is searchable has changed."""
    connection.execute(
        "INSERT INTO facts VALUES ('revision', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def _hash(passages: Sequence[Passage]) -> str:
    ids = "\n".join(passage.passage_id for passage in passages)
    return hashlib.sha256(ids.encode()).hexdigest()


def _packed(words: Sequence[WordBox]) -> bytes:
    rows = [(w.page, w.start, w.end, w.left, w.bottom, w.right, w.top) for w in words]
    return zlib.compress(np.array(rows, dtype=_BOX).tobytes())


def _unpacked(boxes: bytes) -> tuple[WordBox, ...]:
    return tuple(
        WordBox(*row) for row in np.frombuffer(zlib.decompress(boxes), dtype=_BOX).tolist()
    )
