"""The sentences of the passages with their vectors, in the library's database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.database import Database
from corpus.paper_sentences import PaperSentence, StoredSentence
from corpus.stored_vectors import Vector, packed, unpacked
from corpus.text.sentences import Span

_AT_ONCE = 500
_COLUMNS = "sentences.start, sentences.stop, part, role, alone, titled"


@dataclass(frozen=True)
class EmbeddedPassage:
    """The sentences of one passage, each with what was embedded of it."""

    passage_id: str
    sentences: Sequence[PaperSentence]
    alone: Sequence[Vector]
    titled: Sequence[Vector | None]
    """None for a fragment."""


class SentenceTable:
    """The sentences of a library, by passage."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, passage_ids: Sequence[str]) -> dict[str, list[StoredSentence]]:
        """Return the sentences of passages, in order of place, by passage id."""
        rows: list[tuple[Any, ...]] = []
        for first in range(0, len(passage_ids), _AT_ONCE):
            some = passage_ids[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows += self._database.rows(
                f"SELECT passage_id, {_COLUMNS} FROM passages "  # noqa: S608
                "JOIN sentences ON sentences.passage = passages.number "
                f"WHERE passage_id IN ({marks}) ORDER BY passage_id, sentences.start",
                some,
            )
        alone = unpacked([row[5] for row in rows])
        titled = iter(unpacked([row[6] for row in rows if row[6] is not None]))
        stored = (
            (
                row[0],
                StoredSentence(
                    Span(row[1], row[2]), row[3], row[4], vector, row[6] and next(titled)
                ),
            )
            for row, vector in zip(rows, alone, strict=True)
        )
        return {
            passage_id: [sentence for _, sentence in group]
            for passage_id, group in groupby(stored, key=lambda one: one[0])
        }

    def lacking(self) -> set[str]:
        """Return the ids of the searchable passages of which no sentence is stored."""
        rows = self._database.rows(
            "SELECT passage_id FROM passages JOIN texts USING (paper_id, origin) "
            "WHERE state = 'ready' AND number NOT IN (SELECT passage FROM sentences)"
        )
        return {row[0] for row in rows}


def write_sentences(connection: sqlite3.Connection, passages: Sequence[EmbeddedPassage]) -> None:
    """Write the sentences of passages in the place of those there were, within a transaction."""
    for one in passages:
        (number,) = connection.execute(
            "SELECT number FROM passages WHERE passage_id = ?", (one.passage_id,)
        ).fetchone()
        connection.execute("DELETE FROM sentences WHERE passage = ?", (number,))
        connection.executemany(
            "INSERT INTO sentences VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number, sentence.span.start, sentence.span.end, sentence.part, sentence.role,
                    packed(alone), None if titled is None else packed(titled),
                )
                for sentence, alone, titled in zip(
                    one.sentences, one.alone, one.titled, strict=True
                )
            ],
        )  # fmt: skip
