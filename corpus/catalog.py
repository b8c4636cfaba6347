"""The catalog: which papers a library holds; the truth, changed one whole transaction at a time."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from corpus.database import Database
from corpus.embed import Fingerprint
from corpus.paper import Document, Origin, Paper, Passage, moved
from corpus.record import Record
from corpus.records import (
    delete_records,
    derive,
    move_records,
    paper_json,
    set_apart,
    write_record,
)
from corpus.sentence_table import EmbeddedPassage, write_sentences
from corpus.stored_vectors import Vector
from corpus.texts import State, Text, copy_text, hash_of, set_state, texts_within, write_text
from corpus.vocabulary import write_vocabulary
from corpus.words import delete_passages, passages_within, rewrite_words, write_passages

NO_WORDS: Mapping[str, Vector] = MappingProxyType({})


class Catalog:
    """The papers of a library and every change to them."""

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

    def note_model(self, model: Fingerprint) -> None:
        """Write which model embeds this library, and give it an id of its own."""
        self.set_facts(
            {
                "library": self.fact("library") or uuid.uuid4().hex,
                "model": model.name,
                "dimension": str(model.dimension),
                "checksum": model.checksum,
            }
        )

    def model(self) -> Fingerprint:
        """Return the model that embeds this library."""
        name, dimension, checksum = map(self.fact, ("model", "dimension", "checksum"))
        return Fingerprint(name or "", int(dimension or 0), checksum or "")

    def forget_embedded(self) -> None:
        """Delete what was embedded beside the passages: sentences, words and the register."""
        with self._database.writing() as connection:
            for table in ("sentences", "vocabulary", "register"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def copy(self, path: Path) -> None:
        """Write a copy of the whole database as it is at one moment."""
        self._database.copy(path)

    def revision(self) -> int:
        """Return a number that grows whenever what is held changes."""
        return int(self.fact("revision") or 0)

    def papers(self) -> dict[str, Paper]:
        """Return the papers with at least one searchable text, by id, in order of id."""
        return self._papers("paper_id IN (SELECT paper_id FROM texts WHERE state = 'ready')")

    def listed(self) -> dict[str, Paper]:
        """Return the searchable papers and those known by a record alone, by id, in order."""
        return self._papers(
            "paper_id IN (SELECT paper_id FROM texts WHERE state = 'ready') "
            "OR paper_id NOT IN (SELECT paper_id FROM texts)"
        )

    def paper(self, paper_id: str) -> Paper | None:
        """Return one paper in whatever state; None where there is none."""
        rows = self._database.rows("SELECT record FROM papers WHERE paper_id = ?", (paper_id,))
        return paper_json.validate_json(rows[0][0]) if rows else None

    def write_document(
        self, text: Text, record: Record, document: Document, passages: Sequence[Passage]
    ) -> None:
        """Write a text, its passages and its record in one step, in the state that `text` gives."""
        with self._database.writing() as connection:
            write_record(connection, record, text.paper_id, text.origin)
            write_text(connection, text, document, passages)
            derive(connection, text.paper_id)
            write_passages(connection, _known(connection, text.paper_id), passages)

    def note(self, records: Iterable[tuple[Record, str, Origin]]) -> set[str]:
        """Write records with their papers and texts; return the ids of the papers that changed."""
        changed: set[str] = set()
        with self._database.writing() as connection:
            for record, paper_id, origin in records:
                write_record(connection, record, paper_id, origin)
                if derive(connection, paper_id):
                    changed.add(paper_id)
            if changed:
                _revise(connection)
        return changed

    def forget(self, content: str, paper_id: str) -> None:
        """Delete one record that is no form of a text, and what it told of its paper."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM keys WHERE content = ?", (content,))
            connection.execute("DELETE FROM records WHERE content = ?", (content,))
            derive(connection, paper_id)
            _revise(connection)

    def derive_all(self) -> set[str]:
        """Write every paper anew from what is known; return the ids of those that changed."""
        with self._database.writing() as connection:
            ids = [row[0] for row in connection.execute("SELECT paper_id FROM papers").fetchall()]
            changed = {paper_id for paper_id in ids if derive(connection, paper_id)}
            if changed:
                _revise(connection)
        return changed

    def replace_passages(self, paper: Paper, origin: Origin, passages: Sequence[Passage]) -> None:
        """Put other passages in the place of a text's own, and mark the text as `adding`."""
        with self._database.writing() as connection:
            delete_passages(connection, paper.paper_id, origin)
            write_passages(connection, paper, passages)
            connection.execute(
                "UPDATE texts SET state = 'adding', passages = ? WHERE paper_id = ? AND origin = ?",
                (hash_of(passages), paper.paper_id, origin),
            )
            _revise(connection)

    def make_ready(
        self,
        texts: Sequence[Text],
        passages: Sequence[EmbeddedPassage] = (),
        vocabulary: Mapping[str, Vector] = NO_WORDS,
    ) -> None:
        """Make texts searchable, and let their papers know what they tell, in one step.

        Their sentences and the words that were not known yet are written in the same step.
        """
        with self._database.writing() as connection:
            write_sentences(connection, passages)
            write_vocabulary(connection, vocabulary)
            set_state(connection, texts, "ready")
            for paper_id in dict.fromkeys(text.paper_id for text in texts):
                derive(connection, paper_id)
            _revise(connection)

    def withdraw(self, texts: Sequence[Text], state: State) -> None:
        """Take texts out of search, all in one step, for what the state says is done with them."""
        with self._database.writing() as connection:
            set_state(connection, texts, state)
            _revise(connection)

    def withdraw_paper(self, paper_id: str, texts: Sequence[Text]) -> None:
        """Take a paper with its texts out of search, and forget what else told of it."""
        with self._database.writing() as connection:
            set_state(connection, texts, "removing")
            delete_records(connection, paper_id)
            _delete_bare(connection, paper_id)
            _revise(connection)

    def delete_text(self, paper_id: str, origin: Origin) -> None:
        """Remove a text with its passages, words and records, and a paper nothing is left of."""
        with self._database.writing() as connection:
            delete_passages(connection, paper_id, origin)
            delete_records(connection, paper_id, origin)
            connection.execute(
                "DELETE FROM texts WHERE paper_id = ? AND origin = ?", (paper_id, origin)
            )
            if not _delete_bare(connection, paper_id):
                derive(connection, paper_id)
            _revise(connection)

    def unite(self, paper_id: str, other_id: str) -> None:
        """Make one paper of two, known by `paper_id`, whether or not it was there before.

        The texts of the other are moved; `Texts.under_way` tells which are still to be finished.
        """
        with self._database.writing() as connection:
            origins = {text.origin for text in texts_within(connection, paper_id)}
            texts = texts_within(connection, other_id)
            for text in texts:
                if text.origin not in origins:
                    _move(connection, text, paper_id)
            set_state(connection, texts, "removing")
            move_records(connection, other_id, paper_id)
            _delete_bare(connection, other_id)
            derive(connection, paper_id)
            rewrite_words(connection, _known(connection, paper_id))
            _revise(connection)

    def part(self, content: str, paper_id: str, texts: Sequence[Text]) -> None:
        """Make a paper of its own, known by `paper_id`, of one record and the texts it brought.

        Nothing is merged with it again; `Texts.under_way` tells which are still to be finished.
        """
        with self._database.writing() as connection:
            (old_id,) = connection.execute(
                "SELECT paper_id FROM records WHERE content = ?", (content,)
            ).fetchone()
            for text in texts:
                _move(connection, text, paper_id)
            set_state(connection, texts, "removing")
            set_apart(connection, content, paper_id, [text.origin for text in texts])
            derive(connection, paper_id)
            derive(connection, old_id)
            _revise(connection)

    def _papers(self, condition: str) -> dict[str, Paper]:
        rows = self._database.rows(
            f"SELECT record FROM papers WHERE {condition} ORDER BY paper_id"  # noqa: S608
        )
        papers = [paper_json.validate_json(row[0]) for row in rows]
        return {paper.paper_id: paper for paper in papers}


def _known(connection: sqlite3.Connection, paper_id: str) -> Paper:
    row = connection.execute("SELECT record FROM papers WHERE paper_id = ?", (paper_id,)).fetchone()
    return paper_json.validate_json(row[0])


def _move(connection: sqlite3.Connection, text: Text, paper_id: str) -> None:
    """Write a text and its passages a second time, as those of another paper."""
    passages = moved(passages_within(connection, text.paper_id, text.origin), paper_id)
    copy_text(connection, text, paper_id, passages)
    write_passages(connection, _known(connection, text.paper_id), passages)


def _delete_bare(connection: sqlite3.Connection, paper_id: str) -> bool:
    """Delete a paper that no text is held of and no record tells of; say whether it was."""
    deleted = connection.execute(
        "DELETE FROM papers WHERE paper_id = ? AND paper_id NOT IN (SELECT paper_id FROM texts) "
        "AND paper_id NOT IN (SELECT paper_id FROM records)",
        (paper_id,),
    )
    return deleted.rowcount > 0


def _revise(connection: sqlite3.Connection) -> None:
    """Count up, in the same transaction, that what is held has changed."""
    connection.execute(
        "INSERT INTO facts VALUES ('revision', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
