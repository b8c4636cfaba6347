"""The records that tell of papers, in the library's database, and the papers they make."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from corpus.database import Database
from corpus.identity import contradict, keys_of
from corpus.merge import merged, standing
from corpus.notices import noticed
from corpus.paper import ORIGINS, Origin, Paper
from corpus.record import Record, SourceKind
from corpus.texts import Text, texts_within
from corpus.words import rewrite_words, words_of

paper_json: TypeAdapter[Paper] = TypeAdapter(Paper)
_RECORD = "kind, name, content, told, paper_id, origin, apart"


@dataclass(frozen=True)
class Held:
    """A record as it is held: of which paper, and of which of its texts it is a form."""

    record: Record
    paper_id: str
    origin: Origin
    """"record" where it is no form of a text."""
    apart: bool
    """True where a person said that it is a paper of its own."""


class Records:
    """What tells of the papers of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, paper_id: str) -> list[Held]:
        """Return the records that tell of a paper, in order of content."""
        rows = self._database.rows(
            f"SELECT {_RECORD} FROM records WHERE paper_id = ? ORDER BY content",  # noqa: S608
            (paper_id,),
        )
        return [_held(*row) for row in rows]

    def with_content(self, content: str) -> Held | None:
        """Return the record with this content; None where there is none."""
        rows = self._database.rows(
            f"SELECT {_RECORD} FROM records WHERE content = ?",  # noqa: S608
            (content,),
        )
        return _held(*rows[0]) if rows else None

    def same_papers(self, paper: Paper) -> list[str]:
        """Return the ids of all held papers that this record is of, the one to keep first.

        More than one means that the record shows two held papers to be one.
        """
        keys = keys_of(paper)
        marks = ", ".join("?" * len(keys))
        rows = self._database.rows(
            "SELECT DISTINCT paper_id, papers.record FROM keys JOIN records USING (content) "  # noqa: S608
            f"JOIN papers USING (paper_id) WHERE key IN ({marks})",
            keys,
        )
        found = [row[0] for row in rows if not contradict(paper_json.validate_json(row[1]), paper)]
        return sorted(found, key=lambda paper_id: (rank_of_id(paper_id), paper_id))


def write_record(
    connection: sqlite3.Connection, record: Record, paper_id: str, origin: Origin
) -> None:
    """Write a record and what it can be found by, within a transaction.

    A record that stands apart stays so, and is found by nothing: nothing is merged with it.
    """
    apart = connection.execute(
        "SELECT 1 FROM records WHERE content = ? AND apart", (record.content,)
    ).fetchone()
    connection.execute("DELETE FROM keys WHERE content = ?", (record.content,))
    connection.execute(
        f"INSERT OR REPLACE INTO records ({_RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            record.kind, record.name, record.content, paper_json.dump_json(record.paper).decode(),
            paper_id, origin, bool(apart),
        ),
    )  # fmt: skip
    if not apart:
        connection.executemany(
            "INSERT INTO keys VALUES (?, ?)",
            [(key, record.content) for key in keys_of(record.paper)],
        )


def move_records(connection: sqlite3.Connection, from_id: str, to_id: str) -> None:
    """Make all records of one paper those of another, within a transaction."""
    connection.execute("UPDATE records SET paper_id = ? WHERE paper_id = ?", (to_id, from_id))


def set_apart(
    connection: sqlite3.Connection, content: str, paper_id: str, without: Sequence[Origin]
) -> None:
    """Make one record that of a paper of its own, which nothing will be merged with.

    The paper it leaves has no longer the texts `without`: its other records of them stay as
    records alone.
    """
    connection.executemany(
        "UPDATE records SET origin = 'record' WHERE origin = ? AND content != ? AND paper_id = "
        "(SELECT paper_id FROM records WHERE content = ?)",
        [(origin, content, content) for origin in without],
    )
    connection.execute("DELETE FROM keys WHERE content = ?", (content,))
    connection.execute(
        "UPDATE records SET paper_id = ?, apart = TRUE WHERE content = ?", (paper_id, content)
    )


def delete_records(
    connection: sqlite3.Connection, paper_id: str, origin: Origin | None = None
) -> None:
    """Delete the records of one text of a paper, or all of its records, within a transaction."""
    which = "paper_id = ?" if origin is None else "paper_id = ? AND origin = ?"
    place = (paper_id,) if origin is None else (paper_id, origin)
    connection.execute(
        f"DELETE FROM keys WHERE content IN (SELECT content FROM records WHERE {which})",  # noqa: S608
        place,
    )
    connection.execute(f"DELETE FROM records WHERE {which}", place)  # noqa: S608


def derive(connection: sqlite3.Connection, paper_id: str) -> bool:
    """Write a paper anew from its records, within a transaction; True where it has changed.

    The form of a text that is not searchable yet says nothing yet, unless nothing else is known.
    """
    rows = connection.execute(
        f"SELECT {_RECORD} FROM records WHERE paper_id = ?",  # noqa: S608
        (paper_id,),
    ).fetchall()
    texts = texts_within(connection, paper_id)
    waiting = {text.content for text in texts if text.state != "ready"}
    records = [_held(*row).record for row in rows]
    telling = [record for record in records if record.content not in waiting] or records
    if not telling:
        return False
    ready = [text for text in texts if text.state == "ready"] or texts
    closest = min(ready, key=lambda text: ORIGINS.index(text.origin), default=None)
    return _write(connection, _paper(connection, telling, paper_id, closest))


def _paper(
    connection: sqlite3.Connection,
    records: Sequence[Record],
    paper_id: str,
    closest: Text | None,
) -> Paper:
    """Return the paper that records make, `closest` being the text of it that we hold."""
    origin = closest.origin if closest else "record"
    paper = merged(records, paper_id, origin, closest.content if closest else None)
    told = noticed(connection, paper)
    return replace(paper, status=standing(records, told)) if told else paper


def _write(connection: sqlite3.Connection, paper: Paper) -> bool:
    """Write a paper where it differs from what is there; the words of its passages with it."""
    told = paper_json.dump_json(paper).decode()
    known = connection.execute(
        "SELECT record FROM papers WHERE paper_id = ?", (paper.paper_id,)
    ).fetchone()
    if known and known[0] == told:
        return False
    connection.execute("INSERT OR REPLACE INTO papers VALUES (?, ?)", (paper.paper_id, told))
    if known and words_of(paper_json.validate_json(known[0])) != words_of(paper):
        rewrite_words(connection, paper)
    return True


def _held(
    kind: SourceKind, name: str, content: str, told: str, paper_id: str, origin: Origin, apart: int
) -> Held:
    record = Record(kind, name, content, paper_json.validate_json(told))
    return Held(record, paper_id, origin, bool(apart))


def rank_of_id(paper_id: str) -> int:
    """Order paper ids by how well they name a paper: by its DOI, its PMID, its content."""
    kinds = ("doi:", "pmid:", "sha256:")
    return next((n for n, kind in enumerate(kinds) if paper_id.startswith(kind)), len(kinds))
